// From one thing to another in the one file: the ways of flowviz/lineage.py, in its order, told in the explorer's words.
(() => {
  const MOST = 20;

  // --- the searches

  function graph({ ids, feeds }) {
    const [out, into] = [ids.map(() => []), ids.map(() => [])];
    for (const [source, target] of feeds) {
      out[source].push(target);
      into[target].push(source);
    }
    return { out, into };
  }

  function reached(out, start) {
    const hops = new Map([[start, 0]]);
    for (const node of hops.keys()) {
      for (const other of out[node]) if (!hops.has(other)) hops.set(other, hops.get(node) + 1);
    }
    return hops;
  }

  function shortest({ out, into }, source, target, most) {
    const hops = reached(out, source);
    if (!hops.has(target)) return [];
    const paths = [];
    const waiting = [[target]];
    while (waiting.length && paths.length < most) {
      const path = waiting.pop();
      const last = path[path.length - 1];
      if (last === source) paths.push([...path].reverse());
      else for (const node of into[last].filter((one) => hops.get(one) === hops.get(last) - 1).reverse()) waiting.push([...path, node]);
    }
    return paths;
  }

  // the shortest ways from one thing, or anything in it, to another or anything in that
  function ways(data, source, target, most = 100) {
    const net = graph(data);
    let [starts, ends] = [data.inside[source] || [source], data.inside[target] || [target]];
    if (starts.some((one) => ends.includes(one))) [starts, ends] = source === target ? [[], []] : [[source], [target]];
    const pairs = starts.flatMap((start) => {
      const hops = reached(net.out, start);
      return ends.filter((end) => hops.get(end)).map((end) => [start, end, hops.get(end)]);
    });
    const least = Math.min(...pairs.map(([, , hops]) => hops));
    return pairs
      .filter(([, , hops]) => hops === least)
      .flatMap(([start, end]) => shortest(net, start, end, most))
      .slice(0, most);
  }

  // --- the view

  const { make, said, icon, nameOf } = window.flowvizPieces;

  function told(data, way, i, n) {
    const { ids, names, words, feeds, halting } = data.ways;
    const hops = said(words[way.length === 2 ? "hops.one" : "hops"], { n: way.length - 1 });
    const title = said(words[n > 1 ? "path.way" : "path.way.only"], { i: i + 1, n, hops });
    const name = (node) => (data.places[ids[node]] ? make("a", { href: data.places[ids[node]] }, names[node]) : names[node]);
    const steps = way.flatMap((node, place) => (place ? [" → ", name(node)] : [name(node)]));
    const through = way.slice(1, -1).filter((node) => halting.includes(node)).map((node) => names[node]);
    const section = make("section", {}, make("h2", {}, title), make("p", { class: "way" }, ...steps));
    if (through.length) {
      const last = through.pop();
      const all = through.length ? said(words["names.and"], { first: through.join(", "), last }) : last;
      section.append(make("p", { class: "note" }, said(words["path.through"], { names: all })));
    }
    const rows = way.slice(1).map((node, place) => {
      const pair = feeds.findIndex(([source, target]) => source === way[place] && target === node);
      const lines = (data.ways.told[pair] ?? []).map((line) => make("div", { class: "told" }, line));
      return make("li", {}, make("strong", {}, `${names[way[place]]} → ${names[node]}`), ...lines);
    });
    section.append(make("ul", { class: "entries" }, ...rows));
    return section;
  }

  // a box to choose in: the end of a way, or what is removed too
  function choice(data, end, now, label, within = false) {
    const { words } = data.ways;
    const field = make("input", {
      ...{ id: `${end}-text`, type: "search", class: "find-text", autocomplete: "off", spellcheck: "false", maxlength: "80" },
      ...{ placeholder: within ? label : words["explorer.find.label"], value: within || !now ? "" : nameOf(data, now), "data-end": end },
    });
    const box = make("div", { class: "search pick" }, icon("search"), field, make("div", { id: `${end}-results`, class: "popup" }));
    if (now && !within) {
      const clear = `${words["explorer.find.clear"]}: ${label}`;
      box.append(make("a", { class: "cross", href: window.flowviz.but({ [end]: "" }), title: clear, "aria-label": clear }, icon("close")));
    }
    offer(data, field, "");
    return make("div", { class: "choice" }, make("label", { for: field.id, class: within && "unseen" }, label), box);
  }

  function body(data, { of, to }) {
    const { words, ids, names } = data.ways;
    const [source, target] = [ids.indexOf(of), ids.indexOf(to)];
    const decided = source >= 0 && target >= 0;
    const from = choice(data, "of", source >= 0 && of, words["explorer.paths.from"]);
    const boxes = make("div", { class: "toolbar paths" }, from, choice(data, "to", target >= 0 && to, words["explorer.paths.to"]));
    const title = decided ? said(words["path.title"], { a: names[source], b: names[target] }) : words["drawing.kind.paths"];
    const whole = make("div", { class: "wide" }, make("h1", {}, title), boxes);
    if (!decided) {
      whole.querySelector("h1").after(make("p", { class: "lead" }, words["explorer.paths.help"]));
      return whole;
    }
    boxes.append(make("a", { class: "button", href: window.flowviz.but({ of: to, to: of }) }, words["explorer.paths.swap"]));
    const found = ways(data.ways, source, target);
    if (found.length) whole.append(...found.slice(0, MOST).map((way, i) => told(data, way, i, found.length)));
    else whole.append(make("p", { class: "note", role: "status" }, said(words["path.none"], { a: names[source], b: names[target] })));
    return whole;
  }

  // what can be chosen in a box: from where or to where feeds are known, or all that can go
  function choices(data, end) {
    const { ids, offered, words } = data.ways;
    if (end !== "gone") {
      const first = offered.map((place) => ids[place]);
      return { able: new Set(ids), first, title: words["explorer.offers.connected"], link: (id) => window.flowviz.but({ [end]: id }) };
    }
    const now = window.flowvizWhatIf.goneIn(data, Object.fromEntries(new URLSearchParams(location.search)));
    const left = (id) => !now.includes(id);
    const link = (id) => window.flowviz.but({ gone: [...now, id].join(","), node: "" });
    const { able, offered: first, words: own } = data.removals;
    return { able: new Set(able.filter(left)), first: first.filter(left), title: own["critical.title"], link };
  }

  function offer(data, field, text) {
    const { able, first, title, link } = choices(data, field.dataset.end);
    const popup = field.parentElement.querySelector(".popup");
    if (!text) {
      const rows = first.map((id) => make("li", {}, make("a", { class: "hit", href: link(id) }, make("span", { class: "name" }, nameOf(data, id)))));
      return popup.replaceChildren(make("h2", { class: "group" }, title), make("ul", {}, ...rows));
    }
    const byLink = new Map(Object.entries(data.places).map(([id, href]) => [href, id]));
    const found = window.flowvizSearch.find(data.things, text).filter((hit) => able.has(byLink.get(hit.thing.link)));
    const rows = found.slice(0, 12).map((hit) => {
      const item = window.flowvizSearch.item(hit, "");
      item.querySelector("a").setAttribute("href", link(byLink.get(hit.thing.link)));
      return item;
    });
    const none = make("p", { class: "hint" }, said(data.words["find.none"], { text }));
    popup.replaceChildren(make("div", { "data-for": text }, rows.length ? make("ul", {}, ...rows) : none));
  }

  window.flowvizWays = { ways, body, choice, offer, title: (data) => data.ways.words["drawing.kind.paths"] };
})();

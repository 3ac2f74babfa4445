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

  const said = (text, blanks) => Object.entries(blanks).reduce((all, [name, value]) => all.replace(`{${name}}`, () => value), text);

  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

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

  function choice({ ways: { words, ids, names } }, end, now) {
    const label = words[end === "of" ? "explorer.paths.from" : "explorer.paths.to"];
    const field = make("input", {
      ...{ id: `${end}-text`, type: "search", class: "find-text", autocomplete: "off", spellcheck: "false", maxlength: "80" },
      ...{ placeholder: words["explorer.find.label"], value: now ? names[ids.indexOf(now)] : "", "data-end": end },
    });
    const box = make("div", { class: "search pick" }, field, make("div", { id: `${end}-results`, class: "popup" }));
    if (now) {
      const clear = `${words["explorer.find.clear"]}: ${label}`;
      const icon = make("span", { class: "icon icon-close", "aria-hidden": "true" });
      box.append(make("a", { class: "cross", href: window.flowviz.but({ [end]: "" }), title: clear, "aria-label": clear }, icon));
    }
    return make("div", { class: "choice" }, make("label", { for: field.id }, label), box);
  }

  function body(data, { of, to }) {
    const { words, ids, names } = data.ways;
    const [source, target] = [ids.indexOf(of), ids.indexOf(to)];
    const decided = source >= 0 && target >= 0;
    const boxes = make("div", { class: "toolbar paths" }, choice(data, "of", source >= 0 && of), choice(data, "to", target >= 0 && to));
    const title = decided ? said(words["path.title"], { a: names[source], b: names[target] }) : words["drawing.kind.paths"];
    const whole = make("div", { class: "wide" }, make("h1", {}, title), boxes);
    for (const field of boxes.querySelectorAll("input")) offer(data, field, "");
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

  // what can be chosen in a box for what is typed
  function offer(data, field, text) {
    const { ids, names, offered, words } = data.ways;
    const link = (id) => window.flowviz.but({ [field.dataset.end]: id });
    const popup = field.parentElement.querySelector(".popup");
    if (!text) {
      const rows = offered.map((node) => {
        const name = make("span", { class: "name" }, names[node]);
        return make("li", {}, make("a", { class: "hit", href: link(ids[node]) }, name));
      });
      return popup.replaceChildren(make("h2", { class: "group" }, words["explorer.offers.connected"]), make("ul", {}, ...rows));
    }
    const byLink = new Map(Object.entries(data.places).map(([id, href]) => [href, id]));
    const found = window.flowvizSearch.find(data.things, text).filter((hit) => ids.includes(byLink.get(hit.thing.link)));
    const rows = found.slice(0, 12).map((hit) => {
      const item = window.flowvizSearch.item(hit, "");
      item.querySelector("a").setAttribute("href", link(byLink.get(hit.thing.link)));
      return item;
    });
    const none = make("p", { class: "hint" }, said(data.words["find.none"], { text }));
    popup.replaceChildren(make("div", { "data-for": text }, rows.length ? make("ul", {}, ...rows) : none));
  }

  window.flowvizWays = { ways, body, offer, title: (data) => data.ways.words["drawing.kind.paths"] };
})();

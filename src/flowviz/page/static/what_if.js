// What happens if things go: the answer in the explorer's sentences, what is removed, and the rows behind it.
(() => {
  const { make, said, nameOf } = window.flowvizPieces;
  const NAMES = 6;
  const [MANY, FEW] = [40, 2]; // of an answer of more things fewer names are told: its tables have them
  const FELT = ["cut off", "weakened", "touched", "alone"];

  const netOf = (data) => (data.net ??= window.flowvizImpact.read(data));
  const goneIn = (data, { gone = "" }) => [...new Set(gone.split(","))].filter((id) => data.removals.able.includes(id)).slice(0, 40);

  function answerTo(data, gone) {
    const key = gone.join(",");
    if (data.answered?.key !== key) data.answered = { key, answer: window.flowvizImpact.impact(netOf(data), gone) };
    return data.answered.answer;
  }

  function listed(data, all, most) {
    const more = all.length - most;
    const first = all.slice(0, most).join(", ");
    return more > 0 ? `${first} ${said(data.removals.words["names.more"], { n: more })}` : first;
  }
  const names = (data, ids, most = NAMES) => listed(data, ids.map((id) => nameOf(data, id)), most);

  // --- in sentences: those of flowviz/telling/impact.py that follow from flows and systems

  function sentences(data, answer) {
    const { words } = data.removals;
    const { downstream, upstream, holders, keepers, ended, feeds } = answer;
    const net = netOf(data);
    const most = downstream.length + upstream.length + holders.length <= MANY ? NAMES : FEW;
    const line = (key, rows) => {
      const ids = [...new Set(rows.map((row) => row.id ?? row))];
      if (!ids.length) return [];
      const sentence = words[`impact.answer.${key}${ids.length === 1 ? ".one" : ""}`] ?? words[`impact.answer.${key}`];
      return [said(sentence, { n: ids.length, names: names(data, ids, most) })];
    };
    const receivers = [];
    if (!downstream.length && !upstream.length && !holders.length) {
      const exact = [...ended].flatMap((feed) => net.exact[feed.i] ?? []).map((i) => feeds[i]);
      const pairs = [...new Set(exact.map(({ source, target }) => `${nameOf(data, net.order[source])} → ${nameOf(data, net.order[target])}`))];
      if (pairs.length) receivers.push(said(words["impact.answer.general"], { names: listed(data, pairs, most) }));
      if (!ended.size) receivers.push(words["impact.answer.nothing"]);
    }
    for (const felt of FELT) {
      const [key, rows] = [felt.replace(" ", "_"), downstream.filter((row) => row.felt === felt)];
      if (`impact.answer.${key}.possible` in words) {
        receivers.push(...line(key, rows.filter(({ certain }) => certain)), ...line(`${key}.possible`, rows.filter(({ certain }) => !certain)));
      } else receivers.push(...line(key, rows));
    }
    receivers.push(...line("in_general", downstream.filter(({ general, lost, of }) => general && lost === of)));
    receivers.push(...line("implied", downstream.filter(({ implied }) => implied)));
    const givers = [
      ...line("without_receiver", upstream.filter(({ without }) => without)),
      ...line("fewer_receivers", upstream.filter(({ lost, without }) => lost && !without)),
      ...line("without_system", holders.filter(({ without }) => without)),
      ...line("fewer_systems", holders.filter(({ without }) => !without)),
      ...line("keeper", keepers),
    ];
    return [receivers, givers].filter((some) => some.length).map((some) => some.join(" "));
  }

  // what the page of a thing says of its own removal, worked out with everything that is known of it
  function ownWords(data, id) {
    const page = data.pages[data.places[id]];
    const section = page && window.flowvizPieces.parsed(page.html).querySelector("[aria-labelledby=_impact]");
    return section ? [...section.querySelectorAll(":scope > p")].slice(1) : [];
  }

  // --- the rows

  function table(caption, heads, rows) {
    const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)));
    const body = rows.map(([first, ...cells]) => make("tr", {}, make("th", { scope: "row" }, first), ...cells.map((cell) => make("td", {}, cell))));
    const made = make("table", { class: "things" }, make("caption", { class: "unseen" }, caption), make("thead", {}, head), make("tbody", {}, ...body));
    const count = make("span", { class: "count" }, `${rows.length}`);
    const region = make("div", { class: "scroller", role: "region", tabindex: "0", "aria-label": caption }, made);
    return make("section", { class: "answer" }, make("h2", {}, caption, " ", count), region);
  }

  function tables(data, { downstream, upstream, holders }) {
    const { words } = data.removals;
    const name = (id) => (data.places[id] ? make("a", { href: data.places[id] }, nameOf(data, id)) : nameOf(data, id));
    const badge = (text, kind) => make("span", { class: `badge ${kind}` }, text);
    const lost = (row) => said(words["impact.feeds_lost"], { n: row.lost, of: row.of });
    const hops = (n) => said(words[n === 1 ? "hops.one" : "hops"], { n });
    const found = [];
    if (downstream.length) {
      const rows = downstream.map((row) => [name(row.id), badge(words[`effect.${row.felt}.${row.certain ? "tag" : "possible"}`], row.felt.replace(" ", "-")), hops(row.distance), lost(row)]);
      found.push(table(words["impact.table.downstream"], ["field.name", "field.effect", "field.distance", "field.feeds_lost"].map((key) => words[key]), rows));
    }
    if (upstream.length) {
      const rows = upstream.map((row) => [name(row.id), badge(words[`impact.mark.${row.without ? "no_receiver" : row.lost ? "fewer_receiver" : "less"}`], ""), lost(row)]);
      found.push(table(words["impact.table.upstream"], ["field.name", "field.effect", "field.feeds_lost"].map((key) => words[key]), rows));
    }
    if (holders.length) {
      const rows = holders.map((row) => [name(row.id), badge(words[`impact.mark.${row.without ? "without" : "fewer"}`], "")]);
      found.push(table(words["impact.table.holders"], ["field.name", "field.effect"].map((key) => words[key]), rows));
    }
    return found;
  }

  // --- the view

  function body(data, query) {
    const { words } = data.removals;
    const gone = goneIn(data, query);
    const title = gone.length ? said(words["impact.title"], { names: gone.map((id) => nameOf(data, id)).join(", ") }) : words["explorer.view.impact"];
    const whole = make("div", { class: "wide" }, make("h1", {}, title));
    const add = make("div", { class: "add" }, window.flowvizWays.choice(data, "gone", gone.join(","), words[gone.length ? "explorer.impact.add" : "explorer.impact.choose"], gone.length > 0));
    if (!gone.length) {
      const offered = data.removals.offered.map((id) => make("li", {}, make("a", { class: "button", href: asking(query, [id]) }, nameOf(data, id))));
      const offers = offered.length ? [make("div", { class: "offers" }, make("h2", {}, words["critical.title"]), make("ul", {}, ...offered))] : [];
      whole.append(make("p", { class: "lead" }, words["explorer.impact.lead"]), add, ...offers);
      return whole;
    }
    const answer = answerTo(data, gone);
    const own = gone.length === 1 ? ownWords(data, gone[0]) : [];
    const told = own.length ? own : sentences(data, answer).map((text) => make("p", {}, text));
    const clear = gone.length > 1 ? [make("a", { class: "clear", href: window.flowviz.but({ gone: "", node: "" }) }, words["explorer.impact.clear"])] : [];
    const asked = make("div", { class: "asked" }, make("div", { class: "gone" }, window.flowvizLayer.chips(data, gone), ...clear), add);
    const ways = make("nav", { class: "layer-ways", "aria-label": words["explorer.layer.elsewhere"] }, make("span", {}, `${words["explorer.layer.elsewhere"]}:`));
    for (const link of data.views) ways.append(make("a", { href: `${link.href}&gone=${gone.join(",")}` }, link.name));
    whole.append(make("div", { class: "consequences" }, ...told), asked, make("div", { class: "answer-drawn" }), ways, make("p", { class: "more" }, words["impact.least"]));
    whole.append(...tables(data, answer));
    if (!own.length) whole.append(...apart(data, gone));
    return whole;
  }

  // what follows from more than flows is told of each thing by itself
  function apart(data, gone) {
    const { words } = data.removals;
    const found = gone.map((id) => [id, ownWords(data, id)]).filter(([, told]) => told.length);
    const note = make("p", { class: "note" }, said(words["page.impact.apart"], { command: `flowviz impact ${gone.join(" ")}` }));
    const each = found.map(([id, told]) => make("details", {}, make("summary", {}, said(words["impact.title"], { names: nameOf(data, id) })), ...told));
    return [note, ...each];
  }

  const asking = (query, gone) => `?view=impact&gone=${gone.join(",")}&lang=${query.language}`;

  // of a thing that is chosen: what its removal would do, or on a drawing with a layer, its part in it
  function ofThing(data, query, id) {
    if (!data.removals.able.includes(id)) return null;
    const { words } = data.removals;
    const gone = goneIn(data, query);
    const alone = make("a", { class: "button", href: asking(query, [id]) }, words["explorer.impact.ask"]);
    if (!gone.length) return make("p", { class: "quick" }, alone);
    if (gone.includes(id)) {
      const back = window.flowviz.but({ gone: gone.filter((one) => one !== id).join(",") });
      return make("p", { class: "quick" }, make("a", { class: "button", href: back }, said(words["explorer.impact.keep"], { name: nameOf(data, id) })));
    }
    return make("p", { class: "quick" }, make("a", { class: "button", href: window.flowviz.but({ gone: [...gone, id].join(",") }) }, words["explorer.impact.also"]));
  }

  window.flowvizWhatIf = { body, sentences, names, goneIn, answerTo, netOf, ofThing, title: (data) => data.removals.words["explorer.view.impact"] };
})();

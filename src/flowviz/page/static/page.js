// The one file without a server: answers a query from what stands in the file, as the explorer's server would.
// Links, search, drawing and theme are driven by the explorer's own scripts.
(() => {
  const { make: element, parsed, said } = window.flowvizPieces;
  const FILTERS = ["scope", "kind", "basis"];
  const inflated = new Map(); // language -> promise of what is shown in it
  const first = document.documentElement.lang;
  const $ = (id) => document.getElementById(id);
  const panel = $("panel-details");
  let now = null; // the query that is shown

  window.dash_clientside = { no_update: {}, set_props: (id, { search, value }) => (id === "url" ? go(search) : find(value)) };

  function go(search) {
    const to = new URLSearchParams(search);
    const left = now && ["view", "of"].some((name) => (to.get(name) || "") !== now[name]); // the filters go along
    const kept = FILTERS.filter((name) => left && now[name] && !to.has(name));
    const next = [search, ...kept.map((name) => `${name}=${encodeURIComponent(now[name]).replaceAll("%2C", ",")}`)].join("&");
    if (next !== location.search || location.hash) history.pushState(null, "", next);
    show();
  }
  addEventListener("popstate", () => now?.search !== location.search && show());

  // --- contents

  async function inflate(language) {
    const volumes = $(`contents-${language}`).textContent.trim().split("\n");
    const unpack = async (i) => (await window.flowvizUnpacked(volumes[i])).map((text) => JSON.parse(text));
    const [data, drawings] = await unpack(0);
    data.pages = Object.assign({}, ...data.made);
    data.drawings = Object.assign({}, ...drawings);
    data.things = window.flowvizSearch.read(data.found);
    window.flowvizSame = data.same; // of all languages
    data.parts = Object.fromEntries([...parsed(data.parts).children].map((part) => [part.dataset.part, part.innerHTML]));
    const places = new Map(data.volumes.flatMap((names, i) => names.map((name) => [name, i + 1])));
    const taken = new Map(); // number of a volume -> promise that what is in it is there
    const take = async (i) => {
      const [{ made }, drawn] = await unpack(i);
      Object.assign(data.pages, ...made);
      Object.assign(data.drawings, ...drawn);
    };
    data.have = (names) => {
      const wanted = new Set(names.map((name) => places.get(name)).filter(Boolean));
      for (const i of wanted) if (!taken.has(i)) taken.set(i, take(i));
      return Promise.all([...wanted].map((i) => taken.get(i)));
    };
    return data;
  }

  // takes what a query shows out of its volumes: its page, what is chosen, and what is taken away
  function fetched(data, query) {
    const gone = window.flowvizWhatIf.goneIn(data, query);
    const links = [drawingOf(query.view, query.of), ...[query.node, ...gone].map((id) => data.places[id])].filter(Boolean);
    const asked = links.map((link) => new URLSearchParams(link));
    return data.have(asked.map((to) => to.get("of") || `?${to.get("view")}`));
  }

  function contents(language) {
    if (!inflated.has(language)) inflated.set(language, inflate(language));
    return inflated.get(language);
  }

  function point(link, changes, current) {
    link.setAttribute("href", window.flowviz.but(changes));
    mark(link, current, "true");
  }

  function mark(link, current, how) {
    if (current) link.setAttribute("aria-current", how);
    else link.removeAttribute("aria-current");
  }

  // --- the query and what it shows

  function read() {
    const query = Object.fromEntries(new URLSearchParams(location.search));
    const language = $(`contents-${query.lang}`) ? query.lang : first;
    return { view: "overview", of: "", to: "", node: "", at: "", q: "", ...query, language, search: location.search };
  }

  // a view that a script makes of what is asked
  const asks = (data, { view }) => [window.flowvizWays, window.flowvizWhatIf][data.found_by_script.indexOf(view)];
  const drawingOf = (view, of) => `?view=${view}${of && `&of=${of}`}`;

  async function show() {
    const query = read();
    const data = await contents(query.language);
    await fetched(data, query);
    if (query.search !== location.search) return; // another view was asked for in the meantime
    const before = now;
    now = query;
    const { view, of, language } = query;
    const { words } = data;
    const home = data.kinds.includes(view) && of ? data.places[of] : `${drawingOf(view, of)}&lang=${language}`;
    const page = data.pages[home];
    if (before?.language !== language) {
      for (const name of ["panel-bar", "panel-rail", "panel-filters"]) $(name).innerHTML = data.parts[name];
    }
    const slide = data.stories[query.story]?.slides[query.slide - 1];
    if (!before || ["language", "view", "of", "to", "q", "story", "slide", "gone"].some((name) => before[name] !== query[name])) {
      if (slide) sliding(data, query, page, slide);
      else middle(data, query, page);
      if (query.at) requestAnimationFrame(() => $(query.at)?.scrollIntoView());
    }
    for (const link of $("panel-rail").querySelectorAll("a")) mark(link, link.getAttribute("href") === (asks(data, query) ? drawingOf(view, "") + `&lang=${language}` : home), "page");
    for (const link of $("languages").querySelectorAll("a")) point(link, { lang: link.lang }, link.lang === language);
    for (const link of $("panel-view").querySelectorAll("[data-kind]")) {
      point(link, { view: link.dataset.kind, node: "", at: "" }, link.dataset.kind === view);
    }
    const stage = $("stage");
    if (stage) stage.dataset.chosen = query.node;
    details(data, query, home);
    filter(data, query);
    const own = asks(data, query)?.title(data);
    const title = page ? page.title : own || words[view === "find" ? "view.find" : "missing.title"];
    window.dash_clientside.flowviz.page({
      title: title === data.name ? title : `${title} – ${data.name}`,
      lang: language,
      view: stage ? view : "page",
      of,
      node: query.node,
      search: query.search,
      home: `?view=overview&lang=${language}`,
      words: { skip: words.skip, find: words["find.label"], rail: words.views, details: words.details, width: words["details.width"] },
    });
  }

  function middle(data, query, page) {
    const other = asks(data, query)?.body ?? (query.view === "find" ? results : missing);
    const body = page ? parsed(page.html) : other(data, query);
    const heading = body.querySelector("h1");
    heading.id = "heading";
    heading.tabIndex = -1;
    const gone = window.flowvizWhatIf.goneIn(data, query);
    const place = body.querySelector(".answer-drawn"); // where an answer has its drawing: that of the whole
    const drawing = data.drawings[place ? data.kinds_of_all[0] : drawingOf(query.view, query.of)];
    let parts = null;
    if (drawing) {
      parts = parsed(data.parts.drawing);
      const choice = parts.querySelector(".segments");
      const kinds = [...choice.children].filter((link) => query.of && data.drawings[drawingOf(link.dataset.kind, query.of)]);
      if (kinds.length > 1) choice.replaceChildren(...kinds);
      else choice.remove();
      const stage = parts.getElementById("stage");
      stage.setAttribute("aria-label", said(stage.getAttribute("aria-label"), { title: heading.textContent }));
      stage.append(parsed(drawing));
      const after = place ?? body.querySelector("section, .colophon, .numbers, .inpage");
      if (after) after.before(parts);
      else body.firstElementChild.append(parts);
      if (gone.length && !place) stage.closest(".wide").querySelector(".toolbar").before(window.flowvizLayer.bar(data, query, gone));
    }
    const ask = page && query.of && window.flowvizWhatIf.ofThing(data, query, query.of);
    const quick = body.querySelector(".quick");
    if (ask && quick) quick.append(" ", ...ask.childNodes);
    if (data.left_out && page && query.of && !drawing) quick?.after(element("p", { class: "more" }, data.left_out));
    $("panel-view").replaceChildren(body);
    const stage = $("stage");
    if (stage && gone.length) {
      const answer = window.flowvizWhatIf.answerTo(data, gone);
      const net = window.flowvizWhatIf.netOf(data);
      const told = window.flowvizLayer.signs(data, net, window.flowvizLayer.lay(data, net, stage, answer, query));
      const bar = document.querySelector("#panel-view .layer");
      if (!bar) return stage.before(element("div", { class: "layer" }, ...told));
      bar.prepend(element("p", { class: "told" }, [window.flowvizWhatIf.sentences(data, answer)[0], data.removals.words["layer.dim"]].filter(Boolean).join(" ")));
      bar.append(...told);
    }
  }

  // a slide of a story: its sentence, its drawing, and nothing that acts on views
  function sliding(data, query, page, slide) {
    const { name, slides } = data.stories[query.story];
    const told = { name, slides: slides.map(({ view, text }) => ({ view, text })) };
    const bar = element("div", { id: "story-bar", class: "story-bar", "data-story": JSON.stringify(told), "data-words": JSON.stringify(data.story_words) });
    const heading = element("h1", { id: "heading", tabindex: "-1" }, page ? page.title : name);
    const body = element("div", { class: "wide" }, bar, heading);
    if (slide.drawing) {
      const parts = parsed(data.parts.drawing);
      const stage = parts.getElementById("stage");
      stage.setAttribute("aria-label", said(stage.getAttribute("aria-label"), { title: slide.text }));
      stage.append(parsed((innerWidth <= 640 && slide.narrow) || slide.drawing));
      body.append(parts);
    }
    $("panel-view").replaceChildren(body);
  }

  // what a layer says and what its signs mean, for a file that has the drawing alone
  async function layerOf(query) {
    const data = await contents(query.language);
    const gone = window.flowvizWhatIf.goneIn(data, query);
    if (!gone.length) return {};
    const title = said(data.removals.words["impact.title"], { names: window.flowvizWhatIf.names(data, gone) });
    const [first = ""] = window.flowvizWhatIf.sentences(data, window.flowvizWhatIf.answerTo(data, gone));
    const signs = [...document.querySelectorAll(".layer-signs li")].map((item) => [...item.childNodes].map(({ textContent }) => textContent).join(" "));
    return { note: `${title}. ${first}`, signs: signs.join(" · ") };
  }

  document.addEventListener("click", async (event) => {
    const drawing = event.target.closest("[data-save]") && $("stage").querySelector("svg");
    if (drawing) window.flowvizSave(drawing, await contents(now.language), await layerOf(now));
  });

  function missing({ words }, query) {
    const text = said(words["missing.text"], { text: query.of || query.view });
    return element("div", { class: "wide" }, element("h1", {}, words["missing.title"]), element("p", {}, text));
  }

  // --- details of what is chosen

  function details(data, query, home) {
    const stage = $("stage");
    const narrow = innerWidth <= 1200; // no room for a column: what is chosen is told over the page
    const target = data.places[query.node];
    const body = stage && query.node ? (target ? told(data, target, home) : joined(query.node)) : null;
    panel.hidden = !stage || (narrow && !body);
    panel.innerHTML = data.parts[body ? "chosen" : "unchosen"];
    if (!body) return;
    panel.firstElementChild.setAttribute("href", window.flowviz.but({ node: "" }));
    panel.append(body);
  }

  // the page of a thing, or the part of a page that tells of it, made small
  function told(data, target, home) {
    const asked = new URLSearchParams(target);
    const anchor = asked.get("at");
    asked.delete("at");
    const page = data.pages[`?${asked}`];
    if (!page) return null;
    const body = parsed(page.html);
    const part = (anchor && body.getElementById(anchor)) || body.querySelector(".wide");
    part.querySelectorAll(".inpage, figure").forEach((each) => each.remove());
    for (const each of [part, ...part.querySelectorAll("[id], [aria-labelledby]")]) {
      each.removeAttribute("id");
      each.removeAttribute("aria-labelledby");
    }
    part.querySelectorAll(".scroller").forEach((each) => {
      for (const name of ["role", "aria-label", "tabindex"]) each.removeAttribute(name); // the page has regions of these names
    });
    for (const heading of part.querySelectorAll("h1, h2, h3, h4")) {
      const level = Math.min(Number(heading.tagName[1]) + 1, 5);
      heading.replaceWith(element(`h${level}`, {}, ...heading.childNodes));
    }
    let title = part.querySelector("h2");
    if (!title || anchor) {
      title = element("h2", {}, part.querySelector("h2, h3, h4, h5")?.textContent || part.firstChild.textContent);
      part.prepend(title);
    }
    title.id = "details-heading";
    title.tabIndex = -1;
    const open = element("a", { class: "button", href: target }, data.words["details.open"]);
    if (target !== home) title.after(element("p", {}, open));
    const ask = window.flowvizWhatIf.ofThing(data, now, now.node);
    if (ask) title.after(ask);
    return part;
  }

  // a line or a dot: the sentences of the drawing itself
  function joined(key) {
    const part = [...$("stage").querySelectorAll(".edge, .dot")].find((each) => window.flowviz.keyOf(each) === key);
    const lines = part?.querySelector("title")?.textContent.split("\n") || [];
    if (!lines.length) return null;
    const heading = element("h2", { id: "details-heading", tabindex: "-1" }, lines[0].split(";")[0]);
    return element("div", {}, heading, element("ul", { class: "plain" }, ...lines.map((line) => element("li", {}, line))));
  }

  // --- filters: what does not fit is taken out of the drawing

  $("panel-filters").addEventListener("change", ({ target }) => {
    const boxes = [...$("panel-filters").querySelectorAll(`input[name=${target.name}]`)];
    const on = boxes.filter((box) => box.checked);
    if (!on.length) target.checked = true; // an empty drawing helps nobody
    else window.flowviz.go(window.flowviz.but({ [target.name]: on.length < boxes.length && on.map((box) => box.value).join(",") }));
  });

  function filter({ words }, query) {
    const stage = $("stage");
    $("panel-filters").hidden = !stage;
    if (!stage) return;
    const wanted = Object.fromEntries(FILTERS.map((name) => [name, (query[name] || "").split(",").filter(Boolean)]));
    const fits = (name, value) => !wanted[name].length || !value || wanted[name].includes(value);
    const on = FILTERS.filter((name) => wanted[name].length).length;
    const clear = $("panel-filters").querySelector(".clear");
    if (!on && document.activeElement === clear) $("filters").firstElementChild.focus();
    clear.hidden = !on;
    clear.setAttribute("href", window.flowviz.but({ scope: "", kind: "", basis: "" }));
    $("panel-filters").querySelector(".badge").textContent = on ? said(words["filters.on"], { n: on }) : "";
    for (const box of $("panel-filters").querySelectorAll("input")) box.checked = fits(box.name, box.value);
    const sift = (selector, keeps) => {
      for (const part of stage.querySelectorAll(selector)) part.classList.toggle("out", !keeps(part.dataset, part));
    };
    sift(".node", ({ id, scope, kind }) => id === query.of || (fits("scope", scope) && fits("kind", kind)));
    const out = new Set([...stage.querySelectorAll(".node.out")].map((node) => node.dataset.id));
    sift(".edge", ({ basis, source, target }) => fits("basis", basis) && !out.has(source) && !out.has(target));
    sift(".drawing > .marking", ({ of }) => !out.has(of));
    const scopeOf = (dot) => [...dot.classList].find((name) => name.startsWith("scope-"))?.slice(6);
    sift(".dot", ({ basis, owner }, dot) => fits("basis", basis) && fits("scope", scopeOf(dot)) && !out.has(owner));
  }

  // --- search

  const items = (found) => found.map((hit) => window.flowvizSearch.item(hit, ""));

  function results({ words, things }, { q: text }) {
    const found = window.flowvizSearch.find(things, text);
    const title = text ? said(words["find.title"], { text }) : words["view.find"];
    const none = said(words[text ? "find.none" : "find.help"], { text });
    const list = found.length ? element("ul", { class: "entries" }, ...items(found)) : element("p", {}, none);
    return element("div", { class: "wide" }, element("h1", {}, title), list);
  }

  async function find(value) {
    const text = value.trim();
    const { words, things } = await contents(now?.language ?? first);
    if ($("find-text").value.trim() !== text) return;
    const found = window.flowvizSearch.find(things, text);
    const href = window.flowviz.but({ view: "find", q: text, of: "", node: "", at: "" });
    const more = found.length
      ? element("a", { class: "all", href }, said(words["find.all"], { n: found.length }))
      : element("p", { class: "hint" }, said(words["find.none"], { text }));
    const shown = element("div", { "data-for": text }, element("ul", {}, ...items(found.slice(0, 10))), more);
    $("find-results").replaceChildren(...(text ? [shown] : []));
  }
  $("find-text").addEventListener("input", ({ target }) => find(target.value));

  $("panel-view").addEventListener("input", async ({ target }) => {
    if (target.dataset.end) window.flowvizWays.offer(await contents(now.language), target, target.value.trim());
  });

  document.addEventListener("DOMContentLoaded", show);
})();

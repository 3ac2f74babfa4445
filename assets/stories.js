// Stories: the bar of a slide with its keys, and the reader's own story, which is kept in this browser and sent in a link.
// A story is { name, slides: [{ view, text }] }; the catalogue's come with the page, one from a link in its fragment.
(() => {
  const flowviz = (window.flowviz = window.flowviz || {});
  const OWN = "flowviz-story";
  const SENT = "flowviz-story-sent";
  const MOST = 100; // slides
  const LONGEST = 2000; // letters of an address or a sentence

  // --- where stories are kept

  function stored(place, name, value) {
    try {
      if (value !== undefined) place.setItem(name, JSON.stringify(value));
      return checked(JSON.parse(place.getItem(name)));
    } catch {
      return null; // a browser may forbid it, and anything may stand there
    }
  }
  const own = (value) => stored(localStorage, OWN, value) ?? { name: "", slides: [] };
  const sent = (value) => stored(sessionStorage, SENT, value);

  const isText = (text) => typeof text === "string" && text.length <= LONGEST;
  function checked(story) {
    if (!story || !isText(story.name) || !Array.isArray(story.slides)) return null;
    const slides = story.slides.slice(0, MOST).filter((one) => isText(one?.view) && one.view.startsWith("?") && isText(one.text));
    return { name: story.name, slides: slides.map(({ view, text }) => ({ view: bare(view), text })) };
  }

  // the address of a view without what it says of its reader
  function bare(search) {
    const query = new URLSearchParams(search);
    for (const name of ["lang", "room", "story", "slide"]) query.delete(name);
    return printed(query);
  }
  const printed = (query) => "?" + query.toString().replaceAll("%7E", "~").replaceAll("%2C", ",").replaceAll("%3A", ":");

  function addressOf(story, id, n) {
    const query = new URLSearchParams(story.slides[n - 1].view);
    query.set("story", id);
    query.set("slide", n);
    query.set("lang", document.documentElement.lang);
    return printed(query);
  }

  // --- in a link

  async function packed(story) {
    const bytes = new TextEncoder().encode(JSON.stringify(story));
    const small = new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer());
    return btoa(String.fromCharCode(...small)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }
  async function unpacked(text) {
    const small = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    const stream = new Blob([small]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return checked(JSON.parse(await new Response(stream).text()));
  }
  async function receive() {
    const found = /^#story=([\w-]+)$/.exec(location.hash);
    if (!found) return;
    try {
      sent(await unpacked(found[1]));
    } catch {
      return; // a link that was cut short: the bar says that the story is not here
    }
    show();
    edit();
  }

  // --- pieces

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "text") element.textContent = value;
      else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== false && value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // --- the bar of a slide

  let told = ""; // what was read out last

  function here() {
    const bar = document.getElementById("story-bar");
    if (!bar) return null;
    const query = new URLSearchParams(flowviz.shown || location.search);
    const id = query.get("story");
    const given = JSON.parse(bar.dataset.story);
    const story = given ?? (id === "own" ? own() : id === "link" ? sent() : null);
    const n = Math.min(Math.max(Number(query.get("slide")) || 1, 1), story?.slides.length || 1);
    const to = (m) => (story.slides[m - 1] ? (given ? given.slides[m - 1].view : addressOf(story, id, m)) : null);
    return { bar, id, story, n, to, words: JSON.parse(bar.dataset.words) };
  }

  function show() {
    const at = here();
    document.documentElement.toggleAttribute("data-story", Boolean(at));
    if (!at) return void (told = "");
    const { bar, id, story, n, to, words } = at;
    if (!bar.firstChild) furnish(bar, words);
    const part = (name) => bar.querySelector(`[data-part="${name}"]`);
    const slide = story?.slides[n - 1];
    part("name").textContent = story?.name || words.own;
    part("text").textContent = slide?.text || (slide ? "" : words.gone);
    part("place").textContent = slide ? filled(words.place, { n, of: story.slides.length }) : "";
    for (const [name, address] of [["back", slide && to(n - 1)], ["next", slide && to(n + 1)], ["end", ending()]]) {
      if (address) part(name).setAttribute("href", address);
      else part(name).removeAttribute("href");
      part(name).toggleAttribute("aria-disabled", !address);
    }
    part("all").setAttribute("href", `?view=stories&lang=${document.documentElement.lang}${id === "own" || id === "link" ? "" : `&of=${id}`}`);
    const line = `${part("place").textContent}. ${part("text").textContent}`;
    if (line !== told) flowviz.announce?.(line);
    told = line;
  }

  function furnish(bar, words) {
    const way = (name, sign) => make("a", { "data-part": name, class: "button", title: words[name], "aria-label": words[name], text: sign });
    bar.setAttribute("role", "region");
    bar.setAttribute("aria-label", words.story);
    bar.append(
      make("p", { "data-part": "name", class: "story-name" }),
      make("p", { "data-part": "text", class: "story-text" }),
      make(
        "div",
        { class: "story-ways" },
        way("back", "‹"),
        make("span", { "data-part": "place", class: "place" }),
        way("next", "›"),
        make("a", { "data-part": "all", text: words.all }),
        make("a", { "data-part": "end", text: words.end }),
      ),
    );
  }

  const ending = () => flowviz.but?.({ story: "", slide: "" });

  document.addEventListener("flowviz:page", () => {
    show();
    edit();
    picture();
  });

  document.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
    if (!(event.key in steps) && event.key !== "Escape") return;
    if (event.target.closest("#stage, #panel-details, input, select, textarea, details.take[open]")) return;
    const at = here();
    if (!at) return;
    const address = event.key === "Escape" ? ending() : at.story && at.to(at.n + steps[event.key]);
    if (!address) return;
    event.preventDefault();
    flowviz.go(address);
  });

  // --- the reader's own

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-story-add]");
    if (!button) return;
    const story = own();
    story.slides.push({ view: bare(location.search), text: "" });
    own(story);
    flowviz.done(button);
  });

  let edited = null; // what the fields hold: as long as it is what is kept, they stay, with what is being typed in them

  function edit(focus) {
    const place = document.getElementById("story-own");
    if (!place) return;
    const words = JSON.parse(place.dataset.words);
    const [mine, theirs] = [own(), sent()];
    const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
    if (!focus && place.firstChild && edited?.place === place && same([edited.mine, edited.theirs, edited.words], [mine, theirs, words])) return;
    edited = { place, mine, theirs, words };
    const keep = (story) => own(story);
    const again = (story, focused) => {
      keep(story);
      edit(focused);
    };
    place.replaceChildren();
    if (theirs?.slides.length) {
      place.append(
        make("p", { class: "story-tools" },
          make("span", { text: `${words.sent}: ${theirs.name || words.own}` }),
          make("a", { class: "button", href: addressOf(theirs, "link", 1), text: words.show }),
          make("button", { type: "button", text: words.keep, onclick: () => again(theirs) }),
        ),
      );
    }
    if (!mine.slides.length) return void place.append(make("p", { class: "told", text: words["own.none"] }));
    const name = make("input", { id: "story-name", value: mine.name, maxlength: 200, oninput: () => keep({ ...mine, name: (mine.name = name.value) }) });
    const list = make("ol", { class: "story-edit" });
    mine.slides.forEach((slide, i) => {
      const label = filled(words.sentence, { n: i + 1 });
      const text = make("textarea", { "aria-label": label, rows: 2, maxlength: LONGEST, placeholder: label });
      text.value = slide.text;
      text.addEventListener("input", () => {
        slide.text = text.value;
        keep(mine);
      });
      const moved = (by) => () => {
        mine.slides.splice(i + by, 0, ...mine.slides.splice(i, 1));
        again(mine, { at: i + by, by });
      };
      const button = (what, sign, act, off) =>
        make("button", { type: "button", title: words[what], "aria-label": `${words[what]}: ${i + 1}`, "data-act": what, disabled: off ? "" : false, text: sign, onclick: act });
      list.append(
        make("li", {}, text,
          make("div", { class: "story-tools" },
            make("a", { href: addressOf(mine, "own", i + 1), text: words.show, "aria-label": `${words.show}: ${i + 1}` }),
            make("code", { text: slide.view }),
            button("up", "↑", moved(-1), i === 0),
            button("down", "↓", moved(1), i === mine.slides.length - 1),
            button("drop", "×", () => {
              mine.slides.splice(i, 1);
              again(mine, { at: Math.min(i, mine.slides.length - 1), by: 0 });
            }),
          ),
        ),
      );
    });
    const copy = (key, text) => make("button", { type: "button", "data-copy": text, "data-done": words["take.copied"], text: words[key] });
    const link = copy("link", "");
    const yaml = copy("yaml", "");
    // what is copied is made when it is asked for: sentences may have changed
    yaml.addEventListener("click", () => (yaml.dataset.copy = yamlOf(own())), true);
    const fresh = async () => (link.dataset.copy = `${location.origin}${location.pathname}${addressOf(own(), "link", 1)}#story=${await packed(own())}`);
    for (const event of ["pointerenter", "focus"]) link.addEventListener(event, fresh);
    place.oninput = fresh;
    fresh();
    let paper = printedPages(mine, words);
    const print = make("button", { type: "button", "data-print": "own", text: words.print });
    print.addEventListener("click", () => {
      paper.replaceWith((paper = printedPages(mine, words)));
      picture();
    }, true);
    place.append(
      make("label", { for: "story-name", text: words.name }), name, list,
      make("p", { class: "story-tools" },
        make("a", { class: "button primary", href: addressOf(mine, "own", 1), text: words.show }),
        print, link, yaml,
        make("button", { type: "button", text: words.clear, onclick: () => again({ name: "", slides: [] }) }),
      ),
      paper,
    );
    picture();
    if (!focus) return;
    const item = list.children[focus.at];
    (item?.querySelector(`[data-act="${focus.by < 0 ? "up" : focus.by > 0 ? "down" : "drop"}"]:enabled`) ?? item?.querySelector("textarea"))?.focus();
  }

  const quoted = (text) => JSON.stringify(text);
  function yamlOf(story) {
    const lang = document.documentElement.lang;
    const id = story.name.normalize("NFD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "own";
    const lines = ["stories:", `  - id: ${id}`, `    name: {${lang}: ${quoted(story.name || id)}}`, "    slides:"];
    for (const { view, text } of story.slides) lines.push(`      - view: ${quoted(view)}`, `        text: {${lang}: ${quoted(text || "…")}}`);
    return lines.join("\n") + "\n";
  }

  // --- pictures of slides, which are made when they are looked at; and on paper, a slide to a page

  function picture() {
    const room = matchMedia("(max-width: 640px)").matches ? "&room=320x560" : "";
    for (const place of document.querySelectorAll("[data-picture]:empty")) {
      const image = make("img", { loading: "lazy", alt: "", src: place.dataset.picture + room });
      image.addEventListener("error", () => place.remove()); // a view without a drawing
      place.append(image);
    }
  }

  function printedPages(story, words) {
    const slides = make("ol", { class: "slides" });
    story.slides.forEach(({ view, text }, i) => {
      const place = filled(words.place, { n: i + 1, of: story.slides.length });
      const query = new URLSearchParams(view);
      query.set("lang", document.documentElement.lang);
      const picture = make("span", { class: "picture", "data-picture": `drawing.svg${printed(query)}` });
      slides.append(make("li", { class: "slide" }, make("p", { class: "sentence" }, make("span", { class: "place", text: place }), ` ${text}`), picture));
    });
    return make("section", { class: "story-listed on-paper", "data-printed": "own" }, make("h2", { text: story.name || words.own }), slides);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-print]");
    if (!button) return;
    const chosen = document.querySelector(`[data-printed="${CSS.escape(button.dataset.print)}"]`);
    if (!chosen) return;
    chosen.setAttribute("data-on-paper", "");
    document.documentElement.setAttribute("data-printing", "");
    const pictures = [...chosen.querySelectorAll("img")];
    pictures.forEach((picture) => (picture.loading = "eager"));
    await Promise.allSettled(pictures.map((picture) => picture.decode()));
    print();
    chosen.removeAttribute("data-on-paper");
    document.documentElement.removeAttribute("data-printing");
  });

  receive();
  window.addEventListener("hashchange", receive);
  window.addEventListener("storage", () => edit()); // another tab may have added to it
})();

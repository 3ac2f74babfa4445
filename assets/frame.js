// The frame: links change the query without loading the page again, and every change of view is announced.
(() => {
  const dash = (window.dash_clientside = window.dash_clientside || {});
  const flowviz = (window.flowviz = window.flowviz || {});
  let shown = null; // what the page showed before: view and subject, and what was chosen

  // within another page, all that is gone to stays so
  const embedded = () => "embed" in document.documentElement.dataset;
  flowviz.go = (search) => dash.set_props("url", { search: embedded() && !/[?&]embed=/.test(search) ? `${search}&embed=1` : search });

  // the present query with some fields changed; those that are empty go
  flowviz.but = (changes) => {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    return "?" + query.toString().replaceAll("%7E", "~").replaceAll("%2C", ",");
  };
  flowviz.choose = (node) => flowviz.go(flowviz.but({ node, said: "" }));

  // Panels that change are made anew. What had the focus, and what was unfolded, is found again by its label.
  const labelOf = (element) => element.id || element.getAttribute("aria-label") || element.textContent;
  let focused = null;
  document.addEventListener("focusin", (event) => {
    const panel = event.target.closest('[id^="panel-"]');
    focused = panel && { panel: panel.id, tag: event.target.localName, label: labelOf(event.target) };
  });
  function refocus() {
    const alike = focused && document.querySelectorAll(`#${focused.panel} ${focused.tag}`);
    const found = [...(alike ?? [])].find((element) => labelOf(element) === focused.label);
    found?.focus({ preventScroll: true });
    return Boolean(found);
  }
  const unfolded = new Set();
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target.id && event.target.isConnected) unfolded[event.target.open ? "add" : "delete"](event.target.id);
    },
    true,
  );

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="?"]');
    if (!link || link.target || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    flowviz.go(link.getAttribute("href"));
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("select.go")) flowviz.go(goal(event.target));
    if (event.target.matches("#row-filter")) filterRows(event.target.value);
  });

  // the options of a long list are values, which have their place in the address that it leads to
  function goal({ value, dataset }) {
    if (!dataset.to) return value;
    return value ? dataset.to.replaceAll("%00", encodeURIComponent(value)) : dataset.none;
  }

  // they are asked for once, when what they lie in is opened
  const lists = new Map(); // address -> its options
  async function fill(select) {
    const address = select.dataset.options;
    if (select.filled === address) return;
    select.filled = address;
    try {
      if (!lists.has(address)) lists.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer))));
      const every = await lists.get(address);
      if (!select.isConnected) return;
      select.replaceChildren(select.options[0], ...every.map(([text, value]) => new Option(text, value, value === select.value, value === select.value)));
    } catch {
      lists.delete(address); // another time, maybe
      select.filled = "";
    }
  }
  const fillAll = (within) => within.querySelectorAll("select[data-options]").forEach(fill);
  document.addEventListener("toggle", (event) => event.target.open && fillAll(event.target), true);
  document.addEventListener("focusin", (event) => event.target.matches("select[data-options]") && fill(event.target));
  document.addEventListener("flowviz:page", () => document.querySelectorAll("details[open]").forEach(fillAll));

  function filterRows(text) {
    const q = text.trim();
    if ((new URLSearchParams(location.search).get("q") || "") !== q) flowviz.go(flowviz.but({ q, page: "" }));
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea");
    if (event.key === " " && event.target.matches('[role="checkbox"]')) {
      event.preventDefault();
      event.target.click();
    }
    if (event.key === "Enter" && event.target.matches("#row-filter")) filterRows(event.target.value);
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") document.querySelector("a.help")?.click();
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("find-text")?.focus();
    }
  });

  document.addEventListener("click", (event) => {
    const stage = event.target.id === "skip" && document.getElementById("stage");
    if (!stage) return;
    event.preventDefault();
    stage.focus();
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const text = button.dataset.copy === "link" ? location.href : button.dataset.copy;
    await copy(text);
    flowviz.done(button);
  });

  // a button says for a while that it has been done; what it says is another meanwhile when the language is
  flowviz.done = (button) => {
    const { done } = button.dataset;
    const before = button.textContent;
    announce(done);
    if (before === done) return;
    button.textContent = done;
    setTimeout(() => button.textContent === done && (button.textContent = before), 1500);
  };

  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea"); // plain http has no clipboard
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.take[open]")) if (!menu.contains(event.target)) menu.open = false;
    const filters = event.target.closest(".choices .close")?.closest("details");
    if (filters) fold(filters);
  });
  // Escape closes what the focus is in
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details:is(.take, .filters)[open]");
    if (menu) fold(menu);
  });
  function fold(menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  function announce(text) {
    const place = document.getElementById("announcer");
    place.textContent = "";
    requestAnimationFrame(() => (place.textContent = text));
  }
  flowviz.announce = announce;

  // called with the facts of the page each time that the server has answered
  dash.flowviz = Object.assign(dash.flowviz || {}, {
    page(facts) {
      if (!facts) return dash.no_update;
      flowviz.panels?.(facts); // the one file has its panels from a script of its own
      document.title = facts.title;
      document.documentElement.lang = facts.lang;
      document.getElementById("skip").textContent = facts.words.skip;
      if (embedded()) {
        const whole = document.getElementById("whole");
        whole.textContent = facts.words.whole;
        whole.href = flowviz.but({ embed: "" });
      }
      document.getElementById("find-label").textContent = facts.words.find;
      document.getElementById("find-text").placeholder = facts.words.find;
      document.getElementById("panel-rail").setAttribute("aria-label", facts.words.rail);
      document.getElementById("panel-details").setAttribute("aria-label", facts.words.details);
      const house = document.getElementById("house");
      house.toggleAttribute("data-chosen", Boolean(facts.node || facts.said));
      document.getElementById("brand").setAttribute("href", facts.home);
      requestAnimationFrame(() => settle(facts));
      return dash.no_update;
    },
  });

  function settle(facts) {
    const subject = `${facts.view} ${facts.of || ""}`;
    const first = shown === null;
    const moved = !first && shown.subject !== subject;
    unfolded.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    asShown();
    const lost = !document.activeElement || document.activeElement === document.body;
    if (moved || (!first && shown.title !== facts.title)) announce(facts.title);
    if (moved) {
      window.scrollTo(0, 0);
      document.getElementById("panel-details").scrollTop = 0;
      if (lost || !document.activeElement.closest(".rail, .top")) document.getElementById("heading")?.focus({ preventScroll: true });
    } else if (!first && lost && !refocus()) {
      document.getElementById(facts.node ? "details-heading" : "heading")?.focus({ preventScroll: true });
    }
    const beside = `${facts.node || ""} ${facts.said || ""}`;
    if (first || shown.beside !== beside) lookAtDetails(Boolean(facts.said) && !first);
    shown = { subject, title: facts.title, beside };
    flowviz.shown = facts.search; // what the page shows now, for whoever waits for it
    document.dispatchEvent(new CustomEvent("flowviz:page", { detail: facts }));
  }

  // what was chosen or typed and not followed, for one went elsewhere, is not said any more
  function asShown() {
    for (const option of document.querySelectorAll("select.go > option[selected]")) option.selected = true;
    const filter = document.querySelector("#row-filter:not(:focus)");
    if (filter) filter.value = filter.defaultValue;
  }

  // details are read from their top, a document from the lines that were asked for
  function lookAtDetails(read) {
    const details = document.getElementById("panel-details");
    details.scrollTop = 0;
    const [text, line] = [details.querySelector(".source-text"), details.querySelector(".source-text .lit")];
    if (line) text.scrollTop = line.offsetTop - text.clientHeight / 3;
    if (read) document.getElementById("details-heading")?.focus({ preventScroll: true });
  }

  // a phone starts with the menu closed
  const narrow = window.matchMedia("(max-width: 900px)");
  const foldMenu = () => document.querySelectorAll("details.menu").forEach((menu) => (menu.open = !narrow.matches));
  narrow.addEventListener("change", foldMenu);
  document.addEventListener("flowviz:page", () => {
    if (narrow.matches) foldMenu();
  });
})();

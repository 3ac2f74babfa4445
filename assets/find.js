// The search boxes: arrows walk what was found, Enter takes it, Escape closes. The one at the top opens the page of results
// at Enter; where something is to be chosen, Enter takes the first of what was found.
(() => {
  const boxOf = (element) => element?.closest?.(".search");
  const input = (box) => box.querySelector("input");
  const popup = (box) => box.querySelector(".popup");
  const links = (box) => [...popup(box).querySelectorAll("a")];
  const picks = (box) => box.classList.contains("pick");
  const active = (box) => popup(box).querySelector("a.active");
  const watched = new WeakSet();
  const typed = new WeakSet(); // boxes that somebody has typed in since they came to them
  const walked = new WeakMap(); // how far somebody has gone down the list of a box
  let fresh = null; // the field that a click has just brought the focus to
  let askedAt = ""; // the address of the page when what the box at the top has found was asked for
  let waiting = null; // Enter was pressed in this box before the answer to what is in it has come

  function open(box, on) {
    for (const other of document.querySelectorAll(".search.open")) if (other !== box) open(other, false);
    if (!box) return;
    box.classList.toggle("open", on);
    if (on && box.id === "search" && input(box).value.trim() && askedAt !== location.search) again(input(box));
    if (!on) activate(box, null);
    if (!on && waiting === box) waiting = null;
    dress(box);
  }

  // what is found is a list of options of the text field, in groups that have their names
  function dress(box) {
    const [field, list, found] = [input(box), popup(box), links(box)];
    const set = (element, attributes) => {
      for (const [name, value] of Object.entries(attributes)) if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    };
    const name = list.id;
    set(field, { role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": name });
    set(field, { "aria-expanded": String(box.classList.contains("open") && found.length > 0) });
    set(list, { role: found.length ? "listbox" : "status", "aria-label": field.labels[0]?.textContent || name });
    list.querySelectorAll("div, p, h2").forEach((part) => set(part, { role: "presentation" }));
    list.querySelectorAll("li").forEach((part) => set(part, { role: "none" }));
    list.querySelectorAll("ul").forEach((part, i) => {
      const title = part.previousElementSibling;
      set(part, { role: title?.localName === "h2" ? "group" : "none" });
      if (title?.localName !== "h2") return;
      set(title, { id: `${name}-group-${i}` });
      set(part, { "aria-labelledby": title.id });
    });
    found.forEach((link, i) => {
      set(link, { role: "option", tabindex: "-1", id: `${name}-${i}`, "aria-selected": String(link.classList.contains("active")) });
    });
  }

  function activate(box, link) {
    active(box)?.classList.remove("active");
    link?.classList.add("active");
    link?.scrollIntoView({ block: "nearest" });
    if (link) input(box).setAttribute("aria-activedescendant", link.id);
    else input(box).removeAttribute("aria-activedescendant");
    for (const each of links(box)) each.setAttribute("aria-selected", String(each === link));
  }

  const answered = (box) => !typed.has(box) || (popup(box).querySelector("[data-for]")?.dataset.for ?? "") === input(box).value.trim();

  function watch(box) {
    if (watched.has(popup(box))) return;
    watched.add(popup(box));
    new MutationObserver(() => {
      dress(box);
      const first = picks(box) && typed.has(box) && input(box).value.trim() && answered(box) ? 0 : -1;
      activate(box, links(box)[walked.get(box) ?? first]);
      if (waiting === box && answered(box)) take(box);
    }).observe(popup(box), { childList: true, subtree: true, characterData: true, attributeFilter: ["data-for", "href"] });
  }

  function take(box) {
    waiting = null;
    const link = active(box) || (picks(box) && typed.has(box) && input(box).value.trim() && links(box)[0]);
    if (link) link.click();
  }

  // what was found on another page is in its language, and leads on from it
  function again({ id, value }) {
    askedAt = location.search;
    window.dash_clientside.set_props(id, { value });
  }

  document.addEventListener("focusin", (event) => {
    const box = boxOf(event.target);
    if (!box) return open(null);
    watch(box);
    if (event.target !== input(box)) return;
    typed.delete(box);
    walked.delete(box);
    fresh = event.target;
    event.target.select();
    open(box, !quiet);
  });
  document.addEventListener("pointerdown", (event) => {
    const box = boxOf(event.target);
    if (!box) open(null);
    else if (event.target === input(box)) open(box, true);
  });
  document.addEventListener("input", (event) => {
    const box = boxOf(event.target);
    waiting = null;
    if (!box || event.target !== input(box)) return;
    typed.add(box);
    askedAt = location.search;
    walked.delete(box);
    open(box, true);
  });
  document.addEventListener("click", (event) => {
    if (event.target === fresh) fresh.select(); // what is typed now comes instead of what was typed before
    fresh = null;
    const link = event.target.closest(".popup a");
    if (!link) return;
    open(boxOf(link), false);
    document.getElementById("heading")?.focus({ preventScroll: true });
  });

  document.addEventListener("keydown", (event) => {
    const box = boxOf(event.target);
    if (!box || event.target !== input(box) || event.isComposing) return;
    const all = links(box);
    const at = all.indexOf(active(box));
    const on = box.classList.contains("open");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      open(box, true);
      const next = Math.min(at + (event.key === "ArrowDown" ? 1 : -1), all.length - 1);
      walked.set(box, next);
      activate(box, all[next]);
    } else if (event.key === "Enter" && ((on && active(box)) || picks(box))) {
      event.preventDefault();
      if (answered(box)) take(box);
      else waiting = box;
    } else if (event.key === "Enter" && box.id === "search" && input(box).value.trim()) {
      const query = new URLSearchParams({ view: "find", q: input(box).value.trim(), lang: document.documentElement.lang });
      open(box, false);
      window.flowviz.go("?" + query);
    } else if (event.key === "Escape" && on) {
      event.stopPropagation();
      event.preventDefault();
      open(box, false);
    } else if (event.key === "Tab") open(box, false);
  });

  // A view that begins with a question is ready for its answer; what it offers stays in sight until somebody types. Of two
  // ends the second is asked for when the first is chosen.
  let quiet = false;
  let asked = null;
  document.addEventListener("flowviz:page", ({ detail }) => {
    document.querySelectorAll(".search").forEach(dress);
    const before = asked;
    asked = { view: detail.view, ends: [...document.querySelectorAll("#main .cross")].map((cross) => cross.href).join() };
    const empty = [...document.querySelectorAll("#main .search.pick input")].find((field) => !field.value);
    if (!before || !empty || document.getElementById("stage")) return;
    const came = before.view !== asked.view;
    if (!came && (before.ends === asked.ends || !asked.ends)) return;
    quiet = came;
    empty.focus({ preventScroll: true });
    quiet = false;
  });

  // --- what the reader has looked at last; it stays in the browser

  const MOST = 6;
  const key = (catalogue) => `flowviz-recent-${catalogue}`;

  function kept(catalogue) {
    try {
      const found = JSON.parse(localStorage.getItem(key(catalogue)) || "[]");
      return Array.isArray(found) ? found.filter(({ id, names }) => typeof id === "string" && names) : [];
    } catch {
      return []; // a browser that keeps nothing
    }
  }

  function keep(catalogue, found) {
    try {
      if (found.length) localStorage.setItem(key(catalogue), JSON.stringify(found));
      else localStorage.removeItem(key(catalogue));
    } catch {
      // the same
    }
  }

  function remember({ catalogue, looked, lang }) {
    if (!looked?.length) return;
    const [id, name] = looked;
    const before = kept(catalogue);
    const names = { ...before.find((one) => one.id === id)?.names, [lang]: name };
    keep(catalogue, [{ id, names }, ...before.filter((one) => one.id !== id)].slice(0, MOST));
  }

  function show({ catalogue, lang }) {
    const place = document.getElementById("recent");
    if (!place) return;
    const found = kept(catalogue);
    place.replaceChildren();
    if (!found.length) return;
    const make = (tag, attributes, ...children) => {
      const made = Object.assign(document.createElement(tag), attributes);
      made.append(...children);
      return made;
    };
    const rows = found.map(({ id, names }) => {
      const href = place.dataset.to.replace("~recent~", () => encodeURIComponent(id));
      return make("li", {}, make("a", { href, className: "button" }, String(names[lang] || Object.values(names)[0])));
    });
    const forget = make("button", { type: "button", className: "quiet" }, place.dataset.forget);
    forget.addEventListener("click", () => {
      keep(catalogue, []);
      place.replaceChildren();
      document.getElementById("heading")?.focus();
    });
    place.append(make("h2", {}, place.dataset.label), make("ul", {}, ...rows), forget);
  }

  document.addEventListener("flowviz:page", ({ detail }) => {
    remember(detail);
    show(detail);
  });
})();

// A drawing of flowviz, alive: highlight, choosing, keyboard. Nothing here asks a server; canvas.js moves and zooms it.
// It works on any page with <div id="stage"> and an SVG of flowviz in it, or the address of one in data-src.
(() => {
  const PARTS = "g.node, g.dot, g.edge, g.frame[data-id]";
  const EDGE = 12;
  const LARGE = 400; // cards
  const flowviz = (window.flowviz = window.flowviz || {});
  const drawings = new WeakMap(); // stage -> { src, svg, index }
  let chosen = ""; // the key of the part that the page shows the details of

  const stageOf = (element) => element?.closest?.("#stage");
  const partOf = (event) => {
    const part = event.target.closest?.(`#stage svg :is(${PARTS}, g.key-entry[data-id])`);
    return part;
  };

  // --- what is in a drawing

  function keyOf(part) {
    if (part.matches(".edge")) return `${part.dataset.source}~${part.dataset.target}`;
    if (part.matches(".dot")) return `${part.dataset.owner}~${part.dataset.target ?? part.dataset.id}`;
    return part.dataset.id;
  }
  flowviz.keyOf = keyOf;

  function indexOf(svg) {
    const parts = [...svg.querySelectorAll(PARTS)];
    const named = new Map(); // id -> its cards and frames
    const near = new Map(); // part -> parts that belong to it
    const add = (map, key, value) => (map.get(key) ?? map.set(key, []).get(key)).push(value);
    for (const part of parts) if (part.matches(".node, .frame")) add(named, part.dataset.id, part);
    const entries = new Map();
    for (const entry of svg.querySelectorAll("g.key-entry[data-id]")) add(entries, entry.dataset.dot, entry);
    const join = (a, b) => {
      add(near, a, b);
      add(near, b, a);
    };
    const dots = new Map();
    for (const part of parts) {
      if (part.matches(".edge")) {
        const ends = [...(named.get(part.dataset.source) ?? []), ...(named.get(part.dataset.target) ?? [])];
        ends.forEach((end) => join(part, end));
      } else if (part.matches(".dot")) {
        (named.get(part.dataset.owner) ?? []).forEach((owner) => join(part, owner));
        (entries.get(`dot-${part.dataset.owner}--${part.dataset.id}`) ?? []).forEach((entry) => join(part, entry));
        (named.get(part.dataset.id) ?? []).forEach((other) => join(part, other));
        add(dots, part.dataset.owner, part);
      }
    }
    return { parts, named, near, dots, entries, marked: [] };
  }

  // the part, what it is joined to, and for a thing also what stands at the far ends
  function around(index, part) {
    const found = new Set([part]);
    const twins = index.named.get(part.dataset.id) ?? [];
    for (const start of part.matches(".node, .frame") ? twins : [part]) {
      found.add(start);
      for (const next of index.near.get(start) ?? []) {
        found.add(next);
        if (start.matches(".edge")) continue;
        for (const far of index.near.get(next) ?? []) {
          const other = next.matches(".key-entry") ? far.matches(".dot") : !far.matches(".dot, .edge");
          if (other) found.add(far);
          if (other && next.matches(".key-entry")) (index.near.get(far) ?? []).forEach((owner) => found.add(owner));
        }
      }
    }
    return found;
  }

  // --- highlight

  function light(drawing, part) {
    const { index, svg } = drawing;
    if (!index) return; // still on its way
    index.marked.forEach((old) => old.classList.remove("lit", "centre"));
    index.marked = part ? [...around(index, part)] : [];
    index.marked.forEach((each) => each.classList.add("lit"));
    part?.classList.add("centre");
    svg.classList.toggle("dimmed", index.marked.length > 1);
  }

  const resting = (drawing) => light(drawing, drawing.chosen ?? null);

  document.addEventListener("pointerover", (event) => {
    const part = partOf(event);
    if (part) light(drawings.get(stageOf(part)), part);
  });
  document.addEventListener("pointerout", (event) => {
    const stage = stageOf(event.target);
    const drawing = drawings.get(stage);
    if (drawing && !event.relatedTarget?.closest?.(PARTS)) resting(drawing);
  });
  document.addEventListener("focusin", (event) => {
    const part = partOf(event);
    if (part) light(drawings.get(stageOf(part)), part);
  });
  document.addEventListener("focusout", (event) => {
    const drawing = drawings.get(stageOf(event.target));
    if (drawing) resting(drawing);
  });

  // The shape of a part is what is focused and pressed. It takes over the whole name of the part: the text that is
  // seen beside it is broken into lines, with hyphens that the name does not have.
  const handleOf = (part) => part.querySelector(":scope > :is(rect, circle, polygon, path:not(.way))");

  function enliven(part) {
    const handle = handleOf(part);
    handle.setAttribute("role", "button");
    handle.setAttribute("tabindex", "-1");
    handle.setAttribute("aria-label", part.getAttribute("aria-label") ?? "");
    part.removeAttribute("aria-label");
    part.setAttribute("role", "none");
    part.querySelectorAll("text").forEach((text) => text.setAttribute("aria-hidden", "true"));
  }

  // --- choosing

  function choose(stage, key) {
    mark(stage, key);
    if (flowviz.choose) flowviz.choose(key);
    else stage.dispatchEvent(new CustomEvent("flowviz:choose", { detail: key, bubbles: true }));
  }

  // a sign of the map is chosen however near one is
  const atAnyLevel = (key) => key.replace(/~sign:\d/, "~sign:");

  function mark(stage, key) {
    const drawing = drawings.get(stage);
    if (!drawing?.index) return;
    for (const part of drawing.index.parts) {
      const on = Boolean(key) && atAnyLevel(keyOf(part)) === atAnyLevel(key);
      const handle = handleOf(part);
      if (handle.getAttribute("aria-pressed") !== String(on)) handle.setAttribute("aria-pressed", String(on));
      part.classList.toggle("chosen", on);
    }
    const marked = drawing.index.parts.filter((part) => part.classList.contains("chosen"));
    drawing.chosen = marked.find((part) => part.matches(".edge")) ?? marked[0] ?? null; // a sign may tell of the same feeds
    resting(drawing);
  }

  document.addEventListener("click", (event) => {
    const part = partOf(event);
    if (!part || flowviz.dragged?.()) return;
    const stage = stageOf(part);
    if (part.matches(PARTS)) {
      rove(drawings.get(stage), part);
      handleOf(part).focus({ preventScroll: true });
    }
    choose(stage, keyOf(part));
  });

  // --- keyboard

  function rove(drawing, part) {
    if (drawing.roved) handleOf(drawing.roved).setAttribute("tabindex", "-1");
    handleOf(part).setAttribute("tabindex", "0");
    drawing.at = drawing.roved = part;
  }

  function go(drawing, part) {
    rove(drawing, part);
    handleOf(part).focus({ preventScroll: true });
    flowviz.show?.(part);
  }

  // edges with or against the flow from a card: [edge, the card at its other end]
  function edges(drawing, card, forward) {
    const found = [];
    for (const edge of drawing.index.near.get(card) ?? []) {
      if (!edge.matches(".edge")) continue;
      const { source, target, way } = edge.dataset;
      const leaves = source === card.dataset.id ? way !== "in" : way !== "out";
      const enters = source === card.dataset.id ? way !== "out" : way !== "in";
      if (forward ? leaves : enters) found.push(edge);
    }
    return found;
  }

  function farEnd(drawing, edge, card, forward) {
    const { source, target, way } = edge.dataset;
    const id = card ? (source === card.dataset.id ? target : source) : forward === (way !== "in") ? target : source;
    return (drawing.index.named.get(id) ?? [])[0];
  }

  function sibling(drawing, part, step) {
    const all = drawing.index.parts.filter((other) => other.matches(".node, .frame"));
    const from = part.matches(".dot") ? (drawing.index.named.get(part.dataset.owner) ?? [])[0] : part;
    return all[all.indexOf(from) + step];
  }

  function step(drawing, part, key) {
    const forward = key === "ArrowRight";
    const aside = key === "ArrowUp" || key === "ArrowDown";
    const by = key === "ArrowDown" ? 1 : -1;
    if (part.matches(".edge")) {
      const from = drawing.from;
      if (aside) {
        const all = from ? edges(drawing, from.card, from.forward) : [];
        return all[all.indexOf(part) + by];
      }
      if (from && from.forward !== forward) return from.card;
      return farEnd(drawing, part, from?.card, forward);
    }
    const beside = drawing.data && flowviz.viewOf(stageOf(part)).beside(part, drawing.index.parts, key);
    if (aside) return beside ?? sibling(drawing, part, by);
    const own = drawing.index.dots.get(part.matches(".dot") ? part.dataset.owner : part.dataset.id) ?? [];
    const dots = own.filter((dot) => dot.getClientRects().length); // from afar a map has none
    const along = (card) => {
      const first = edges(drawing, card, forward)[0];
      if (first) drawing.from = { card, forward };
      return first;
    };
    if (part.matches(".dot")) {
      const at = dots.indexOf(part) + (forward ? 1 : -1);
      const owner = (drawing.index.named.get(part.dataset.owner) ?? [])[0];
      return at < 0 ? owner : (dots[at] ?? (owner && along(owner))); // a map has both: signs, and lines of what is chosen
    }
    if (dots.length && forward) return dots[0];
    return along(part) ?? beside;
  }

  document.addEventListener("keydown", (event) => {
    const stage = stageOf(event.target);
    const drawing = drawings.get(stage);
    if (!drawing?.index || event.ctrlKey || event.metaKey || event.altKey) return;
    const part = event.target.closest(PARTS);
    if (flowviz.viewOf?.(stage)?.press?.(event.key, part)) return event.preventDefault();
    const zooms = { "+": "in", "=": "in", "-": "out", 0: "fit" };
    if (zooms[event.key]) {
      event.preventDefault();
      flowviz.zoom?.(stage, zooms[event.key], part);
    } else if (!part) {
      return;
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (part.classList.contains("chosen")) document.getElementById("details-heading")?.focus();
      else choose(stage, keyOf(part));
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (drawing.chosen) choose(stage, "");
      else stage.focus();
    } else if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const { parts } = drawing.index;
      const to = event.key === "Home" ? parts[0] : event.key === "End" ? parts.at(-1) : step(drawing, part, event.key);
      if (!to) return;
      go(drawing, to);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !event.target.closest("#panel-details")) return;
    const stage = document.getElementById("stage");
    const drawing = drawings.get(stage);
    if (!drawing?.at) return;
    handleOf(drawing.at).focus({ preventScroll: true });
    if (getComputedStyle(event.target.closest("#panel-details")).position === "fixed") choose(stage, ""); // it lies over the page
  });

  // --- placing an SVG on the stage

  // the title stands above the stage as a heading already, and the stage has its own margins
  function crop(svg) {
    const title = svg.querySelector("g.title");
    if (!title || !document.getElementById("heading")) return;
    const { width, height } = svg.viewBox.baseVal;
    title.style.display = "none";
    const inner = [...svg.children].filter((part) => part.matches("g:not(.title)")).map((part) => {
      const box = part.getBBox();
      const shift = part.transform.baseVal.consolidate()?.matrix ?? { e: 0, f: 0 };
      return [box.x + shift.e, box.y + shift.f, box.x + shift.e + box.width, box.y + shift.f + box.height];
    });
    if (!inner.length) return;
    const [left, top] = [0, 1].map((i) => Math.max(0, Math.min(...inner.map((box) => box[i])) - EDGE));
    const [right, bottom] = [2, 3].map((i) => Math.max(...inner.map((box) => box[i])) + EDGE);
    svg.setAttribute("viewBox", `${left} ${top} ${Math.min(right, width) - left} ${Math.min(bottom, height) - top}`);
  }

  const RESHAPED = 1.6; // a map of places is laid out anew only for a stage of quite another shape
  const shapeOf = (stage) => stage.clientWidth / stage.clientHeight;
  const apart = (one, other) => Math.max(one / other, other / one);
  let later;
  const resized = new ResizeObserver(() => {
    clearTimeout(later);
    later = setTimeout(() => {
      const stage = document.getElementById("stage");
      const drawing = drawings.get(stage);
      if (drawing?.data && apart(shapeOf(stage), drawing.shape) > RESHAPED) drawings.delete(stage);
      sync();
    }, 250);
  });

  // what is chosen, or else what the drawing is of: that is looked at first
  function subjectOf(svg, key) {
    const first = (selector) => svg.querySelector(`:is(.node, .frame)${selector}`);
    return (key && first(`[data-id="${CSS.escape(key)}"]`)) || first(".focus") || first(".mark-removed") || first(".node[class*=mark-]") || first(".department[data-id]");
  }

  // what a drawing shows now: the parts of a map come and go
  function index(drawing) {
    const { marked } = drawing.index ?? { marked: [] };
    drawing.index = Object.assign(indexOf(drawing.svg), { marked: marked.filter((part) => part.isConnected) });
    const { parts } = drawing.index;
    parts.forEach((part) => handleOf(part).hasAttribute("tabindex") || enliven(part));
    if (!drawing.at?.isConnected) [drawing.at] = parts;
    if (drawing.at) rove(drawing, drawing.at);
  }
  flowviz.changed = (stage) => {
    const drawing = drawings.get(stage);
    if (!drawing?.index && !drawing?.data) return;
    index(drawing);
    mark(stage, chosen);
  };

  function ready(stage, drawing) {
    const { svg } = drawing;
    if (drawing.data) {
      drawing.shape = shapeOf(stage); // a map has its frames, and is looked through, when canvas.js has opened it
    } else {
      crop(svg);
      index(drawing);
    }
    const { width, height } = svg.viewBox.baseVal;
    // nobody told its size before it came, or that of another page, nor left room for the edges of the stage
    if (!stage.dataset.src || "whole" in stage.dataset || stage.clientWidth < NARROW) {
      stage.style.setProperty("--height", `${height + 4}px`);
      stage.style.setProperty("--ratio", (height + 4) / width);
    }
    stage.style.setProperty("--above", `${stage.getBoundingClientRect().top + scrollY}px`);
    flowviz.open?.(stage, svg, subjectOf(svg, chosen), drawing.data);
    resized.observe(stage);
    mark(stage, chosen);
    if (drawing.chosen && !drawing.data) flowviz.show?.(drawing.chosen);
    stage.removeAttribute("aria-busy");
    latest = drawing.data ? null : stage;
    stage.dispatchEvent(new CustomEvent("flowviz:drawn", { bubbles: true }));
  }

  // what a drawing is laid out for: the size of the stage, or what of the window it could take, in steps
  const ROOM = 80;
  const NARROW = 640; // px: a stage that is narrower has drawings of another shape than the page reckoned with
  function roomOf(stage) {
    const beneath = innerHeight - stage.getBoundingClientRect().top - scrollY;
    const sizes = [stage.clientWidth + 32, Math.max(beneath, 5 * ROOM) + 70];
    return `&room=${sizes.map((size) => Math.floor(size / ROOM) * ROOM).join("x")}`;
  }

  // what was drawn before is seen until what is asked for is there
  let latest = null; // the stage that had a drawing last
  function meanwhile(stage) {
    const old = stage.firstElementChild ? null : latest?.querySelector(":scope > .canvas");
    if (!old || latest.isConnected) return;
    old.inert = true;
    old.classList.add("before");
    stage.append(old);
  }

  async function fetchDrawing(stage, src) {
    meanwhile(stage);
    const drawing = { src };
    const before = drawings.get(stage);
    drawings.set(stage, { ...before, src });
    stage.setAttribute("aria-busy", "true");
    let text;
    let why = "";
    let after = 0;
    try {
      const answer = await fetch(src);
      text = await answer.text();
      if (answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json")) {
        drawing.data = JSON.parse(text);
        text = drawing.data.svg;
      }
      if (!answer.ok) {
        if ([413, 503].includes(answer.status) && answer.headers.get("Content-Type")?.startsWith("text/plain")) why = text;
        after = Number(answer.headers.get("Retry-After"));
        throw new Error(String(answer.status));
      }
    } catch {
      if (drawings.get(stage)?.src === src) failed(stage, why, after);
      return;
    }
    if (drawings.get(stage)?.src !== src) return; // another drawing was asked for in the meantime
    // what all that stands on the stage takes over from it is said before, and where canvas.js moves it is there from the start:
    // said later, it would have all of it styled once more
    if (flowviz.open) stage.dataset.map = "";
    stage.style.touchAction ||= "none";
    stage.innerHTML = `<div class="canvas">${text.replace(/^<\?xml[^>]*\?>\s*/, "")}</div>`;
    drawing.svg = stage.querySelector("svg");
    // of very many cards only those near the stage have their texts laid out: canvas.js says which
    drawing.svg.classList.toggle("large", !drawing.data && drawing.svg.querySelectorAll("g.node").length > LARGE);
    drawings.set(stage, drawing);
    ready(stage, drawing);
  }

  // why: what the server says of it, a line each; after: in so many seconds it is worth another try
  function failed(stage, why, after) {
    stage.removeAttribute("aria-busy");
    const box = document.createElement("div");
    const retry = () => {
      drawings.delete(stage);
      sync();
    };
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = stage.dataset.again;
    again.addEventListener("click", retry);
    for (const line of (why.trim() || stage.dataset.failed).split("\n")) {
      const said = document.createElement("p");
      said.textContent = line;
      box.append(said);
    }
    box.className = "empty";
    box.setAttribute("role", "alert");
    box.append(again);
    stage.replaceChildren(box);
    if (after) setTimeout(() => box.isConnected && retry(), 1000 * after);
  }

  function sync() {
    const stage = document.getElementById("stage");
    if (!stage) return;
    const drawing = drawings.get(stage);
    if (!stage.dataset.src) {
      const svg = stage.querySelector("svg");
      if (svg && !drawing) {
        const own = { svg };
        drawings.set(stage, own);
        ready(stage, own);
      } else if (drawing?.index) mark(stage, stage.dataset.chosen);
      return;
    }
    const asked = `${stage.dataset.src}&theme=${document.documentElement.dataset.theme || "light"}`;
    if (drawing?.data && drawing.src.startsWith(`${asked}&room=`)) return; // a map keeps its places whatever its window
    const src = asked + roomOf(stage);
    if (drawing?.src !== src) fetchDrawing(stage, src);
  }

  flowviz.focusOn = (stage, part) => {
    rove(drawings.get(stage), part);
    handleOf(part).focus({ preventScroll: true });
  };

  document.addEventListener("flowviz:page", (event) => {
    chosen = event.detail.node ?? "";
    const stage = document.getElementById("stage");
    if (!stage) return;
    mark(stage, chosen);
    const part = drawings.get(stage)?.chosen;
    if (part) flowviz.show?.(part);
  });

  new MutationObserver(sync).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-src"],
  });
  document.addEventListener("flowviz:theme", sync);
  sync();
})();

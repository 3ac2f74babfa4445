// The stage as a map: a drawing that is zoomed and moved under the pointer, fits first, and has a small map of itself.
// While it moves only the wrapper around it does, which is cheap however large the drawing is; at rest the SVG has the
// size that is seen, so that its letters are sharp.
(() => {
  const flowviz = (window.flowviz = window.flowviz || {});
  const READABLE = 10 / 11; // the smallest letters of a drawing are 11 px; seen they are at least 10
  const LEAST = 0.02;
  const MOST = 4;
  const SETTLED = 140; // ms without a movement
  const STEP = 90; // px a key
  const NARROW = 640; // px: a stage that is narrower has a smaller small map
  const THIN = 40; // px: the small map is at least so wide and so high
  const MARGIN = 8; // px: from the small map to the edge of a box, and of what is seen of the stage
  const LINGER = 1500; // ms that the small map stays as it was after a movement
  const CORNERS = ["bottom right", "bottom left", "top right", "top left"]; // where the small map rather stands than in the next
  const ONE_TURN = 400; // ms without the wheel, after which it may do something else
  const SEEN = 0.1; // letters of a drawing that is shown smaller are less than 2 px
  const LOW = 180; // px: where less of the stage is seen, the page scrolls to it
  const views = new WeakMap(); // stage -> its view
  let rested = null; // how the last drawing was seen when it came to rest
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const viewOf = (element) => views.get(element?.closest?.("#stage"));

  class View {
    constructor(stage, svg) {
      const size = `${stage.clientWidth} ${stage.clientHeight}`;
      Object.assign(this, { stage, svg, size, k: 1, x: 0, y: 0, base: 1, own: false });
      this.wrap = svg.closest(".canvas") ?? wrapped(svg);
      stage.dataset.map = ""; // no class: those are set anew with the page
      const { x: left, y: top, width, height } = svg.viewBox.baseVal;
      [this.left, this.top, this.w, this.h] = [left, top, width, height];
      if (svg.classList.contains("large")) this.rows = rowsOf(svg);
      this.small = smallMap(this);
    }

    // what the small map shows of it
    boxes() {
      const boxes = this.rows ? this.rows.map(({ card }) => card.querySelector("rect")) : [...this.svg.querySelectorAll(".node > rect, .frame[data-id] > rect")];
      const named = new Map(); // a colour of the theme of the page has a name there, which a pen does not know
      const colour = (box, name) => {
        const text = box.getAttribute(name);
        if (!text?.startsWith("var(")) return text;
        return named.get(text) ?? named.set(text, getComputedStyle(box)[name]).get(text);
      };
      return boxes.map((box) => ({
        at: ["x", "y", "width", "height"].map((name) => Number(box.getAttribute(name))),
        fill: colour(box, "fill"),
        stroke: colour(box, "stroke"),
      }));
    }

    // what the small map does not lie over at rest: all that is read
    texts() {
      return [...this.svg.querySelectorAll("text")];
    }

    get fit() {
      return Math.min(this.stage.clientWidth / this.w, this.stage.clientHeight / this.h, 1);
    }

    get least() {
      return Math.max(Math.min(this.fit, LEAST * 10), LEAST);
    }

    get most() {
      return MOST;
    }

    // the whole drawing, or where that could not be read a part of it around what it is of
    first(subject) {
      this.own = false;
      this.subject = subject;
      this.k = Math.max(this.fit, READABLE);
      this.centre(subject ? middle(this, subject) : [this.w / 2, 0], subject && boxOf(this, subject));
      this.settle();
    }

    // a point of the drawing comes to the middle of the stage, but no more is seen of the outside than need be
    centre([x, y], box) {
      const [W, H] = [this.stage.clientWidth, this.stage.clientHeight];
      if (box && box.width * this.k > W) x = box.x + W / 2 / this.k;
      if (box && box.height * this.k > H) y = box.y + H / 2 / this.k;
      this.x = W / 2 - x * this.k;
      this.y = H / 2 - y * this.k;
      this.clamp(0);
    }

    // keeps the drawing on the stage: in its middle where it fits, else with no more than so many pixels beside it
    clamp(beyond) {
      const into = (at, size, room) => {
        if (size <= room) return beyond ? Math.min(Math.max(at, -beyond), room - size + beyond) : (room - size) / 2;
        return Math.min(Math.max(at, room - size - beyond), beyond);
      };
      this.x = into(this.x, this.w * this.k, this.stage.clientWidth);
      this.y = into(this.y, this.h * this.k, this.stage.clientHeight);
    }

    move(dx, dy) {
      this.own = true;
      [this.x, this.y] = [this.x + dx, this.y + dy];
      this.clamp(60);
      this.paint();
    }

    // by a factor about a point of the window, or the middle
    zoom(factor, at) {
      const box = this.stage.getBoundingClientRect();
      const [px, py] = at ? [at.x - box.left, at.y - box.top] : [box.width / 2, box.height / 2];
      const k = Math.min(Math.max(this.k * factor, this.least), this.most);
      this.x = px - ((px - this.x) * k) / this.k;
      this.y = py - ((py - this.y) * k) / this.k;
      this.k = k;
      this.own = true;
      this.clamp(k > this.fit * 1.001 ? 60 : 0);
      this.paint();
    }

    whole() {
      this.own = false;
      this.k = this.fit;
      this.centre([this.w / 2, this.h / 2]);
      this.settle();
    }

    // in a frame: only the wrapper moves, the drawing itself is made anew at rest and at each doubling
    paint() {
      clearTimeout(this.timer);
      const f = this.k / this.base;
      if (f > 2 || f < 0.5) return this.settle();
      this.wrap.style.transform = `translate(${this.x}px,${this.y}px) scale(${f})`;
      this.sift();
      this.small.look(true);
      this.timer = setTimeout(() => this.settle(), SETTLED);
    }

    // what is in the cards of a large drawing takes by far the longest to lay out: it shows while they are near the stage
    sift() {
      if (!this.rows) return;
      const { k, x, y } = this;
      const [W, H] = [this.stage.clientWidth / k, this.stage.clientHeight / k];
      const [left, top] = [this.left - x / k, this.top - y / k];
      this.svg.classList.toggle("tiny", k < SEEN);
      for (const row of this.rows) {
        const near = row.x < left + 2 * W && row.x + row.w > left - W && row.y < top + 2 * H && row.y + row.h > top - H;
        if (near !== row.near) row.card.classList.toggle("near", (row.near = near));
      }
    }

    settle() {
      clearTimeout(this.timer);
      if (this.base !== this.k || !this.svg.hasAttribute("data-k")) {
        this.base = this.k;
        this.svg.setAttribute("width", this.w * this.k);
        this.svg.setAttribute("height", this.h * this.k);
        this.svg.dataset.k = this.k.toFixed(4);
      }
      this.wrap.style.transform = `translate(${this.x}px,${this.y}px)`;
      this.sift();
      this.rest();
    }

    rest() {
      this.stage.style.touchAction = this.k > this.fit * 1.01 ? "none" : "pan-y";
      this.small.look();
      rested = seen(this);
    }

    // moves as little as puts a part on what is seen of the stage
    show(part) {
      const { top, bottom } = visible(this.stage);
      if (bottom - top < LOW) scrollBy({ top: this.stage.getBoundingClientRect().top - bar() - 8 });
      const [seen, box] = [visible(this.stage), part.getBoundingClientRect()];
      const touched = box.left < seen.right && box.right > seen.left && box.top < seen.bottom && box.bottom > seen.top;
      if (touched && part.matches(".edge")) return; // it leads from what is seen to what need not be
      const into = (from, to, low, high) => (to - from > high - low ? low - from : from < low ? low - from : to > high ? high - to : 0);
      const dx = into(box.left - 16, box.right + 16, seen.left, seen.right);
      const dy = into(box.top - 16, box.bottom + 16, seen.top, seen.bottom);
      if (dx || dy) this.fly(dx, dy);
    }

    fly(dx, dy) {
      this.own = true;
      if (still.matches) {
        [this.x, this.y] = [this.x + dx, this.y + dy];
        return this.settle();
      }
      const [start, from] = [performance.now(), [this.x, this.y]];
      const frame = (now) => {
        const t = Math.min((now - start) / 260, 1);
        const eased = 1 - (1 - t) ** 3;
        [this.x, this.y] = [from[0] + dx * eased, from[1] + dy * eased];
        this.paint();
        if (t < 1 && this.svg.isConnected) this.flight = requestAnimationFrame(frame);
      };
      this.stop();
      this.flight = requestAnimationFrame(frame);
    }

    // goes on after the hand has let go, slower and slower
    glide(vx, vy) {
      if (still.matches || Math.hypot(vx, vy) < 0.15) return this.settle();
      let before = performance.now();
      const frame = (now) => {
        const dt = now - before;
        before = now;
        this.move(vx * dt, vy * dt);
        const slower = 0.995 ** dt;
        [vx, vy] = [vx * slower, vy * slower];
        if (Math.hypot(vx, vy) > 0.02 && this.svg.isConnected) this.flight = requestAnimationFrame(frame);
      };
      this.stop();
      this.flight = requestAnimationFrame(frame);
    }

    stop() {
      cancelAnimationFrame(this.flight);
    }
  }

  function wrapped(svg) {
    const wrap = document.createElement("div");
    wrap.className = "canvas";
    svg.replaceWith(wrap);
    wrap.append(svg);
    return wrap;
  }

  // --- places

  // where a part lies in the drawing, however the drawing lies on the page now
  function boxOf(view, part) {
    const { a, d, e, f } = view.svg.getScreenCTM().inverse().multiply(part.getScreenCTM());
    const { x, y, width, height } = part.getBBox();
    return { x: a * x + e - view.left, y: d * y + f - view.top, width: a * width, height: d * height };
  }

  function middle(view, part) {
    const box = boxOf(view, part);
    return [box.x + box.width / 2, box.y + box.height / 2];
  }

  // the cards of a drawing, and where each lies in it
  function rowsOf(svg) {
    const { e, f } = svg.querySelector("g.drawing").transform.baseVal.consolidate().matrix;
    return [...svg.querySelectorAll("g.node")].map((card) => {
      const [x, y, w, h] = ["x", "y", "width", "height"].map((name) => Number(card.querySelector("rect").getAttribute(name)));
      return { card, x: x + e, y: y + f, w, h, near: false };
    });
  }

  // the height of what sticks to the top of the window
  function bar() {
    const top = document.querySelector(".top");
    return top && getComputedStyle(top).position === "sticky" ? top.offsetHeight : 0;
  }

  // the rectangle of the stage that nothing lies over: the details may, and the window ends
  function visible(stage) {
    const box = stage.getBoundingClientRect();
    const found = {
      left: box.left,
      top: Math.max(box.top, bar()),
      right: box.right,
      bottom: Math.min(box.bottom, innerHeight),
    };
    const over = document.getElementById("panel-details");
    if (!over || getComputedStyle(over).position !== "fixed" || !over.childElementCount) return found;
    const other = over.getBoundingClientRect();
    if (other.width > innerWidth * 0.8) found.bottom = Math.min(found.bottom, other.top);
    else found.right = Math.min(found.right, other.left);
    return found;
  }

  // --- the small map in a corner: at rest in one where it lies over nothing that is read, and where each has something,
  // only while the drawing moves

  function smallMap(view) {
    const { stage, svg, w, h } = view;
    stage.querySelector(":scope > .small-map")?.remove();
    const small = stage.clientWidth < NARROW ? 0.7 : 1;
    const scale = Math.min(150 / w, 110 / h) * small;
    const [sx, sy] = [Math.max(scale, (THIN * small) / w), Math.max(scale, (THIN * small) / h)]; // what is long and thin is seen too
    const map = document.createElement("div");
    map.className = "small-map";
    map.setAttribute("aria-hidden", "true");
    map.hidden = true;
    map.dataset.at = CORNERS[0];
    const canvas = document.createElement("canvas");
    const dense = window.devicePixelRatio || 1;
    [canvas.width, canvas.height] = [w * sx * dense, h * sy * dense];
    [canvas.style.width, canvas.style.height] = [`${w * sx}px`, `${h * sy}px`];
    const window_ = document.createElement("div");
    map.append(canvas, window_);
    stage.append(map);
    let boxes = null; // once it is seen
    const drawn = () => {
      const found = view.boxes();
      const pen = canvas.getContext("2d");
      pen.scale(sx * dense, sy * dense);
      pen.translate(-view.left, -view.top);
      const shift = svg.querySelector("g.drawing")?.transform.baseVal.consolidate()?.matrix;
      if (shift) pen.translate(shift.e, shift.f);
      pen.lineWidth = 1 / scale;
      let before = "";
      for (const { at, fill, stroke } of found) {
        const small = at[3] * sy < 4; // it would be nothing but its edges
        const ink = `${small} ${fill} ${stroke}`;
        if (ink !== before) {
          pen.globalAlpha = small ? 0.35 : 1;
          pen.fillStyle = small ? stroke : fill;
          pen.strokeStyle = stroke;
          before = ink; // to take another takes longer than to draw
        }
        pen.fillRect(...at);
        if (!small) pen.strokeRect(...at);
      }
      return found;
    };
    const go = (event) => {
      const box = canvas.getBoundingClientRect();
      view.own = true;
      view.centre([(event.clientX - box.left) / sx, (event.clientY - box.top) / sy]);
      view.paint();
    };
    map.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      map.setPointerCapture(event.pointerId);
      go(event);
    });
    map.addEventListener("pointermove", (event) => map.hasPointerCapture(event.pointerId) && go(event));
    let moved = -Infinity; // when the drawing moved last
    let landing = null;
    let held = false; // what is under a hand stays there
    // the corners are those of what is seen of the stage, as far as the small map has room in that
    const stay = () => {
      const [outer, seen] = [stage.getBoundingClientRect(), visible(stage)];
      const most = outer.height - map.offsetHeight - 2 * MARGIN;
      const [over, under] = [seen.top - outer.top, outer.bottom - seen.bottom];
      map.style.setProperty("--over", `${Math.max(Math.min(over, most), 0)}px`);
      map.style.setProperty("--under", `${Math.max(Math.min(under, most), 0)}px`);
    };
    const land = () => {
      clearTimeout(landing);
      if (map.hidden || held || !map.isConnected) return;
      const wait = moved + LINGER - performance.now();
      if (wait > 0) return void (landing = setTimeout(land, wait));
      stay();
      const outer = stage.getBoundingClientRect();
      const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
      const within = (a, b) => a.left > b.left && a.right < b.right && a.top > b.top && a.bottom < b.bottom;
      const there = (parts) => parts.map((part) => part.getBoundingClientRect()).filter((box) => box.width && over(box, outer));
      const texts = there(view.texts());
      const edges = there([...svg.querySelectorAll(":is(.node, .frame) > rect")]);
      const boxAt = (corner) => {
        map.dataset.at = corner;
        return map.getBoundingClientRect();
      };
      const free = (corner) => {
        const box = boxAt(corner);
        return !texts.some((other) => over(box, other));
      };
      const clear = (corner) => {
        const { left, right, top, bottom } = boxAt(corner);
        const box = { left: left - MARGIN, right: right + MARGIN, top: top - MARGIN, bottom: bottom + MARGIN };
        return !texts.some((other) => over(box, other)) && edges.every((other) => !over(box, other) || within(box, other));
      };
      const before = map.dataset.at;
      const corners = [before, ...CORNERS];
      const found = corners.find(clear) ?? corners.find(free);
      map.dataset.at = found ?? before;
      map.toggleAttribute("data-away", !found);
    };
    map.addEventListener("pointerenter", () => (held = true));
    map.addEventListener("pointerleave", () => {
      held = false;
      land();
    });
    return {
      land,
      scrolled() {
        if (map.hidden) return;
        stay();
        clearTimeout(landing);
        landing = setTimeout(land, SETTLED);
      },
      look(moving = false) {
        const before = map.hidden;
        map.hidden = view.k <= view.fit * 1.01 || !(boxes ??= drawn()).length;
        if (map.hidden) return void (held = false);
        if (moving) {
          moved = performance.now();
          map.removeAttribute("data-away");
        }
        const { k, x, y } = view;
        const at = { left: -x / k, top: -y / k, width: stage.clientWidth / k, height: stage.clientHeight / k };
        const [left, top] = [Math.max(at.left, 0), Math.max(at.top, 0)];
        window_.style.left = `${left * sx}px`;
        window_.style.top = `${top * sy}px`;
        window_.style.width = `${(Math.min(at.left + at.width, w) - left) * sx}px`;
        window_.style.height = `${(Math.min(at.top + at.height, h) - top) * sy}px`;
        if (!moving) land();
        else if (before) stay(); // not in each frame: to ask for places lays all of it out
      },
    };
  }
  addEventListener("scroll", () => views.get(document.getElementById("stage"))?.small.scrolled(), { passive: true });

  // --- what the hand does

  const WHEEL = "flowviz-wheel";
  // what the browser keeps for next time; null forgets it
  const stored = (flowviz.stored = (name, value) => {
    try {
      if (value === null) localStorage.removeItem(name);
      else if (value !== undefined) localStorage.setItem(name, value);
      return localStorage.getItem(name);
    } catch {
      return null; // a browser may forbid it
    }
  });
  const wheelZooms = () => stored(WHEEL) !== "scroll";
  function tellWheel() {
    for (const button of document.querySelectorAll("[data-wheel]")) button.setAttribute("aria-pressed", String(wheelZooms()));
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-wheel]")) return;
    stored(WHEEL, wheelZooms() ? "scroll" : "zoom");
    tellWheel();
  });

  let wheeled = -Infinity; // when the wheel zoomed last
  document.addEventListener(
    "wheel",
    (event) => {
      const view = viewOf(event.target);
      if (!view || !(event.ctrlKey || wheelZooms())) return;
      const away = event.deltaY > 0;
      const ended = view.k <= view.fit * 1.001 && event.timeStamp - wheeled > ONE_TURN;
      if (!event.ctrlKey && away && ended) return; // nothing is left to zoom out of: the page scrolls
      wheeled = event.timeStamp;
      event.preventDefault();
      view.stop();
      const lines = event.deltaMode === 1 ? 16 : 1;
      view.zoom(Math.exp((-event.deltaY * lines) / (event.ctrlKey ? 200 : 500)), { x: event.clientX, y: event.clientY });
    },
    { passive: false },
  );

  const fingers = new Map();
  let drag = null;
  flowviz.dragged = () => Boolean(drag?.moved || fingers.moved);
  document.addEventListener("pointerdown", (event) => {
    const view = viewOf(event.target);
    drag = null;
    if (!fingers.size) fingers.moved = false;
    if (!view) return;
    view.stop();
    if (event.pointerType === "touch") fingers.set(event.pointerId, event);
    if (event.button === 0 && fingers.size < 2) {
      drag = { view, x: event.clientX, y: event.clientY, last: event, vx: 0, vy: 0, moved: false, down: true };
    }
  });
  document.addEventListener("pointermove", (event) => {
    if (fingers.has(event.pointerId) && fingers.size === 2) return pinch(event);
    fingers.has(event.pointerId) && fingers.set(event.pointerId, event);
    if (!drag?.down) return;
    if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 5) return;
    drag.moved = true;
    drag.view.stage.dataset.held = "";
    const [dx, dy] = [event.clientX - drag.last.clientX, event.clientY - drag.last.clientY];
    const dt = Math.max(event.timeStamp - drag.last.timeStamp, 1);
    [drag.vx, drag.vy] = [0.6 * drag.vx + (0.4 * dx) / dt, 0.6 * drag.vy + (0.4 * dy) / dt];
    drag.last = event;
    drag.view.move(dx, dy);
  });
  function pinch(event) {
    const before = [...fingers.values()];
    fingers.set(event.pointerId, event);
    const after = [...fingers.values()];
    const apart = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    const mid = ([a, b]) => ({ x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2 });
    const view = viewOf(event.target);
    if (!view || !apart(before)) return;
    fingers.moved = true;
    drag = null;
    const [from, to] = [mid(before), mid(after)];
    view.move(to.x - from.x, to.y - from.y);
    view.zoom(apart(after) / apart(before), to);
  }
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, (event) => {
      fingers.delete(event.pointerId);
      if (!drag?.down) return;
      drag.down = false;
      delete drag.view.stage.dataset.held;
      const rested = event.timeStamp - drag.last.timeStamp > 80;
      if (drag.moved) drag.view.glide(rested ? 0 : drag.vx, rested ? 0 : drag.vy);
    });
  }
  document.addEventListener("dblclick", (event) => {
    const view = viewOf(event.target);
    if (!view || event.target.closest(".small-map")) return;
    event.preventDefault();
    if (!event.shiftKey && view.enter?.(event.target)) return;
    view.zoom(event.shiftKey ? 0.5 : 2, { x: event.clientX, y: event.clientY });
  });

  // the stage itself, not a part of the drawing
  document.addEventListener("keydown", (event) => {
    const view = event.target.id === "stage" && views.get(event.target);
    if (!view || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] }[event.key];
    if (!by || view.k <= view.fit * 1.001) return;
    event.preventDefault();
    view.move(...by);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (button) flowviz.zoom(document.getElementById("stage"), button.dataset.zoom);
  });

  // about what has the focus, if it is seen
  flowviz.zoom = (stage, how, part) => {
    const view = views.get(stage);
    if (how === "full") return void (document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen?.());
    if (!view) return;
    if (how === "fit") return view.whole();
    const [box, seen] = [part?.getBoundingClientRect(), visible(stage)];
    const at = box && { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
    const inside = at && at.x > seen.left && at.x < seen.right && at.y > seen.top && at.y < seen.bottom;
    view.zoom({ in: 1.25, out: 0.8 }[how], inside ? at : null);
    view.settle();
  };

  // --- opening, and opening again

  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const view = views.get(target);
      const size = `${target.clientWidth} ${target.clientHeight}`;
      if (!target.isConnected || !view?.svg.isConnected || view.size === size) continue; // it is told once when nothing has changed yet
      view.size = size;
      view.measure?.();
      if (view.own) view.clamp(60), view.settle();
      else if (view.subject?.isConnected || !view.subject) view.first(view.subject);
    }
  });

  // puts an SVG that is on the stage into a view, which starts from where the drawing before it was left
  flowviz.open = (stage, svg, subject, data) => {
    const before = rested;
    const view = data ? flowviz.levels(View, stage, svg, data) : new View(stage, svg);
    views.set(stage, view);
    resized.observe(stage);
    tellWheel();
    if (data) return view.first();
    const name = svg.dataset.drawing;
    view.first(subject);
    if (!before) return;
    const anchor = subject?.dataset.id && before.at.get(subject.dataset.id);
    if (before.name === name && before.own) {
      view.k = before.k;
      view.own = true;
      view.centre([before.centre[0] * view.w, before.centre[1] * view.h]);
      view.settle();
    } else if (anchor && before.kind === kindOf(svg)) {
      stay(view, subject, before, anchor);
    }
  };

  const kindOf = (svg) => svg.dataset.drawing.split("-")[0];
  const FEW = 400;

  // where a drawing and its things are seen on the stage, and with that what the next drawing starts from
  function seen(view) {
    const { k, x, y, w, h, own, svg, stage } = view;
    const cards = [...svg.querySelectorAll("g.node")];
    const box = stage.getBoundingClientRect();
    const at = new Map();
    for (const card of cards.length > FEW ? [] : cards) {
      const { left, top } = card.getBoundingClientRect();
      at.set(card.dataset.id, { left: left - box.left, top: top - box.top });
    }
    const centre = [(stage.clientWidth / 2 - x) / k / w, (stage.clientHeight / 2 - y) / k / h];
    return { name: svg.dataset.drawing, kind: kindOf(svg), own, k, centre, at };
  }

  // what a drawing is of stays where it was, at the size that it had; what was there glides, what is new fades in
  function stay(view, subject, before, anchor) {
    view.k = Math.max(Math.min(before.k, 1), Math.min(view.fit, 1), LEAST);
    if (view.k <= view.fit) return glideIn(view, before); // the whole of it is seen as it is
    view.settle();
    const [now, box] = [subject.getBoundingClientRect(), view.stage.getBoundingClientRect()];
    [view.x, view.y] = [view.x + anchor.left - now.left + box.left, view.y + anchor.top - now.top + box.top];
    view.clamp(60);
    view.settle();
    glideIn(view, before);
  }

  function glideIn(view, before) {
    if (still.matches) return;
    const timing = { duration: 320, easing: "cubic-bezier(.2,.7,.2,1)" };
    const cards = [...view.svg.querySelectorAll("g.node")];
    if (cards.length > FEW) return;
    cards.forEach((card) => {
      const [old, now] = [before, rested].map(({ at }) => at.get(card.dataset.id));
      if (!old) return void card.animate([{ opacity: 0 }, { opacity: 1 }], { ...timing, duration: 480 });
      const [dx, dy] = [(old.left - now.left) / view.k, (old.top - now.top) / view.k];
      if (Math.hypot(dx, dy) > 1) card.animate([{ transform: `translate(${dx}px,${dy}px)` }, { transform: "none" }], timing);
    });
    for (const edge of view.svg.querySelectorAll("g.edge, g.edge-label")) edge.animate([{ opacity: 0 }, { opacity: 0 }, { opacity: 1 }], { ...timing, duration: 480 });
  }

  flowviz.show = (part) => viewOf(part)?.show(part);
  flowviz.viewOf = viewOf;

  document.addEventListener("fullscreenchange", () => {
    const view = views.get(document.getElementById("stage"));
    if (view?.go) view.first();
    else view?.whole();
  });
})();

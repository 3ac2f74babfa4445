// The map: levels inside each other, on the stage of canvas.js. What is in a frame is fetched when it is seen large enough.
// Frames and what is in them come as text, and are made when they come near the stage: only what is near it stands in the
// document, at the size that it is seen in; names are broken for that size, and lines, numbers and signs keep theirs.
// Where one is stands in the address, above the stage and on the small map.
(() => {
  const flowviz = (window.flowviz = window.flowviz || {});
  const SVG = "http://www.w3.org/2000/svg";
  const RESOURCES = 0.25; // px of the screen for one of the map: from here on the resources of a frame show,
  const FAINT = 0.06; // and from farther away than this lines are thin
  const SIGNS = 0.4; // the signs of what they exchange,
  const INNER = 0.45; // inner things that stand in a frame by themselves,
  const NEAR = 0.7; // and what is in the resources
  const [SIGN, END] = [47, 24]; // px from one sign to the next, and from the last to the side of its box
  const MOST = 2; // as near as one can go, for names are no larger then,
  const LARGE = 1.5; // and a map that all fits
  const EDGE = 14; // px left and right of all of the map: a number on an outer line stands out of it
  const AT_ONCE = 4; // requests
  const AGAIN = 5000; // ms until what did not come is asked for anew
  const KEPT = 300; // frames with what is in them
  const FAR_SIZES = [32, 28, 24, 21, 18, 16, 15, 14, 13, 12, 11];
  const NEAR_SIZES = [15, 14, 13, 12, 11, 10.5];
  const [LINE, TIGHT] = [1.3, 1.15]; // from line to line of a name, the latter where it would be cut
  const REST = 450; // ms without a movement until the address follows
  const MANY = 60; // frames: with more of them, not every name need be read at first,
  const ASKED = 250; // and of more than so many not each is asked whether it can
  const NARROW = 640; // px: a stage that is narrower shows the width of the map first
  const NAMED = 300; // px: a name is hardly wider
  const STUB = 5; // letters: with fewer of them on its only line, a name tells nothing
  const LABEL = 110; // px: half of the widest name that stands over others
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const FIELDS = ["id", "parent", "level", "name", "text", "x", "y", "w", "h", "head", "foot", "deeper", "lang", "signed"];
  const placeOf = (row) => Object.fromEntries(FIELDS.map((name, i) => [name, row[i]]));
  const made = (tag, attributes) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const number = (element, name) => Number(element.getAttribute(name));

  flowviz.levels = (View, stage, svg, data) => new (mapOf(View))(stage, svg, data);

  let MapView = null;
  const mapOf = (View) =>
    (MapView ??= class extends View {
      constructor(stage, svg, data) {
        const ground = svg.querySelector("g.drawing");
        const shift = ground.transform.baseVal.consolidate().matrix;
        const size = [data.w * data.scale, data.h * data.scale];
        svg.setAttribute("viewBox", `${shift.e} ${shift.f} ${size.join(" ")}`);
        super(stage, svg);
        Object.assign(this, { data, ground, unit: data.scale, place: "", said: "" });
        this.root = { id: "", level: 0, name: data.name, text: data.text, x: 0, y: 0, w: data.w, h: data.h, deeper: 1 };
        this.places = new Map(data.places.map((row) => [row[0], placeOf(row)]));
        this.cells = new Map();
        this.asked = new Map(); // address -> its AbortController
        apart(svg);
        const tags = [...ground.querySelectorAll(":scope > .marking")];
        this.measure();
        [...this.places.values()].forEach((place, i) => this.cells.set(place.id, { place, text: data.frames[i], level: 1, layers: {} }));
        this.lines = made("g", { class: "lines" });
        this.lines.append(...ground.querySelectorAll(":scope > :is(.edge, .edge-label)"));
        this.ends = made("g", { class: "unfolded" });
        this.labels = made("g", { class: "labels", "aria-hidden": "true" });
        ground.append(this.lines, this.ends, this.labels, ...tags); // nothing lies over the tags of a layer
        this.tags = tags.flatMap((group) => [...group.children]);
        this.tags.forEach(cornerOf);
        for (const sign of this.lines.querySelectorAll(".cross, .edge > .marking")) signOf(sign);
        for (const path of this.lines.querySelectorAll(".edge > path:not(.cross)")) {
          path.setAttribute("d", path.getAttribute("d").replace(/(?!^)M/g, "L")); // its number stands on it, however near one is
        }
        this.lines.querySelectorAll("polygon.head").forEach(tipOf);
        this.lines.querySelectorAll(".edge-label").forEach(middleOf);
      }

      // makes the elements of frames that have none yet
      make(cells) {
        const all = made("g", {});
        all.innerHTML = cells.map((one) => one.text).join("");
        [...all.children].forEach((frame, i) => {
          const { place } = cells[i];
          const rect = frame.querySelector("rect");
          for (const [name, value] of [["x", place.x], ["y", place.y], ["width", place.w], ["height", place.h]]) {
            rect.setAttribute(name, value * this.unit);
          }
          const sign = made("g", { class: "sign" });
          sign.append(...[...frame.children].filter((part) => !part.matches("title, rect, .marking")));
          if (place.signed) frame.append(sign);
          const cell = made("g", { class: "cell" });
          cell.append(frame);
          Object.assign(cells[i], { cell, frame, sign: place.signed ? sign : null });
        });
      }

      // all frames as the small map shows them
      boxes() {
        return [...this.cells.values()].map(({ place, text }) => {
          const [fill, stroke] = /fill="(.*?)" stroke="(.*?)"/.exec(text).slice(1);
          return { at: [place.x, place.y, place.w, place.h].map((measure) => measure * this.unit), fill, stroke };
        });
      }

      // the stage is measured when it may have changed, not while what is on it is: to ask for its size lays all of it out
      measure() {
        this.room = [this.stage.clientWidth, this.stage.clientHeight];
      }

      get fit() {
        return Math.min(this.across, this.room[1] / this.h, LARGE / this.unit);
      }

      // the scale at which its whole width is seen
      get across() {
        return (this.room[0] - 2 * EDGE) / this.w;
      }

      // the scale of the first view: all of it, or where names of frames would be missing, as near as they need; of few
      // frames no nearer than the whole width, which is what a phone shows if any is cut; of many as near as most need
      get reading() {
        const { fit, room } = this;
        if (this.read?.fit === fit) return this.read.k;
        let frames = [...this.cells.values()];
        const few = frames.length <= MANY;
        const across = Math.max(this.across, fit);
        frames = frames.filter((_, i) => i % Math.ceil(frames.length / ASKED) === 0); // of very many, some stand for all
        const [mostNone, mostCut] = few ? [0, room[0] > NARROW ? Infinity : 0] : [frames.length / 50, frames.length / 3];
        const enough = (k) => {
          if (few && k >= across) return true;
          const [none, cut, whole] = [[], [], []];
          for (const [i, one] of frames.entries()) {
            const said = this.told(one, k * this.unit);
            (said ? (said.cut ? cut : whole) : none).push(one);
            if (none.length <= mostNone && cut.length <= mostCut) continue;
            frames = [...none, ...cut, ...frames.slice(i + 1), ...whole]; // what had no room soon tells whether it has some nearer
            return false;
          }
          return true;
        };
        const nearer = (k) => (k < across && (k * 1.1 > across || (few && room[0] <= NARROW)) ? across : k * 1.1);
        let k = fit;
        while (!enough(k) && k < this.most) k = nearer(k);
        this.read = { fit, k };
        return k;
      }

      // the name of a frame as it is told from afar
      told(one, near) {
        if (one.told?.near === near) return one.told.said;
        const { name, w, h, signed } = one.place;
        const pad = Math.min(12, (w * near) / 12);
        const { said } = this.fitted(name, signed, w * near - 2 * pad, h * near, { sizes: FAR_SIZES.slice(-1), held: false, bold: true, most: 6 });
        one.told = { near, said };
        return said;
      }

      get least() {
        return this.fit;
      }

      get most() {
        return Math.max(MOST / this.unit, this.fit);
      }

      get near() {
        return this.k * this.unit; // px of the screen for one of the map
      }

      // --- to and fro

      first() {
        this.measure();
        const asked = new URLSearchParams(location.search);
        this.open(asked.get("place") ?? "", { jump: true });
        this.choose((this.chosen = asked.get("node") ?? ""));
      }

      // "id", or "id@zoom,x,y": how large it is for what fits, in per cent, and what of it is in the middle
      async open(text, { jump = false } = {}) {
        this.said = text;
        const [, id, how] = /^(.*?)(?:@([\d,.-]+))?$/.exec(text);
        const place = id ? await this.known(id) : this.root;
        if (this.said !== text || !this.svg.isConnected) return;
        if (!place) return this.open("", { jump });
        const to = this.fitting(place);
        if (how) {
          const [zoom, x, y] = how.split(",").map(Number);
          to.k *= zoom / 100;
          to.centre = [place.x + (place.w * x) / 100, place.y + (place.h * y) / 100];
        }
        this.at(place);
        this.travel(to, jump);
      }

      // a place by its id; what the page has not seen yet, the server knows
      async known(id) {
        if (!this.places.has(id)) {
          const found = await this.ask("found", { of: id });
          for (const row of found?.path ?? []) if (!this.places.has(row[0])) this.places.set(row[0], placeOf(row));
          const last = found?.path.at(-1);
          if (last && last[0] !== id) return this.places.get(last[0]); // it has no place of its own
        }
        return this.places.get(id);
      }

      // where a place is seen whole, or as large as what it holds can be read
      fitting(place) {
        const [W, H] = this.room;
        if (place === this.root) return this.from(this.reading);
        const least = { 1: RESOURCES * 1.1, 2: NEAR * 1.02 }[place.level] ?? 0.9;
        const whole = Math.min((W - 32) / place.w, (H - 32) / place.h);
        const near = Math.min(Math.max(whole, place.deeper === 3 && place.level === 1 ? INNER * 1.1 : least), place.deeper ? 1.6 : 1.2);
        const middle = (from, size, room) => from + (size * near > room - 32 ? (room / 2 - 16) / near : size / 2);
        return { k: near / this.unit, centre: [middle(place.x, place.w, W), middle(place.y, place.h, H)] };
      }

      // the map at a scale: all of it, or what is in the middle across, or at the top
      from(k) {
        const [{ w, h }, near] = [this.root, k * this.unit];
        return { k, centre: [w / 2, Math.min(this.room[1] / near, h) / 2] };
      }

      travel({ k, centre: [x, y] }, jump) {
        this.stop();
        this.own = false;
        this.under = true;
        const [W, H] = this.room;
        const to = (scale) => [W / 2 - x * this.unit * scale, H / 2 - y * this.unit * scale];
        const ended = () => {
          this.under = false;
          this.k = k;
          this.own = false; // as it was asked for, not as a hand left it
          [this.x, this.y] = to(k);
          this.clamp(60);
          this.settle();
        };
        if (jump || still.matches) return ended();
        const [start, from] = [performance.now(), { k: this.k, x: (W / 2 - this.x) / this.k, y: (H / 2 - this.y) / this.k }];
        const goal = [x * this.unit, y * this.unit];
        const frame = (now) => {
          const t = Math.min((now - start) / 420, 1);
          const eased = t < 0.5 ? 2 * t * t : 1 - 2 * (1 - t) ** 2;
          this.k = from.k * (k / from.k) ** eased;
          // what grows is gone to as fast as it grows, so that it does not leave the stage on the way
          const share = Math.abs(k / from.k - 1) < 0.01 ? eased : (1 / from.k - 1 / this.k) / (1 / from.k - 1 / k);
          const middle = [from.x + (goal[0] - from.x) * share, from.y + (goal[1] - from.y) * share];
          [this.x, this.y] = [W / 2 - middle[0] * this.k, H / 2 - middle[1] * this.k];
          if (t >= 1 || !this.svg.isConnected) return ended();
          this.paint();
          this.flight = requestAnimationFrame(frame);
        };
        this.flight = requestAnimationFrame(frame);
      }

      stop() {
        super.stop();
        this.under = false;
      }

      // what is chosen on the way is seen at its end
      show(part) {
        if (this.under) this.due = part.dataset.id ?? "";
        else super.show(part);
      }

      // into a place, as a step that one can take back
      go(id) {
        this.said = id;
        flowviz.go(flowviz.but({ place: id }));
        this.open(id);
        const place = this.places.get(id) ?? this.root;
        flowviz.announce?.(place.text);
      }

      enter(target) {
        const id = target.closest?.("g.node, g.frame[data-id]")?.dataset.id;
        if (!this.places.has(id) || this.place === id) return false;
        this.go(id);
        return true;
      }

      out() {
        const place = this.places.get(this.place);
        if (!place) return false;
        this.go(place.parent);
        const part = this.partOf(place.id);
        if (part && document.activeElement?.closest("#stage svg")) flowviz.focusOn(this.stage, part);
        return true;
      }

      // a key that the map has a meaning for of its own
      press(key, part) {
        if (key === "Enter") return Boolean(part && this.enter(part));
        return (key === "Escape" || key === "Backspace") && this.out();
      }

      // all of it, however small its names are
      whole() {
        const share = (this.fit / this.reading) * 100;
        this.go(share > 99 ? "" : `@${share.toFixed(1)},50,50`);
      }

      partOf(id) {
        return [...this.ground.querySelectorAll(`:is(.node, .frame)[data-id="${CSS.escape(id)}"]`)].at(-1);
      }

      // the part that an arrow leads to where no feed does: the nearest that way
      beside(part, parts, key) {
        if (!part.matches(".node, .frame")) return undefined;
        const [down, back] = { ArrowLeft: [0, 1], ArrowRight: [0, 0], ArrowUp: [1, 1], ArrowDown: [1, 0] }[key];
        const sides = ({ x, y, w, h }) => [[x, x + w], [y, y + h]];
        const own = this.places.get(part.dataset.id);
        if (!own) return undefined;
        const from = sides(own);
        let best;
        for (const other of parts) {
          const place = this.places.get(other.dataset.id);
          if (place === own || place?.parent !== own.parent) continue;
          const to = sides(place);
          const ahead = back ? from[down][0] - to[down][1] : to[down][0] - from[down][1];
          const shared = Math.min(from[1 - down][1], to[1 - down][1]) - Math.max(from[1 - down][0], to[1 - down][0]);
          const far = ahead - (shared < 0 ? 3 : 0.001) * shared; // rather what has more in front of it
          if (ahead > -1 && (!best || far < best.far)) best = { other, far };
        }
        return best?.other;
      }

      // --- what moves

      paint() {
        clearTimeout(this.timer);
        this.tip(null);
        const f = this.k / this.base;
        if (f > 2 || f < 0.5) return this.settle();
        const [W, H] = this.room;
        const [left, top] = [this.x - f * (this.bx + W / 2), this.y - f * (this.by + H / 2)];
        const bare = left > 0 || top > 0 || left + 2 * W * f < W || top + 2 * H * f < H;
        if (bare && performance.now() - this.settled > 100) return this.settle();
        this.wrap.style.transform = `translate(${left}px,${top}px) scale(${f})`;
        this.small.look(true);
        this.timer = setTimeout(() => this.settle(), 140);
      }

      settle() {
        clearTimeout(this.timer);
        const [W, H] = this.room;
        [this.base, this.bx, this.by, this.settled] = [this.k, this.x, this.y, performance.now()];
        const { k, svg } = this;
        const box = [this.left + (-this.x - W / 2) / k, this.top + (-this.y - H / 2) / k, (2 * W) / k, (2 * H) / k];
        svg.setAttribute("viewBox", box.join(" "));
        svg.setAttribute("width", 2 * W);
        svg.setAttribute("height", 2 * H);
        svg.dataset.k = this.near.toFixed(4);
        this.wrap.style.transform = `translate(${-W / 2}px,${-H / 2}px)`;
        this.sift();
        this.rest();
      }

      rest() {
        this.stage.style.touchAction = "none";
        this.small.look();
        clearTimeout(this.telling);
        this.telling = setTimeout(() => this.tell(), REST);
      }

      // --- what is there

      seen({ x, y, w, h }, beyond = 0) {
        const [W, H] = this.room;
        const [left, top] = [x * this.near + this.x, y * this.near + this.y];
        return left < W * (1 + beyond) && left + w * this.near > -W * beyond && top < H * (1 + beyond) && top + h * this.near > -H * beyond;
      }

      wanted({ deeper, level }) {
        if (level !== 1 || !deeper) return 1;
        return this.near < (deeper === 3 ? INNER : RESOURCES) ? 1 : deeper === 3 || this.near >= NEAR ? 3 : 2;
      }

      sift() {
        this.ground.classList.toggle("unsigned", this.near < SIGNS);
        this.ground.classList.toggle("faint", this.near < FAINT);
        let changed = false;
        const needed = new Set();
        const cells = [...this.cells.values()];
        const near = new Set(cells.filter((one) => this.seen(one.place, 0.5) || one.cell?.contains(document.activeElement)));
        this.make([...near].filter((one) => !one.cell));
        if (this.stand(cells, (one) => one.cell, near, this.ground)) changed = true;
        for (const one of near) {
          const level = this.wanted(one.place);
          if (level > 1 && !one.layers[level] && this.seen(one.place)) needed.add(this.fetch(one, level));
          if (this.layer(one, level)) changed = true;
          if (this.inside(one)) changed = true;
          if (one.dressed !== this.k) this.dress(one);
          else this.moved(one);
        }
        for (const [address, asked] of this.asked) if (!needed.has(address) && asked.part) asked.abort();
        this.keepSizes();
        this.label(near, changed);
        if (this.unfold()) changed = true;
        if (changed) flowviz.changed(this.stage);
        if (this.due && !this.under) this.showChosen();
      }

      // puts the elements of those of all that are near into their parent, in the order of all, and takes the others out;
      // whether any came or went
      stand(all, elementOf, near, parent) {
        let changed = false;
        let after = null;
        for (const one of all) {
          const [element, there] = [elementOf(one), near.has(one)];
          if (there !== (element?.parentNode === parent)) {
            changed = true;
            if (there) after ? after.after(element) : parent.prepend(element);
            else element.remove();
          }
          if (there) after = element;
        }
        return changed;
      }

      // what is in a frame and near the stage; of what is chosen it is looked at where it is
      inside(one) {
        const shown = one.layers[one.level];
        if (!shown) return false;
        const due = this.places.get(this.due);
        const near = shown.pieces.filter(
          ({ place, piece }) => this.seen(place, 0.5) || piece?.contains(document.activeElement) || place === due || place.id === due?.parent,
        );
        for (const each of near) if (!each.piece) this.piece(each);
        if (!this.stand(shown.pieces, ({ piece }) => piece, new Set(near), shown.layer)) return false;
        shown.near = near;
        shown.tags.replaceChildren(...near.flatMap((each) => each.tags));
        return true;
      }

      // makes the elements of a place in a frame and of what is in it
      piece(each) {
        const piece = (each.piece = made("g", { class: "piece" }));
        piece.innerHTML = each.text;
        each.parts = [...piece.querySelectorAll(":scope > :is(.frame, .node)")];
        each.dots = [...piece.querySelectorAll(":scope > .dot")];
        rowsOf(each.dots);
        each.tags = [...piece.querySelectorAll(":scope > .marking > .tag")];
        each.tags.forEach(cornerOf);
      }

      // what is chosen is seen, beside the details or above them, as soon as it is there
      showChosen() {
        const part = this.partOf(this.due);
        if (part || !this.asked.size) this.due = "";
        if (part) this.show(part);
      }

      // puts what shows of a frame at a level into it: as deep as it is there already
      layer(one, wanted) {
        const level = [wanted, ...(wanted === 3 ? [2] : [])].find((each) => each === 1 || one.layers[each]) ?? 1;
        if (level === one.level) return false;
        const [old, now] = [one.layers[one.level]?.layer, one.layers[level]?.layer];
        const focused = old?.contains(document.activeElement) && document.activeElement.closest("[data-id]")?.dataset.id;
        old?.remove();
        if (now) one.cell.append(now);
        one.level = level;
        one.dressed = null;
        if (focused) requestAnimationFrame(() => flowviz.focusOn(this.stage, this.partOf(focused) ?? one.frame));
        return true;
      }

      address(asked, fields) {
        const query = new URLSearchParams(this.stage.dataset.src.split("?")[1]);
        for (const [name, value] of Object.entries(fields)) query.set(name, value);
        query.set("theme", document.documentElement.dataset.theme || "light");
        query.set("room", this.data.room);
        return `map/${asked}.json?${query}`;
      }

      async ask(asked, fields, signal) {
        try {
          const answer = await fetch(this.address(asked, fields), { signal });
          return answer.ok ? await answer.json() : null;
        } catch {
          return null; // left, or not there: what is around it still shows
        }
      }

      // what is in a frame, when it is its turn
      fetch(one, level) {
        const key = `${one.place.id} ${level}`;
        if (this.asked.has(key) || performance.now() - one.failed < AGAIN) return key;
        const stop = new AbortController();
        const asked = { abort: () => stop.abort(), part: true };
        this.asked.set(key, asked);
        const free = () => [...this.asked.values()].filter((each) => each.running).length < AT_ONCE;
        const run = async () => {
          if (stop.signal.aborted) return this.asked.delete(key);
          if (!free()) return void setTimeout(run, 30);
          asked.running = true;
          const found = await this.ask("inside", { of: one.place.id, level }, stop.signal);
          this.asked.delete(key);
          if (!found) return void (stop.signal.aborted || (one.failed = performance.now()));
          this.fill(one, level, found);
          if (this.svg.isConnected) requestAnimationFrame(() => (this.sift(), this.small.land()));
        };
        run();
        return key;
      }

      fill(one, level, { parts, scale, places }) {
        for (const row of places) this.places.set(row[0], placeOf(row));
        const full = [...this.cells.values()].filter((each) => each.layers[2] || each.layers[3]);
        for (const each of full.length > KEPT ? full : []) {
          if (each.cell?.isConnected) continue;
          each.layers[each.level]?.layer.remove();
          Object.assign(each, { layers: {}, level: 1, dressed: null });
        }
        const within = [...places].filter(([, parent]) => parent === one.place.id).map(([id]) => this.places.get(id));
        const pieces = parts.map((text, i) => ({ place: within[i], text }));
        const layer = made("g", { class: "layer", transform: `scale(${this.unit / scale})` });
        const tags = made("g", { class: "marking", "aria-hidden": "true", "pointer-events": "none" });
        layer.append(tags); // nothing lies over them
        one.layers[level] = { layer, scale: this.unit / scale, pieces, near: [], tags };
      }

      // --- names, in the room that they have on the screen

      dress(one) {
        one.dressed = this.k;
        this.nameFrame(one);
        for (const each of one.layers[one.level]?.near ?? []) this.dressPiece(one, each);
      }

      dressPiece(one, each) {
        each.dressed = this.k;
        for (const part of each.parts) this.namePart(one, part);
        const s = this.k * one.layers[one.level].scale;
        for (const dot of each.dots) {
          const { x, w } = this.places.get(dot.dataset.owner);
          const right = ((x + w) * this.near) / s - dot.first; // from the first of its row to the side of its box
          rescale(dot, Math.min(Math.max(s, 1), 1.5) / s, dot.order * Math.max(0, Math.min(SIGN / s, (right - END / s) / dot.last) - dot.gap));
        }
        for (const tag of each.tags) rescale(tag, Math.min(1, 0.4 + s / 2) / s);
      }

      // whether a place begins left of the stage or above it, and enough of it is seen for a name
      cut({ x, y, w, h }) {
        const [left, top] = [x * this.near + this.x, y * this.near + this.y];
        return left + w * this.near > 60 && top + h * this.near > 18 && (left < 0 || top < 0);
      }

      // how far into a place its name begins, so that it stays in sight as long as the place does
      beyond(place, held) {
        if (!this.cut(place)) return [0, 0];
        const [left, top] = [-place.x * this.near - this.x, -place.y * this.near - this.y].map((out) => Math.max(0, out));
        return [left, held && !this.bare(place, left, top) ? 0 : top];
      }

      // whether nothing in a place would stand under its name, so far into it
      bare(place, left, top) {
        const [x, y] = [place.x + left / this.near, place.y + top / this.near];
        const [right, bottom] = [Math.min(x + NAMED / this.near, place.x + place.w), y + place.head];
        for (const one of this.places.values()) {
          if (one.parent === place.id && one.x < right && one.x + one.w > x && one.y < bottom && one.y + one.h > y) return false;
        }
        return bottom <= place.y + place.h;
      }

      // names where they are seen after a movement
      moved(one) {
        if (one.shifted || this.cut(one.place)) this.nameFrame(one);
        for (const each of one.layers[one.level]?.near ?? []) {
          if (each.dressed !== this.k) this.dressPiece(one, each);
          else for (const part of each.parts) if (part.shifted || this.cut(this.places.get(part.dataset.id))) this.namePart(one, part);
        }
      }

      namePart(one, part) {
        const place = this.places.get(part.dataset.id);
        const held = place.level === 2 && place.deeper > 0 && place.deeper <= one.level;
        part.shifted = this.cut(place);
        this.name(part, place, this.k * one.layers[one.level].scale, { held, signs: this.near >= SIGNS, beyond: this.beyond(place, held) });
      }

      nameFrame(one) {
        const { place } = one;
        one.shifted = this.cut(place);
        const held = one.level > 1;
        this.name(one.frame, place, this.k, { held, far: true, sign: one.sign, beyond: this.beyond(place, held) });
      }

      // a name beside the sign of its scope, or below it where that is better, and the place of both
      fitted(name, sign, room, high, { sizes, held, bold, most }) {
        let best;
        for (const line of [LINE, TIGHT]) {
          for (const how of sign ? [undefined, true, false] : [undefined]) {
            const beside = besides(sign, room, high, held ? 0.85 : 0.6, held, how);
            const edge = line === TIGHT ? 1 : edgeOf(high, held);
            const said = broken(name, beside.room, beside.high - edge, sizes, bold, most, line);
            const whole = said && !said.cut;
            if (!best || whole || (said && !best.said)) best = { ...beside, said, line };
            if (whole) return best;
          }
        }
        return best;
      }

      name(part, place, s, { held = false, far = false, sign = null, signs = false, beyond = [0, 0] }) {
        const rect = part.querySelector(":scope > rect");
        part.box ??= { x: number(rect, "x"), y: number(rect, "y"), w: number(rect, "width"), h: number(rect, "height"), r: number(rect, "rx") };
        const { r } = part.box;
        let { x, y, w, h } = part.box;
        rect.setAttribute("rx", Math.min(r / s, (h * s < 40 ? 0.2 : 0.5) * h));
        [x, y, w, h] = [x + beyond[0] / s, y + beyond[1] / s, w - beyond[0] / s, h - beyond[1] / s];
        const texts = part.querySelectorAll(":scope > text");
        if (!part.ink) part.ink = { fill: texts[0]?.getAttribute("fill"), bold: part.matches(".frame") || texts[0]?.getAttribute("font-weight") };
        texts.forEach((text) => text.remove());
        const pad = Math.min(part.matches(".node") ? 8 : 12, (w * s) / 12);
        let [high, left] = [h * s, x + pad / s];
        if (held) high = place.head * this.near;
        else if (signs) high -= place.foot * this.near;
        const largest = held ? 21 : place.level === 3 ? 13 : Infinity;
        const sizes = (far ? FAR_SIZES : NEAR_SIZES).filter((size) => size <= largest);
        const { said, size, shown, down, aside, line } = this.fitted(place.name, sign, w * s - 2 * pad, high, { sizes, held, bold: part.ink.bold, most: held ? 2 : far ? 6 : 4 });
        if (sign) {
          sign.style.display = shown ? "" : "none";
          sign.middle ??= middleOfBox(sign);
          const drawn = size / Math.max(22, sign.middle[2]); // of the size that it has in print
          const letter = sign.querySelector("text");
          if (letter) letter.style.display = drawn < 10 / 11 ? "none" : ""; // its shape and colour tell it too
          const scale = drawn / s;
          sign.setAttribute("transform", `translate(${left + size / 2 / s} ${y + (Math.min(pad * 0.7, high / 8) + size / 2) / s}) scale(${scale}) translate(${-sign.middle[0]} ${-sign.middle[1]})`);
          left += aside / s;
        }
        part.named = Boolean(said) && !said.cut;
        if (!said) return;
        const { lines, size: letters } = said;
        const taken = lines.length * letters * line;
        const count = far && !held && high - down - taken > 18 && countOf(place);
        const counted = count && count.length * 6.4 <= w * s - 2 * pad - aside;
        const all = taken + (counted ? 15 : 0);
        const middle = (high - down - all) / 2;
        const top = down + (part.matches(".node") ? middle : Math.min(pad * 0.7, middle));
        const put = (text, at, font, bold, muted) => {
          const element = made("text", { x: left, y: y + (top + at) / s, "font-size": font / s });
          if (bold) element.setAttribute("font-weight", 700);
          if (part.ink.fill) element.setAttribute("fill", part.ink.fill);
          if (muted) element.classList.add("muted");
          if (place.lang) element.setAttribute("lang", place.lang);
          element.setAttribute("aria-hidden", "true");
          element.textContent = text;
          part.append(element);
        };
        lines.forEach((text, i) => put(text, letters * (line * i + 0.37 + line / 2), letters, part.ink.bold));
        if (counted) put(count, taken + 11, 11, false, true);
      }

      // names of frames that are too small for them stand over their neighbours, the largest first, as those of towns do:
      // as many as can be read
      label(cells, changed) {
        if (this.labelled === this.k && !changed) return;
        this.labelled = this.k;
        this.labels.replaceChildren();
        const { k, near } = this;
        const taken = [];
        const nameless = [];
        if (near >= RESOURCES) return;
        for (const one of cells) {
          const { place } = one;
          if (!this.told(one, near)) nameless.push(place);
          else taken.push([place.x * near, place.y * near, (place.x + place.w) * near, (place.y + place.h) * near]);
        }
        nameless.sort((a, b) => b.w * b.h - a.w * a.h);
        for (const place of nameless) {
          const name = place.name.replaceAll("\u00ad", "");
          const half = wide(name, 11, true) / 2 + 4;
          const x = Math.min(Math.max((place.x + place.w / 2) * near, half), this.root.w * near - half);
          const y = (place.y + place.h / 2) * near;
          const box = [x - half, y - 8, x + half, y + 8];
          if (half > LABEL || taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
          taken.push(box);
          const text = made("text", { x: (x * this.unit) / near, y: ((y + 4) * this.unit) / near, "font-size": 11 / k, "stroke-width": 3 / k });
          if (place.lang) text.setAttribute("lang", place.lang);
          text.textContent = name;
          this.labels.append(text);
        }
      }

      // the name of what is pointed at or has the focus, where it is not seen whole
      tip(part) {
        this.hint?.remove();
        const place = part?.named === false ? this.places.get(part.dataset.id) : null;
        if (!place) return;
        this.hint = document.createElement("div");
        this.hint.className = "hint";
        this.hint.setAttribute("aria-hidden", "true");
        if (place.lang) this.hint.lang = place.lang;
        this.hint.textContent = [place.name.replaceAll("\u00ad", ""), countOf(place)].filter(Boolean).join(", ");
        this.stage.append(this.hint);
        const [box, outer] = [part.getBoundingClientRect(), this.stage.getBoundingClientRect()];
        const into = (at, size, room) => Math.max(4, Math.min(at, room - size - 4));
        const above = box.top - outer.top - this.hint.offsetHeight - 4;
        const top = above < 4 ? box.bottom - outer.top + 4 : above;
        this.hint.style.left = `${into(box.left - outer.left, this.hint.offsetWidth, this.room[0])}px`;
        this.hint.style.top = `${into(top, this.hint.offsetHeight, this.room[1])}px`;
      }

      // lines, their heads and their numbers are as large however near one is
      keepSizes() {
        if (this.kept === this.k) return;
        this.kept = this.k;
        const parts = this.lines.querySelectorAll("polygon.head, .edge-label, .cross, .edge > .marking");
        for (const part of [...parts, ...this.tags]) rescale(part, 1 / this.k);
      }

      // --- feeds of what is chosen, from it to what of their other ends shows

      async choose(node) {
        const [id, other] = (node ?? "").split("~");
        if (id && !other) this.due = id;
        const place = this.places.get(id);
        this.fan = null;
        if (id && place?.level !== 1) {
          const found = await this.ask("found", { of: id });
          if (this.chosen !== node) return; // another was chosen in the meantime
          if (found?.ends.length) this.fan = { ...found, from: placeOf(found.path.at(-1)) };
        }
        this.unfold();
        this.small.land();
        flowviz.changed(this.stage);
      }

      shown(place) {
        const cell = this.cells.get(this.frameOf(place)?.id);
        return Boolean(cell?.cell?.isConnected) && cell.level >= place.level;
      }

      frameOf(place) {
        let found = place;
        while (found && found.level > 1) found = this.places.get(found.parent);
        return found;
      }

      // whether there are other lines now
      unfold() {
        const before = this.ends.childElementCount;
        this.ends.replaceChildren();
        if (!this.fan) return before > 0;
        const { from, ends } = this.fan;
        const start = this.shown(from) ? from : this.frameOf(from);
        if (!start || (start !== from && !this.places.has(from.id))) return before > 0;
        const bundles = new Map();
        for (const end of ends) {
          let to = placeOf(end.to);
          const frame = placeOf(end.frame);
          if (!this.places.has(to.parent) && to.level > 1) to = frame;
          if (to.level === 3 && !this.shown(to)) to = this.places.get(to.parent) ?? frame;
          if (!this.shown(to)) to = frame;
          if (to.id === start.id) continue;
          const none = { to, n: 0, ways: new Set(), texts: [], stated: false, marks: new Set() };
          const bundle = bundles.get(to.id) ?? bundles.set(to.id, none).get(to.id);
          bundle.n += end.n;
          bundle.ways.add(end.way);
          bundle.texts.push(end.text);
          if (end.mark !== undefined) bundle.marks.add(end.mark);
          bundle.stated ||= end.basis === "stated";
        }
        for (const bundle of bundles.values()) this.ends.append(...this.strand(start, bundle));
        return before + bundles.size > 0;
      }

      // what a layer tells of feeds together: nothing, the same of all of them, or something of some
      marked(marks) {
        if (!marks.size) return { told: "" };
        const [mark] = marks.size > 1 ? [this.fan.partly] : marks;
        return { told: mark ? ` told mark-${mark}` : " dim", sign: this.fan.signs[mark] ?? "" };
      }

      strand(from, { to, n, ways, texts, stated, marks }) {
        const { told, sign = "" } = this.marked(marks);
        const way = ways.size > 1 || ways.has("both") ? "both" : [...ways][0];
        const [a, b] = [from, to].map(({ x, y, w, h }) => ({ x: x * this.unit, y: y * this.unit, w: w * this.unit, h: h * this.unit }));
        const [p, q] = [edge(a, b), edge(b, a)];
        const bend = [(q[1] - p[1]) * 0.12, (p[0] - q[0]) * 0.12];
        const via = [(p[0] + q[0]) / 2 + bend[0], (p[1] + q[1]) / 2 + bend[1]];
        const said = texts.join("\n");
        const line = made("g", { class: `edge way-${way} ${stated ? "stated" : "implied"}${told}`, role: "img", "aria-label": said });
        Object.assign(line.dataset, { source: from.id, target: to.id, way });
        const title = made("title", {});
        title.textContent = said;
        line.append(title, made("path", { d: `M${p}Q${via} ${q}`, fill: "none" }));
        if (way !== "in") line.append(head(q, via, 1 / this.k));
        if (way !== "out") line.append(head(p, via, 1 / this.k));
        if (n < 2 && !sign) return [line];
        const [x, y] = [0, 1].map((i) => (p[i] + q[i]) / 4 + via[i] / 2);
        const label = made("g", { class: `edge-label${told}${n < 2 ? " marking" : ""}`, "aria-hidden": "true", transform: `translate(${x} ${y}) scale(${1 / this.k})` });
        const count = n < 2 ? "" : String(n);
        const w = 10 + 7.5 * (sign && count ? `${sign} ${count}` : sign + count).length;
        const text = made("text", { y: 4, "font-size": 11, "font-weight": 700, "text-anchor": "middle" });
        if (sign) {
          const span = made("tspan", { class: "marking" });
          span.textContent = count ? `${sign} ` : sign;
          text.append(span);
        }
        text.append(count);
        label.append(made("rect", { x: -w / 2, y: -8.5, width: w, height: 17, rx: 8.5 }), text);
        return [line, label];
      }

      // --- where one is

      // the innermost place that is around the middle of the stage and takes most of it
      around() {
        const [W, H] = this.room;
        const [x, y] = [(W / 2 - this.x) / this.near, (H / 2 - this.y) / this.near];
        let found = this.root;
        for (const place of this.places.values()) {
          if ((place.level <= found.level && place.parent !== found.id) || !(place.x <= x && x <= place.x + place.w && place.y <= y && y <= place.y + place.h)) continue;
          const seen = (from, size, at, room) => Math.min((from + size) * this.near + at, room) - Math.max(from * this.near + at, 0);
          if (seen(place.x, place.w, this.x, W) * seen(place.y, place.h, this.y, H) > 0.4 * W * H) found = place;
        }
        return found;
      }

      at(place) {
        this.place = place.id;
        const path = [];
        for (let one = place; one; one = one === this.root ? null : (this.places.get(one.parent) ?? this.root)) path.unshift(one);
        crumbs(this, path);
      }

      // the address follows what the hand did; a step that was taken by itself stands there already
      tell() {
        if (!this.own || !this.svg.isConnected || viewIn(location.search) !== viewIn(flowviz.shown)) return; // one may be on the way elsewhere
        const to = this.fitting(this.places.get(this.place) ?? this.root);
        const [W, H] = this.room;
        const seen = [(W / 2 - this.x) / this.near, (H / 2 - this.y) / this.near];
        const off = Math.max(Math.abs(seen[0] - to.centre[0]) / W, Math.abs(seen[1] - to.centre[1]) / H) * this.near;
        if (Math.abs(this.k / to.k - 1) < 0.03 && off < 0.12) return;
        const place = this.around();
        const fit = this.fitting(place);
        const share = (at, from, size) => Math.round(((at - from) / size) * 100);
        const how = [Math.round((this.k / fit.k) * 100), share(seen[0], place.x, place.w), share(seen[1], place.y, place.h)];
        this.at(place);
        this.say(`${place.id}@${how}`);
      }

      say(text) {
        if (this.said === text) return;
        this.said = text;
        history.replaceState(history.state, "", flowviz.but({ place: text }));
        dispatchEvent(new PopStateEvent("popstate", { state: history.state })); // whoever follows the address hears of it
      }
    });

  // --- small shapes

  // the legend stands below the stage, where it lies over nothing
  function apart(svg) {
    const place = document.getElementById("map-legend");
    place?.replaceChildren();
    svg.querySelectorAll(":scope > :is(g.title, g.small-print)").forEach((part) => part.remove());
    svg.querySelector(":scope > rect.page")?.remove();
    const legend = svg.querySelector(":scope > g.legend");
    if (!legend || !place) return;
    const items = [...legend.children].map((item) => [item, item.getBBox()]);
    for (const [item, { x, y, width, height }] of items) {
      const own = made("svg", { width: width + 20, height: height + 8, viewBox: `${x - 10} ${y - 4} ${width + 20} ${height + 8}` });
      own.setAttribute("font-family", svg.getAttribute("font-family"));
      own.setAttribute("fill", svg.getAttribute("fill"));
      own.setAttribute("aria-hidden", "true");
      own.append(item);
      place.append(own);
    }
    legend.remove();
  }

  function tipOf(head) {
    head.middle = head.getAttribute("points").split(" ")[0].split(",").map(Number);
  }

  // the tag of a layer keeps to the corner that it sticks out of, the sign on a line to its place
  function cornerOf(tag) {
    const rect = tag.querySelector("rect");
    tag.middle = [number(rect, "x") + number(rect, "width") - 8, number(rect, "y") + 11];
  }

  function signOf(sign) {
    const circle = sign.querySelector("circle");
    const start = /^M([\d.-]+) ([\d.-]+)/.exec(sign.getAttribute("d") ?? "");
    sign.middle = circle ? [number(circle, "cx"), number(circle, "cy")] : [Number(start[1]) + 6, Number(start[2]) + 6];
  }

  function middleOf(label) {
    const rect = label.querySelector("rect");
    label.middle = [number(rect, "x") + number(rect, "width") / 2, number(rect, "y") + number(rect, "height") / 2];
  }

  // the middle of a sign, and its height
  function middleOfBox(part) {
    const circle = part.querySelector("circle");
    if (circle) return [number(circle, "cx"), number(circle, "cy"), 2 * number(circle, "r")];
    const points = part.querySelector("polygon").getAttribute("points").split(" ").map((point) => point.split(",").map(Number));
    const [[left, right], [top, bottom]] = [0, 1].map((i) => [Math.min, Math.max].map((end) => end(...points.map((point) => point[i]))));
    return [(left + right) / 2, (top + bottom) / 2, bottom - top];
  }

  // signs of a box in a row, which are moved apart where they are seen smaller than they are drawn
  function rowsOf(dots) {
    const rows = [];
    for (const dot of dots) {
      dot.middle = middleOfBox(dot);
      const alike = ([first]) => first.dataset.owner === dot.dataset.owner && Math.abs(first.middle[1] - dot.middle[1]) < 6;
      const row = rows.find(alike);
      if (row) row.push(dot);
      else rows.push([dot]);
    }
    for (const row of rows) {
      const [[first], [second] = [0]] = row.map((dot) => dot.middle);
      row.forEach((dot, order) => Object.assign(dot, { order, first, last: row.length - 1 || 1, gap: second - first }));
    }
  }

  function rescale(part, scale, aside = 0) {
    const [x, y] = part.middle;
    part.setAttribute("transform", `translate(${x + aside} ${y}) scale(${scale}) translate(${-x} ${-y})`);
  }

  // where the line from the middle of one rectangle to that of another leaves it
  function edge(from, to) {
    const [x, y] = [from.x + from.w / 2, from.y + from.h / 2];
    const [dx, dy] = [to.x + to.w / 2 - x, to.y + to.h / 2 - y];
    const share = Math.min(from.w / 2 / Math.abs(dx || 1e-9), from.h / 2 / Math.abs(dy || 1e-9), 1);
    return [x + dx * share, y + dy * share];
  }

  function head(tip, from, scale) {
    const turn = Math.atan2(tip[1] - from[1], tip[0] - from[0]);
    const corner = (by) => [0, 1].map((i) => tip[i] + 10 * scale * (i ? Math.sin : Math.cos)(turn + Math.PI + by));
    return made("polygon", { class: "head", points: [tip, corner(0.42), corner(-0.42)].join(" ") });
  }

  // --- names

  const pen = document.createElement("canvas").getContext("2d");
  const widths = { true: new Map(), false: new Map() };
  function wide(text, size, bold) {
    const known = widths[Boolean(bold)];
    if (!known.has(text)) {
      pen.font = `${bold ? "bold " : ""}100px "DejaVu Sans",Verdana,Geneva,Arial,sans-serif`;
      known.set(text, pen.measureText(text).width / 100);
    }
    return known.get(text) * size;
  }

  // the pieces of a word: it breaks after its own hyphens, and with one where a soft one stands
  const known = new Map();
  function joints(word) {
    if (!known.has(word)) {
      const parts = word.split(/(?<=\p{L}[-–/])(?=\p{L})/u);
      known.set(word, parts.flatMap((part) => part.split("\u00ad").map((piece, i, all) => [piece, i < all.length - 1 ? "-" : ""])));
    }
    return known.get(word);
  }
  // where these are too wide, their syllables: each begins with the last consonant before its vowel
  const syllables = ([piece, hyphen]) =>
    piece
      .split(/(?<=\p{L}{3})(?=[bcdfghjklmnpqrstvwxz][aeiouyäöåæø]\p{L})/iu)
      .map((part, i, all) => [part, i < all.length - 1 ? "-" : hyphen]);
  const piecesOf = (word, room, size, bold, forced) =>
    joints(word).flatMap((piece) => (forced && wide(piece.join(""), size, bold) > room ? syllables(piece) : [piece]));

  // the lines of a name, which breaks within words where it may; whatever a room is too narrow for ends it, or is in no line
  function wrapped(name, room, size, bold, soft, forced = false) {
    const lines = [];
    let line = "";
    for (const word of name.split(" ")) {
      const plain = word.replaceAll("\u00ad", "");
      const joined = line ? `${line} ${plain}` : plain;
      if (wide(joined, size, bold) <= room) {
        line = joined;
        continue;
      }
      if (line) lines.push(line);
      line = "";
      if (wide(plain, size, bold) <= room) {
        line = plain;
        continue;
      }
      if (!soft) return null;
      let due = "";
      for (const [piece, hyphen] of piecesOf(word, room, size, bold, forced)) {
        if (wide(line + piece + hyphen, size, bold) <= room) {
          line += piece;
        } else {
          if (line) lines.push(line + due);
          line = piece;
          if (wide(piece + hyphen, size, bold) > room) return forced ? Object.assign(lines, { cut: true }) : null;
        }
        due = hyphen;
      }
    }
    return line ? [...lines, line] : lines;
  }

  // a name in the largest of the sizes that there is room for; where there is for none, as much of it as the least leaves
  function broken(name, room, high, sizes, bold, most, line) {
    if (high < sizes.at(-1) * Math.min(line, 1.12)) return null;
    const length = wide(name.replaceAll("\u00ad", ""), 1, bold);
    const short = (size) => length * size <= Math.min(most, Math.floor(high / (size * line))) * (room + size / 2); // each line may save a space
    for (const soft of [false, true]) {
      for (const size of sizes) {
        if (!short(size)) continue;
        const lines = wrapped(name, room, size, bold, soft);
        if (soft && size > 12 && (size > 15 || lines?.length > name.split(" ").length + 1)) continue; // rather smaller than in bits
        if (lines && lines.length <= most && lines.length * size * line <= high) return { lines, size };
      }
    }
    const size = sizes.at(-1);
    if (room < 26 || high < size * 1.12) return null;
    const rows = Math.max(1, Math.min(most, Math.floor(high / (size * line))));
    const all = wrapped(name, room, size, bold, true, true);
    if (all.length <= rows && !all.cut) return { lines: all, size };
    const lines = all.slice(0, rows - 1);
    const given = after(name, lines); // what is left of it fills the last line
    let [last, over] = [given.slice(0, 1), given.length + 1];
    for (let fits = 1; over - fits > 1; ) {
      const middle = (fits + over) >> 1;
      const start = given.slice(0, middle).trimEnd();
      if (wide(`${start}…`, size, bold) > room) over = middle;
      else [fits, last] = [middle, start];
    }
    return last.length < (rows > 1 ? 3 : STUB) ? null : { lines: [...lines, `${last.replace(/[-–]$/, "")}…`], size, cut: true };
  }

  // what of a name comes after some lines of it, which have hyphens of their own
  function after(name, lines) {
    const plain = name.replaceAll("\u00ad", "");
    let left = lines.join("").replace(/[^\p{L}\p{N}]/gu, "").length;
    let at = 0;
    while (left > 0) if (/[\p{L}\p{N}]/u.test(plain[at++])) left -= 1;
    return plain.slice(at).replace(/^[-–/]?\s*/, "");
  }

  // what a name leaves free above and below itself
  const edgeOf = (high, held) => (high < 24 ? (held ? 0 : 1) : held ? 2 : 5);

  // the room that the sign of a scope leaves for its name: beside it, or below it where that would be too narrow
  function besides(sign, room, high, share, held = false, below = undefined) {
    const size = sign ? Math.min(below === false ? 14 : 24, high * share, room * 0.3) : 0;
    const shown = size >= 9;
    const above = shown && !held && (below ?? room - size < 64);
    const aside = shown && !above ? size + 7 : 0;
    const down = above ? size + 4 : 0;
    return { size, shown, down, aside, room: room - aside, high: high - down };
  }

  const countOf = ({ text }) => {
    const own = text.split("; ")[0]; // what a layer tells comes after it
    return own.includes(", ") ? own.slice(own.lastIndexOf(", ") + 2) : "";
  };

  // --- beside the stage: the way here, and all of it as a list

  function crumbs(view, path) {
    const nav = document.getElementById("map-crumbs");
    if (!nav) return;
    const buttons = path.map((place, i) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.place = place.id;
      button.textContent = place.name.replaceAll("\u00ad", "");
      if (place.lang) button.lang = place.lang;
      if (i === path.length - 1) button.setAttribute("aria-current", "location");
      item.append(button);
      return item;
    });
    const focused = nav.contains(document.activeElement) && document.activeElement.dataset.place;
    const list = document.createElement("ol");
    list.append(...buttons);
    nav.replaceChildren(list);
    if (focused !== false) (list.querySelector(`[data-place="${CSS.escape(focused)}"]`) ?? list.querySelector("li:last-child button")).focus();
  }

  const viewIn = (search) => new URLSearchParams(search).get("view");
  const viewNow = () => flowviz.viewOf?.(document.getElementById("stage"));

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-place]");
    const view = button && viewNow();
    if (view?.go) view.go(button.dataset.place);
  });

  // what is searched for while the map is shown is flown to
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest('#find-results a.hit[href^="?"]');
      const view = link && viewNow();
      if (!view?.go || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const asked = new URLSearchParams(link.getAttribute("href"));
      const id = asked.get("node") || asked.get("of");
      if (!id || !["department", "neighbourhood"].includes(asked.get("view"))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      document.getElementById("heading")?.focus({ preventScroll: true }); // as after any choice, which closes the list too
      view.said = id;
      flowviz.go(flowviz.but({ node: id, place: id, said: "" }));
      view.open(id);
    },
    true,
  );

  for (const [kind, leaves] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    const at = (event) => event.target.closest?.("#stage svg :is(.node, .frame[data-id])");
    document.addEventListener(kind, (event) => at(event) && viewNow()?.tip?.(at(event)));
    document.addEventListener(leaves, (event) => at(event) && viewNow()?.tip?.(null));
  }

  function follow() {
    const view = viewNow();
    if (!view?.go) return;
    const text = new URLSearchParams(location.search).get("place") ?? "";
    if (text !== view.said) view.open(text);
  }
  addEventListener("popstate", follow);
  document.addEventListener("flowviz:page", (event) => {
    const view = viewNow();
    if (!view?.go) return;
    follow();
    if (view.chosen !== (event.detail.node ?? "")) view.choose((view.chosen = event.detail.node ?? ""));
  });

  // a list of what is where, a level at a time
  document.addEventListener(
    "toggle",
    async (event) => {
      const part = event.target;
      const view = part.open && part.closest?.("#map-outline") && viewNow();
      if (!view?.go || part.querySelector(":scope > ul")) return;
      const id = part.dataset.in ?? "";
      if (part.dataset.frame && !view.cells.get(part.dataset.frame)?.listed) {
        const found = await view.ask("inside", { of: part.dataset.frame, level: 3 });
        for (const row of found?.places ?? []) {
          view.places.delete(row[0]); // in the order in which they are listed
          view.places.set(row[0], placeOf(row));
        }
        view.cells.get(part.dataset.frame).listed = true;
      }
      const list = document.createElement("ul");
      for (const place of view.places.values()) if (place.parent === id) list.append(entry(view, place));
      if (!part.querySelector(":scope > ul")) part.append(list);
    },
    true,
  );

  function entry(view, place) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: place.text.replaceAll("\u00ad", "") });
    button.dataset.place = place.id;
    if (place.lang) button.lang = place.lang;
    item.append(button);
    if (!place.deeper) return item;
    const more = document.createElement("details");
    more.dataset.in = place.id;
    more.dataset.frame = view.frameOf(place)?.id ?? "";
    const summary = document.createElement("summary");
    summary.textContent = view.stage.dataset.inside.replace("{name}", place.name.replaceAll("\u00ad", ""));
    more.append(summary);
    item.append(more);
    return item;
  }
})();

// What a removal does, laid over a drawing as the explorer's layers are: what it tells of is marked, the rest steps back.
(() => {
  const { make, said, icon, nameOf } = window.flowvizPieces;
  const SVG = "http://www.w3.org/2000/svg";
  const GRAVE = ["removed", "cut-off", "weakened", "alone", "touched", "holder", "upstream", "changed"];
  const DIM = "0.3";
  const OUT = 8; // so far a sign stands out

  // what is told of each thing: its mark, its words, and whether it is only possible
  function toldOf(answer, words) {
    const told = new Map();
    for (const { id, lost, without } of answer.upstream) {
      const key = without ? "no_receiver" : lost ? "fewer_receiver" : "less";
      told.set(id, { mark: "upstream", text: words[`impact.mark.${key}`] });
    }
    for (const { id, without } of answer.holders) told.set(id, { mark: "holder", text: words[`impact.mark.${without ? "without" : "fewer"}`] });
    for (const { id, felt, certain } of answer.downstream) {
      const text = `${words[`effect.${felt}.${certain ? "tag" : "possible"}`]}; ${words[`certain.${certain ? "True" : "False"}.meaning`]}`;
      told.set(id, { mark: felt.replace(" ", "-"), text, hollow: !certain });
    }
    for (const id of answer.ids) told.set(id, { mark: "removed", text: words["role.removed"] });
    return told;
  }

  const meaning = (words, mark) => words[mark === "changed" ? "layer.legend.within" : `impact.legend.${mark}`];

  function lay(data, net, stage, answer, { view, of }) {
    const { words } = data.removals;
    const told = toldOf(answer, words);
    // in the drawing of a department a box stands for what is in none of the boxes inside it
    const homes = data.boxed.includes(view) ? net.homes[of] : null;
    const members = (end) => {
      const own = homes && (end === of || end in homes) ? Object.keys(homes).filter((id) => homes[id] === end) : [];
      return new Set(own.length ? own : ((homes && net.narrow[end]) ?? net.stands[end] ?? [end, ...(net.falls[end] ?? [])]));
    };
    const group = (ids) => {
      const found = [...ids].filter((id) => told.has(id)).map((id) => told.get(id));
      if (!found.length) return null;
      const marks = GRAVE.slice(1, -1).filter((mark) => found.some((one) => one.mark === mark));
      const all = found.length === ids.size && found.every(({ mark }) => mark === "removed");
      const mark = all ? "removed" : (marks[0] ?? "changed");
      const counts = GRAVE.map((one) => [one, found.filter((each) => each.mark === one).length]).filter(([, n]) => n);
      const text = counts.map(([one, n]) => `${meaning(words, one)}: ${n}`).join("; ");
      return { mark, text, hollow: found.every(({ hollow }) => hollow), count: found.length };
    };
    const drawn = new Set();
    const seen = new Set();
    const [plain, lit] = [[], []];
    const marked = (part, { mark, text }) => {
      part.classList.add("told", `mark-${mark}`);
      const title = part.querySelector("title");
      if (title) title.textContent += `; ${text}`;
      if (part.hasAttribute("aria-label")) part.setAttribute("aria-label", `${part.getAttribute("aria-label")}; ${text}`);
    };

    const roomOf = (box) => ["x", "y", "width", "height"].map((name) => Number(box.querySelector("rect")?.getAttribute(name)));
    const within = ([x, y, w, h], [left, top, width, height]) => x >= left && y >= top && x + w <= left + width && y + h <= top + height;

    for (const box of stage.querySelectorAll(".node, .frame[data-id]")) {
      const { id } = box.dataset;
      const strong = box.classList.contains("focus") && !id.includes(":");
      const inner = members(id);
      for (const one of inner) seen.add(one);
      inner.delete(id);
      const [own, among] = [told.get(id), strong ? null : group(inner)];
      const first = own?.mark === "removed" || GRAVE.indexOf(own?.mark) <= GRAVE.indexOf(among?.mark);
      const found = !own || !among ? (own ?? among) : { ...(first ? own : among), text: `${own.text}; ${among.text}` };
      if (found && id !== data.whole) {
        drawn.add(found.mark);
        marked(box, found);
        outline(box, found, net.signs[found.mark]);
      } else if (!strong) plain.push(box);
      if (found || strong) lit.push(roomOf(box));
    }
    // a frame does not step back that holds what does not
    for (const box of plain) {
      const room = roomOf(box);
      if (box.matches(".node") || !lit.some((one) => within(one, room))) box.setAttribute("opacity", DIM);
    }
    const between = (source, target) => {
      const [here, there] = [members(source), members(target)];
      return answer.feeds.filter((feed) => {
        const [from, to] = [net.order[feed.source], net.order[feed.target]];
        return (here.has(from) && there.has(to)) || (here.has(to) && there.has(from));
      });
    };
    const fate = (source, target) => {
      const feeds = between(source, target);
      const [lost, less] = [answer.ended, answer.less].map((some) => feeds.filter((feed) => some.has(feed)).length);
      if (!lost && !less) return null;
      const text = said(words[lost ? "layer.line.lost" : "layer.line.less"], { n: lost || less, of: feeds.length });
      return { mark: lost === feeds.length ? "lost" : "weakened", text };
    };
    for (const line of stage.querySelectorAll(".edge")) {
      const found = fate(line.dataset.source, line.dataset.target);
      if (!found) {
        line.setAttribute("opacity", DIM);
        continue;
      }
      drawn.add(found.mark);
      marked(line, found);
      cross(line, found.mark, net.signs[found.mark]);
    }
    for (const dot of stage.querySelectorAll(".dot")) {
      const found = fate(dot.dataset.owner, dot.dataset.id);
      for (const one of members(dot.dataset.id)) seen.add(one);
      if (!found) dot.setAttribute("opacity", DIM);
      else {
        drawn.add(found.mark === "lost" ? "cut-off" : found.mark);
        marked(dot, found);
        outline(dot, { ...found, hollow: false }, net.signs[found.mark === "lost" ? "cut-off" : "weakened"]);
      }
    }
    if (drawn.size) room(stage.querySelector("svg"));
    return { drawn, missing: net.order.filter((id) => told.has(id) && !seen.has(id)), told };
  }

  const drawnAs = (name, attributes) => {
    const part = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
    return part;
  };

  // signs stand out above what they mark: those in the first row too
  function room(svg) {
    const { x, y, width, height } = svg.viewBox.baseVal;
    svg.setAttribute("viewBox", [x, y - OUT, width, height + OUT].join(" "));
    svg.setAttribute("height", svg.height.baseVal.value + OUT);
  }

  // a thicker outline in the colour of the mark, and its sign at the corner
  function outline(box, { mark, hollow, count }, [sign, colour, width]) {
    const shape = box.querySelector("rect, circle, polygon, path");
    if (!shape) return;
    const { x, y, width: w } = shape.getBBox();
    const paint = `var(--${colour})`;
    const dot = box.matches(".dot");
    if (!dot) {
      shape.setAttribute("stroke", paint);
      shape.setAttribute("stroke-width", width);
    }
    if (mark === "removed") shape.setAttribute("stroke-dasharray", "5 4");
    const text = count ? `${sign} ${count}` : sign;
    const long = 8 + 7 * text.length;
    const [right, top] = dot ? [x + w + 9, y] : [x + w - 2, y - 1];
    const marking = drawnAs("g", { class: "marking", "aria-hidden": "true", "data-of": box.dataset.id ?? "", "pointer-events": "none" });
    const ground = { x: right - long, y: top - 8, width: long, height: 16, rx: 8, stroke: paint, "stroke-width": 1.2 };
    const label = drawnAs("text", { x: right - long / 2, y: top + 4, "text-anchor": "middle", "font-size": 11, "font-weight": 700, fill: hollow ? paint : "var(--page)" });
    label.textContent = text;
    marking.append(drawnAs("rect", { ...ground, fill: hollow ? "var(--page)" : paint }), label);
    (dot ? box : box.closest(".drawing")).append(marking); // over the boxes beside it
  }

  // a line in the colour of what becomes of it; one that ends is crossed
  function cross(line, mark, [, colour] = ["", "removed"]) {
    const path = line.querySelector("path");
    if (!path) return;
    path.setAttribute("stroke", `var(--${colour})`);
    for (const head of line.querySelectorAll(".head")) head.setAttribute("fill", `var(--${colour})`);
    if (mark !== "lost") return;
    const { x, y } = path.getPointAtLength(path.getTotalLength() * 0.35);
    line.append(drawnAs("path", { class: "cross", d: `M${x - 6} ${y - 6}l12 12M${x - 6} ${y + 6}l12 -12`, stroke: `var(--${colour})`, "stroke-width": 2.6, "stroke-linecap": "round", fill: "none" }));
  }

  // --- above the drawing

  function chips(data, gone) {
    const { words } = data.removals;
    const items = gone.map((id) => {
      const label = said(words["explorer.impact.keep"], { name: nameOf(data, id) });
      const href = window.flowviz.but({ gone: gone.filter((one) => one !== id).join(","), node: "" });
      return make("li", {}, make("s", {}, nameOf(data, id)), make("a", { href, title: label, "aria-label": label }, icon("close")));
    });
    return make("ul", { class: "chips", "aria-label": words["explorer.impact.gone"] }, ...items);
  }

  function signs(data, net, { drawn, missing }) {
    const { words } = data.removals;
    const marks = [...GRAVE, "lost"].filter((mark) => drawn.has(mark));
    const items = marks.map((mark) => {
      const [sign, colour] = net.signs[mark] ?? ["×", "removed"];
      return make("li", {}, make("span", { class: `sign ${colour}`, "aria-hidden": "true" }, sign), meaning(words, mark));
    });
    const parts = [items.length ? make("ul", { class: "layer-signs", "aria-label": words["explorer.layer.legend"] }, ...items) : make("p", { class: "told" }, words["explorer.layer.nothing"])];
    if (missing.length) {
      const names = window.flowvizWhatIf.names(data, missing, 3);
      parts.push(make("p", { class: "told" }, said(words["explorer.layer.not_drawn"], { n: missing.length, names })));
    }
    return parts;
  }

  function bar(data, query, gone) {
    const { words } = data.removals;
    const side = (name) => make("a", { href: window.flowviz.but({ before: name === "before" ? "yes" : "" }), "data-layer": name }, words[`explorer.layer.${name}`]);
    const answer = make("a", { href: `?view=impact&gone=${gone.join(",")}&lang=${query.language}` }, words["explorer.layer.answer"]);
    const end = words["explorer.layer.end"];
    return make("section", { class: "layer", "aria-label": words["explorer.layer.gone"] },
      make("div", { class: "layer-head" },
        make("div", { class: "segments switch", role: "group", "aria-label": words["explorer.layer.switch"] }, side("before"), side("after")),
        chips(data, gone), answer,
        make("a", { class: "button end", href: window.flowviz.but({ gone: "", before: "" }), title: end, "aria-label": end }, icon("close"))));
  }

  window.flowvizLayer = { lay, bar, chips, signs };
})();

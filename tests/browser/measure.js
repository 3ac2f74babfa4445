// Runs in a page that shows one drawing at its natural size. measure() -> what is wrong with it, and its figures.
//
// Faults, each a list of what is wrong:
// overlaps           pairs of boxes, of dots, of a matrix's cells, or of two of these, and signs of frames over boxes, that overlap by more than a pixel
// straddling         boxes, dots and frames that lie across the border of a frame
// overflows          texts that leave their box, cell or frame by more than half a pixel
// textOverlaps       pairs of texts that overlap
// textsOverBoxes     texts beside boxes and dots that run over one which is not theirs
// linesUnderBoxes    lines that run under a box they do not belong to
// linesThroughTitles lines that run through a text outside the boxes
// linesAlongBorders  lines within 2 pixels of the border of a box or frame for more than 12 pixels
// linesThatShare     pairs of lines within 1.5 pixels of each other for more than 12 pixels, their ends at a shared box left out
//
// Figures:
// crossings       places where two lines cross, those at a box they share left out
// travel          how far the eye goes from each dot to its name: 0 where the name stands beside it, at most 16 pixels off
// filled          the share of the department's frame under boxes, dots with their names, headings, and remarks with their
//                 signs; null without a frame
// font, fitFont   the smallest letters in pixels: as they are, and when the drawing is fitted to 1600 x 900
// area            square pixels of the drawing without its heading, key and legend
(() => {
  const NEAR_BORDER = 2, NEAR_LINE = 1.5, LONGEST = 12, BESIDE = 16, CELL = 16;
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const rect = b => [b.left, b.top, b.right, b.bottom];
  const union = (a, b) => a ? [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])] : b;
  const meet = (a, b) => Math.min(Math.min(a[2], b[2]) - Math.max(a[0], b[0]), Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const holds = (a, b, margin) => a[0] <= b[0] + margin && a[1] <= b[1] + margin && a[2] >= b[2] - margin && a[3] >= b[3] - margin;
  const inside = (b, x, y, margin) => x > b[0] + margin && x < b[2] - margin && y > b[1] + margin && y < b[3] - margin;
  const away = (b, x, y) => Math.hypot(Math.max(b[0] - x, 0, x - b[2]), Math.max(b[1] - y, 0, y - b[3]));
  const size = b => (b[2] - b[0]) * (b[3] - b[1]);
  const boxOf = shapes => shapes.map(s => rect(s.getBoundingClientRect())).reduce(union, null);
  const placed = (selector, shapes) => all(document, selector).map(g => ({ id: g.id, g, box: boxOf(all(g, shapes)) })).filter(n => n.box);

  // the box of a text is higher than its ink: a fifth is taken off above and below; what is turned keeps its corners
  function inked(text) {
    const m = text.getScreenCTM(), b = text.getBBox(), h = 0.2 * b.height;
    const corners = [[b.x, b.y + h], [b.x + b.width, b.y + h], [b.x + b.width, b.y + b.height - h], [b.x, b.y + b.height - h]]
      .map(([x, y]) => [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f]);
    return {
      box: corners.reduce((found, [x, y]) => union(found, [x, y, x, y]), null),
      whole: rect(text.getBoundingClientRect()),
      corners: Math.abs(m.b * m.a) > 1e-6 ? corners : null,
      px: parseFloat(getComputedStyle(text).fontSize) * Math.hypot(m.c, m.d),
    };
  }

  // how deep two convex shapes lie in each other
  function depth(a, b) {
    let least = Infinity;
    for (const shape of [a, b])
      shape.forEach(([x, y], i) => {
        const [u, v] = shape[(i + 1) % shape.length], n = Math.hypot(u - x, v - y) || 1;
        const along = points => points.map(([p, q]) => (p * (v - y) - q * (u - x)) / n);
        const one = along(a), other = along(b);
        least = Math.min(least, Math.min(Math.max(...one), Math.max(...other)) - Math.max(Math.min(...one), Math.min(...other)));
      });
    return least;
  }

  const cornersOf = t => t.corners || [[t.box[0], t.box[1]], [t.box[2], t.box[1]], [t.box[2], t.box[3]], [t.box[0], t.box[3]]];
  const overlap = (a, b) => meet(a.box, b.box) > 1 && (!(a.corners || b.corners) || depth(cornersOf(a), cornersOf(b)) > 1);

  function pairs(things, name) {
    const order = things.slice().sort((a, b) => a.box[0] - b.box[0]), found = [];
    order.forEach((one, p) => {
      for (let q = p + 1; q < order.length && order[q].box[0] < one.box[2]; q++)
        if (overlap(one, order[q])) found.push(`${name(one)} | ${name(order[q])}`);
    });
    return found;
  }

  const covering = (some, others) => some.flatMap(s => others.filter(n => overlap(s, n)).map(n => `${s.id} | ${n.id}`));

  // things by where they are, so that those near a place are found without asking all
  function grid(boxes, cell) {
    const cells = new Map(), asked = new Int32Array(boxes.length);
    let turn = 0;
    const each = (b, visit) => {
      for (let x = Math.floor(b[0] / cell); x <= Math.floor(b[2] / cell); x++)
        for (let y = Math.floor(b[1] / cell); y <= Math.floor(b[3] / cell); y++) visit(x * 1000003 + y);
    };
    boxes.forEach((b, i) => each(b, key => (cells.get(key) || cells.set(key, []).get(key)).push(i)));
    return b => {
      const found = [];
      turn++;
      each(b, key => {
        for (const i of cells.get(key) || [])
          if (asked[i] !== turn) {
            asked[i] = turn;
            found.push(i);
          }
      });
      return found;
    };
  }

  // points along a path, four pixels apart; reckoned here where it has straight lines and curves only, as the browser is slow
  function sampled(path) {
    const m = path.getScreenCTM(), spots = reckoned(path.getAttribute("d")) || asked(path);
    return spots.map(([x, y]) => [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f]);
  }

  function asked(path) {
    const length = path.getTotalLength(), k = Math.min(1500, Math.max(8, Math.ceil(length / 4)));
    return length ? Array.from({ length: k + 1 }, (_, i) => path.getPointAtLength(length * i / k)).map(p => [p.x, p.y]) : [];
  }

  function reckoned(d) {
    const found = [];
    let at = [0, 0];
    for (const [, command, rest] of d.matchAll(/([a-z])([^a-z]*)/gi)) {
      const numbers = (rest.match(/-?[\d.]+(?:e-?\d+)?/g) || []).map(Number), size = { M: 2, L: 2, H: 1, V: 1, Q: 4, C: 6 }[command];
      if (!size) return null;
      for (let i = 0; i + size <= numbers.length; i += size) {
        const given = numbers.slice(i, i + size);
        if (command === "M") {
          if (!i) found.push(at = given);
          else return null;
          continue;
        }
        const flat = command === "H" ? [given[0], at[1]] : command === "V" ? [at[0], given[0]] : given;
        const points = [at];
        for (let j = 0; j < flat.length; j += 2) points.push([flat[j], flat[j + 1]]);
        const length = points.slice(1).reduce((sum, [x, y], j) => sum + Math.hypot(x - points[j][0], y - points[j][1]), 0);
        const k = Math.max(1, Math.ceil(length / 4));
        for (let j = 1; j <= k; j++) found.push(bezier(points, j / k));
        at = points.at(-1);
      }
    }
    return found;
  }

  // the point of a straight line or curve by its parameter
  function bezier(points, t) {
    let now = points;
    while (now.length > 1) now = now.slice(1).map(([x, y], i) => [now[i][0] + t * (x - now[i][0]), now[i][1] + t * (y - now[i][1])]);
    return now[0];
  }

  // the length of the longest stretch of points that are all so
  function stretch(points, so) {
    let longest = 0, now = 0;
    points.forEach((point, i) => {
      if (!so(point, i)) now = 0;
      else if (i && so(points[i - 1], i - 1)) now += Math.hypot(point[0] - points[i - 1][0], point[1] - points[i - 1][1]);
      longest = Math.max(longest, now);
    });
    return longest;
  }

  function cross([ax, ay], [bx, by], [cx, cy], [dx, dy]) {
    const d1 = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax), d2 = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax);
    const d3 = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx), d4 = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx);
    if (!(d1 >= 0 !== d2 >= 0 && d3 >= 0 !== d4 >= 0)) return null;
    const t = d3 / (d3 - d4);
    return [ax + t * (bx - ax), ay + t * (by - ay)];
  }

  function fromLine([px, py], [ax, ay], [bx, by]) {
    const l = (bx - ax) ** 2 + (by - ay) ** 2, t = l ? Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / l)) : 0;
    return Math.hypot(px - ax - t * (bx - ax), py - ay - t * (by - ay));
  }

  // the lines that come near each other: where they cross, and which run together
  function together(lines, boxes) {
    const pieces = lines.flatMap((l, n) => l.points.slice(1).map((_, i) => [n, i + 1]));
    const reach = ([n, i]) => {
      const [ax, ay] = lines[n].points[i - 1], [bx, by] = lines[n].points[i];
      return [Math.min(ax, bx) - NEAR_LINE, Math.min(ay, by) - NEAR_LINE, Math.max(ax, bx) + NEAR_LINE, Math.max(ay, by) + NEAR_LINE];
    };
    const near = grid(pieces.map(reach), CELL), places = new Set(), close = new Map();
    const shared = (l, o) => l.ends.filter(i => i >= 0 && o.ends.includes(i)).map(i => boxes[i]);
    const atEnd = (l, o, [x, y]) => shared(l, o).some(b => away(b, x, y) < LONGEST);
    pieces.forEach((piece, p) => {
      const [n, i] = piece, l = lines[n];
      for (const q of near(reach(piece))) {
        const [m, j] = pieces[q], o = lines[m];
        if (m === n) continue;
        if (q > p) {
          const at = cross(l.points[i - 1], l.points[i], o.points[j - 1], o.points[j]);
          if (at && !atEnd(l, o, at)) places.add(`${Math.min(n, m)} ${Math.max(n, m)} ${Math.round(at[0] / 6)} ${Math.round(at[1] / 6)}`);
        }
        if (m > n && fromLine(l.points[i], o.points[j - 1], o.points[j]) <= NEAR_LINE && !atEnd(l, o, l.points[i])) {
          const key = `${n} ${m}`;
          (close.get(key) || close.set(key, new Set()).get(key)).add(i);
        }
      }
    });
    const linesThatShare = [];
    for (const [key, at] of close) {
      const [n, m] = key.split(" ");
      if (stretch(lines[n].points, (_, i) => at.has(i)) > LONGEST) linesThatShare.push(`${lines[n].id} along ${lines[m].id}`);
    }
    return { crossings: places.size, linesThatShare };
  }

  // the area under at least one of the boxes
  function covered(boxes) {
    const xs = [...new Set(boxes.flatMap(b => [b[0], b[2]]))].sort((a, b) => a - b);
    let area = 0;
    xs.slice(1).forEach((x, i) => {
      let end = -Infinity, high = 0;
      for (const b of boxes.filter(b => b[0] < x && b[2] > xs[i]).sort((a, b) => a[1] - b[1])) {
        high += Math.max(0, b[3] - Math.max(end, b[1]));
        end = Math.max(end, b[3]);
      }
      area += high * (x - xs[i]);
    });
    return area;
  }

  // how far it is from a dot to what tells its name: the text beside it, or its entry in the key
  function travelOf(dot, texts) {
    const [x, y] = [(dot.box[0] + dot.box[2]) / 2, (dot.box[1] + dot.box[3]) / 2];
    const beside = texts.filter(t => t.dot === dot && !t.sign && !/^×\s?\d+$/.test(t.words.trim()));
    if (beside.length) {
      const gap = Math.min(...beside.map(t => Math.hypot(Math.max(t.box[0] - dot.box[2], dot.box[0] - t.box[2], 0), Math.max(t.box[1] - dot.box[3], dot.box[1] - t.box[3], 0))));
      return gap <= BESIDE ? 0 : gap;
    }
    const scope = [...dot.g.classList].find(name => name.startsWith("scope-"));
    const entry = document.querySelector(`.key [data-id="${CSS.escape(dot.g.dataset.id || "")}"]`) || document.querySelector(`.key .${CSS.escape(scope || "none")}`);
    return entry ? away(rect(entry.getBoundingClientRect()), x, y) : null;
  }

  window.measure = () => {
    const svg = document.querySelector("svg"), page = rect(svg.getBoundingClientRect());
    const nodes = placed(".node", "rect, polygon, ellipse, path");
    const dots = placed(".dot", "circle, polygon, rect, path:not(.way)");
    const cells = placed(".cell", "circle, polygon, rect, path");
    const frames = placed(".frame, .cluster", ":scope > rect, :scope > polygon, :scope > path");
    const signs = frames.flatMap(f => all(f.g, ":scope > circle, :scope > polygon, :scope > path").map(g => ({ id: `sign of ${f.id}`, g, box: boxOf([g]) })));
    const solid = [...nodes, ...dots, ...cells], boxes = solid.map(n => n.box);
    const innermost = box => frames.filter(f => inside(f.box, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, 0)).sort((a, b) => size(a.box) - size(b.box))[0];
    const texts = all(document, "text").filter(t => t.textContent.trim()).map(t => {
      const ink = inked(t), middle = [(ink.box[0] + ink.box[2]) / 2, (ink.box[1] + ink.box[3]) / 2];
      const cell = t.closest(".edge-label") && cells.find(n => inside(n.box, ...middle, 0));
      const group = cell ? cell.g : t.closest(".node, .cell, .dot, .frame");
      const dot = dots.find(n => n.g === group), owner = solid.find(n => n.g === group) || frames.find(n => n.g === group);
      const sign = !!dot && inside(dot.box, ...middle, 0);
      return { g: t, words: t.textContent, ...ink, owner, dot, sign, loose: !cell && !t.closest(".node, .cell") && !sign };
    });

    const overflows = [], textsOverBoxes = [];
    const nearBox = grid(boxes, 60);
    for (const t of texts) {
      const home = t.dot && !t.sign ? innermost(t.dot.box) : t.owner, box = home ? home.box : page;
      if (Math.max(box[0] - t.box[0], t.box[2] - box[2], box[1] - t.box[1], t.box[3] - box[3]) > 0.5) overflows.push(t.words);
      if (t.loose) for (const i of nearBox(t.box))
        if (solid[i] !== t.owner && overlap(t, solid[i])) textsOverBoxes.push(`${t.words} over ${solid[i].id}`);
    }

    const straddling = [];
    for (const f of frames)
      for (const n of [...solid, ...frames])
        if (n !== f && meet(n.box, f.box) > 1 && !holds(f.box, n.box, 1) && !holds(n.box, f.box, 1) && !(frames.includes(n) && n.id < f.id))
          straddling.push(`${n.id} across ${f.id}`);

    const lines = all(document, ".edge:not(.cell)").map(g => ({ g, id: g.id, named: [g.dataset.source, g.dataset.target], points: all(g, "path:not(.cross)").flatMap(sampled) })).filter(l => l.points.length > 1);
    // an end at a frame is near boxes that it does not belong to
    const ownerOf = ([x, y], id) => nearBox([x - 20, y - 20, x + 20, y + 20]).filter(i => !id || !solid[i].g.dataset.id || solid[i].g.dataset.id === id).map(i => [away(boxes[i], x, y), i]).reduce((a, b) => b[0] < a[0] ? b : a, [20, -1])[1];
    const loose = texts.filter(t => t.loose), nearText = grid(loose.map(t => t.box), 60);
    const bordered = [...nodes, ...frames], sides = [];
    bordered.forEach(n => {
      const [a, b, c, d] = n.box;
      sides.push([n, 0, a, b, d], [n, 0, c, b, d], [n, 1, b, a, c], [n, 1, d, a, c]);
    });
    const nearSide = grid(sides.map(([, axis, at, from, to]) => axis ? [from, at - 2, to, at + 2] : [at - 2, from, at + 2, to]), 60);
    const linesUnderBoxes = [], linesThroughTitles = [], linesAlongBorders = [];
    for (const l of lines) {
      l.ends = [ownerOf(l.points[0], l.named[0]), ownerOf(l.points.at(-1), l.named[1])];
      l.box = l.points.reduce((b, [x, y]) => union(b, [x, y, x, y]), null);
      const under = new Set(), through = new Set(), beside = new Set();
      for (const [x, y] of l.points) {
        for (const i of nearBox([x, y, x, y])) if (!l.ends.includes(i) && inside(boxes[i], x, y, 1.5)) under.add(i);
        for (const i of nearText([x, y, x, y])) if (!l.g.contains(loose[i].g) && inside(loose[i].box, x, y, 0.5)) through.add(i);
        for (const i of nearSide([x - 2, y - 2, x + 2, y + 2])) beside.add(i);
      }
      under.forEach(i => linesUnderBoxes.push(`${l.id} under ${solid[i].id}`));
      through.forEach(i => linesThroughTitles.push(`${l.id} through ${loose[i].words}`));
      for (const i of beside) {
        const [n, axis, at, from, to] = sides[i];
        if (stretch(l.points, p => Math.abs(p[axis] - at) <= NEAR_BORDER && p[1 - axis] >= from && p[1 - axis] <= to) > LONGEST)
          linesAlongBorders.push(`${l.id} along ${n.id}`);
      }
    }
    const { crossings, linesThatShare } = together(lines, boxes);

    const department = frames.filter(f => f.g.classList.contains("department")).sort((a, b) => size(b.box) - size(a.box))[0];
    const marks = department ? [
      ...nodes.map(n => n.box), ...cells.map(n => n.box),
      ...dots.map(n => texts.filter(t => t.dot === n).reduce((b, t) => union(b, t.whole), n.box)),
      ...texts.filter(t => frames.includes(t.owner)).map(t => t.whole),
      ...all(document, ".note").map(g => boxOf(all(g, "text, circle, polygon, rect, path"))),
    ].filter(b => holds(department.box, b, 2)) : [];
    const extent = [...boxes, ...frames.map(n => n.box), ...lines.map(l => l.box)].reduce(union, null) || [0, 0, 0, 0];
    const font = Math.min(...texts.map(t => t.px)), width = page[2] - page[0], height = page[3] - page[1];
    return {
      nodes: nodes.length, dots: dots.length, cells: cells.length, lines: lines.length, frames: frames.length, texts: texts.length,
      overlaps: [...pairs(solid, n => n.id), ...covering(signs, nodes)], straddling, overflows, textOverlaps: pairs(texts, t => t.words), textsOverBoxes,
      linesUnderBoxes, linesThroughTitles, linesAlongBorders, linesThatShare,
      crossings, travel: dots.map(n => travelOf(n, texts)), filled: department ? covered(marks) / size(department.box) : null,
      width, height, area: size(extent), font, fitFont: font * Math.min(1, 1600 / width, 900 / height),
    };
  };
})();

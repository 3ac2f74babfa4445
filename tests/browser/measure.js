// Runs in a page that shows one drawing at its natural size. measure() -> what is wrong with it, and its figures.
//
// overlaps        pairs of boxes, of dots, or of a box and a dot that overlap by more than a pixel
// overflows       texts that leave their box or frame by more than half a pixel
// textOverlaps    pairs of texts that overlap
// linesUnderBoxes lines that run under a box they do not belong to
// linesThroughTitles lines that run through a text outside the boxes
// crossings       places where two lines cross, those at a box they share left out
// font, fitFont   the smallest letters in pixels: as they are, and when the drawing is fitted to 1600 x 900
// area            square pixels of the drawing without its heading, key and legend
(() => {
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const rect = b => [b.left, b.top, b.right, b.bottom];
  const union = (a, b) => a ? [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])] : b;
  const meet = (a, b) => Math.min(Math.min(a[2], b[2]) - Math.max(a[0], b[0]), Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const inside = (b, x, y, margin) => x > b[0] + margin && x < b[2] - margin && y > b[1] + margin && y < b[3] - margin;
  const boxOf = (g, shapes) => all(g, shapes).map(s => rect(s.getBoundingClientRect())).reduce(union, null);

  // the box of a text is higher than its ink: a fifth is taken off above and below
  function ink(text) {
    const b = rect(text.getBoundingClientRect()), h = 0.2 * (b[3] - b[1]);
    return [b[0], b[1] + h, b[2], b[3] - h];
  }

  function pairs(boxes, least, names) {
    const order = boxes.map((_, i) => i).sort((i, j) => boxes[i][0] - boxes[j][0]), found = [];
    for (let p = 0; p < order.length; p++)
      for (let q = p + 1; q < order.length && boxes[order[q]][0] < boxes[order[p]][2]; q++)
        if (meet(boxes[order[p]], boxes[order[q]]) > least) found.push(`${names[order[p]]} | ${names[order[q]]}`);
    return found;
  }

  function sampled(path) {
    const m = path.getScreenCTM(), length = path.getTotalLength(), k = Math.min(600, Math.max(8, Math.ceil(length / 4)));
    return Array.from({ length: k + 1 }, (_, i) => {
      const p = path.getPointAtLength(length * i / k);
      return [m.a * p.x + m.c * p.y + m.e, m.b * p.x + m.d * p.y + m.f];
    });
  }

  function cross([ax, ay], [bx, by], [cx, cy], [dx, dy]) {
    const side = (px, py, qx, qy, rx, ry) => (qx - px) * (ry - py) - (qy - py) * (rx - px) >= 0;
    return side(ax, ay, bx, by, cx, cy) !== side(ax, ay, bx, by, dx, dy) && side(cx, cy, dx, dy, ax, ay) !== side(cx, cy, dx, dy, bx, by);
  }

  window.measure = () => {
    const svg = document.querySelector("svg"), page = rect(svg.getBoundingClientRect());
    const nodes = all(document, ".node").map(g => ({ id: g.id, g, box: boxOf(g, "rect, polygon, ellipse, path") }));
    const dots = all(document, ".dot").map(g => ({ id: g.id, g, box: boxOf(g, "circle, polygon, rect") }));
    const frames = all(document, ".frame, .cluster").map(g => ({ id: g.id, g, box: boxOf(g, ":scope > rect, :scope > polygon, :scope > path") }));
    const solid = [...nodes, ...dots];
    const texts = all(document, "text").filter(t => t.textContent.trim()).map(t => {
      const owner = t.closest(".node") || (t.closest(".frame") && !t.closest(".dot") ? t.closest(".frame") : null);
      return { words: t.textContent, box: ink(t), whole: rect(t.getBoundingClientRect()), owner, loose: !t.closest(".node, .dot"),
               px: parseFloat(getComputedStyle(t).fontSize) * Math.abs(t.getScreenCTM().d) };
    });
    const overflows = [];
    for (const t of texts) {
      const box = t.owner ? [...nodes, ...frames].find(n => n.g === t.owner).box : page;
      if (Math.max(box[0] - t.box[0], t.box[2] - box[2], box[1] - t.box[1], t.box[3] - box[3]) > 0.5) overflows.push(t.words);
    }
    const lines = all(document, ".edge").map(g => ({ id: g.id, points: all(g, "path").flatMap(sampled) })).filter(l => l.points.length > 1);
    const near = (b, [x, y]) => Math.hypot(Math.max(b[0] - x, 0, x - b[2]), Math.max(b[1] - y, 0, y - b[3]));
    const ownerOf = point => solid.map((n, i) => [near(n.box, point), i]).reduce((a, b) => b[0] < a[0] ? b : a, [20, -1])[1];
    const linesUnderBoxes = [], linesThroughTitles = [];
    for (const l of lines) {
      l.ends = [ownerOf(l.points[0]), ownerOf(l.points.at(-1))];
      l.box = l.points.reduce((b, [x, y]) => union(b, [x, y, x, y]), null);
      solid.forEach((n, i) => {
        if (!l.ends.includes(i) && l.points.some(([x, y]) => inside(n.box, x, y, 1.5))) linesUnderBoxes.push(`${l.id} under ${n.id}`);
      });
      for (const t of texts)
        if (t.loose && !t.g && l.points.some(([x, y]) => inside(t.box, x, y, 0.5))) linesThroughTitles.push(`${l.id} through ${t.words}`);
    }
    let crossings = 0;
    lines.forEach((l, n) => {
      for (const o of lines.slice(n + 1)) {
        if (meet(l.box, o.box) < 0) continue;
        const shared = l.ends.filter(i => i >= 0 && o.ends.includes(i)).map(i => solid[i].box);
        const places = new Set();
        for (let i = 1; i < l.points.length; i++)
          for (let j = 1; j < o.points.length; j++)
            if (cross(l.points[i - 1], l.points[i], o.points[j - 1], o.points[j]) && !shared.some(b => near(b, l.points[i]) < 12))
              places.add(l.points[i].map(v => Math.round(v / 8)).join());
        crossings += places.size;
      }
    });
    const extent = [...solid.map(n => n.box), ...frames.map(n => n.box), ...lines.map(l => l.box)].reduce(union, null) || [0, 0, 0, 0];
    const font = Math.min(...texts.map(t => t.px)), width = page[2] - page[0], height = page[3] - page[1];
    return {
      nodes: nodes.length, dots: dots.length, lines: lines.length, frames: frames.length, texts: texts.length,
      overlaps: pairs(solid.map(n => n.box), 1, solid.map(n => n.id)), overflows,
      textOverlaps: pairs(texts.map(t => t.box), 1, texts.map(t => t.words)), linesUnderBoxes, linesThroughTitles, crossings,
      width, height, area: (extent[2] - extent[0]) * (extent[3] - extent[1]), font, fitFont: font * Math.min(1, 1600 / width, 900 / height),
    };
  };
})();

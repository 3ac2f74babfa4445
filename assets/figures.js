// The bands between departments and shared resources: drawn where the page has put their ends, and drawn again when these move.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const drawn = new WeakSet();

  // what a policy without inline styles lets a page say only by attributes
  function style() {
    for (const part of document.querySelectorAll("[data-css]")) {
      const [name, value] = part.dataset.css.split(/:(.*)/);
      part.style.setProperty(name, value);
    }
  }

  function draw(picture) {
    const place = picture.querySelector(".bands");
    const room = place.getBoundingClientRect();
    if (!room.width) return;
    const ends = new Map([...picture.querySelectorAll("[data-end]")].map((end) => [end.dataset.end, end]));
    const feed = parseFloat(getComputedStyle(picture).getPropertyValue("--feed"));
    const bands = JSON.parse(place.dataset.bands).filter(([one, other]) => ends.has(one) && ends.has(other));
    const box = new Map([...ends].map(([id, end]) => [id, end.querySelector(".bar").getBoundingClientRect()]));
    // at both ends the bands lie in the order of the others' places, so that they cross as little as they can
    const top = new Map([...box].map(([id, { top }]) => [id, top - room.top]));
    const next = new Map(top);
    const slice = (id, n) => {
      const y = next.get(id);
      next.set(id, y + n * feed);
      return y;
    };
    const left = new Map([...bands].sort((a, b) => top.get(a[1]) - top.get(b[1])).map((band) => [band, slice(band[0], band[2])]));
    const right = new Map([...bands].sort((a, b) => top.get(a[0]) - top.get(b[0])).map((band) => [band, slice(band[1], band[2])]));
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 ${room.width} ${room.height}`);
    for (const band of bands) {
      const [one, other, n, label, href] = band;
      const [y, z, high, mid] = [left.get(band), right.get(band), n * feed, room.width / 2];
      const path = document.createElementNS(SVG, "path");
      const end = room.width;
      path.setAttribute(
        "d",
        `M0 ${y}C${mid} ${y} ${mid} ${z} ${end} ${z}V${z + high}C${mid} ${z + high} ${mid} ${y + high} 0 ${y + high}Z`,
      );
      path.style.setProperty("--scope", getComputedStyle(ends.get(other)).getPropertyValue("--scope"));
      Object.assign(path.dataset, href ? { one, other, href } : { one, other });
      const title = document.createElementNS(SVG, "title");
      title.textContent = label;
      path.append(title);
      svg.append(path);
    }
    place.replaceChildren(svg);
  }

  // what is pointed at, or has the focus, is lit with its bands and what is at their other ends
  function light(picture, part) {
    const end = part?.closest("[data-end]")?.dataset.end;
    const band = part?.closest("path[data-one]");
    const lit = new Set();
    for (const path of picture.querySelectorAll(".bands path")) {
      const on = path === band || (end && (path.dataset.one === end || path.dataset.other === end));
      path.classList.toggle("lit", Boolean(on));
      if (on) lit.add(path.dataset.one).add(path.dataset.other);
    }
    picture.classList.toggle("followed", lit.size > 0);
    for (const each of picture.querySelectorAll("[data-end]")) each.classList.toggle("lit", lit.has(each.dataset.end));
  }

  for (const event of ["pointerover", "focusin"]) {
    document.addEventListener(event, ({ target }) => {
      for (const picture of document.querySelectorAll(".sankey")) light(picture, picture.contains(target) ? target : null);
    });
  }
  document.addEventListener("click", ({ target }) => {
    const href = target.closest?.(".bands path")?.dataset.href;
    if (href) (window.flowviz?.go ?? ((page) => location.assign(page)))(href);
  });

  function show() {
    style();
    for (const picture of document.querySelectorAll(".sankey")) {
      draw(picture);
      if (drawn.has(picture)) continue;
      drawn.add(picture);
      new ResizeObserver(() => draw(picture)).observe(picture);
    }
  }

  document.addEventListener("flowviz:page", show);
  if (!window.flowviz) show(); // a page of the site, whose scripts run when it has been read
})();

// The drawing that is shown, as a file for a memo: in the light colours, as it is filtered and marked, with its title and with
// the catalogue's version and date, as the explorer's files have them.
(() => {
  const MARGIN = 28;
  const [TITLE, TEXT, SMALL] = [22, 13, 11];

  const pen = document.createElement("canvas").getContext("2d");
  function wrapped(text, size, weight, room, family) {
    pen.font = `${weight} ${size}px ${family}`;
    const lines = [];
    for (const word of text.split(" ")) {
      const line = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
      if (lines.length && pen.measureText(line).width <= room) lines[lines.length - 1] = line;
      else lines.push(word);
    }
    return lines;
  }

  const { documentElement: root } = document;
  function light(text) {
    const theme = root.dataset.theme;
    root.dataset.theme = "light";
    const colours = getComputedStyle(root);
    const found = text.replace(/var\(--([\w-]+)\)/g, (_, name) => colours.getPropertyValue(`--${name}`).trim());
    root.dataset.theme = theme;
    return found;
  }

  function file(drawing, { imprint }, { note, signs }) {
    const copy = drawing.cloneNode(true);
    for (const part of copy.querySelectorAll(".dark-only, .out")) part.remove();
    for (const part of [copy, ...copy.querySelectorAll("[tabindex], [role=button], [style]")]) {
      for (const name of ["tabindex", "style", "id"]) part.removeAttribute(name);
      if (part.getAttribute("role") === "button") part.setAttribute("role", "img");
    }
    const make = (name, attributes) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      return made;
    };
    const [x, y, w, h] = copy.getAttribute("viewBox").split(" ").map(Number);
    const room = Math.max(w, 420);
    const label = copy.getAttribute("aria-label");
    const [title, subtitle] = [label.split(" – ")[0], label.split(" – ").slice(1).join(" – ")];
    let top = MARGIN;
    const write = (text, size, weight, fill) => {
      for (const line of text ? wrapped(text, size, weight, room, copy.getAttribute("font-family")) : []) {
        const said = make("text", { x: MARGIN, y: Math.round(top + size), "font-size": size, "font-weight": weight, fill });
        said.textContent = line;
        copy.append(said);
        top += Math.round(size * 1.3);
      }
    };
    const inner = make("g", {});
    inner.append(...copy.childNodes);
    write(title, TITLE, 700, "var(--ink)");
    write(note ?? subtitle, TEXT, 400, "var(--muted)");
    inner.setAttribute("transform", `translate(${MARGIN - x} ${top + 12 - y})`);
    top += h + 24;
    write(signs, TEXT, 400, "var(--ink)");
    write(imprint, SMALL, 400, "var(--muted)");
    const [width, height] = [room + 2 * MARGIN, top + MARGIN - 8];
    const whole = make("title", {});
    whole.textContent = note ? `${title} – ${note}` : label;
    copy.prepend(whole, make("rect", { width, height, fill: "var(--page)" }), inner);
    for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) copy.setAttribute(name, value);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${light(new XMLSerializer().serializeToString(copy))}\n`;
  }

  window.flowvizSave = (drawing, data, layer) => {
    const href = URL.createObjectURL(new Blob([file(drawing, data, layer)], { type: "image/svg+xml" }));
    const link = document.createElement("a");
    Object.assign(link, { href, download: `${drawing.dataset.drawing}.svg` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  };
})();

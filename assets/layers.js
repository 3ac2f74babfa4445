// A layer over the drawing: shows it before or after, and says which of them is shown. The drawing stays as it is.
(() => {
  let before = false;

  function show() {
    document.getElementById("stage")?.toggleAttribute("data-before", before);
    for (const side of document.querySelectorAll("[data-layer]")) {
      const shown = (side.dataset.layer === "before") === before;
      if (shown) side.setAttribute("aria-current", "true");
      else side.removeAttribute("aria-current");
    }
  }

  document.addEventListener("flowviz:page", ({ detail }) => {
    before = Boolean(detail.before);
    show();
  });
  document.addEventListener("flowviz:drawn", show);
  document.addEventListener("click", (event) => {
    const side = event.target.closest?.("[data-layer]");
    if (side) window.flowviz.announce?.(side.textContent);
  });
})();

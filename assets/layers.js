// A layer over the drawing: shows it before or after, and says which of them is shown. The drawing stays as it is.
(() => {
  const flowviz = (window.flowviz = window.flowviz || {});
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
  // what is chosen stays chosen
  document.addEventListener("click", (event) => {
    const side = event.target.closest?.("[data-layer]");
    if (!side || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    flowviz.go(flowviz.but({ before: side.dataset.layer === "before" ? "yes" : "" }));
    flowviz.announce(side.textContent);
  }, true);
})();

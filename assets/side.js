// The edge of the details: dragged, or moved with the arrow keys, it makes them as wide as the reader wants, here and next time.
(() => {
  const flowviz = (window.flowviz = window.flowviz || {});
  const KEPT = "flowviz-side";
  const [LEAST, MOST] = [240, 0.45]; // px, and of the window
  const STEP = 24; // px a key
  const wide = window.matchMedia("(min-width: 1201px)");
  let edge = null;

  const details = () => document.getElementById("panel-details");
  const widest = () => Math.round(innerWidth * MOST);

  function widen(to, keep = true) {
    const width = Math.round(Math.min(Math.max(to, LEAST), widest()));
    document.getElementById("house").style.setProperty("--side", `${width}px`);
    for (const [name, value] of [["now", width], ["min", LEAST], ["max", widest()]]) edge.setAttribute(`aria-value${name}`, value);
    if (keep) flowviz.stored(KEPT, width);
  }

  const kept = () => Number(flowviz.stored(KEPT));

  function again() {
    document.getElementById("house").style.removeProperty("--side");
    flowviz.stored(KEPT, null);
    edge.setAttribute("aria-valuenow", details().offsetWidth);
  }

  function made() {
    edge = document.createElement("div");
    edge.className = "side-edge";
    for (const [name, value] of [["role", "separator"], ["tabindex", "0"], ["aria-orientation", "vertical"], ["aria-controls", "panel-details"]]) edge.setAttribute(name, value);
    edge.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      edge.setPointerCapture(event.pointerId);
    });
    edge.addEventListener("pointermove", (event) => edge.hasPointerCapture(event.pointerId) && widen(document.documentElement.clientWidth - event.clientX));
    edge.addEventListener("dblclick", again);
    edge.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
      if (!by) return;
      event.preventDefault();
      widen(details().offsetWidth + by);
    });
    document.getElementById("main").append(edge); // what can be used stands in a landmark
  }

  document.addEventListener("flowviz:page", (event) => {
    const label = event.detail.words?.width;
    if (!label || !details()) return;
    if (!edge?.isConnected) made();
    edge.setAttribute("aria-label", label);
    if (kept()) widen(kept(), false);
    else if (wide.matches) edge.setAttribute("aria-valuenow", details().offsetWidth);
  });
})();

// The search box by keyboard: arrows walk what was found, Enter opens the page of results, Escape closes.
(() => {
  const box = () => document.getElementById("find-text");
  const popup = () => document.getElementById("find-results");
  const links = () => [...popup().querySelectorAll("a")];
  const open = (on) => document.getElementById("search")?.classList.toggle("open", on);

  document.addEventListener("focusin", (event) => open(Boolean(event.target.closest("#search"))));
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("#search")) open(false);
  });
  document.addEventListener("input", (event) => {
    if (event.target === box()) open(true);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#find-results a")) open(false);
  });

  document.addEventListener("keydown", (event) => {
    if (!event.target.closest?.("#search")) return;
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      (next < 0 ? box() : all[Math.min(next, all.length - 1)])?.focus();
    } else if (event.key === "Enter" && event.target === box() && box().value.trim()) {
      const query = new URLSearchParams({ view: "find", q: box().value.trim(), lang: document.documentElement.lang });
      open(false);
      window.flowviz.go("?" + query);
    } else if (event.key === "Escape") {
      box().focus();
      open(false);
    }
  });
})();

// The theme: as the system has it, light or dark. It has no place in a link, so it is kept in this browser.
// Runs before the first paint, so that no page flashes in the wrong colours.
(() => {
  const ORDER = ["auto", "light", "dark"];
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;

  const kept = () => {
    try {
      return ORDER.includes(localStorage.getItem("flowviz-theme")) ? localStorage.getItem("flowviz-theme") : "auto";
    } catch {
      return "auto"; // storage may be forbidden
    }
  };

  function apply(choice) {
    const theme = choice === "auto" ? (system.matches ? "dark" : "light") : choice;
    const changed = root.dataset.theme && root.dataset.theme !== theme;
    root.dataset.theme = theme;
    root.dataset.choice = choice;
    if (changed) document.dispatchEvent(new CustomEvent("flowviz:theme"));
    const button = document.getElementById("theme");
    if (button) button.textContent = button.dataset[choice];
  }

  apply(kept());
  system.addEventListener("change", () => apply(kept()));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#theme")) return;
    const next = ORDER[(ORDER.indexOf(kept()) + 1) % ORDER.length];
    try {
      localStorage.setItem("flowviz-theme", next);
    } catch {
      root.dataset.unkept = "yes";
    }
    apply(next);
  });
  document.addEventListener("flowviz:page", () => apply(root.dataset.choice));
})();

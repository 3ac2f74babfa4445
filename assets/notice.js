// Asks now and then whether the catalogue has changed, while the page is looked at.
(() => {
  const EVERY = 3000;
  let mark = null;

  document.addEventListener("flowviz:page", (event) => (mark = event.detail.mark));

  async function look() {
    if (document.hidden || mark === null) return;
    try {
      const answer = await fetch("state", { cache: "no-store" });
      const now = (await answer.json()).mark;
      if (now !== mark) window.dash_clientside.set_props("mark", { data: now });
    } catch {
      return; // the server is away: the next look will tell
    }
  }
  setInterval(look, EVERY);
})();

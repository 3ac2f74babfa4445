// Asks now and then whether the catalogue has changed, while the page is looked at. The page follows, also where an answer was lost.
(() => {
  const EVERY = 3000;
  let mark = null;

  document.addEventListener("flowviz:page", (event) => (mark = event.detail.mark));

  // to ask once more would put off what is on its way
  const busy = () => window.dash_stores?.[0]?.getState().isLoading;

  async function look() {
    if (document.hidden || mark === null || busy()) return;
    try {
      const answer = await fetch("state", { cache: "no-store" });
      const now = (await answer.json()).mark;
      if (busy() || (now === mark && window.flowviz.shown === location.search)) return;
      window.dash_clientside.set_props("mark", { data: now });
    } catch {
      return; // the server is away: the next look will tell
    }
  }
  setInterval(look, EVERY);
})();

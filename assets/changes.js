// Another version of the catalogue: the chosen file is sent to the server, which answers with its name or its problems.
(() => {
  const place = () => document.getElementById("version-place");

  // Dash makes no file input, so it is put where the panel leaves room for it
  function furnish() {
    const room = place();
    if (!room || room.firstChild) return;
    const input = document.createElement("input");
    input.type = "file";
    input.id = "version-file";
    input.accept = ".json,.xlsx,.zip";
    input.setAttribute("aria-describedby", "version-hint");
    room.append(input);
  }

  let sending = null; // what is on its way, as long as one stays to see what comes of it
  const there = () => place() && new URLSearchParams(location.search).get("view") === "changes";
  document.addEventListener("flowviz:page", () => {
    furnish();
    if (!there()) sending?.abort();
  });

  document.addEventListener("click", async (event) => {
    if (event.target.id !== "version-send" || sending) return;
    const { empty, sending: under, failed, most, hint } = place().dataset;
    const file = document.getElementById("version-file").files[0];
    if (!file) return say([empty]);
    if (file.size > Number(most)) return say([failed, hint]);
    say([under]);
    sending = new AbortController();
    try {
      const lang = document.documentElement.lang;
      const headers = { "X-Flowviz": "compare" };
      const answer = await fetch("compare?" + new URLSearchParams({ lang }), { method: "POST", headers, body: file, signal: sending.signal });
      const found = await answer.json();
      if (!there()) return;
      if (!found.version) return say([failed, ...found.problems]);
      const query = new URLSearchParams({ view: "changes", with: found.version, lang });
      window.flowviz.go("?" + query);
    } catch {
      if (there()) say([failed, file.name]);
    } finally {
      sending = null;
    }
  });

  function say(lines) {
    const answer = document.getElementById("version-answer");
    answer.replaceChildren(
      ...lines.map((line) => {
        const paragraph = document.createElement("p");
        paragraph.textContent = line;
        return paragraph;
      }),
    );
  }
})();

// There was too much to do: the page is asked for again by itself after a while, or by the button.
(() => {
  let waiting = null;

  function look() {
    clearTimeout(waiting);
    const button = document.querySelector("[data-reload]");
    if (button) waiting = setTimeout(again, 1000 * Number(button.dataset.reload));
  }

  function again() {
    if (document.querySelector("[data-reload]")) location.reload();
  }

  document.addEventListener("flowviz:page", look);
  document.addEventListener("click", (event) => event.target.closest("[data-reload]") && again());
})();

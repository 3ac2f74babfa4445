// A click on a part of a picture opens the query that the part carries.
(() => {
  const dash = (window.dash_clientside = window.dash_clientside || {});
  dash.flowviz = dash.flowviz || {};
  let last = null;
  dash.flowviz.follow = (clicks) => {
    const click = (clicks || []).find((each) => each && each !== last);
    const query = click?.points?.[0]?.customdata;
    last = click ?? last;
    if (typeof query === "string" && query.startsWith("?")) window.flowviz.go(query);
  };
})();

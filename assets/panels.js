// The panels, made of what the server tells of them. Dash would make a component of its own of every element, and ask each of
// them at every step whether it has changed; only what its callbacks need, the search boxes, is left to it.
(() => {
  const flowviz = (window.flowviz = window.flowviz || {});
  const OF_DASH = "dash_core_components";
  const ATTRIBUTES = { className: "class", htmlFor: "for" };
  const LIVE = ["value", "selected"]; // what a reader changes is no attribute
  const shown = new Map(); // id of a panel -> its parts, each with its node
  const dashes = new Set(); // panels that hold a search box, or once did
  const answers = new Map(); // number -> what has not been shown yet: panels of ours, panels left to Dash, the number of the page they follow
  const choosing = new Map(); // panels with what is chosen in their addresses, as the server has told them
  let before = ""; // what was chosen when they were shown
  let count = 0;

  // an answer as it comes: what is ours is taken out of it, and made when Dash has taken the facts that came with it
  flowviz.answered = ({ state }, answer) => {
    const facts = answer.page?.data;
    if (!facts) return;
    const [ours, theirs] = [[], []];
    const left = new Set([...dashes, ...[...answers.values()].flatMap((one) => one.theirs)]);
    for (const [id, { children }] of Object.entries(answer)) {
      if (!id.startsWith("panel-") || left.has(id)) continue;
      if (holds(children)) {
        theirs.push(id);
      } else {
        ours.push([id, children]);
        delete answer[id];
      }
    }
    facts.answer = ++count;
    answers.set(count, { ours, theirs, after: state?.find(({ id }) => id === "page")?.value?.answer });
  };

  // an answer may be there before what it follows has been shown; others that Dash has left out are forgotten
  flowviz.panels = ({ answer, chosen }) => {
    const due = [];
    for (let next = answers.get(answer); next; next = answers.get(next.after)) due.unshift(next);
    for (const id of due.flatMap(({ theirs }) => theirs)) {
      dashes.add(id);
      arrange(document.getElementById(id), shown.get(id) ?? [], []);
    }
    const latest = new Map(due.flatMap(({ ours }) => ours));
    for (const number of answers.keys()) if (number <= answer) answers.delete(number);
    for (const id of chosen.panels.map((name) => `panel-${name}`)) {
      if (latest.has(id)) choosing.set(id, latest.get(id));
      else if (chosen.node !== before && choosing.has(id)) latest.set(id, choosing.get(id));
    }
    before = chosen.node;
    for (const [id, children] of latest) {
      const parts = partsOf(children, choosing.has(id) ? withChoice(chosen.node) : null);
      arrange(document.getElementById(id), shown.get(id) ?? [], parts);
      shown.set(id, parts);
    }
  };

  // what is chosen stands in addresses, which else stay the same: the server leaves it to us
  const withChoice = (node) => (props) => {
    for (const [name, text] of Object.entries(props)) {
      if (typeof text === "string") props[name] = text.replace("&node=%01", node && `&node=${node}`);
    }
  };

  const holds = (part) =>
    Array.isArray(part) ? part.some(holds) : Boolean(part?.props) && (part.namespace === OF_DASH || holds(part.props.children));

  const partsOf = (children, finish) =>
    [children].flat(Infinity).flatMap((part) => {
      if (part === null || part === undefined || typeof part === "boolean") return [];
      if (!part.props) return [{ text: String(part) }];
      const { children: inner, key, ...props } = part.props;
      finish?.(props);
      return [{ type: part.type, key: key ?? props.id, props, parts: partsOf(inner, finish) }];
    });

  const wordsOf = (parts) => (parts.length === 1 ? parts[0].text : undefined);

  function make(part) {
    if (part.text !== undefined) return (part.node = document.createTextNode(part.text));
    const element = (part.node = document.createElement(part.type));
    for (const [name, value] of Object.entries(part.props)) set(element, name, value);
    arrange(element, [], part.parts);
    return element;
  }

  // only what is another than before is touched: what scripts have put there besides stays
  function mend(old, part) {
    part.node = old.node;
    if (part.text !== undefined) {
      if (part.text !== old.text) part.node.nodeValue = part.text;
      return;
    }
    for (const name in old.props) if (!(name in part.props)) set(part.node, name, null, old.props[name]);
    for (const name in part.props) {
      if (part.props[name] !== old.props[name]) set(part.node, name, part.props[name], old.props[name]);
    }
    arrange(part.node, old.parts, part.parts);
  }

  function set(element, name, value, before) {
    if (name === "style") {
      const all = { ...before, ...value };
      for (const key in all) if (value?.[key] !== before?.[key]) element.style.setProperty(key, value?.[key] ?? "");
      return;
    }
    const told = /^(aria|data)-/.test(name);
    const attribute = ATTRIBUTES[name] ?? (told ? name : name.toLowerCase());
    if (value === null || value === undefined || (value === false && !told)) element.removeAttribute(attribute);
    else element.setAttribute(attribute, value === true && !told ? "" : value);
    if (LIVE.includes(name)) element[name] = value ?? "";
  }

  // the children of an element: each in the place of one that was there before, found by its key or its order
  function arrange(element, old, parts) {
    const [before, words] = [wordsOf(old), wordsOf(parts)];
    if (words !== undefined && (before !== undefined || !old.length)) {
      if (words !== before) element.textContent = words;
      return;
    }
    if (before !== undefined) {
      element.textContent = "";
      old = [];
    }
    const keyed = new Map(old.filter(({ key }) => key !== undefined).map((part) => [part.key, part]));
    const others = old.filter(({ key }) => key === undefined).values();
    const gone = new Set(old);
    let last = null;
    for (const part of parts) {
      const twin = part.key === undefined ? others.next().value : keyed.get(part.key);
      if (twin && twin.type === part.type) {
        gone.delete(twin);
        mend(twin, part);
        if (last && last.compareDocumentPosition(part.node) & Node.DOCUMENT_POSITION_PRECEDING) last.after(part.node);
      } else {
        make(part);
        if (last) last.after(part.node);
        else element.prepend(part.node);
      }
      last = part.node;
    }
    for (const { node } of gone) node.remove();
  }
})();

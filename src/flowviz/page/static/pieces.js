// What the scripts of the one file share: elements, and sentences with their blanks filled.
(() => {
  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== false) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function parsed(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  }

  const said = (text, blanks) => Object.entries(blanks).reduce((all, [name, value]) => all.replace(`{${name}}`, () => value), text);
  const icon = (name) => make("span", { class: `icon icon-${name}`, "aria-hidden": "true" });

  // the name of anything that has a place
  function nameOf(data, id) {
    data.names ??= new Map(data.ways.ids.map((one, i) => [one, data.ways.names[i]]));
    data.titles ??= new Map(data.things.map(({ link, name }) => [link, name]));
    return data.names.get(id) ?? data.titles.get(data.places[id]) ?? id;
  }

  window.flowvizPieces = { make, parsed, said, icon, nameOf };
})();

// The one file without a server: answers a query from what stands in the file, as the explorer's server would.
// Links, search, drawing and theme are driven by the explorer's own scripts.
(() => {
  const DRAWN = ['overview', 'department', 'feeds', 'neighbourhood'];
  const FILTERS = ['scope', 'kind', 'basis'];
  const inflated = new Map(); // language -> promise of what is shown in it
  const root = document.documentElement;
  const first = root.lang;
  const $ = (id) => document.getElementById(id);
  const panel = $('panel-details');
  let now = null; // the language and view that are shown

  const dash = { no_update: {}, set_props: (_, { search }) => go(search) };
  window.dash_clientside = dash;

  function go(search) {
    if (search !== location.search || location.hash) history.pushState(null, '', search);
    show();
  }
  addEventListener('popstate', () => {
    if (!now || now.search !== location.search) show();
  });

  // --- contents

  async function inflate(language) {
    const raw = Uint8Array.from(atob($(`contents-${language}`).textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream('gzip'));
    const data = JSON.parse(await new Response(stream).text());
    data.things = window.flowvizSearch.read(data.found);
    return data;
  }

  function contents(language) {
    if (!inflated.has(language)) inflated.set(language, inflate(language));
    return inflated.get(language);
  }

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function parsed(html) {
    const template = document.createElement('template');
    template.innerHTML = html;
    return template.content;
  }

  const said = (text, blanks) => Object.entries(blanks).reduce((all, [name, value]) => all.replace(`{${name}}`, value), text);

  // --- the query

  function read() {
    const query = new URLSearchParams(location.search);
    const language = $(`contents-${query.get('lang')}`) ? query.get('lang') : first;
    const view = query.get('view') || 'overview';
    const of = query.get('of') || '';
    const key = (name) => `?view=${name}${of ? `&of=${of}` : ''}&lang=${language}`;
    const filters = Object.fromEntries(FILTERS.map((name) => [name, (query.get(name) || '').split(',').filter(Boolean)]));
    return {
      search: location.search,
      language,
      view,
      of,
      node: query.get('node') || '',
      at: query.get('at') || '',
      text: query.get('q') || '',
      filters,
      page: key(view === 'feeds' && of ? 'department' : view),
      drawing: `?view=${view}${of ? `&of=${of}` : ''}`,
    };
  }

  // the present query with some fields changed; those that are null go
  function but(changes) {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    return `?${query}`.replaceAll('%2C', ',').replaceAll('%7E', '~');
  }

  // --- showing

  async function show() {
    const query = read();
    const data = await contents(query.language);
    if (query.search !== location.search) return; // another view was asked for in the meantime
    const before = now;
    now = query;
    const moved = !before || ['language', 'view', 'of', 'text'].some((name) => before[name] !== query[name]);
    const page = data.pages[query.page];
    if (moved) {
      rail(data, query);
      bar(data);
      view(data, query, page);
      filters(data, query);
    }
    const stage = $('stage');
    if (stage) stage.dataset.chosen = query.node;
    details(data, query);
    sift();
    const title = page ? page.title : data.words[query.view === 'find' ? 'view.find' : 'missing.title'];
    dash.flowviz.page({
      title: title === data.name ? title : `${title} – ${data.name}`,
      lang: query.language,
      view: stage ? query.view : 'page',
      of: query.of,
      node: query.node,
      search: query.search,
      home: `?view=overview&lang=${query.language}`,
      words: { skip: data.words.skip, find: data.words['find.label'], rail: data.words.views, details: data.words.details },
    });
    if (moved && query.at) requestAnimationFrame(() => $(query.at)?.scrollIntoView());
  }

  function bar(data) {
    for (const link of $('languages').querySelectorAll('a')) {
      link.setAttribute('href', but({ lang: link.lang }));
      if (link.lang === now.language) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    $('languages').setAttribute('aria-label', data.words.languages);
    const theme = $('theme');
    theme.title = data.words['theme.hint'];
    for (const choice of ['auto', 'light', 'dark']) theme.dataset[choice] = data.words[`theme.${choice}`];
  }

  function rail(data, query) {
    const groups = data.rail.flatMap(([title, links]) => [
      element('h2', {}, title),
      element('ul', {}, ...links.map(([name, link, count]) => {
        const current = link === query.page ? 'page' : null;
        const number = count === null ? [] : [element('span', { class: 'count' }, String(count))];
        return element('li', {}, element('a', { href: link, 'aria-current': current }, name, ...number));
      })),
    ]);
    const open = innerWidth > 900 ? '' : null;
    $('panel-rail').replaceChildren(element('details', { class: 'menu', open }, element('summary', {}, data.words.menu), ...groups));
  }

  function view(data, query, page) {
    const place = $('panel-view');
    const body = page ? parsed(page.html) : query.view === 'find' ? results(data, query) : missing(data, query);
    const heading = body.querySelector('h1');
    heading.id = 'heading';
    heading.tabIndex = -1;
    const drawing = data.drawings[query.drawing];
    if (drawing) {
      const after = body.querySelector('section, .numbers, .inpage');
      after.before(tools(data, query), stageOf(data, drawing, heading.textContent));
    }
    place.replaceChildren(body);
    if (drawing) measure($('stage'));
  }

  // as high as the drawing will be in the width that there is; its letters stay readable, as in drawing.js
  function measure(stage) {
    const { width, height } = stage.querySelector('svg').viewBox.baseVal;
    const scale = window.flowviz.firstScale(stage, width);
    stage.style.setProperty('--height', `${Math.ceil(height * scale) + 4}px`);
  }

  function tools(data, query) {
    const { words } = data;
    const bar = element('div', { class: 'toolbar', role: 'group', 'aria-label': words.tools });
    if (query.of && data.drawings[`?view=department&of=${query.of}`]) {
      const kinds = ['department', 'feeds'].filter((kind) => data.drawings[`?view=${kind}&of=${query.of}`]);
      const options = kinds.map((kind) => {
        const current = kind === query.view ? 'true' : null;
        return element('a', { href: but({ view: kind, node: '', at: '' }), 'aria-current': current }, words[`drawing.${kind}`]);
      });
      bar.append(element('div', { class: 'segments', role: 'group', 'aria-label': words['drawing.kind'] }, ...options));
    }
    const zoom = [['out', '−'], ['in', '+'], ['fit', words['zoom.fit.short']], ['full', '⛶']].map(([how, sign]) => {
      const label = words[`zoom.${how}`];
      return element('button', { type: 'button', 'data-zoom': how, 'aria-label': label, title: label }, sign);
    });
    bar.append(element('div', { class: 'zoom', role: 'group', 'aria-label': words.zoom }, ...zoom));
    return bar;
  }

  function stageOf(data, drawing, title) {
    const help = element('p', { id: 'drawing-help', class: 'unseen' }, data.words['drawing.help']);
    const label = said(data.words['drawing.label'], { title });
    const stage = element('div', { id: 'stage', class: 'stage', role: 'region', tabindex: '0', 'aria-label': label, 'aria-describedby': 'drawing-help' });
    stage.append(parsed(drawing));
    const both = document.createDocumentFragment();
    both.append(help, stage);
    return both;
  }

  function missing(data, query) {
    const text = said(data.words['missing.text'], { text: query.of || query.view });
    return parsed('').appendChild(element('div', { class: 'wide' }, element('h1', {}, data.words['missing.title']), element('p', {}, text)));
  }

  // --- details of what is chosen

  function details(data, query) {
    const stage = $('stage');
    const narrow = innerWidth <= 1200; // no room for a column: what is chosen is told below the drawing
    if (stage && narrow) stage.after(panel);
    else $('house').append(panel);
    const body = stage && query.node ? chosen(data, query) : null;
    panel.hidden = !stage || (narrow && !body);
    if (panel.hidden) return;
    if (!body) {
      panel.replaceChildren(element('h2', { id: 'details-heading', tabindex: '-1' }, data.words.details), element('p', { class: 'more' }, data.words['drawing.help']));
      return;
    }
    const close = element('a', { href: but({ node: '' }), class: 'button close', 'aria-label': data.words['details.close'] }, '×');
    panel.replaceChildren(close, body);
  }

  function chosen(data, query) {
    const target = data.places[query.node];
    return target ? told(data, query, target) : joined(query);
  }

  // the page of a thing, or the part of a page that tells of it, made small
  function told(data, query, target) {
    const asked = new URLSearchParams(target);
    const anchor = asked.get('at');
    asked.delete('at');
    const page = data.pages[`?${asked}`];
    if (!page) return null;
    const body = parsed(page.html);
    const part = (anchor && body.getElementById(anchor)) || body.querySelector('.wide');
    part.querySelectorAll('.inpage, figure').forEach((each) => each.remove());
    for (const each of [part, ...part.querySelectorAll('[id], [aria-labelledby]')]) {
      each.removeAttribute('id');
      each.removeAttribute('aria-labelledby');
    }
    part.querySelectorAll('.scroller').forEach((each) => {
      for (const name of ['role', 'aria-label', 'tabindex']) each.removeAttribute(name); // the page has regions of these names
    });
    const headings = [...part.querySelectorAll('h1, h2, h3, h4')];
    for (const heading of headings) {
      const level = Math.min(Number(heading.tagName[1]) + 1, 5);
      heading.replaceWith(element(`h${level}`, {}, ...heading.childNodes));
    }
    let title = part.querySelector('h2');
    if (!title || anchor) {
      title = element('h2', {}, part.querySelector('h2, h3, h4, h5')?.textContent || part.firstChild.textContent);
      part.prepend(title);
    }
    title.id = 'details-heading';
    title.tabIndex = -1;
    if (target !== now.page) title.after(element('p', {}, element('a', { class: 'button', href: target }, data.words['details.open'])));
    return part;
  }

  // a line or a dot: the sentences of the drawing itself
  function joined(query) {
    const part = [...$('stage').querySelectorAll('.edge, .dot')].find((each) => window.flowviz.keyOf(each) === query.node);
    const lines = part?.querySelector('title')?.textContent.split('\n') || [];
    if (!lines.length) return null;
    const heading = lines[0].split(';')[0];
    const body = element('div', {}, element('h2', { id: 'details-heading', tabindex: '-1' }, heading));
    body.append(element('ul', { class: 'plain' }, ...lines.map((line) => element('li', {}, line))));
    return body;
  }

  // --- filters: what does not fit is taken out of the drawing

  function filters(data, query) {
    const panel = $('panel-filters');
    panel.hidden = !$('stage');
    if (panel.hidden) return;
    const tick = (name, [value, label, sign]) => {
      const box = element('input', { type: 'checkbox', name, value });
      box.checked = !query.filters[name].length || query.filters[name].includes(value);
      const picture = sign ? [element('img', { src: sign, alt: '', width: '20', height: '20' })] : [];
      return element('li', {}, element('label', { class: 'choose' }, box, ...picture, element('span', {}, label)));
    };
    const group = (name, title, values) => element('fieldset', {}, element('legend', {}, title), element('ul', {}, ...values.map((value) => tick(name, value))));
    const open = panel.querySelector('details')?.open ? '' : null;
    panel.replaceChildren(element('details', { class: 'filters', open }, element('summary', {}, data.words.filters), element('div', { class: 'choices' },
      group('scope', data.rail.length ? scopeTitle(data) : '', data.scopes),
      group('kind', data.words['filters.kinds'], data.kinds),
      group('basis', data.words.basis, data.bases))));
  }

  const scopeTitle = (data) => data.pages[`?view=scopes&lang=${now.language}`].title;

  $('panel-filters').addEventListener('change', (event) => {
    const boxes = [...$('panel-filters').querySelectorAll(`input[name=${event.target.name}]`)];
    const on = boxes.filter((box) => box.checked);
    if (!on.length) {
      event.target.checked = true; // an empty drawing helps nobody
      return;
    }
    go(but({ [event.target.name]: on.length === boxes.length ? '' : on.map((box) => box.value).join(',') }));
  });

  function sift() {
    const stage = $('stage');
    if (!stage) return;
    const { scope, kind, basis } = now.filters;
    const fits = (wanted, value) => !wanted.length || !value || wanted.includes(value);
    const out = new Set();
    for (const node of stage.querySelectorAll('.node')) {
      const { id, scope: own, kind: sort } = node.dataset;
      const hidden = id !== now.of && !(fits(scope, own) && fits(kind, sort));
      node.classList.toggle('out', hidden);
      if (hidden) out.add(id);
    }
    for (const edge of stage.querySelectorAll('.edge')) {
      edge.classList.toggle('out', !fits(basis, edge.dataset.basis) || out.has(edge.dataset.source) || out.has(edge.dataset.target));
    }
    for (const dot of stage.querySelectorAll('.dot')) {
      const own = [...dot.classList].find((name) => name.startsWith('scope-'))?.slice(6);
      dot.classList.toggle('out', !fits(basis, dot.dataset.basis) || !fits(scope, own) || out.has(dot.dataset.owner));
    }
    stage.classList.toggle('sifted', Boolean(scope.length || kind.length || basis.length));
  }

  // --- search

  function hit(found) {
    const { thing, by } = found;
    const where = by && by !== thing.name ? `${thing.kind} · ${by}` : thing.kind;
    return element('li', {}, element('a', { href: thing.link, class: 'hit' }, element('span', { class: 'name' }, thing.name), ' ', element('span', { class: 'where' }, where)));
  }

  function results(data, query) {
    const found = window.flowvizSearch.find(data.things, query.text);
    const title = query.text ? said(data.words['find.title'], { text: query.text }) : data.words['view.find'];
    const none = said(query.text ? data.words['find.none'] : data.words['find.help'], { text: query.text });
    const list = found.length ? element('ul', { class: 'entries' }, ...found.map(hit)) : element('p', {}, none);
    return element('div', { class: 'wide' }, element('h1', {}, title), list);
  }

  $('find-text').addEventListener('input', async (event) => {
    const text = event.target.value.trim();
    const data = await contents(now ? now.language : first);
    if (event.target.value.trim() !== text) return;
    const found = text ? window.flowvizSearch.find(data.things, text) : [];
    const more = found.length ? [element('a', { class: 'all', href: but({ view: 'find', q: text, of: '', node: '', at: '' }) }, said(data.words['find.all'], { n: found.length }))] : [];
    const none = text && !found.length ? [element('p', { class: 'hint' }, said(data.words['find.none'], { text }))] : [];
    $('find-results').replaceChildren(element('ul', {}, ...found.slice(0, 10).map(hit)), ...more, ...none);
  });

  document.addEventListener('DOMContentLoaded', show);
})();

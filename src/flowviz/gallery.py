"""A folder's ``index.html``: all its drawings on one page to leaf through, by mouse, touch or keyboard.

One file without scripts from elsewhere. Without JavaScript it is a plain list of pictures and links; with it, one
drawing is shown at a time and the arrow keys leaf. The drawing that is open stands in the address.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from flowviz.locales import date, words
from flowviz.theme import FONT_FAMILY, THEMES, Palette
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowviz.catalogue import Catalogue
    from flowviz.locales import Words

__all__ = ["Picture", "page"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in the folder: its file, its kind, the group it stands in (a department's name), and its words."""

    file: str
    kind: str
    group: str
    title: str
    alt: str
    page: int = 0
    """Which page of its drawing it is, where that has several."""


def page(catalogue: Catalogue, pictures: Sequence[Picture], language: str, theme: str = "light") -> str:
    """The HTML of the page; ``theme`` is that of the drawings."""
    w = words(language)
    header = catalogue.header
    name = escape(header.name.get(language))
    facts = f"{w('version')} {escape(header.version)} · {date(header.date, language)}"
    figures = "\n".join(_figure(i, pictures, language) for i in range(len(pictures)))
    return f"""<!doctype html>
<!-- {GENERATOR} -->
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(w("gallery.title"))} – {name}</title>
<style>{_style(theme)}</style>
</head>
<body>
<a class="skip" href="#pictures">{escape(w("gallery.skip"))}</a>
<header>
<h1>{name}</h1>
<p>{facts}</p>
</header>
<div class="house">
<nav aria-label="{escape(w("gallery.contents"))}">
{_contents(pictures, language)}
</nav>
<main id="pictures" tabindex="-1">
{figures}
<p class="help">{escape(w("gallery.help"))}</p>
</main>
</div>
<script>{_SCRIPT}</script>
</body>
</html>
"""


def _contents(pictures: Sequence[Picture], language: str) -> str:
    w = words(language)
    groups: dict[str, list[tuple[int, Picture]]] = {}
    for i, picture in enumerate(pictures):
        groups.setdefault(picture.group, []).append((i, picture))
    parts = []
    for group, members in groups.items():
        links = "".join(
            f'<li><a href="#{_id(picture)}">{escape(_named(picture, w))}</a></li>' for _, picture in members
        )
        parts.append(f"<section><h2>{escape(group)}</h2><ul>{links}</ul></section>")
    return "\n".join(parts)


def _named(picture: Picture, w: Words) -> str:
    """What a picture is called among those of its group."""
    kind = w(f"drawing.kind.{picture.kind}")
    return f"{kind} {picture.page}" if picture.page else kind


def _figure(i: int, pictures: Sequence[Picture], language: str) -> str:
    w = words(language)
    picture = pictures[i]

    def step(to: int, key: str) -> str:
        if not 0 <= to < len(pictures):
            return "<span></span>"
        arrow = ("← {}", "{} →")[to > i].format(escape(w(key)))
        return f'<a rel="{"next" if to > i else "prev"}" href="#{_id(pictures[to])}">{arrow}</a>'

    return f"""<article id="{_id(picture)}" aria-labelledby="{_id(picture)}-title" tabindex="-1">
<h2 id="{_id(picture)}-title">{escape(picture.title)}</h2>
<a class="paper" href="{escape(picture.file)}" title="{escape(w("gallery.open"))}"><img src="{escape(picture.file)}" \
alt="{escape(picture.alt)}" loading="lazy"></a>
<p class="steps">{step(i - 1, "gallery.previous")}<span>{w("gallery.place", i=i + 1, n=len(pictures))}</span>\
{step(i + 1, "gallery.next")}</p>
</article>"""


def _id(picture: Picture) -> str:
    return picture.file.rsplit(".", 1)[0]


def _variables(palette: Palette) -> str:
    names = {"page": "frame", "paper": "card", "edge": "frame_line", "ink": "ink", "muted": "muted", "link": "focus"}
    return "".join(f"--{name}:{getattr(palette, value)};" for name, value in names.items())


def _style(theme: str) -> str:
    return _STYLE.format(
        light=_variables(THEMES["light"]),
        dark=_variables(THEMES["dark"]),
        picture=THEMES[theme].page,
        font=FONT_FAMILY,
    )


_STYLE: Final = """
:root{{color-scheme:light dark;{light}}}
@media (prefers-color-scheme:dark){{:root{{{dark}}}}}
*{{box-sizing:border-box}}
body{{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 {font}}}
header{{padding:1.5rem 2rem 1rem;border-bottom:1px solid var(--edge);background:var(--paper)}}
h1{{margin:0;font-size:1.4rem;line-height:1.25}}
header p,.help,.steps{{margin:.25rem 0 0;color:var(--muted);font-size:.875rem}}
.house{{display:grid;grid-template-columns:17rem minmax(0,1fr);gap:2rem;padding:1.5rem 2rem;
max-width:120rem;margin:auto}}
nav{{position:sticky;top:1.5rem;align-self:start;max-height:calc(100vh - 3rem);overflow:auto}}
nav section{{padding:.6rem 0}}
nav section+section{{border-top:1px solid color-mix(in srgb,var(--edge) 40%,transparent)}}
nav h2{{margin:0 0 .15rem;font-size:.875rem;line-height:1.35}}
nav ul{{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.15rem .35rem}}
nav a{{display:block;padding:.3rem .55rem;border-radius:.4rem;font-size:.875rem}}
a{{color:var(--link);text-decoration:none}}
a:hover{{text-decoration:underline}}
nav a[aria-current]{{background:var(--link);color:var(--page);font-weight:700}}
a:focus-visible{{outline:3px solid var(--link);outline-offset:2px}}
article{{position:relative;scroll-margin-top:1rem;margin-bottom:3rem;outline:none}}
article h2{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}
.paper{{display:block;padding:.5rem;background:{picture};border:1px solid var(--edge);border-radius:.75rem;
overflow:auto}}
.paper img{{display:block;max-width:100%;height:auto;margin:auto}}
.steps{{display:grid;grid-template-columns:1fr auto 1fr;gap:1rem;padding:.75rem 0;align-items:center;font-size:1rem}}
.steps>:last-child{{text-align:right}}
.steps a{{padding:.4rem 0}}
.leaf article:not(.open){{display:none}}
.leaf article{{margin-bottom:0}}
.help{{display:none}}
.leaf .help{{display:block}}
.skip{{position:absolute;left:-99rem}}
.skip:focus{{left:1rem;top:1rem;padding:.5rem 1rem;background:var(--paper);z-index:1}}
@media (max-width:60rem){{
header{{padding:1rem}}
.house{{display:block;padding:1rem}}
nav{{position:static;max-height:14rem;margin-bottom:1.5rem;padding:0 .75rem;border:1px solid var(--edge);
border-radius:.75rem}}
.paper img{{max-width:none;min-width:100%;width:auto}}
.help{{display:none!important}}
}}
@media print{{nav,.steps,.skip,.help{{display:none!important}}
.leaf article{{display:block!important;break-after:page}}}}
"""

_SCRIPT: Final = """
(() => {
  const articles = [...document.querySelectorAll('article')];
  const links = [...document.querySelectorAll('nav a')];
  const open = (focus) => {
    const wanted = decodeURIComponent(location.hash.slice(1));
    const found = articles.find((article) => article.id === wanted) || articles[0];
    articles.forEach((article) => article.classList.toggle('open', article === found));
    links.forEach((link) => {
      if (link.hash === '#' + found.id) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    });
    if (focus && wanted === found.id) found.focus();
  };
  document.documentElement.classList.add('leaf');
  addEventListener('hashchange', () => open(true));
  addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const paper = event.target.closest && event.target.closest('.paper');
    if (paper && paper.scrollWidth > paper.clientWidth) return;
    const rel = {ArrowLeft: 'prev', ArrowRight: 'next'}[event.key];
    const link = rel && document.querySelector('article.open a[rel=' + rel + ']');
    if (link) { event.preventDefault(); location.hash = link.hash; }
  });
  open(false);
})();
"""

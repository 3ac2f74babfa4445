"""Every view at seven widths, in English at four of them: nothing is cut, nothing is under 10 px, what has a name shows it, and what
is asked about is in sight. So it is of another authority, and of one with very many departments."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Any, Final

import pytest
from visitor import Served, Visitor

from conftest import EXAMPLE, write_catalogue
from flowviz.explorer import Settings
from flowviz.explorer.views import VIEWS
from flowviz.locales import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from playwright.sync_api import Browser

WIDTHS: Final = (390, 768, 1024, 1280, 1366, 1440, 1920)
OF: Final = {
    "department": "&of=elinkeino-osasto",
    "feeds": "&of=strategiaosasto",
    "neighbourhood": "&of=asiakastietovaranto",
    "paths": "&of=vaestotieto&to=asiakastietovaranto",
    "impact": "&gone=asiakastietovaranto",
    "find": "&q=register",
    "missing": "&q=nowhere",
    "table": "&table=systems",
}
FAULTS: Final = """() => {
    const faults = [];
    const say = (what, e) => faults.push(`${what}: ${e.textContent.trim().slice(0, 40) || e.className}`);
    const stage = document.querySelector('#stage');
    const seen = stage?.getBoundingClientRect();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const e = node.parentElement;
        if (!node.data.trim() || e.closest('.unseen, .skip, svg, script, noscript, option') || !e.getClientRects().length) continue;
        const style = getComputedStyle(e);
        if (parseFloat(style.fontSize) < 10) say(`${style.fontSize}`, e);
        const cut = style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis' && e.scrollWidth > e.clientWidth + 1;
        if (cut) say('cut', e);
    }
    if (!stage) return faults;
    const svg = stage.querySelector('svg');
    for (const text of svg.querySelectorAll('text')) {
        const box = text.getBoundingClientRect();
        const size = Number(text.getAttribute('font-size')) * Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b);
        const inside = box.width && box.right > seen.left && box.left < seen.right && box.bottom > seen.top && box.top < seen.bottom;
        if (inside && size < 9.95) say(`${size.toFixed(1)} px`, text);
    }
    const within = (box, room) => box.left >= room.left - 1 && box.right <= room.right + 1 && box.top >= room.top - 1 && box.bottom <= room.bottom + 1;
    const parts = [...svg.querySelectorAll(':is(.node, .frame) > rect')].map(e => e.getBoundingClientRect());
    const whole = parts.every(box => within(box, seen));
    const small = document.querySelector('.small-map');
    if (!whole && small?.hidden !== false) faults.push('not whole, and no small map');
    if (small && !small.hidden) {
        const read = [...svg.querySelectorAll('text')].map(e => e.getBoundingClientRect());
        const free = box => !read.some(each => each.width && each.left < box.right && box.left < each.right && each.top < box.bottom && box.top < each.bottom);
        const {width: w, height: h} = small.getBoundingClientRect();
        const low = Math.max(Math.min(seen.bottom, innerHeight), seen.top + h + 18);
        const corners = [seen.left + 9, seen.right - 9 - w].flatMap(x => [seen.top + 9, low - 9 - h].map(y => new DOMRect(x, y, w, h)));
        const clear = box => {
            const wide = new DOMRect(box.x - 7, box.y - 7, box.width + 14, box.height + 14);
            const apart = other => other.left >= wide.right || wide.left >= other.right || other.top >= wide.bottom || wide.top >= other.bottom;
            return free(wide) && parts.every(other => apart(other) || within(wide, other));
        };
        const away = getComputedStyle(small).visibility === 'hidden';
        if (away && corners.some(free)) faults.push('a corner is free, and no small map');
        if (!away && !free(small.getBoundingClientRect())) faults.push('the small map lies over what is read');
        if (!away && !clear(small.getBoundingClientRect()) && corners.some(clear)) faults.push('the small map touches a box');
        if (!away && small.getBoundingClientRect().bottom > low) faults.push('the small map is out of sight');
    }
    const legend = document.querySelector('#map-legend');
    if (legend && legend.getBoundingClientRect().top < seen.bottom) faults.push('the legend lies over the map');
    const named = part => [...part.querySelectorAll(':scope > text')].some(text => text.getClientRects().length);
    for (const part of svg.querySelectorAll(':is(.node, .frame)[data-id]')) {
        const box = part.querySelector(':scope > rect')?.getBoundingClientRect();
        if (stage.matches('.map') && box && within(box, seen) && box.width >= 34 && box.height >= 14 && !named(part)) {
            faults.push(`${part.dataset.id} has no name`);
        }
    }
    const [rail, details] = ['#panel-rail', '#panel-details'].map(id => document.querySelector(id).getBoundingClientRect());
    if (innerWidth > 900 && details.width && details.left < rail.right - 1) faults.push('the details run beneath the rail');
    const aside = parts.some(box => box.left < seen.left - 1 || box.right > seen.right + 1);
    if (document.querySelector('.large')) return faults; // no screen has room for so many
    if (stage.matches('.map') && aside) faults.push('a column is cut');
    const subject = svg.querySelector(':is(.node, .frame):is(.focus, .mark-removed), .frame.department');
    const at = subject?.getBoundingClientRect();
    if (at && !(at.right > seen.left + 20 && at.left < seen.right - 20 && at.bottom > seen.top + 10 && at.top < seen.bottom - 10)) say('out of sight', subject);
    if (seen.top > innerHeight - 120) faults.push(`the drawing begins at ${seen.top}`);
    return faults;
}"""


STANDING: Final = """() => {
    const boxes = [...document.querySelectorAll('#stage .labels text')].map(text => [text.textContent, text.getBoundingClientRect()]);
    const [stage, few] = [document.getElementById('stage').getBoundingClientRect(), boxes.length < 12 ? [`${boxes.length} names`] : []];
    const out = boxes.filter(([, box]) => box.left < stage.left || box.right > stage.right).map(([name]) => name);
    const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
    return [...few, ...out, ...boxes.filter(([, a], i) => boxes.slice(0, i).some(([, b]) => !apart(a, b))).map(([name]) => name)];
}"""

SEEN: Final = f"""async (resized) => {{
    const frame = () => new Promise(requestAnimationFrame);
    const moment = () => new Promise((done) => setTimeout(done));
    const drawn = () => {{
        const stage = document.querySelector('#stage');
        const there = !stage || (!stage.matches('[aria-busy]') && stage.querySelector('svg'));
        return there && document.documentElement.scrollWidth <= innerWidth;
    }};
    if (resized) {{
        await frame();
        await moment();
        document.dispatchEvent(new CustomEvent('flowviz:theme'));
    }}
    const end = performance.now() + 60_000;
    let faults;
    do {{
        await frame();
        await moment();
        faults = drawn() ? ({FAULTS})() : ['not drawn in a minute, or wider than its window'];
    }} while (faults.length && performance.now() < end);
    return faults;
}}"""
"""What is wrong with a view when it is drawn, and stays so: on a busy machine one may look while a part is still on its way. A
window that was resized would have its drawing asked for anew after a moment: it is at once."""
_MOST: Final = 3
"""Views that are looked at until their faults are known to stay; there may be many others."""


def faults_of(visitor: Visitor, asked: Iterable[tuple[str, int]]) -> str:
    """What is wrong with some views, each by its query at a width; one that is open already has its window resized."""
    found: dict[str, Any] = {}
    shown = None
    for query, width in asked:
        visitor.page.set_viewport_size({"width": width, "height": 844 if width < 700 else 800})
        if query != shown:
            visitor.go(query)
        faults = visitor.page.evaluate(SEEN, query == shown)
        shown = query
        if faults:
            found[f"{query} at {width}"] = faults[:4]
        if len(found) == _MOST:
            break
    return "\n".join(f"{query}: {faults}" for query, faults in found.items())


def guest(browser: Browser, address: str) -> Visitor:
    page = browser.new_page(reduced_motion="reduce")
    page.set_default_timeout(60_000)
    return Visitor(page, address).open("?view=about")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_view_is_whole_and_readable_at_every_width(visitor: Visitor, language: str) -> None:
    visitor.page.emulate_media(reduced_motion="reduce")
    visitor.look(f"?view=about&lang={language}")
    views = [f"?view={view}{OF.get(view, '')}&lang={language}" for view in VIEWS]
    widths = WIDTHS[::2] if language == "en" else WIDTHS  # its words are the shortest
    assert not faults_of(visitor, [(query, width) for query in views for width in widths])


def test_so_it_is_of_another_authority(browser: Browser) -> None:
    served = Served(Settings(catalogue=EXAMPLE))
    languages = cycle(LANGUAGES)
    someone = guest(browser, served.address)
    asked = [("?view=map", width) for width in (390, 768, 1024, 1280)]
    asked += [(f"?view={view}", 390) for view in ("overview", "department&of=pleje")]
    assert not faults_of(someone, [(f"{query}&lang={next(languages)}", width) for query, width in asked])
    assert someone.complaints == []
    someone.page.close()
    served.close()


def test_of_very_many_departments_a_table_comes_first_and_the_map_is_near_enough_for_their_names(
    browser: Browser, tmp_path: Path
) -> None:
    some = ("Kaupunkisuunnitteluvirasto", "Liikennelaitos", "Sosiaali- ja terveysvirasto", "Tukkutori")
    departments = "".join(
        f"""
        - id: d{i}
          name: {{en: {some[i % 4]} {i}, da: Kontor {i}}}
          resources: [{{id: r{i}, name: {{en: Register {i}, da: Register {i}}}}}]"""
        for i in range(101)
    )
    feeds = "".join(f"\n        - {{from: r{i}, to: people, basis: stated, evidence: [3]}}" for i in range(101))
    made = write_catalogue(tmp_path, many=f"source: page\ndepartments:{departments}\nfeeds:{feeds}\n")
    served = Served(Settings(catalogue=made))
    someone = guest(browser, served.address)
    someone.go("?lang=en")
    assert someone.page.locator("#panel-rail [aria-current=page]").inner_text() == "Overview"
    assert someone.part("d7").is_visible()
    assert not faults_of(
        someone, [(query, width) for query in ("?lang=en", "?view=map&lang=fi") for width in (390, 1280)]
    )
    assert someone.page.locator("#stage .frame > text").count() > 30
    someone.page.set_viewport_size({"width": 390, "height": 844})
    frames = someone.page.locator("#stage .frame.department")
    someone.page.wait_for_function("() => document.querySelectorAll('#stage .frame.department').length < 80")
    someone.page.get_by_role("button", name="Sovita").click()
    someone.page.wait_for_selector("#stage .labels text")
    assert frames.count() == 102, "what is far from the stage is there as soon as it is near"
    assert someone.page.evaluate(STANDING) == []
    nameless = someone.page.locator("#stage .frame.department:not(:has(> text))").first
    nameless.hover()
    assert someone.page.locator("#stage .hint").inner_text().endswith("1 tietovaranto"), "its name is told at once"
    someone.page.get_by_role("link", name="Lajittele ja suodata osastoja").click()
    someone.page.wait_for_selector("#main table.rows")
    assert someone.complaints == []
    someone.page.close()
    served.close()

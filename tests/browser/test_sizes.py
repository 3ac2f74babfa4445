"""Every view at seven widths in three languages: nothing is cut, nothing is under 10 px, and what is asked about is in sight."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Any, Final

from flowviz.explorer.views import VIEWS
from flowviz.locales import LANGUAGES

if TYPE_CHECKING:
    from visitor import Visitor

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
DRAWN: Final = "() => document.documentElement.scrollWidth <= innerWidth && !document.querySelector('#stage[aria-busy]') && (!document.querySelector('#stage') || document.querySelector('#stage svg'))"
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
    if (!whole && document.querySelector('.small-map')?.hidden !== false) faults.push('not whole, and no small map');
    const subject = svg.querySelector(':is(.node, .frame):is(.focus, .mark-removed), .frame.department');
    const at = subject?.getBoundingClientRect();
    if (at && !(at.right > seen.left + 20 && at.left < seen.right - 20 && at.bottom > seen.top + 10 && at.top < seen.bottom - 10)) say('out of sight', subject);
    if (seen.top > innerHeight - 120) faults.push(`the drawing begins at ${seen.top}`);
    return faults;
}"""


def test_every_view_is_whole_and_readable_at_every_width(visitor: Visitor) -> None:
    found: dict[str, Any] = {}
    languages = cycle(LANGUAGES)
    visitor.page.emulate_media(reduced_motion="reduce")
    visitor.open("?view=about")
    for view in VIEWS:
        visitor.page.set_viewport_size({"width": WIDTHS[0], "height": 844})
        for width in WIDTHS:
            visitor.page.set_viewport_size({"width": width, "height": 844 if width < 700 else 800})
            query = f"?view={view}{OF.get(view, '')}&lang={next(languages)}"
            visitor.go(query)
            visitor.page.wait_for_function(DRAWN)
            faults = visitor.page.evaluate(FAULTS)
            if faults:
                found[f"{query} at {width}"] = faults[:4]
        next(languages)
    assert not found, "\n".join(f"{query}: {faults}" for query, faults in found.items())

"""The site as the description that the law asks for: what it is, who decides, what is held where, what is open."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from conftest import HEAD, write_catalogue
from flowviz import loading, site
from flowviz.locales import LANGUAGES
from flowviz.model import build_model
from made_site import site_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from flowviz.model import Model

LAW = {
    "fi": "Laki julkisen hallinnon tiedonhallinnasta (906/2019), 28 §",
    "sv": "Lagen om informationshantering inom den offentliga förvaltningen (906/2019), 28 §",
    "en": "Act on Information Management in Public Administration (906/2019), section 28",
}
CHANGED = {
    "fi": "Luettelo muutettu viimeksi: 31.1.2026 (versio 1)",
    "sv": "Katalogen senast ändrad: 31.1.2026 (version 1)",
    "en": "Catalogue last changed: 31 January 2026 (version 1)",
}


def made(folder: Path, head: str = HEAD, **files: str) -> dict[str, str]:
    """The pages in English of a small catalogue, by path."""
    model = build_model(loading.load(write_catalogue(folder, **{"head": head, **files})))
    return {path: data.decode() for path, data in site.build(model) if path.endswith(".html")}


def words(page: str) -> str:
    """The words of a page as somebody reads them who gets nothing but its text."""
    text = re.sub(r"<(script|style|title)\b.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


# --- what the description is


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_and_the_foot_of_every_page_name_the_law(model: Model, language: str) -> None:
    for path, data in site_of(model).items():
        if path.startswith(f"{language}/"):
            wanted = 2 if path.endswith(("/index.html", "/about.html")) else 1
            assert words(data.decode()).count(LAW[language]) == wanted, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_tells_when_the_catalogue_was_last_changed(tmp_path: Path, language: str) -> None:
    for path, page in made(tmp_path).items():
        assert path == "index.html" or not path.startswith(language) or CHANGED[language] in words(page)


def test_every_page_tells_how_old_the_sources_are(tmp_path: Path) -> None:
    sources = """
        sources:
          - {id: old, title: Old, language: en, kind: document, date: "2019-05-01"}
          - {id: word, title: Word, language: en, kind: own-word, said_by: Me, date: "2026-01-05"}
          - {id: act, title: Act, language: en, kind: law, date: "1999-01-01"}
          - {id: web, title: Web, language: en, kind: page, url: "https://example.org/", retrieved: "2026-01-30"}
    """
    text = words(made(tmp_path, sources=sources)["en/index.html"])
    assert text.count("Dates of the sources: 1 May 2019 – 5 January 2026") == 2
    assert text.count("Sources retrieved: 30 January 2026") == 2


def test_a_source_without_a_day_is_said_to_have_none(tmp_path: Path) -> None:
    assert "Dates of the sources: not stated in the source" in words(made(tmp_path)["en/index.html"])


def test_an_authority_elsewhere_is_not_told_to_follow_a_finnish_act(example: Model) -> None:
    for path, data in site_of(example).items():
        for act in ("906/2019", "28 §", "306/2019", "Traficom"):
            assert act not in data.decode(), path

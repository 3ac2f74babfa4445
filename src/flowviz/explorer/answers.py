"""What is answered when something cannot be done: a plain line, or a small page for whoever asked for a page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from flask import Response, current_app, request

from flowviz.errors import CatalogueError, DrawingError, FlowvizError, NoSuchFeed, UnknownThing
from flowviz.explorer.reader import language_of_browser
from flowviz.locales import LANGUAGES, sentences, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["ANSWERS", "Answer", "answer_to", "page", "refusal"]

PREFIX: Final = "FLOWVIZ_PREFIX"
"""Where the configuration of the server says at which path the explorer stands."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How an error is answered."""

    status: int
    wait: int | None = None
    """Seconds after which it is worth another try, when the error has no ``retry_after`` of its own."""


ANSWERS: Final[dict[type[Exception], Answer]] = {
    UnknownThing: Answer(404),
    NoSuchFeed: Answer(404),
    CatalogueError: Answer(422),
    DrawingError: Answer(422),
    FlowvizError: Answer(400),
}
"""How each error that is worded for users is answered; the nearest of its families counts."""


def answer_to(error: FlowvizError) -> Response:
    """The answer to ``error``."""
    answer = next(ANSWERS[family] for family in type(error).__mro__ if family in ANSWERS)
    return refusal(answer.status, error, wait=getattr(error, "retry_after", answer.wait))


def refusal(
    status: int, why: str | FlowvizError, *, wait: float | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer that says why there is no other, and when it is worth another try."""
    if "text/html" in request.accept_mimetypes.values():
        response = Response(_told(status, why, wait), status, mimetype="text/html")
    else:
        response = Response(f"{why}\n", status, mimetype="text/plain")
    response.headers.update(headers or {})
    if wait is not None:
        response.headers["Retry-After"] = str(max(1, round(wait)))
    return response


def _told(status: int, why: str | FlowvizError, wait: float | None) -> str:
    """The page that says what `refusal` says, in the reader's language, with a way on."""
    language = request.args.get("lang", "")
    if language not in LANGUAGES:
        language = language_of_browser(LANGUAGES[0])
    say = words(language)
    key = f"explorer.refused.{status}"
    told = why if isinstance(why, str) else why.told(language)
    spoken = "" if told != str(why) else ' lang="en"'
    parts = [f"<p{spoken}>{escape(each)}</p>" for each in told.splitlines()]
    if wait is not None:
        parts.append(f"<p>{escape(say('explorer.refused.wait', n=max(1, round(wait))))}</p>")
    home = escape(f"{current_app.config[PREFIX]}?lang={language}")
    parts.append(f'<p><a href="{home}">{escape(say("explorer.refused.home"))}</a></p>')
    return page(say(key if key in sentences(language) else "explorer.refused"), language, parts)


def page(title: str, language: str, parts: Sequence[str]) -> str:
    """A small page by itself, with ``parts`` of HTML below its ``title``."""
    newline = "\n"
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)} – flowviz</title>
<style>body {{ font: 1.125rem/1.5 sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
{newline.join(parts)}
</main>
</body>
</html>
"""

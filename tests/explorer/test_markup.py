"""Elements are Dash's own, whoever makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html as of_dash

from flowviz.explorer import markup

if TYPE_CHECKING:
    import pytest


def test_elements_are_of_one_class_where_another_thread_makes_the_first_at_the_same_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    html = markup._Elements()
    theirs: list[Any] = []

    class Meanwhile:
        Div = of_dash.Div

        def __getattr__(self, name: str) -> Any:
            if not theirs:
                theirs.append(None)
                theirs[0] = html.Bdo("theirs")
            return getattr(of_dash, name)

    monkeypatch.setattr(markup, "of_dash", Meanwhile())
    ours = html.Bdo("ours")
    assert isinstance(ours, html.Bdo)
    assert isinstance(theirs[0], html.Bdo)

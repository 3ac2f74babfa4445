"""The built-in catalogue as the explorer holds it, and an explorer to ask without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowviz.explorer import Settings, create_app
from flowviz.explorer.live import Live
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from flowviz.explorer.live import State


@pytest.fixture(scope="session")
def state() -> State:
    return Live(CATALOGUE).now()


@pytest.fixture(scope="session")
def client() -> FlaskClient:
    return create_app(Settings()).server.test_client()

"""The explorer of the built-in catalogue: ``python app.py`` starts it, ``app:server`` is its WSGI application.

``FLOWVIZ_CATALOGUE`` names another catalogue. Everything else is an option of ``flowviz explore``.
"""

from __future__ import annotations

import os
from pathlib import Path

from flowviz.explorer import Settings, create_app
from flowviz.places import CATALOGUE

app = create_app(Settings(catalogue=Path(os.environ.get("FLOWVIZ_CATALOGUE") or CATALOGUE)))
server = app.server

if __name__ == "__main__":
    from flowviz.cli import main

    main(["explore"])

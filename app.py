"""The explorer: ``python app.py`` starts it, ``app:server`` is its WSGI application.

It takes the options of ``flowviz explore``, each of which can also be set by an environment variable: see docs/serving.md.
"""

from __future__ import annotations

import sys

from flowviz.cli import main
from flowviz.errors import FlowvizError
from flowviz.explorer import Settings, create_app
from flowviz.explorer.logs import log_as_json

if __name__ == "__main__":
    main(["explore", *sys.argv[1:]])

log_as_json()
try:
    app = create_app(Settings.from_environment(), stays=True)
except FlowvizError as error:
    sys.stderr.writelines(f"error: {line}\n" for line in str(error).splitlines())
    # gunicorn gives up at this code; after any other it would start one worker after the other
    sys.exit(3)
server = app.server

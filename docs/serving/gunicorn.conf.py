"""The explorer under gunicorn: ``gunicorn -c docs/serving/gunicorn.conf.py app:server`` beside app.py.

The settings of flowviz are environment variables; the port, the workers and the threads are gunicorn's own.
gunicorn has no limits for slow clients: let it be reached through a reverse proxy only.
"""

from typing import Any

bind = "127.0.0.1:8050"
workers = 2
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 8
limit_request_line = 4094
limit_request_field_size = 8190
control_socket_disable = True  # newer versions would make a file in the home of the user


def worker_exit(_server: Any, worker: Any) -> None:
    """Has the work in the background end with its worker."""
    from flask import Flask

    from flowviz.explorer import ending

    app = getattr(worker, "wsgi", None)  # a worker that did not come up has none
    if isinstance(app, Flask):
        ending.end(app)

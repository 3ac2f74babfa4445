"""``flowviz explore``."""

from __future__ import annotations

from pathlib import Path

import click

from flowviz.cli.common import catalogue_option, message

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command
@catalogue_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8050,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option("--prefix", default="/", show_default=True, help="Path behind a reverse proxy, such as /flowviz/.")
@click.option(
    "--passwords",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Ask for a login: file of names and hashed passwords.",
)
@click.option("--user-header", metavar="NAME", help="Let in whom a trusted proxy names in this header.")
@click.option(
    "--most-things",
    type=click.IntRange(10),
    default=150,
    show_default=True,
    help="Drawings of more things are rolled up.",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=8,
    show_default=True,
    help="How many requests are answered at once.",
)
@click.option(
    "--compare",
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH",
    help="Another version of the catalogue, or its JSON export, to compare with.",
)
@click.option("--new-password", metavar="NAME", help="Print a line for the file of --passwords, and end.")
def command(
    catalogue: Path,
    host: str,
    port: int,
    prefix: str,
    passwords: Path | None,
    user_header: str | None,
    most_things: int,
    threads: int,
    compare: Path | None,
    new_password: str | None,
) -> None:
    """Explore the catalogue in a browser.

    Follows the catalogue: an edit is seen within seconds. Ctrl-C or SIGTERM ends it.

    \b
    Examples:
      flowviz explore
      flowviz explore --catalogue my-catalogue --port 8080
      flowviz explore --compare last-year.json
      flowviz explore --new-password virpi >> passwords
      flowviz explore --host 0.0.0.0 --passwords passwords
    """
    if new_password is not None:
        from flowviz.explorer.login import password_line

        click.echo(
            password_line(new_password, click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
        )
        return
    from flowviz.explorer import Settings, create_app
    from flowviz.explorer.logs import log_as_json
    from flowviz.explorer.serving import serve

    log_as_json()
    settings = Settings(
        catalogue=catalogue,
        prefix=f"/{prefix.strip('/')}/" if prefix.strip("/") else "/",
        passwords=passwords,
        user_header=user_header,
        compare=compare,
        most_things=most_things,
    )
    app = create_app(settings)
    if host not in LOOPBACK and not (passwords or user_header):
        message(f"warning: everybody who reaches {host} can read the catalogue; ask for a login with --passwords FILE")
    message(f"the explorer is at http://{host}:{port}{settings.prefix} – Ctrl-C ends it")
    serve(app.server, host, port, threads=threads)

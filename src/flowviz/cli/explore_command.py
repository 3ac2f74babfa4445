"""``flowviz explore``."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import click

from flowviz.cli.common import catalogue_argument, message
from flowviz.errors import FlowvizError
from flowviz.explorer.hosts import LOOPBACK
from flowviz.explorer.settings import SETTINGS, Setting, Settings, misspelt

if TYPE_CHECKING:
    from collections.abc import Callable


class _Value(click.ParamType[Any]):
    """The value of a setting."""

    def __init__(self, setting: Setting) -> None:
        self.name = setting.metavar
        self._read = setting.read

    def split_envvar_value(self, rv: str) -> list[str]:
        return rv.split(",")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return self._read(value) if isinstance(value, str) else value
        except ValueError as error:
            self.fail(f"'{value}': {error}", param, ctx)


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """``command`` with an option for every setting."""
    defaults = {field.name: field.default for field in dataclasses.fields(Settings)}
    for name, setting in reversed(SETTINGS.items()):
        if name == "catalogue":
            command = catalogue_argument(command)
            continue
        command = click.option(
            setting.option,
            name,
            type=_Value(setting),
            default=defaults[name],
            show_default=defaults[name] not in (None, ()),
            envvar=setting.variable,
            show_envvar=True,
            multiple=setting.many,
            metavar=setting.metavar,
            help=setting.doc,
        )(command)
    return command


@click.command
@_options
@click.option("--new-password", metavar="NAME", help="Print a line for the file of --passwords, and end.")
def command(new_password: str | None, **values: Any) -> None:
    """Explore the catalogue in a browser.

    Follows the catalogue: an edit is seen within seconds. Ctrl-C or SIGTERM ends it.

    \b
    Examples:
      flowviz explore
      flowviz explore my-catalogue --port 8080
      flowviz explore --compare last-year.json
      flowviz explore --new-password virpi >> passwords
      flowviz explore --host 0.0.0.0 --allow-host maps.example.org --passwords passwords
    """
    if new_password is not None:
        from flowviz.explorer.login import password_line

        click.echo(
            password_line(new_password, click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
        )
        return
    from flowviz.explorer import create_app
    from flowviz.explorer.logs import log_as_json
    from flowviz.explorer.serving import Server, serve

    if slips := misspelt():
        raise FlowvizError(*slips)
    log_as_json()
    settings = Settings(**values)
    server = Server(create_app(settings, stays=True).server, settings)
    if settings.host not in LOOPBACK and not (settings.passwords or settings.user_header):
        who = f"everybody who reaches {settings.host} can read the catalogue"
        message(f"warning: {who}; ask for a login with --passwords FILE")
    message(f"the explorer is at {server.address} – Ctrl-C ends it")
    serve(server)

"""``flowviz fetch``."""

from __future__ import annotations

from pathlib import Path

import click

from flowviz.cli.common import counted, message


@click.command
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("members", nargs=-1, metavar="[MEMBER[=URL]]...")
@click.option("--allow-http", is_flag=True, help="Fetch from http:// too, which is not encrypted.")
@click.option(
    "--force", is_flag=True, help="Take another catalogue than so far, and write over a file that is no copy of one."
)
def command(file: Path, members: tuple[str, ...], allow_http: bool, force: bool) -> int:
    """Fetch the exports of members that lie on the web, and write copies of them beside FILE, which joins them.

    A member of FILE says by `url` where its JSON export lies, and by `catalogue` where the copy goes. Without MEMBER
    all of them are fetched; MEMBER=URL takes one from another address. A copy is replaced only by an export of the
    same catalogue without errors, in the version that FILE asks for. What was fetched is written down beside FILE, for
    city.yaml in city.lock.json, and `flowviz check` tells when a copy is not that. No other command fetches anything.

    Only what has changed since is sent. Exits with 1 when an export could not be taken; the others are.

    \b
    Examples:
      flowviz fetch city.yaml
      flowviz fetch city.yaml talpa
      flowviz fetch city.yaml talpa=https://talpa.example.org/catalogue.json
    """
    from flowviz.federation.fetching import fetch

    found = {"new": 0, "unchanged": 0, "failed": 0}
    addresses = {id_: url or None for id_, _, url in (one.partition("=") for one in members)}
    for outcome in fetch(file, addresses, plain=allow_http, force=force):
        found[outcome.state] += 1
        if outcome.error is not None:
            message(f"error: {outcome.id}: {'; '.join(str(outcome.error).splitlines())}")
        elif outcome.state == "new" and outcome.pin is not None:
            click.echo(f"{outcome.id}: version {outcome.pin.version} of {outcome.pin.date}")
    told = counted(sum(found.values()), "member")
    message(f"{file}: {told}, {found['new']} new, {found['unchanged']} unchanged, {found['failed']} not fetched")
    return 1 if found["failed"] else 0

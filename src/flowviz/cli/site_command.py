"""``flowviz site``."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import click

from flowviz.cli.common import STDOUT, catalogue_argument, counted, load_model, load_tales, message, output_options
from flowviz.locales import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@click.command
@catalogue_argument
@click.option(
    "--lang",
    "languages",
    type=click.Choice(LANGUAGES),
    multiple=True,
    help="Language of the site; give it several times for several.  [default: all]",
)
@click.option("--base-url", metavar="URL", help="The address that the site will have; needed for a sitemap.")
@click.option("--internal", is_flag=True, help="Hold what is marked for internal use too.")
@output_options("DIR", "site")
def command(
    catalogue: Path, languages: Sequence[str], base_url: str | None, internal: bool, output: Path, force: bool
) -> None:
    """Write a site to publish: the description of the information resources, as plain HTML.

    It needs no server and no JavaScript (search aside), works in any folder and from a disk, and loads nothing from
    elsewhere. What is marked for internal use is left out, with everything that would tell of it.

    Pages of an earlier site in the folder that are no longer made are removed; files that flowviz did not write stay.
    The folder is replaced as a whole: visitors meet the old site or the new one, never a mixture.

    \b
    Examples:
      flowviz site
      flowviz site -o public --base-url https://www.example.org/information/
      flowviz site -o intranet --internal --lang fi
    """
    if output == STDOUT:
        raise click.UsageError("a site is a folder of files: give a folder with -o")
    if base_url and not base_url.startswith(("https://", "http://")):
        raise click.UsageError(f"--base-url '{base_url}' is not an address: begin it with https://")
    from flowviz.errors import OutputError
    from flowviz.processes import cores
    from flowviz.remembered import remembering
    from flowviz.site.build import build_checked
    from flowviz.site.checker import Gists, check
    from flowviz.site.folder import doubtful, write
    from flowviz.writing.ahead import Ahead

    chosen = [code for code in LANGUAGES if not languages or code in languages]
    model = load_model(catalogue)
    gists, tales = Gists(), load_tales(catalogue, model, chosen, internal=internal)
    about = hashlib.sha256(repr((model.catalogue.header.id, *chosen, internal)).encode()).hexdigest()[:16]
    with Ahead(output) as files, remembering(f"site-{about}"):
        made = build_checked(model, languages=chosen, internal=internal, base=base_url, jobs=cores(), tales=tales)
        for path, data, gist in made:
            files.add(path, data)
            if path.endswith(".html"):
                gists.add(path, gist)
        if not gists.in_order(files) and (problems := check(files)):
            raise OutputError("the site would have these faults, so nothing was written:", *problems[:20])
        removed = write(output, files, force=force)
        doubts = doubtful(output, files)
    pages = sum(path.endswith(".html") for path in files)
    message(f"{counted(pages, 'page')}, checked: open {output / 'index.html'}")
    if removed:
        message(f"removed {counted(len(removed), 'file')} of an earlier site, not made any more")
    if doubts:
        names = ", ".join(f"'{path}'" for path in doubts[:3]) + (f" and {len(doubts) - 3} more" if doubts[3:] else "")
        message(f"{names}: as of an earlier site, though nothing vouches for it: remove what should not be published")
    if not base_url:
        message("no sitemap.xml: it needs the address of the site, --base-url URL")

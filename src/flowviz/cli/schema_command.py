"""``flowviz schema``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from flowviz.cli.common import emit, output_options

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


@click.command
@click.option("--json-export", is_flag=True, help="The schema of `flowviz export --format json` instead.")
@click.option("--federation", is_flag=True, help="The schema of a file that joins catalogues instead.")
@output_options("FILE|-", "-")
def command(json_export: bool, federation: bool, output: Path, force: bool) -> None:
    """Print the JSON Schema of the catalogue's YAML files: editors that read it complete and check while you type.

    Put `# yaml-language-server: $schema=catalogue.schema.json` on the first line of each file.

    \b
    Examples:
      flowviz schema -o my-catalogue/catalogue.schema.json
      flowviz schema --json-export
      flowviz schema --federation -o city.schema.json
    """
    emit(
        (
            json.dumps(_schema(json_export=json_export, federation=federation), ensure_ascii=False, indent=2) + "\n"
        ).encode(),
        output,
        force=force,
    )


def _schema(*, json_export: bool, federation: bool) -> dict[str, Any]:
    if json_export and federation:
        raise click.UsageError("--json-export and --federation are two schemas: ask for one")
    if json_export:
        from flowviz.exports.json_catalogue import schema

        return schema()
    from flowviz.loading.schema import json_schema

    if federation:
        from flowviz.federation.nouns import FederationDocument

        return json_schema(FederationDocument)
    return json_schema()

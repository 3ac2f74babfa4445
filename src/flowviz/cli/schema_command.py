"""``flowviz schema``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from flowviz.cli.common import emit, output_options

if TYPE_CHECKING:
    from pathlib import Path


@click.command
@click.option("--json-export", is_flag=True, help="The schema of `flowviz export --format json` instead.")
@output_options("FILE|-", "-")
def command(json_export: bool, output: Path, force: bool) -> None:
    """Print the JSON Schema of the catalogue's YAML files: editors that read it complete and check while you type.

    Put `# yaml-language-server: $schema=catalogue.schema.json` on the first line of each file.

    \b
    Examples:
      flowviz schema -o my-catalogue/catalogue.schema.json
      flowviz schema --json-export
    """
    if json_export:
        from flowviz.exports.json_catalogue import schema
    else:
        from flowviz.loading.schema import json_schema as schema
    emit((json.dumps(schema(), ensure_ascii=False, indent=2) + "\n").encode(), output, force=force)

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING

import click
import pytest

from documentation import MADE, ROOT
from flowviz import __version__
from flowviz.cli import COMMANDS
from flowviz.exports import EXPORTS
from flowviz.loading import load
from glossary import found

if TYPE_CHECKING:
    from pathlib import Path

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("path", sorted(MADE.keys() - {"docs/command-line.md"}))
def test_what_follows_from_the_code_is_current(path: str) -> None:
    """To make it so: ``python tests/documentation.py``."""
    assert (ROOT / path).read_text("utf-8") == MADE[path]()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented_in_its_own_words(name: str) -> None:
    """To make it so: ``python tests/documentation.py``. How click lays these words out is click's own."""
    text = (ROOT / "docs/command-line.md").read_text("utf-8").split(f"## flowviz {name}\n")[1].split("\n## ")[0]
    command = importlib.import_module(f"flowviz.cli.{name}_command").command
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    words = " ".join(text.split())
    assert " ".join(command.help.replace("\b", "").split()) in words
    for option in options:
        assert option.help
        assert " ".join(option.help.split()) in words
    listed = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)(?=\s)", text, re.MULTILINE))
    assert listed == {name for option in options for name in option.opts if name.startswith("--")} | {"--help"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


READMES = {"en": "README.md", "fi": "README.fi.md", "sv": "README.sv.md"}


@pytest.mark.parametrize("page", READMES.values())
def test_each_readme_shows_the_commands_for_a_fresh_machine_and_leads_to_the_others(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    first, second, *_ = re.findall("```sh\n(.*?)```", text, re.DOTALL)
    assert first == "python3 set_up.py && .venv/bin/python app.py\n"
    assert second == "python3 check.py\n"
    assert {other for other in READMES.values() if f"]({other})" in text} == set(READMES.values()) - {page}


@pytest.mark.parametrize(("language", "page"), READMES.items())
def test_each_readme_gives_commands_that_there_are_and_asks_for_its_own_language(language: str, page: str) -> None:
    blocks = "\n".join(re.findall("```sh\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL))
    lines = re.findall(r"^flowviz .*?(?=  #|$)", blocks, re.MULTILINE)
    assert len(lines) >= 6
    for line in lines:
        name, *words = line.split()[1:]
        options = {
            word
            for option in importlib.import_module(f"flowviz.cli.{name}_command").command.params
            for word in option.opts
        }
        assert {word for word in words if word.startswith("-")} <= options, line
        assert "--lang" not in words or words[words.index("--lang") + 1] == language, line


@pytest.mark.parametrize(("language", "page"), READMES.items())
def test_each_readme_keeps_to_the_words_of_the_glossary(language: str, page: str) -> None:
    text = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)", "", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    assert found(text, language, "everywhere") == []


def test_the_example_of_the_format_is_a_catalogue_without_errors(tmp_path: Path) -> None:
    text = (ROOT / "docs/catalogue-format.md").read_text("utf-8")
    (tmp_path / "example.yaml").write_text(text.split("```yaml\n")[1].split("```")[0], "utf-8")
    assert load(tmp_path).header.id == "my-office"


def test_the_changelog_speaks_of_this_version() -> None:
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_export_format_is_named_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf-8").lower()
    assert [name for name in EXPORTS if name not in text] == []


def test_every_script_that_ci_runs_is_executable() -> None:
    assert (ROOT / ".ci/run").stat().st_mode & 0o111

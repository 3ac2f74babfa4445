from __future__ import annotations

import csv
import errno
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import midway
from conftest import write_catalogue
from flowviz import __version__
from flowviz.cli import COMMANDS, cli
from flowviz.errors import one_line
from flowviz.exports import EXPORTS
from flowviz.exports.json_catalogue import read
from flowviz.facts.tables import TABLES
from flowviz.telling.plain import cells
from flowviz.writing import RECORD

EXAMPLE = Path(__file__).parent / "example"
KASKO = Path(__file__).parents[1] / "examples" / "helsinki" / "kasko"

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run
    from flowviz.catalogue import Catalogue
    from flowviz.model import Model


def process(*arguments: str, cwd: Path | None = None, **more: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "flowviz", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, check=False, timeout=60, **more)  # type: ignore[call-overload,no-any-return]


# --- help, version, wrong use


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["check", "--catalogue", "a", "--catalogue", "b"], "--catalogue"),
        (["list", "feeds", "--lang", "fi", "--lang", "sv"], "--lang"),
        (["export", "--format", "json", "-o", "x", "--output", "y"], "-o/--output"),
        (["critical", "--stated-only", "--include-implied"], "--include-implied/--stated-only"),
        (["draw", "--scopes", "national", "--scopes", "city-wide"], "--scopes"),
    ],
)
def test_an_option_for_one_value_is_refused_when_it_is_given_twice(
    run: Run, tmp_path: Path, arguments: list[str], option: str
) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        write_catalogue(tmp_path / name)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    cure = "name one file that joins the catalogues" if option == "--catalogue" else "give it once"
    assert f"error: {option} is given twice: {cure}" in err


def test_options_for_several_values_and_switches_may_be_given_twice(run: Run) -> None:
    assert run("critical", "--kind", "system", "--kind", "party", "--top", "1")[0] == 0
    assert run("schema", "--json-export", "--json-export")[0] == 0


def test_a_command_about_nothing_but_a_catalogue_takes_its_path_alone_and_only_once(run: Run, tmp_path: Path) -> None:
    write_catalogue(tmp_path)
    (tmp_path / "head.yaml").write_text("scopes: 7\n")
    code, _, err = run("check", str(tmp_path))
    assert (code, f"{tmp_path}: " in err) == (1, True)
    for command in ("check", "explore", "page", "site"):
        code, _, err = run(command, str(tmp_path / "nowhere"))
        assert (code, "nowhere' does not exist" in err) == (2, True), command
        code, _, err = run(command, str(tmp_path), "--catalogue", str(tmp_path))
        assert (code, "error: the catalogue is given twice" in err) == (2, True), command


def test_help_names_every_command(run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    for name, summary in COMMANDS.items():
        assert f"\n  {name} " in out
        assert summary[:40] in out


@pytest.mark.parametrize("columns", [40, 80, 93, 200])
def test_help_that_is_told_without_click_is_laid_out_as_click_does(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert run("--help") == run("-h") == run("-h", "--help")  # the last one asks click


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_has_examples(run: Run, name: str) -> None:
    code, out, _ = run(name, "--help")
    assert code == 0
    assert f"Examples:\n    flowviz {name}" in out


def test_the_version_is_that_of_the_package(run: Run) -> None:
    code, out, err = run("--version")
    assert (code, out.split()[-1], err) == (0, __version__, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["chek"],
        ["check", "--nope"],
        ["check", "--catalogue", "nowhere"],
        ["list", "tables"],
        ["list"],
        ["show", "nothing-of-the-kind"],
        ["path", "kela", "nothing-of-the-kind"],
        ["draw", "--kind", "painting"],
        ["draw", "--department", "nope"],
        ["draw", "--department", "kela"],
        ["draw", "--node", "nope"],
        ["draw", "--node", "kela", "--department", "strategiaosasto"],
        ["draw", "--node", "kela", "--kind", "overview"],
        ["draw", "--kind", "neighbourhood"],
        ["draw", "--kind", "overview", "--department", "strategiaosasto"],
        ["draw", "--depth", "2"],
        ["draw", "-o", "-"],
        ["draw", "--scopes", "natonal"],
        ["draw", "--scopes", "own,,national"],
        ["draw", "--kinds", "resource,painting"],
        ["draw", "--departments", "kela"],
        ["draw", "--keyword", "nope"],
        ["draw", "--system", "kela"],
        ["draw", "-o", "one.svg"],
        ["draw", "--kind", "overview", "-o", "one.svg", "--format", "pdf"],
        ["draw", "--department", ""],
        ["draw", "--node", ""],
        ["draw", "--node", "kela", "--to", ""],
        ["draw", "--node", "kela", "--kind", "paths"],
        ["draw", "--to", "kela"],
        ["draw", "--kind", "overview", "-o", "one.gif"],
        ["draw", "--kind", "overview", "-o", "one.png", "--scale", "1e300"],
        ["draw", "--kind", "overview", "-o", "one.png", "--scale", "1e-9"],
        ["export", "--format", "docx"],
        ["export", "--format", "json", "--table", "feeds"],
    ],
)
def test_wrong_use_ends_with_2_and_one_clear_line(run: Run, arguments: list[str], tmp_path: Path) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert len(err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_command_or_id_is_told_the_right_one(run: Run) -> None:
    assert "did you mean 'check'?" in run("chek")[2]
    assert "did you mean 'asiakastietovaranto' or " in run("show", "asiakastietovaronto")[2]


# --- check


def test_check_finds_nothing_in_the_built_in_catalogue_but_gaps_that_it_explains(run: Run) -> None:
    code, out, err = run("check", "--strict")
    assert (code, out) == (0, "")
    assert ": 0 errors, 0 warnings, 17 gaps of the source explained" in err
    found = json.loads(run("check", "--format", "json")[1])
    assert len(found["explained"]) == 17
    assert {problem["code"] for problem in found["explained"]} == {"unused", "caption-scope"}


def test_strict_check_ends_with_1_on_warnings(run: Run, tmp_path: Path) -> None:
    more = "parties: [{id: x, name: {en: X, da: X}, form: people}]"
    folder = write_catalogue(tmp_path, more=more)
    assert [run("check", *strict, "--catalogue", str(folder))[0] for strict in ((), ("--strict",))] == [0, 1]


def test_check_tells_all_problems_and_ends_with_1(run: Run, tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, broken="departments:\n  - {id: X, nmae: y}\n")
    code, out, _ = run("check", "--catalogue", str(folder))
    assert code == 1
    assert "broken.yaml:2:" in out
    assert "did you mean 'name'?" in out
    code, out, _ = run("check", "--catalogue", str(folder), "--format", "json")
    found = json.loads(out)
    assert (code, found["errors"]) == (1, len(found["problems"]))
    assert set(found["problems"][0]) == {"file", "line", "column", "severity", "code", "message"}
    assert {problem["code"] for problem in found["problems"]} == {"malformed-id", "unknown-key", "missing"}


def test_other_commands_tell_the_problems_of_a_catalogue_on_standard_error(run: Run, tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, broken="nmae: y\n")
    code, out, err = run("list", "feeds", "--catalogue", str(folder))
    assert (code, out) == (1, "")
    assert "broken.yaml:1:1: unknown key 'nmae'" in err


def test_the_environment_may_name_the_catalogue(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "small").mkdir()
    monkeypatch.setenv("FLOWVIZ_CATALOGUE", str(write_catalogue(tmp_path / "small")))
    assert "care  Care" in run("list", "departments", "--lang", "en")[1]
    monkeypatch.setenv("FLOWVIZ_CATALOGUE", "nowhere")
    code, _, err = run("list", "departments")
    assert code == 2
    assert "nowhere" in err


# --- list, show, path


@pytest.mark.parametrize("table", TABLES)
def test_text_csv_and_json_list_the_same_rows(run: Run, model: Model, table: str) -> None:
    rows = cells(TABLES[table].rows(model), "en")
    found = json.loads(run("list", table, "--lang", "en", "--format", "json")[1])
    assert [tuple(row.values()) for row in found] == rows
    lines = list(csv.reader(io.StringIO(run("list", table, "--lang", "en", "--format", "csv")[1], newline="")))
    assert len(lines) == len(rows) + 1
    text = run("list", table, "--lang", "en")[1].splitlines()
    assert len(text) == len(rows) + 1
    assert all(
        line.startswith(" ".join(str(row[0]).split()))
        for line, row in zip(text[1:], rows, strict=True)
        if table != "feeds"
    )


def test_show_tells_names_feeds_issues_and_where_each_is_said(run: Run, catalogue: Catalogue) -> None:
    code, out, _ = run("show", "asiakastietovaranto", "--lang", "en")
    assert code == 0
    assert out.startswith("Customer information resource (asiakastietovaranto)\nshared resource\n")
    incoming = [feed for feed in catalogue.feeds if feed.target == "asiakastietovaranto"]
    in_general = {department.id for department in catalogue.departments}
    by_name = [feed for feed in incoming if feed.source not in in_general or feed.carries]
    assert f"Receives data from ({len(by_name)})" in out
    assert "said in general too: Strategy Department → Customer information resource" in out
    assert "sivu, lines" in out
    silent = out.partition("\nNot stated in the source\n")[2]
    assert "Search keys" in silent
    assert "Provides data to" not in silent, "that is told where one looks for it"


def test_show_as_json_has_the_node_and_feeds_of_the_export(run: Run, catalogue: Catalogue) -> None:
    found = json.loads(run("show", "kela", "--format", "json")[1])
    export = json.loads(run("export", "--format", "json")[1])
    assert found["node"] in export["nodes"]
    assert found["feeds_out"] + found["feeds_in"] == [
        feed for feed in export["feeds"] if "kela" in (feed["from"], feed["to"])
    ]
    assert found["issues"] == [issue for issue in export["issues"] if "kela" in issue["about"]]


def test_path_names_each_feed_on_the_way(run: Run, catalogue: Catalogue) -> None:
    feed = catalogue.feeds[0]
    code, out, _ = run("path", feed.source, feed.target, "--lang", "en")
    assert code == 0
    assert feed.content is not None
    assert feed.content.get("en") in out
    found = json.loads(run("path", feed.source, feed.target, "--format", "json")[1])
    assert found["paths"][0]["nodes"] == [feed.source, feed.target]
    assert found["paths"][0]["hops"] == 1
    assert found["paths"][0]["feeds"][0][0]["from"] == feed.source


def test_path_says_when_there_is_no_way(run: Run) -> None:
    code, out, _ = run("path", "dealroom", "kela", "--lang", "en")
    assert (code, out[:19]) == (0, "No feeds lead from ")
    assert json.loads(run("path", "dealroom", "kela", "--format", "json")[1])["paths"] == []


# --- draw


def test_draw_without_options_writes_all_drawings_and_an_index(run: Run, tmp_path: Path, catalogue: Catalogue) -> None:
    code, out, err = run("draw")
    assert code == 0
    names = {f"{kind}-{department.id}.svg" for department in catalogue.departments for kind in ("department", "feeds")}
    assert {path.name for path in (tmp_path / "diagrams").iterdir()} == names | {
        "overview.svg",
        "map-1.svg",
        "index.html",
        RECORD,
    }
    assert len(out.splitlines()) == len(names) + 3
    assert err == f"{len(names) + 2} drawings: open {os.path.join('diagrams', 'index.html')}\n"  # noqa: PTH118
    index = (tmp_path / "diagrams/index.html").read_text("utf-8")
    assert all(f'src="{name}"' in index for name in names)


def test_drawing_again_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    run("draw")
    before = {path: path.read_bytes() for path in (tmp_path / "diagrams").iterdir()}
    assert run("draw", "--jobs", "2")[0] == 0
    assert {path: path.read_bytes() for path in (tmp_path / "diagrams").iterdir()} == before


@pytest.mark.parametrize(
    ("name", "start"), [("x.svg", b"<?xml"), ("x.png", b"\x89PNG"), ("x.pdf", b"%PDF"), ("x.dot", b"digraph")]
)
def test_the_name_of_the_file_chooses_the_format(run: Run, tmp_path: Path, name: str, start: bytes) -> None:
    code, out, _ = run("draw", "--kind", "feeds", "--department", "viestintaosasto", "-o", f"memo/{name}")
    assert (code, out.split()) == (0, [os.path.join("memo", name)])  # noqa: PTH118
    assert start in (tmp_path / "memo" / name).read_bytes()[:200]


def test_one_department_goes_into_a_folder_in_the_language_and_theme_asked_for(run: Run, tmp_path: Path) -> None:
    assert run("draw", "--department", "viestintaosasto", "--lang", "sv", "--theme", "dark", "-o", "memo")[0] == 0
    svg = (tmp_path / "memo/department-viestintaosasto.svg").read_text("utf-8")
    assert 'lang="sv"' in svg
    assert 'class="flowviz department dark"' in svg


def test_surroundings_go_to_standard_output() -> None:
    found = process("draw", "--node", "paatostietovaranto", "--depth", "2", "--direction", "up", "-o", "-")
    assert (found.returncode, found.stderr) == (0, b"")
    assert b'class="flowviz neighbourhood' in found.stdout


def test_a_drawing_of_somebody_else_is_left_alone_and_nothing_else_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "diagrams").mkdir()
    (tmp_path / "diagrams/overview.svg").write_text("<svg/>")
    code, out, err = run("draw")
    assert (code, out) == (2, "")
    assert "overview.svg' was not written by flowviz" in err
    assert len(list((tmp_path / "diagrams").iterdir())) == 1
    assert run("draw", "--force")[0] == 0
    assert run("draw")[0] == 0


def test_a_file_where_the_folder_should_be_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "diagrams").write_text("x")
    code, _, err = run("draw")
    assert code == 2
    assert "a file stands where a folder should be; choose another place with -o" in err


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("x" * 300 + ".svg", "the name or the path is longer than the system allows"),
        ("x" * 300, "the name or the path is longer than the system allows"),
        ("circle/x.svg", "symbolic links lead in a circle"),
        ("a\0b.svg", "a name cannot hold a NUL"),
    ],
    ids=["file", "folder", "circle", "nul"],
)
def test_a_place_that_can_be_none_is_told_with_the_right_cause(run: Run, tmp_path: Path, place: str, told: str) -> None:
    (tmp_path / "circle").symlink_to("circle")
    for command in (["draw", "--kind", "overview"], ["export", "--format", "dot"], ["site"], ["import", "."]):
        code, out, err = run(*command, "-o", place)
        assert (code, out) == (2, "")
        assert err == one_line(f"error: cannot write '{place}': {told}; choose another place with -o") + "\n"


# --- export, schema


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_goes_to_a_file_or_to_standard_output_alike(run: Run, tmp_path: Path, name: str) -> None:
    export = ["export", "--format", name, "--catalogue", str(EXAMPLE)]
    assert run(*export, "-o", "out/x") == (0, "", f"wrote {os.path.join('out', 'x')}\n")  # noqa: PTH118
    assert run(*export, "-o", "out/x")[0] == 0
    assert CliRunner().invoke(cli, export).stdout_bytes == (tmp_path / "out/x").read_bytes()


def test_the_json_export_reads_back_as_the_catalogue(run: Run, tmp_path: Path, catalogue: Catalogue) -> None:
    run("export", "--format", "json", "-o", "x.json")
    assert read((tmp_path / "x.json").read_bytes()) == catalogue


# --- streams, signals, start


def test_a_reader_that_stops_reading_is_met_in_silence() -> None:
    command = f"{sys.executable} -m flowviz list issues | true; echo ${{PIPESTATUS[0]}}"
    found = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=60)
    assert (found.stdout.strip(), found.stderr) == (b"141", b"")


def test_a_full_disk_behind_standard_output_is_told() -> None:
    found = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m flowviz list feeds >/dev/full"],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert found.returncode == 2
    assert found.stderr.decode() == f"error: cannot write to standard output: {os.strerror(errno.ENOSPC)}\n"


@pytest.mark.parametrize(
    ("number", "ended"),
    [(signal.SIGINT, (130, b"\n")), (signal.SIGTERM, (143, b"")), (signal.SIGHUP, (129, b""))],
    ids=["ctrl-c", "terminate", "terminal-closed"],
)
def test_a_signal_ends_quietly_and_leaves_nothing_half_written(
    tmp_path: Path, number: signal.Signals, ended: tuple[int, bytes]
) -> None:
    running = midway.draw(
        cwd=tmp_path,
        start_new_session=True,
        # a shell that runs the tests in the background has told its children to ignore Ctrl-C
        preexec_fn=lambda: [
            signal.signal(signal.SIGINT, signal.default_int_handler),
            signal.signal(signal.SIGHUP, signal.SIG_DFL),
        ],
    )
    os.killpg(running.pid, number)
    _, err = running.communicate(timeout=60)
    assert (running.returncode, err) == ended
    assert list(tmp_path.iterdir()) == []


def test_a_closed_standard_output_is_no_error() -> None:
    found = process("list", "departments", preexec_fn=lambda: os.close(1))
    assert (found.returncode, found.stderr) == (0, b"")


def test_a_terminal_without_the_letters_is_no_error() -> None:
    found = process("show", "kela", env={**os.environ, "PYTHONIOENCODING": "latin-1"})
    assert found.returncode == 0
    assert b" ? " in found.stdout


SLOW = ("dash", "plotly", "flask", "reportlab", "svglib", "openpyxl", "xlsxwriter")


@pytest.mark.parametrize(
    ("arguments", "left_out"),
    [
        (["--help"], (*SLOW, "networkx", "yaml", "flowviz.catalogue")),
        (
            ["check", "--catalogue", "{kasko}"],
            (*SLOW, "networkx"),
        ),  # stories beside a catalogue are addresses of the explorer
        (["draw", "-o", "{tmp}"], (*SLOW, "networkx", "ssl")),
        (["impact", "kela"], (*SLOW, "networkx")),
        (["export", "--format", "json", "-o", "{tmp}"], (*SLOW, "networkx", "graphviz")),
    ],
    ids=["help", "check", "draw", "impact", "export"],
)
def test_a_command_imports_only_what_it_needs(tmp_path: Path, arguments: list[str], left_out: tuple[str, ...]) -> None:
    code = (
        "import sys\nfrom flowviz.cli import main\n"
        f"try: main({[argument.format(tmp=tmp_path / 'x', kasko=KASKO) for argument in arguments]!r})\n"
        f"finally: print([name for name in {left_out!r} if name in sys.modules], file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert found.returncode == 0
    assert found.stderr.splitlines()[-1] == b"[]"


def test_a_folder_without_a_catalogue_is_unreadable_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, _, told = run("check", "--catalogue", str(tmp_path / "empty"))
    assert code == 2
    assert "1 error" in told

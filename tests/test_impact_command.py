"""``flowviz impact`` and ``flowviz critical``: texts, wrong use, and files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from flowviz.facts.impact import IMPACT
from flowviz.reports import FORMATS, RANKING_FORMATS

if TYPE_CHECKING:
    from conftest import Run

EXAMPLE = str(Path(__file__).parent / "example")

BORGERE = """\
If this is removed: Register of citizens
Certainly loses all data that are known to come to it: Care data.
Has no other known receiver of its data: Care data.
To consult: Elderly and Care. Data set with personal data: Visits.
These numbers are minimums: a feed that the source does not mention is not counted.

What receives data from it (1 row)
  Name       Department        Effect     How certain  Hops  Feeds lost  Feeds before  Original providers lost  Original providers before
  Care data  Elderly and Care  loses all  certain         1           1             1                        1                          1

What provides data to it (1 row)
  Name       Department        Feeds lost  Feeds before  Left without a receiver  No receiver left in  Provided data to
  Care data  Elderly and Care           1             1  yes                      Municipal            Register of citizens

What is removed (1 row)
  Name                  Kind             Department  Falls with
  Register of citizens  shared resource

Feeds that end (2 rows)
  From                  To                    Content   Basis
  Care data             Register of citizens  Services  stated
  Register of citizens  Care data                       stated

Departments and units to consult (1 row)
  Name              Removed  Downstream  Lose all  Upstream  Left without a system
  Elderly and Care        0           1         1         1                      0

Data sets with personal data (1 row)
  Name    Lies in           Department        Role                         Data groups            Special categories of personal data  Basis
  Visits  Citizen's record  Elderly and Care  carried by a feed that ends  Address; Diet; Health  special categories of personal data  stated

What the catalogue does not know (5 rows)
  What is not known                                                                         Items
  The source names no system for it.                                                        Register of citizens
  The source names no data set of it.                                                       Register of citizens
  The source does not say of all its data groups whether they are personal data.            Visits
  The source does not say whether a feed that ends or loses content carries personal data.  Care data; Register of citizens
  The source does not say what a removed feed of it carries.                                Register of citizens
"""

CRITICAL = """\
What would be missed most
The numbers also count what is only possible: an effect goes farther only if what lies between passes on what it receives.
These numbers are minimums: a feed that the source does not mention is not counted.

Rank  Name                  Kind                  Lose all  Leads to  Why
   1  Care data             information resource         7         8  If this were removed, 5 would lose all data that are known to come to them: Register of citizens, Pay and staff, The region's health data and 2 more. 2 more might, if what lies between passes on what it receives. 1 would get nothing more from others and keep only its own: Duty roster.
   2  Duty roster           information resource         4         5  If this were removed, 2 would lose all data that are known to come to them: Pay and staff, Cura. 2 more might, if what lies between passes on what it receives. 1 would get nothing more from others and keep only its own: Duty roster.
   3  Ship calls            information resource         2         2  If this were removed, 2 would lose all data that are known to come to them: Berths, Nordic port database.
   4  Pay and staff         shared resource              2         2  If this were removed, 1 would lose all data that are known to come to it: Elderly and Care. 1 more might, if what lies between passes on what it receives.
   5  Register of citizens  shared resource              1         1  If this were removed, 1 would lose all data that are known to come to it: Care data.
   6  Duty roster           information resource         0         5  1 would get nothing more from others and keep only its own: Duty roster. In all, 5 items in 1 department receive or may receive data from it.
   7  Nordic port database  shared resource              0         2  In all, 2 items in 1 department receive or may receive data from it.
   8  Cura                  information system           0         0  2 would be left without an information system: Care data, Citizen's record.
   9  SafeSeaNet            information system           0         0  1 would be left without an information system: Ship calls.
"""


def test_the_text_of_an_impact_is_this(run: Run) -> None:
    code, out, err = run("impact", "borgere", "--catalogue", EXAMPLE, "--lang", "en")
    assert (code, out, err) == (0, BORGERE, "")


def test_the_text_of_the_ranking_is_this(run: Run) -> None:
    code, out, err = run("critical", "--catalogue", EXAMPLE, "--lang", "en")
    assert (code, out, err) == (0, CRITICAL, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["impact"], "say what is to go"),
        (["impact", "dvvv"], "did you mean 'dvv'"),
        (["impact", "dvv", "--feed", "dvv", "kela"], "no feed leads from 'dvv' to 'kela'"),
        (["impact", "dvv", "--department", "strategia"], "there is no department 'strategia'"),
        (["impact", "dvv", "--scope", "city"], "there is no scope 'city'"),
        (["impact", "dvv", "--within", "0"], "'--within'"),
        (["impact", "dvv", "--format", "csv", "--direction", "up"], "this answer has no table 'downstream'"),
        (["impact", "dvv", "--scenario", "none.yaml"], "'none.yaml'"),
        (["critical", "--kind", "dataset"], "'dataset'"),
    ],
)
def test_wrong_use_is_told_with_its_cure_and_exit_code_2(run: Run, arguments: list[str], message: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_parties_and_people_are_ranked_only_when_they_are_asked_for(run: Run) -> None:
    kinds = {
        asked: {row["kind"] for row in json.loads(run("critical", "--format", "json", *asked)[1])["ranking"]}
        for asked in ((), ("--kind", "party"))
    }
    assert "party" not in kinds[()]
    assert {"resource", "shared", "system"} == kinds[()]
    assert kinds["--kind", "party"] == {"party"}


def test_a_scenario_and_ids_do_not_go_together(run: Run, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("name: S\nremove: [dvv]\n", "utf-8")
    assert run("impact", "kela", "--scenario", "s.yaml")[0] == 2
    code, out, _ = run("impact", "--scenario", "s.yaml", "--format", "csv", "--table", "compared")
    assert code == 0
    assert "vaestotieto" in out


def test_all_formats_say_the_same(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("impact", "viestintaosasto", "--format", "json")
    told = json.loads(out)
    ids = [row["id"] for row in told["downstream"]]
    rows = list(csv.reader(io.StringIO(run("impact", "viestintaosasto", "--format", "csv")[1].lstrip("\ufeff"))))
    assert [row[0] for row in rows[1:]] == ids
    run("impact", "viestintaosasto", "--format", "xlsx", "-o", "i.xlsx")
    book = openpyxl.load_workbook(tmp_path / "i.xlsx")
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)] == ids
    assert len(book.worksheets) == len(IMPACT)
    assert code == 0


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_is_written_again_over_itself_and_over_no_other(run: Run, tmp_path: Path, form: str) -> None:
    name = f"i.{form}"
    assert run("impact", "dvv", "--format", form, "-o", name)[0] == 0
    first = (tmp_path / name).read_bytes()
    assert run("impact", "dvv", "--format", form, "-o", name)[0] == 0
    assert (tmp_path / name).read_bytes() == first
    (tmp_path / name).write_text("mine")
    assert run("impact", "dvv", "--format", form, "-o", name)[0] == 2
    assert (tmp_path / name).read_text() == "mine"


@pytest.mark.parametrize("form", RANKING_FORMATS)
def test_the_ranking_is_written_in_every_format(run: Run, tmp_path: Path, form: str) -> None:
    for _ in range(2):
        assert run("critical", "--top", "3", "--format", form, "-o", f"c.{form}")[0] == 0
    assert (tmp_path / f"c.{form}").stat().st_size


def test_markdown_gets_its_drawing_beside_it(run: Run, tmp_path: Path) -> None:
    assert run("impact", "dvv", "--format", "md", "-o", "out/a.md")[0] == 0
    assert "](<a.svg>)" in (tmp_path / "out/a.md").read_text("utf-8")
    assert (tmp_path / "out/a.svg").read_text("utf-8").startswith("<?xml")


def test_the_command_in_the_report_gives_the_same_answer(run: Run, tmp_path: Path) -> None:
    import shlex

    asked = ["impact", "dvv", "--stated-only", "--within", "1", "--lang", "en"]
    code, out, _ = run(*asked, "--format", "md")
    command = next(line for line in out.splitlines() if line.startswith("flowviz impact") and "--format md" in line)
    assert code == 0
    assert run(*shlex.split(command)[1:])[0] == 0
    written = (tmp_path / "impact.md").read_text("utf-8")
    assert written.count("|") == out.count("|")

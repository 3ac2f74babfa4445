from __future__ import annotations

import ast
import os
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from importlib.metadata import files, metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from flowviz import __version__, drawing
from flowviz.diagrams import Wish
from flowviz.loading import load
from flowviz.model import build_model
from flowviz.places import CATALOGUE

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "FLOWVIZ"))}
    line = [str(part) for part in command]
    found = subprocess.run(line, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--directory", folder, cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def installed(distributions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with the wheel and its dependencies, but without the checkout."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / "bin/python"
    (wheel,) = distributions.glob("*.whl")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    # a folder that a .pth file names is searched, but its own .pth files, which name the checkout, are not read
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return folder / "bin"


def test_the_wheel_holds_the_catalogue_the_assets_and_the_licence(distributions: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    files = [path.relative_to(ROOT).as_posix() for path in (ROOT / "data").rglob("*") if path.is_file()]
    data = {f"flowviz/{name}" for name in files}
    assert data <= set(names)
    assert {"flowviz/assets/favicon.svg", "flowviz/locales/fi.yaml", "flowviz/fonts/DejaVuSans.ttf"} <= set(names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests", "src")) for name in names)


def test_the_source_distribution_holds_what_is_needed_to_build_and_test(distributions: Path) -> None:
    (archive,) = distributions.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = {name.split("/", 1)[1] for name in tar.getnames() if "/" in name}
    assert {"pyproject.toml", "README.md", "check.py", "set_up.py", "requirements.txt", "requirements-dev.txt"} <= names
    assert {".ci/run", "data/catalogue.yaml", "examples/rules.yaml", "tests/test_packaging.py"} <= names


def test_an_installed_flowviz_draws_the_same_as_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import flowviz; print(flowviz.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)
    run(installed / "flowviz", "draw", "--department", "viestintaosasto", "-o", "out", cwd=tmp_path)
    model = build_model(load(CATALOGUE))
    wish = Wish(kind="department", of="viestintaosasto")
    expected = drawing.write(model, drawing.scene_of(model, wish), "svg")
    assert (tmp_path / "out/department-viestintaosasto.svg").read_bytes() == expected


def test_an_installed_flowviz_runs_as_a_module_and_checks_its_catalogue(installed: Path, tmp_path: Path) -> None:
    assert __version__ in run(installed / "python", "-m", "flowviz", "--version", cwd=tmp_path)
    found = run(installed / "flowviz", "check", "--format", "json", cwd=tmp_path)
    assert '"errors": 0' in found
    assert str(ROOT / "data") not in found


def test_every_package_that_the_code_imports_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    declared = " ".join(project["project"]["dependencies"]).lower().replace("-", "_").replace("pyyaml", "yaml")
    used = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                used |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                used.add(node.module.split(".")[0])
    outside = used - set(sys.stdlib_module_names) - {"flowviz"}
    assert [name for name in sorted(outside) if name not in declared] == []


def rows_of_dependencies() -> dict[str, tuple[str, str]]:
    """Licence and reason of every package that the page names."""
    lines = (ROOT / "docs/dependencies.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][1:]
    return {name: (licence, why) for name, licence, why in rows}


def test_the_page_of_dependencies_names_each_with_its_reason_and_no_other() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    rows = rows_of_dependencies()
    assert list(rows) == [Requirement(line).name for line in project["dependencies"]]
    assert all(why for _, why in rows.values())


MARKS = {"MIT": "Permission is hereby granted, free of charge", "BSD": "Redistribution and use", "ZPL": "Zope Public"}
"""Words of the text of a licence, for packages whose metadata do not name it in the form of today."""


def test_the_page_of_dependencies_tells_the_licences_that_the_packages_have() -> None:
    for name, (licence, _) in rows_of_dependencies().items():
        about = metadata(name)
        if stated := about.get_all("License-Expression"):
            assert [licence] == stated, name
            continue
        texts = [path.read_text() for path in files(name) or [] if "LICENSE" in path.name.upper()]
        said = [*(about.get_all("License") or []), *(about.get_all("Classifier") or []), *texts]
        family = licence.split("-")[0]
        assert any(family in words or MARKS[family] in words for words in said), name


def test_no_dependency_is_without_a_lower_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for line in project["dependencies"]:
        assert {one.operator for one in Requirement(line).specifier} & {">=", "~="}, line

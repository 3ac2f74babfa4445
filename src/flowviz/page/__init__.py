"""The explorer as one file that opens from a disk: drawings, details, search and filters, without a server.

`build` gives its bytes. It holds the pages of `flowviz.site` and the scripts of the explorer, and loads nothing.
"""

from __future__ import annotations

from flowviz.page.build import build

__all__ = ["build"]

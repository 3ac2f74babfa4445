"""A site to publish as the authority's description of its information resources: a folder of HTML, no server.

`build` gives its files, `flowviz.site.checker` checks them.
"""

from __future__ import annotations

from flowviz.site.build import build

__all__ = ["build"]

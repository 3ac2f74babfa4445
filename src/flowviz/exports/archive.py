"""Files by name -> a ZIP file with the same bytes for the same files."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["zipped"]


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file of ``files``, in their order."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = GENERATOR.encode()
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)  # without a time, which would change the bytes
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return output.getvalue()

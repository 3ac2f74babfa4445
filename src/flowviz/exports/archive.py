"""Files by name -> a ZIP file with the same bytes for the same files."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["zipped"]


_PACKED: Final = (".png", ".xlsx", ".zip")
"""Endings of files that are compressed already: to try again takes a tenth of the time of all, and gains nothing."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file of ``files``, in their order."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = GENERATOR.encode()
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)  # without a time, which would change the bytes
            packed = name.endswith(_PACKED)
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return output.getvalue()

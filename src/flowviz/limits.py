"""How much may come in. What is counted is what a file becomes in memory, since a small file can unpack to anything.

The largest catalogue that was measured, of 100,000 resources, keeps to all of them. ``docs/formats/README.md`` lists them for users.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "MOST_BYTES",
    "MOST_BYTES_TOGETHER",
    "MOST_CELLS",
    "MOST_CHARACTERS",
    "MOST_COLUMNS",
    "MOST_DEPTH",
    "MOST_ELEMENTS",
    "MOST_FILES",
    "MOST_IN_A_CELL",
    "MOST_IN_A_ROW",
    "MOST_IN_A_TAG",
    "MOST_MERGED",
    "MOST_PARTS",
    "MOST_PROBLEMS",
    "MOST_ROWS",
    "MOST_SHEETS",
    "MOST_VALUES",
    "MOST_VALUES_TOGETHER",
]

MOST_BYTES: Final = 100_000_000
"""Bytes of a file, and of all the parts of a packed one when they are unpacked."""
MOST_BYTES_TOGETHER: Final = 200_000_000
"""Bytes of all the files of a catalogue."""
MOST_FILES: Final = 20_000
"""Files of a folder."""
MOST_PARTS: Final = 2_000
"""Files in a packed one."""
MOST_DEPTH: Final = 40
"""How deep the values of YAML or JSON, or the elements of XML, may lie in each other."""
MOST_VALUES: Final = 4_000_000
"""Values in a JSON or YAML file; of the files of a catalogue that have problems, those that are looked at further."""
MOST_VALUES_TOGETHER: Final = 20_000_000
"""Values in all the files of a catalogue: what is little on the disk may be much in memory."""
MOST_SHEETS: Final = 500
"""Sheets of a workbook."""
MOST_ROWS: Final = 200_000
"""Rows of one sheet or CSV file."""
MOST_COLUMNS: Final = 16_384
"""Columns of one sheet or CSV file."""
MOST_CELLS: Final = 2_000_000
"""Filled cells of all sheets or CSV files together, and texts that the cells of a workbook share."""
MOST_IN_A_CELL: Final = 32_767
"""Characters of one cell."""
MOST_IN_A_ROW: Final = 1_000_000
"""Characters of one row of CSV."""
MOST_CHARACTERS: Final = 50_000_000
"""Characters of all cells together."""
MOST_MERGED: Final = 1_000
"""Ranges of merged cells in one sheet."""
MOST_ELEMENTS: Final = 10_000_000
"""XML elements of a workbook."""
MOST_IN_A_TAG: Final = 1_000_000
"""Bytes of one tag of XML."""
MOST_PROBLEMS: Final = 10_000
"""Problems of one file that are kept; of the others it is said that there are more."""

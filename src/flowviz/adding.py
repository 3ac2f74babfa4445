"""The one sum of numbers with fractions: every Python adds them alike, so that what is drawn has the same bytes in all."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["summed"]

_Number = TypeVar("_Number", int, float)

if sys.version_info >= (3, 12):
    from functools import reduce
    from operator import add

    def summed(numbers: Iterable[_Number]) -> _Number:
        """The numbers added one to the next from the left, as `sum` does before Python 3.12.

        From 3.12 on `sum` makes up for what rounding loses in fractions. That is nearer to the truth by a last digit, and the
        last digit decides which of two places is the better one: the same input would be drawn otherwise by another Python.

        >>> summed([0.1] * 10)
        0.9999999999999999
        """
        return reduce(add, numbers, 0)

else:
    summed = sum

"""Numbers with their units, so that "24 to 48 days" is not taken for "24-48 hours"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = r"\d+(?:[.,]\d+)*"
_UNIT = r"minute|hour|day|week|month|year|session|visit|time"
_QUANTITY = re.compile(rf"({_NUMBER})(?:(?:\s*[-–]\s*|\s+to\s+)({_NUMBER}))?(?:[\s-]+({_UNIT})s?\b)?", re.IGNORECASE)


@dataclass(frozen=True)
class Quantity:
    """A number or a range in the order in which it is said; `unit` is singular, and empty where none follows."""

    low: str
    high: str = ""
    unit: str = ""

    def __str__(self) -> str:
        numbers = f"{self.low} to {self.high}" if self.high else self.low
        return f"{numbers} {self.unit}s" if self.unit else numbers

    def is_told_by(self, told: Iterable[Quantity]) -> bool:
        """Whether one of `told` is the same: numbers, their order and unit.

        A number may leave its unit out. The longer end of a range may stand alone ("still sore after 48 hours"), the
        shorter one may not: it would promise more than was told.
        """
        fitting = [each for each in told if self.unit in {"", each.unit}]
        return any((self.low, self.high) in {(each.low, each.high), (each.high, "")} for each in fitting)


def quantities_in(text: str) -> list[Quantity]:
    """All numbers of a text with their units, in its order."""
    plain = " ".join(text.replace("*", "").split())
    return [Quantity(low, high or "", (unit or "").lower()) for low, high, unit in _QUANTITY.findall(plain)]

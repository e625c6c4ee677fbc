"""Dates in texts: found, expressed without a calendar, anchored and resolved by an authority.

>>> [found] = find("Saladin entered the city on Friday 27 Rajab 583.")
>>> found.best.to_dict()["julian_first"]
'1187-10-02'
"""

from miqat.texts.expression import Expression
from miqat.texts.finding import find, read
from miqat.texts.model import Anchor, Contradiction, Document, Mention, Reading

__all__ = [
    "Anchor",
    "Contradiction",
    "Document",
    "Expression",
    "Mention",
    "Reading",
    "find",
    "read",
]


def __dir__() -> list[str]:
    return __all__

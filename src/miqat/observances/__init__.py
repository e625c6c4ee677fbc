"""Observances: rules on a calendar, which an authority's months turn into dates."""

from typing import TYPE_CHECKING

from miqat.observances.catalogue import observance, observances, occurrences, principal, upcoming
from miqat.observances.model import KINDS, TRADITIONS, Bound, Observance, Occurrence
from miqat.observances.parser import parse_rule
from miqat.observances.rules import ObservanceRule, Span

if TYPE_CHECKING:
    from miqat.observances.anniversaries import anniversary
    from miqat.observances.holidays import holiday_in, public_holidays
    from miqat.observances.name_search import find
    from miqat.observances.names import Name, every_name, names_of

__all__ = [
    "KINDS",
    "TRADITIONS",
    "Bound",
    "Name",
    "Observance",
    "ObservanceRule",
    "Occurrence",
    "Span",
    "anniversary",
    "every_name",
    "find",
    "holiday_in",
    "names_of",
    "observance",
    "observances",
    "occurrences",
    "parse_rule",
    "principal",
    "public_holidays",
    "upcoming",
]

# Names that a short list does not need are loaded on first use.
_LATE = {
    "Name": "names",
    "anniversary": "anniversaries",
    "every_name": "names",
    "names_of": "names",
    "find": "name_search",
    "holiday_in": "holidays",
    "public_holidays": "holidays",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load what is used for the first time."""
        if name not in _LATE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"miqat.observances.{_LATE[name]}"), name)


def __dir__() -> list[str]:
    return __all__

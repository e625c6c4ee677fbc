"""The errors that Miqat raises, each named for the mistake.

Every message is one line that names what was wrong and, if there is one, the nearest right thing.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class MiqatError(Exception):
    """The base class of every error that Miqat raises on purpose."""


class UnknownName(MiqatError, LookupError):
    """A place, calendar, method, observance or language that is not known by that name."""

    def __init__(self, kind: str, name: str, nearest: Iterable[str] = ()) -> None:
        self.kind = kind
        self.name = name
        self.nearest = tuple(nearest)
        super().__init__(kind, name, self.nearest)

    def __str__(self) -> str:
        hint = f"; did you mean {_either(self.nearest)}?" if self.nearest else ""
        return f"unknown {self.kind} {self.name!r}{hint}"

    @classmethod
    def among(cls, kind: str, name: str, known: Iterable[str]) -> "UnknownName":
        """Return the error with the nearest of the `known` names, or all of them if few."""
        choices = sorted(known)
        nearest = get_close_matches(name.casefold(), choices, n=3, cutoff=0.5)
        return cls(kind, name, nearest or (choices if len(choices) <= 12 else ()))


def as_name(kind: str, value: object, example: str) -> str:
    """Return what names something, as text; raises `WrongType` for any other type."""
    if not isinstance(value, str):
        raise WrongType(f"{value!r} is not the name of a {kind}: give one such as {example!r}")
    return value


class InvalidDate(MiqatError, ValueError):
    """A date, instant or time that is malformed or does not exist in its calendar."""


class WrongType(MiqatError, TypeError):
    """A value of a type that cannot be what is asked for, such as a number for a date."""


class OutOfRange(MiqatError, ValueError):
    """A value outside the range for which there is an answer; the message says the range."""


class MixedCalendars(MiqatError, TypeError):
    """Dates of two calendars were compared or subtracted as if they were of one."""


class InvalidPlace(MiqatError, ValueError):
    """Coordinates out of bounds, or half a pair of them."""


class InvalidRule(MiqatError, ValueError):
    """A rule of an observance, recurrence, method or calendar that cannot be applied."""


class InvalidTable(MiqatError, ValueError):
    """A published table that cannot be read; the message says in which line and column."""


class InvalidDocument(MiqatError, ValueError):
    """A file in which dates are looked for that is not text or is too large."""


class ImplausibleMonth(MiqatError, ValueError):
    """An announcement that would make a month shorter than 28 or longer than 31 days."""


class StoreFault(MiqatError, OSError):
    """The store of announcements cannot be read or written; the message says which and why."""


class InvalidStore(StoreFault):
    """What is named as the store of announcements is something else."""


class InvalidToken(MiqatError, ValueError):
    """A token for announcements that is unknown, expired or revoked."""


class NotAllowed(MiqatError, ValueError):
    """An announcement for an authority that its token does not name."""


class LimitReached(MiqatError, ValueError):
    """More announcements with one token than an hour allows."""


class MissingPart(MiqatError, ImportError):
    """A package that an option needs is not installed; the message names the extra."""


def _either(names: tuple[str, ...]) -> str:
    quoted = [repr(name) for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"

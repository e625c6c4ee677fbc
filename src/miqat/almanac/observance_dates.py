"""When an observance falls in a year: the question with its defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from miqat import days
from miqat.almanac.prospects import prospects
from miqat.authorities import Authority, authorities
from miqat.authorities import authority as authority_named
from miqat.authorities.catalogue import PREFIX
from miqat.calendars.years import Era, as_year, era_of
from miqat.errors import WrongType
from miqat.jsonable import Jsonable, plain
from miqat.observances import Observance, find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from miqat.almanac.prospects import ObservanceForecast

    AuthorityLike = str | Authority


@dataclass(frozen=True, slots=True)
class ObservanceDates(Jsonable):
    """The dates of observances in a year, by one authority or by several.

    `era` says whether `year` was read as a Hijri or a Gregorian year. `forecasts` has an entry
    for each observance, Hijri year and authority; a Gregorian year may have an observance twice.
    """

    observances: tuple[Observance, ...]
    year: int
    era: Era
    as_of: date | None
    forecasts: tuple[ObservanceForecast, ...]

    def __iter__(self) -> Iterator[ObservanceForecast]:
        return iter(self.forecasts)

    def __len__(self) -> int:
        return len(self.forecasts)

    def __getitem__(self, row: int) -> ObservanceForecast:
        return self.forecasts[row]

    def __str__(self) -> str:
        """Return a line for each forecast, under a heading that says how the year was read."""
        names = ", ".join(each.name() for each in self.observances)
        return "\n".join([f"{names} in the {self.era} year {self.year}", *map(str, self)])

    def to_dict(self) -> dict[str, Any]:
        """Return the year, how it was read, and each forecast."""
        return {
            "observances": [each.id for each in self.observances],
            "year": self.year,
            "era": self.era,
            "as_of": plain(self.as_of),
            "forecasts": [each.to_dict() for each in self.forecasts],
        }


def when(
    observance: str | Observance,
    year: int | str,
    *,
    authority: AuthorityLike | Iterable[AuthorityLike] | None = None,
    as_of: Any = None,
) -> ObservanceDates:
    """Return when an observance falls in a year, by each authority, with probabilities.

    The observance is an id or a name in any language, which may be that of several. A year from
    1700 on is Gregorian, an earlier one Hijri. `authority` is an id, a country (all its
    authorities), an `Authority` or several of these; all authorities unless given. `as_of` is a
    date: what became known later is not used. The user's own store counts. Raises `UnknownName`,
    `InvalidDate` for an observance of every week or month, `OutOfRange`.

    >>> print(when("ramadan", 1446, authority="saudi-arabia"))
    Ramadan in the Hijri year 1446
    saudi-arabia: Ramadan 1446 AH on 2025-03-01
    """
    number = as_year(year)
    era = era_of(number)
    wanted = (observance,) if isinstance(observance, Observance) else find(_text(observance))
    known = None if as_of is None else days.as_date(as_of)
    found = prospects(
        wanted,
        as_authorities(authority),
        year=number if era == "Hijri" else None,
        gregorian=number if era == "Gregorian" else None,
        as_of=known,
    )
    return ObservanceDates(wanted, number, era, known, tuple(found))


def _text(name: object) -> str:
    if not isinstance(name, str):
        raise WrongType(f"an observance is a name such as 'ramadan', not {name!r}")
    return name


def as_authorities(
    asked: AuthorityLike | Iterable[AuthorityLike] | None,
) -> tuple[Authority, ...]:
    """Return the authorities of an id, a country (all of them) or several; all for None.

    Raises `UnknownName`, `WrongType`.
    """
    if asked is None:
        return authorities()
    if isinstance(asked, Authority):
        return (asked,)
    if isinstance(asked, str):
        return _named(asked)
    try:
        several = tuple(asked)
    except TypeError:
        raise WrongType(f"an authority is an id such as 'pakistan', not {asked!r}") from None
    found = [body for one in several for body in as_authorities(one)]
    return tuple({body.id: body for body in found}.values())


def _named(name: str) -> tuple[Authority, ...]:
    """Return the authority of an id, or those of a country."""
    body = authority_named(name)
    is_id = name.strip().casefold() in (body.id, f"{PREFIX}{body.id}")
    return (body,) if is_id else authorities(name)

"""The reason for the day on which a month is expected, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from miqat import days
from miqat.authorities.forecasting.month_run import LONG
from miqat.authorities.forecasting.report_curve import rule_of, twilights_of
from miqat.authorities.model import ByAnother, BySighting, region_title
from miqat.calendars import calendar as calendar_named
from miqat.calendars.month_rules.at_places import AtPoints
from miqat.calendars.month_rules.base import conjunctions
from miqat.calendars.systems.by_crescent import CrescentCalendar

if TYPE_CHECKING:
    from miqat.authorities.forecasting.month_chain import Chain
    from miqat.authorities.model import ByCalendar

_MINUTES = 1440.0
_NEVER = 0.05
_ALIKE = 0.02
_BY_RULE = {"ummalqura": "ummalqura-rule", "ummalqura-kacst": "ummalqura-rule"}


def why(of: Chain, number: int, day: int) -> str:
    """Return the reason why a month begins on a day."""
    if number in of.known:
        known = of.known[number]
        against = " (another report has another day)" if known.contradicted else ""
        return f"{known.entry.certainty}{against}"
    basis = of.authority.rule_of(number).basis
    if isinstance(basis, ByAnother):
        return f"{basis}: {why(of.followed(basis), number, day - basis.days)}"
    if isinstance(basis, BySighting):
        return _of_sighting(of, basis, number, day)
    return _of_calendar(basis, number, day)


def _of_sighting(of: Chain, basis: BySighting, number: int, day: int) -> str:
    """Return the reason for a day: the evening whose report was least certain."""
    before = of.known.get(number - 1)
    last, passed = (_chance(of, basis, number, day - back) for back in (1, 2))
    if before is not None and day == before.entry.day + LONG:
        return f"{_seen(basis, number, day - 2, passed)}; completed to 30 days"
    if last < 1.0 - passed - _ALIKE:
        return _seen(basis, number, day - 1, last)
    return _seen(basis, number, day - 2, passed)


def _seen(basis: BySighting, number: int, evening: int, chance: float) -> str:
    """Return the state of the crescent on an evening, and the chance of a report."""
    sky = _sky(rule_of(basis), number, evening, _where(basis))
    if chance < _NEVER and "min after" not in sky:
        return sky
    return f"{sky}; {chance:.0%} chance that the crescent is reported"


def _chance(of: Chain, basis: BySighting, number: int, evening: int) -> float:
    return of.posterior(basis, number).report(number, evening)


def _sky(rule: AtPoints, number: int, evening: int, where: str) -> str:
    """Return whether the Moon is above the horizon after sunset in a region on an evening."""
    twilight = twilights_of(rule, np.array([evening]))
    on = f"in {where} on {_short(evening)}"
    if not (twilight.sun.noon + twilight.sunset > conjunctions(np.array([number]))).any():
        return f"conjunction comes after sunset {on}"
    lag = float(np.nanmax(twilight.lag_days)) * _MINUTES
    if lag <= 0.0:
        return f"the Moon sets before the Sun {on}"
    return f"the Moon sets {lag:.0f} min after the Sun {on}"


def _of_calendar(basis: ByCalendar, number: int, day: int) -> str:
    kept = calendar_named(_BY_RULE.get(basis.calendar, basis.calendar))
    if isinstance(kept, CrescentCalendar):
        rule = [era.rule for era in kept.kept_eras if era.first <= number][-1:]
        if rule and isinstance(rule[0], AtPoints) and len(rule[0].latitudes) == 1:
            before = _sky(rule[0], number, day - 2, "Mecca")
            if "min after" not in before:
                return before
            return _sky(rule[0], number, day - 1, "Mecca")
    return calendar_named(basis.calendar).title


def _where(basis: BySighting) -> str:
    if basis.region:
        return region_title(basis.region)
    first, *others = basis.places
    return f"{first} and {len(others)} other places" if others else first


def _short(day: int) -> str:
    on = days.to_date(day)
    return f"{on.day} {on:%B}"

"""A method of the registry as a table may have it: another asr, rule of high latitudes or rounding.

Each part is chosen by the times that it decides, at one point, and is taken only where it is
clearly better: a mosque that follows a method seldom changes more of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from miqat.errors import MiqatError
from miqat.prayer.matching.residuals import b_of, fits, plain, residuals, rounded
from miqat.prayer.methods.model import LatitudeRule

if TYPE_CHECKING:
    from collections.abc import Collection

    from miqat.places import Place
    from miqat.prayer.matching.residuals import PublishedMinutes
    from miqat.prayer.methods.model import Method

_BETTER = 0.02  # of the share of the times that a change decides
_WORTH_MINUTES = 0.05
_NOT_TRIED = (LatitudeRule.NONE, LatitudeRule.DIYANET, LatitudeRule.DIYANET_EUROPE)
_SHADOWS = (1.0, 2.0)


def share_of(
    method: Method, sheet: PublishedMinutes, place: Place, names: Collection[str]
) -> float:
    """Return the mean share of some times at a place; a time that does not occur is a miss."""
    wanted = [name for name in names if name in sheet.instants and sheet.counts(name)]
    if not wanted:
        return 0.0
    at = np.array([place.latitude]), np.array([place.longitude])
    found = residuals(method, sheet, *at, place.elevation, wanted)
    shares = [
        float(np.nan_to_num(fits(found[name][0], b_of(method.moment(name)))))
        * np.count_nonzero(~np.isnan(found[name][0]))
        / sheet.counts(name)
        for name in wanted
    ]
    return float(np.mean(shares))


def with_best_asr(method: Method, sheet: PublishedMinutes, place: Place) -> Method:
    """Return the method with the shadow of asr that the table has."""
    if "asr" not in sheet.instants:
        return method
    trials = [
        replace(method, shadow=replace(method.shadow, shadow=shadow))
        for shadow in _SHADOWS
        if shadow != method.shadow.shadow
    ]
    return _best([method, *trials], sheet, place, ("asr",))


def with_best_latitudes(method: Method, sheet: PublishedMinutes, place: Place) -> Method:
    """Return the method with the rule of high latitudes that the table has."""
    current = method.latitudes.rule
    trials = [
        replace(method, latitudes=replace(method.latitudes, rule=rule))
        for rule in LatitudeRule
        if rule != current and rule not in _NOT_TRIED
    ]
    return _best([method, *trials], sheet, place, ("fajr", "isha"))


def with_best_minutes(method: Method, sheet: PublishedMinutes, place: Place) -> Method:
    """Return the method with other minutes or another rounding of a time where that is better."""
    at = np.array([place.latitude]), np.array([place.longitude])
    found = residuals(method, sheet, *at, place.elevation)
    moments = []
    for name, values in found.items():
        if name == "asr_hanafi" or not sheet.counts(name) or np.isnan(values[0]).all():
            continue
        moment = method.moment(name)
        before, b = b_of(moment), plain(values[0])
        if fits(values[0], b) < fits(values[0], before) + _WORTH_MINUTES:
            continue
        changed = rounded(moment, b, down=name == "sunrise")
        moments.append((name, replace(changed, add=round(moment.add + changed.add, 3))))
    return method.with_moments(tuple(moments))


def changes(method: Method, base: Method) -> tuple[str, ...]:
    """Return how a method differs from one of the registry, as lines of its file.

    >>> from miqat.prayer import method, with_changes
    >>> changes(with_changes("mwl", "asr.shadow = 2"), method("mwl"))
    ('asr.shadow = 2',)
    """
    found = []
    if method.shadow.shadow != base.shadow.shadow:
        found.append(f"asr.shadow = {method.shadow.shadow:g}")
    if method.latitudes.rule != base.latitudes.rule:
        found.append(f'latitudes.rule = "{method.latitudes.rule}"')
    for name in ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha"):
        now, before = method.moment(name), base.moment(name)
        if now.add != before.add:
            found.append(f"{name}.add = {now.add:g}")
        if now.rounding != before.rounding:
            found.append(f'{name}.rounding = "{now.rounding}"')
    return tuple(found)


def _best(
    trials: list[Method], sheet: PublishedMinutes, place: Place, names: tuple[str, ...]
) -> Method:
    """Return the first of the trials, or a later one that is clearly better."""
    best, chosen = share_of(trials[0], sheet, place, names), trials[0]
    for method in trials[1:]:
        try:
            share = share_of(method, sheet, place, names)
        except MiqatError:  # the rule is not for such a method
            continue
        if share > best + _BETTER:
            best, chosen = share, method
    return chosen

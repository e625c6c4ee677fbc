"""Clocks on prayers as times, where a place is given and the same sentence names the day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from miqat import days
from miqat.errors import MiqatError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miqat.places import PlaceLike
    from miqat.texts.model import Mention

_ENDS = re.compile(r"[.!?؟۔]\s|\n\n")


def with_times(text: str, mentions: Sequence[Mention], place: PlaceLike) -> list[Mention]:
    """Return the mentions with the times of clocks whose sentence names a single day."""
    return [
        _timed(mention, _day_near(text, mentions, at), place)
        if mention.kind == "clock"
        else mention
        for at, mention in enumerate(mentions)
    ]


def _day_near(text: str, mentions: Sequence[Mention], at: int) -> int | None:
    """Return the one day that the sentence of a mention names, None for none or several."""
    clock, named = mentions[at], set()
    for mention in mentions:
        first, second = sorted((clock, mention), key=lambda each: each.start)
        if mention is clock or _ENDS.search(text, first.end, second.start):
            continue
        best = mention.best
        if best is not None:
            named.add(best.first if best.is_day and not best.night else None)
    return named.pop() if len(named) == 1 else None


def _timed(mention: Mention, day: int | None, place: PlaceLike) -> Mention:
    of = mention.expression
    if of.prayer == "jumua":
        return replace(mention, refused_because="the mosque sets the hour of the Friday prayer")
    if day is None:
        return replace(mention, refused_because="its sentence does not name a single day")
    from miqat.prayer import TIMES, times  # needed for clocks alone

    if of.prayer not in TIMES:
        return mention
    date = days.to_date(day)
    try:
        time = times(place, date)[date][of.prayer]
    except MiqatError as error:
        return replace(mention, refused_because=str(error))
    if not isinstance(time, datetime):
        return replace(mention, refused_because=str(time))
    return replace(mention, time=(time + timedelta(minutes=of.minutes or 0)).isoformat())

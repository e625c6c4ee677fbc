"""The events of a community, one line each.

    NAME: TIME on DAYS [for DURATION] [in PLACE] [except DAYS] [from DATE to DATE]

TIME is a rule of `miqat.prayer.clock_rules`, DAYS a rule of `miqat.observances.parser` in which
observances may be named; further conditions are those of `miqat.prayer.on_days`:

    Iftar: maghrib - 10 on days of ramadan for 1 hour in the square
    Gathering: iqama of jumuah + 30 on last friday of 9
    Night prayer: a third of the night before fajr on odd nights of 9 from 21
    Lesson: iqama of isha + 15 on every monday and thursday in winter time except days of 9
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from miqat.errors import InvalidRule, UnknownName
from miqat.observances import find, observance, parse_rule
from miqat.observances.rules import AnyOf
from miqat.prayer.clock_rules import ClockRule, clock_rule
from miqat.prayer.on_days import OnDays, on_days
from miqat.text import fold

if TYPE_CHECKING:
    from miqat.observances import ObservanceRule

_LONGEST = 500
_EIDS = ("eid-al-fitr", "eid-al-adha")
_DATE = r"(?:\d{4}-\d{2}-\d{2}|\d{2}-\d{2}|\d{1,2} [a-z]{3,9})"
_DURATION = re.compile(r"(?:(\d{1,2}|an?) ?h(?:ours?)?)? ?(?:(\d{1,3}) ?m(?:in(?:utes)?)?)?")
_CLAUSES = re.compile(
    r"\s(?:"
    rf"(?P<period>from {_DATE} to {_DATE})"
    r"|(?P<condition>(?:not )?(?:in|during) (?:the )?(?:nights of )?ramadan(?: only)?"
    r"|(?:in|during) (?:summer|winter|daylight saving|standard) time)"
    r"|for (?P<duration>(?:\d{1,2}|an?) ?h(?:ours?)?(?: ?\d{1,2} ?m(?:in(?:utes)?)?)?"
    r"|\d{1,3} ?m(?:in(?:utes)?)?)"
    r"|(?P<place>in )|(?P<out>except )"
    r")(?=\s|$|(?<=\s))",
    re.IGNORECASE,
)
_HINT = "write it as 'NAME: TIME on DAYS', such as 'Iftar: maghrib - 10 on days of ramadan'"


@dataclass(frozen=True, slots=True)
class CommunityEvent:
    """One event: its name, when it begins, on which days, how long (minutes) and where.

    `text` is the line as it was written, `id` the folded name; `when` are further conditions.
    """

    text: str
    id: str
    name: str
    time: ClockRule
    days: ObservanceRule
    days_text: str
    minutes: int | None = None
    place: str = ""
    when: tuple[OnDays, ...] = ()

    def __str__(self) -> str:
        """Return the event as it was written."""
        return self.text


def community_event(line: str) -> CommunityEvent:
    """Return the event of a line. Raises `InvalidRule` with what was not understood.

    >>> str(community_event("Iftar: maghrib - 10 on days of ramadan").time)
    'maghrib - 10'
    """
    text = " ".join(line.split())
    if len(text) > _LONGEST:
        raise InvalidRule(f"an event of {len(text)} characters: {_LONGEST} are read")
    name, colon, rest = text.partition(": ")
    if not colon or not name.strip():
        raise InvalidRule(f"cannot read the event {text!r}; {_HINT}")
    if not fold(name):
        raise InvalidRule(f"the event {text!r} has a name without letters")
    time, on, said = rest.partition(" on ")
    if not on:
        raise InvalidRule(f"the event {name!r} does not say on which days; {_HINT}")
    try:
        clock = clock_rule(time)
        return _with_clauses(text, name.strip(), clock, said)
    except InvalidRule as error:
        raise InvalidRule(f"event {name!r}: {error}") from None
    except UnknownName as error:
        raise InvalidRule(f"event {name!r}: {error}") from None


def community_days(text: str) -> ObservanceRule:
    """Return the days that a text states, with observances by their names.

    Raises `InvalidRule`.
    """
    return parse_rule(text, named_days)


def named_days(name: str) -> ObservanceRule:
    """Return the days of an observance by its id or name, and of both Eids for "eid".

    Raises `UnknownName`.
    """
    if name == "eid":
        return AnyOf(tuple(observance(each).rule for each in _EIDS))
    try:
        return observance(name).rule
    except UnknownName:
        found = find(name)
    if len(found) == 1:
        return found[0].rule
    raise UnknownName("observance", name, [each.id for each in found[:3]])


def _with_clauses(text: str, name: str, clock: ClockRule, said: str) -> CommunityEvent:
    marks = list(_CLAUSES.finditer(f"{said} "))
    ends = [*(mark.start() for mark in marks[1:]), len(said)][: len(marks)]
    days_text = said[: marks[0].start()] if marks else said
    minutes, place, out = None, "", ""
    when: list[OnDays] = []
    for mark, end in zip(marks, ends, strict=True):
        tail = said[mark.end() : end].strip()
        if mark["place"] or mark["out"]:
            if not tail:
                raise InvalidRule(f"nothing follows {mark[0].strip()!r}")
            if (place if mark["place"] else out) != "":
                raise InvalidRule(f"{mark[0].strip()!r} is written twice")
            place, out = (tail, out) if mark["place"] else (place, tail)
            continue
        if tail:
            raise InvalidRule(f"cannot read {tail!r} after {mark[0].strip()!r}")
        if mark["duration"]:
            minutes = _minutes(mark["duration"])
        else:
            words = (mark["period"] or mark["condition"]).casefold().removesuffix(" only")
            when.append(on_days(words, said))
    rule = f"{days_text} except {out}" if out else days_text
    return CommunityEvent(
        text, fold(name).replace(" ", "-"), name, clock, community_days(rule), rule, minutes,
        place, tuple(when),
    )  # fmt: skip


def _minutes(text: str) -> int:
    match = _DURATION.fullmatch(text.casefold().strip())
    assert match is not None
    hours = 0 if not match[1] else 1 if match[1].startswith("a") else int(match[1])
    found = hours * 60 + int(match[2] or 0)
    if not 1 <= found <= 1440:
        raise InvalidRule(f"{text!r} is not a duration of 1 minute to 24 hours")
    return found

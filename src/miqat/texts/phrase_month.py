"""Dates around the name of a month."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from miqat.texts.expression import Expression
from miqat.texts.phrase import Phrase
from miqat.texts.phrase_parts import (
    Year,
    counted_before,
    day_before,
    names_a_person,
    names_a_place,
    night_before,
    relative_after,
    relative_before,
    weekday_after,
    weekday_before,
    year_after,
    year_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.texts.atoms import Atoms, Number
    from miqat.texts.lexicon import Sense
    from miqat.texts.phrase_parts import Year

_RUMI_YEARS = range(1205, 1346)
_RUMI_SHORT = range(205, 346)
_SOLAR_YEARS = range(1200, 1500)
_CIVIL_FROM = 1500  # a year from here on next to a Hijri month is a Gregorian one
_LETTER_YEARS = range(600, 1346)
_ORDINAL_LAST = ("id", "ms")  # "Jumat pertama": the ordinal follows


def phrases(atoms: Atoms, *, whole: bool) -> Iterator[Phrase]:
    """Yield the dates around each name of a month."""
    for first in range(atoms.size):
        seen = set()
        for last, sense in atoms.starting[first]:
            if sense.kind == "month":
                key = last, sense.value
                if key not in seen:
                    seen.add(key)
                    strong = any(
                        run == last and other.value == sense.value and not other.weak
                        for run, other in atoms.starting[first]
                        if other.kind == "month"
                    )
                    yield from _dated(atoms, first, last, sense, whole=whole, weak=not strong)
            elif sense.kind == "letter":
                yield from _lettered(atoms, first, last, sense, whole=whole)


def _dated(
    atoms: Atoms, first: int, last: int, sense: Sense, *, whole: bool, weak: bool
) -> Iterator[Phrase]:
    calendar, months = sense.value
    fields: dict[str, Any] = {"months": months}
    start, end = first, last
    end = atoms.skip(end, "holy", most=2)
    if calendar == "hijri" and _impossible_day(atoms, start):
        return
    if len(atoms.tokens[first].key) == 1 and atoms.tokens[first].key.isascii():
        return  # a letter of a code, such as 521r1
    if weak and last < atoms.size and atoms.tokens[last].number and not atoms.tokens[last].gap:
        return  # a word of a code, such as sha256
    day = _day_on_the_left(atoms, start, fields)
    start = day if day is not None else start
    if day is None:
        end = _day_on_the_right(atoms, end, fields)
    year = year_after(atoms, end)
    has_day = bool({"day", "part", "nth", "nights_left"} & set(fields))
    if (
        year is not None
        and not has_day
        and year.digits <= 2
        and year.era is None
        and not year.worded
        and year.value <= 31
        and not atoms.before(start, "in")
    ):
        later = year_after(atoms, year.last)
        if later is not None and later.digits >= 3:
            fields["day"], has_day = year.value, True
            year = later
        else:
            if not weak and year.value <= 30:
                fields["day"], has_day = year.value, True
                end = year.last
            year = None
    if year is None and (earlier := year_before(atoms, start)):
        number = atoms.number(end)
        if (
            not has_day
            and number
            and number.in_figures
            and number.value <= 31
            and atoms.gaps[end] == "t"
            and number.digits <= 2
        ):
            fields["day"], has_day, end = number.value, True, number.last
        year = earlier
        start = earlier.first
    elif year is not None:
        end = year.last
    if year is not None and calendar == "hijri":
        start, year = _with_era_before(atoms, start, year)
    _take_weekday(atoms, fields, start, end)
    if "start" in fields and year is not None and calendar == "hijri":
        fields["start"], year = _with_era_before(atoms, fields["start"], year)
    start, end = fields.pop("start", start), fields.pop("end", end)
    if (night := night_before(atoms, start)) is not None and has_day:
        fields["night"], start = True, night
    elif "day" in fields:
        start = _counted(atoms, start, fields)
    relative = None
    if year is None:
        if after := relative_after(atoms, end):
            end, relative = after
        elif before := relative_before(atoms, start):
            start, relative = before
        if relative:
            fields["relative"] = relative
    if not _fits(
        atoms,
        calendar,
        fields,
        year,
        (start, end),
        (first, last),
        whole=whole,
        weak=weak,
        sense=sense,
    ):
        return
    levantine = weak and any(
        run == last and other.kind == "month" and other.value[0] == "levantine"
        for run, other in atoms.starting[first]
    )
    yield from _in_calendar(calendar, fields, year, start, end, sense, levantine=levantine)


def _with_era_before(atoms: Atoms, start: int, year: Year) -> tuple[int, Year]:
    """Return the first token with an era before it; "AH 1 Muharram 1500" is not a year of AD."""
    begun = _era_before(atoms, start)
    if begun < start and year.era is None:
        return begun, year._replace(era="hijri")
    return begun, year


def _era_before(atoms: Atoms, start: int) -> int:
    """Return the first token with an era that is written before the date, as in Turkish."""
    era = atoms.before(start, "era")
    if era is None or era[1].value != "hijri" or atoms.gaps[start] != "t":
        return start
    long_enough = start - era[0] > 1 or len(atoms.tokens[era[0]].key) > 1
    return era[0] if long_enough else start


def _impossible_day(atoms: Atoms, last: int) -> bool:
    """Whether a day that no Hijri month has is written directly before it."""
    if not last or atoms.gaps[last] != "t":
        return False
    token = atoms.tokens[last - 1]
    return token.number in (0, 31) and len(token.text) <= 2


def _counted(atoms: Atoms, start: int, fields: dict[str, Any]) -> int:
    """Find "39 days after" before a date; return the first token."""
    for step in atoms.steps_back(start, "of", "article"):
        if (counted := counted_before(atoms, step)) is not None:
            fields["offset"] = counted[1]
            return counted[0]
    return start


def _take_weekday(atoms: Atoms, fields: dict[str, Any], start: int, end: int) -> None:
    if "nth" in fields:
        return
    if before := weekday_before(atoms, start):
        fields["start"], fields["weekday"] = before
        if relative := relative_before(atoms, before[0]):
            fields["start"] = relative[0]
    elif after := weekday_after(atoms, end):
        fields["end"], fields["weekday"] = after


def _day_on_the_left(atoms: Atoms, last: int, fields: dict[str, Any]) -> int | None:
    """Find a day or a part of the month before it; return its first token."""
    for at in atoms.steps_back(last, "of", "month_word", "article", "holy"):
        if at > 0 and at < atoms.size and atoms.gaps[at] not in "t.":
            continue
        if counted := _nights(atoms, at, fields):
            return counted[0]
        if (nth := _nth_weekday(atoms, at, fields)) is not None:
            return nth
        if (run := atoms.before(at, "part")) is not None:
            _take_part(fields, run[1].value)
            return run[0]
    number = day_before(atoms, last)
    if number is None:
        return None
    if (
        not number.in_figures
        and number.is_ordinal
        and atoms.before(number.last, "ordinal")
        and number.value < 1
    ):
        return None
    fields["day"] = number.value
    fields["words"] = not number.in_figures and not number.is_ordinal
    if number.last < last and atoms.at(number.last, "night"):
        fields["night"] = True
    return _range_before(atoms, number, fields)


def _range_before(atoms: Atoms, number: Number, fields: dict[str, Any]) -> int:
    """Find the first day of "10 to 23"; return the first token."""
    first = number.first
    at, joined = first, False
    if first < atoms.size and atoms.gaps[first] == "–":
        joined = True
    elif (run := atoms.before(first, "to")) and atoms.gaps[first] == "t":
        at, joined = run[0], True
    elif first and "-" in atoms.tokens[first].gap and atoms.gaps[first] == "t":
        joined = True
    elif (
        (run := atoms.before(first, "and"))
        and atoms.gaps[first] == "t"
        and atoms.before(run[0] - 1, "from")
        and atoms.number(run[0] - 1)
    ):
        at, joined = run[0], True
    if not joined:
        return first
    earlier = atoms.number_before(at)
    if earlier is None or not 1 <= earlier.value <= 30 or earlier.digits > 2:
        return first
    if earlier.value >= number.value and not atoms.before(earlier.first, "from"):
        return first  # "from 5 to 2 Ramadan" is a range that ends before it begins
    fields["first_day"] = earlier.value
    return earlier.first


def _nights(atoms: Atoms, last: int, fields: dict[str, Any]) -> tuple[int, int] | None:
    """Find nights that had passed or were left; return the tokens."""
    run = atoms.before(last, "passed", "left")
    if run is None:
        return None
    at = atoms.skip_back(run[0], "night", most=1)
    number = atoms.number_before(at)
    value = number.value if number is not None else 1 if at < run[0] else None
    if value is None or not 1 <= value <= 29:
        return None
    fields["nights_left" if run[1].kind == "left" else "day"] = value
    return (number.first if number is not None else at), last


def _nth_weekday(atoms: Atoms, last: int, fields: dict[str, Any]) -> int | None:
    """Find "last Friday of" before a token; return its first token."""
    if run := atoms.before(last, "weekday"):
        at = atoms.skip_back(run[0], "day_word", "article", most=1)
        for place in (run[0], at):
            number = atoms.number_before(place)
            if number and number.is_ordinal and not number.in_figures and number.value <= 5:
                fields["nth"] = (number.value, run[1].value)
                return number.first
    if run := atoms.before(last, "ordinal"):
        value = run[1].value
        follows = value == -1 or run[1].language in _ORDINAL_LAST
        day = atoms.before(run[0], "weekday") if follows and value <= 5 else None
        if day is not None and atoms.gaps[run[0]] == "t":
            fields["nth"] = (value, day[1].value)
            return day[0]
    return None


def _day_on_the_right(atoms: Atoms, first: int, fields: dict[str, Any]) -> int:
    """Find a day or a part of the month after it, as Turkish and Urdu write it."""
    at = atoms.skip(first, "of", "holy", "month_word", most=3)
    if at >= atoms.size or atoms.gaps[at] != "t":
        return first
    if run := atoms.at(at, "part"):
        _take_part(fields, run[1].value)
        return run[0]
    number = atoms.number(at)
    if number is not None and number.is_ordinal and not number.in_figures:
        if (day := atoms.at(number.last, "weekday")) and number.value <= 5:
            fields["nth"] = (number.value, day[1].value)
            return day[0]
        if 1 <= number.value <= 30:
            end = atoms.skip(number.last, "day_word", most=1)
            if end > number.last or at > first:
                fields["day"] = number.value
                return end
    if number is not None and number.is_ordinal and number.in_figures and number.value <= 31:
        fields["day"] = number.value
        return number.last
    return first


def _take_part(fields: dict[str, Any], part: tuple[int, int]) -> None:
    if part[0] == part[1]:
        fields["day"] = part[0]
    else:
        fields["part"] = part


def _fits(
    atoms: Atoms, calendar: str, fields: dict[str, Any], year: Year | None, span: tuple[int, int],
    head: tuple[int, int], *, whole: bool, weak: bool, sense: Sense,
) -> bool:  # fmt: skip
    """Whether what was found is a date and not a name."""
    start, end = span
    worded = fields.pop("words", False)
    has_day = bool({"day", "part", "nth", "nights_left"} & set(fields))
    alone = whole and start == 0 and end == atoms.size
    if (
        year is not None
        and year.era is None
        and calendar == "hijri"
        and not has_day
        and year.value <= 31
        and not year.worded
        and not atoms.before(start, "in")
    ):
        return False
    if names_a_person(atoms, start, end) and not (year and has_day):
        return False
    if year is None and names_a_place(atoms, start, end):
        return False
    if weak:
        shared = len(fields["months"]) > 1
        return year is not None and (has_day or (shared and year.digits >= 3))
    if calendar in ("gregorian", "levantine"):
        return year is not None
    if calendar == "solar-hijri":
        if year is not None:
            return True
        return has_day and (not worded or bool(fields.get("relative")))
    if year is not None or (has_day and not worded):
        return True
    if fields.get("relative") or has_day:
        return True
    if alone:
        return True
    if atoms.before(head[0], "month_word") and atoms.gaps[head[0]] == "t":
        return True
    return _in_time(atoms, head[0], head[1], fields)


def _in_time(atoms: Atoms, first: int, last: int, fields: dict[str, Any]) -> bool:
    """Whether a lone month follows a preposition of time and is not a name."""
    run = atoms.before(first, "in", "side", "holy")
    if run is None or atoms.gaps[first] != "t":
        return False
    if run[1].kind == "holy":
        return True
    if fields["months"] != (9,):
        return False
    after = atoms.tokens[last] if last < atoms.size and atoms.gaps[last] == "t" else None
    return after is None or not after.is_capital


def _in_calendar(
    calendar: str,
    fields: dict[str, Any],
    year: Year | None,
    start: int,
    end: int,
    sense: Sense,
    *,
    levantine: bool,
) -> Iterator[Phrase]:
    """Yield the phrase in the calendar that month and year belong to."""
    month_and_year = not ({"day", "part", "nth", "nights_left"} & set(fields))
    era = None if year is None else year.era
    if year is not None:
        fields["year"] = year.value
        fields["era_stated"] = era is not None
    if calendar == "hijri":
        if era == "gregorian" or (era is None and year and year.value >= _CIVIL_FROM):
            fields["civil_year"] = fields.pop("year")
        elif era in ("solar-hijri", "rumi"):
            return
    elif calendar == "solar-hijri":
        if year is not None:
            if year.digits == 2:
                fields["short_year"] = True
            elif year.value not in _SOLAR_YEARS and era != "solar-hijri":
                return
            if era in ("hijri", "gregorian") and sense.language != "fa":
                return
    elif calendar == "levantine":
        assert year is not None
        if era == "rumi" or (era is None and year.value in _RUMI_YEARS):
            calendar = "rumi"
        elif era is None and year.digits == 3 and year.value in _RUMI_SHORT:
            calendar, fields["short_year"] = "rumi", True
            fields["year"] = year.value + 1000
        elif year.value >= _CIVIL_FROM:
            old = year.value < 1918 and era != "gregorian" and sense.language != "tr"
            calendar = "julian" if old or era == "julian" else "gregorian"
            if old and era is None:
                fields["calendars"] = ("julian", "gregorian")
        else:
            return
    elif calendar == "gregorian":
        assert year is not None
        if era in ("hijri", "solar-hijri", "rumi"):
            return
        if era == "julian":
            calendar = "julian"
        if sense.language == "tr" and era is None and year.value in _RUMI_YEARS:
            return
        if levantine:
            return
    half = calendar in ("gregorian", "julian", "rumi") and month_and_year
    if calendar in ("gregorian", "julian") and year is not None and year.digits < 3:
        return
    first_day = fields.pop("first_day", None)
    stated = Expression(kind="day", calendar=calendar, **fields)  # type: ignore[arg-type]
    stated = replace(stated, kind=_kind(stated))
    if first_day is not None:
        stated = replace(
            stated, kind="range", day=first_day, until=replace(stated, kind="day", weekday=None)
        )
    score = (end - start) + 2.0 * (year is not None) + (calendar == "hijri") * 0.5
    score += 0.25 * (len(stated.months) == 1) + 0.1 * (sense.language not in ("latn",))
    yield Phrase(start, end, stated, score - 3 * half, half, sense.language)


def _kind(of: Expression) -> Any:
    if of.night:
        return "night"
    if of.part is not None:
        return "part of month"
    if of.day is not None or of.nth is not None or of.nights_left is not None:
        return "day"
    return "month"


def _lettered(
    atoms: Atoms, first: int, last: int, sense: Sense, *, whole: bool
) -> Iterator[Phrase]:
    """Yield a date with an Ottoman letter for the month: 15 N 1242."""
    number = atoms.number_before(first)
    year = year_after(atoms, last)
    if number is None or year is None or not number.in_figures or not 1 <= number.value <= 30:
        return
    if year.value not in _LETTER_YEARS or year.digits < 3 or year.worded:
        return
    alone = whole and number.first == 0 and year.last == atoms.size
    if not alone and "tr" not in atoms.tongues:
        return
    stated = Expression(
        kind="day", calendar="hijri", year=year.value, months=(sense.value,), day=number.value,
        era_stated=year.era is not None,
    )  # fmt: skip
    yield Phrase(number.first, year.last, stated, year.last - number.first + 1.0, False, "tr")

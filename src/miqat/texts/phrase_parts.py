"""What is written next to a month or an observance: years, days, weekdays, "this year", names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from miqat.texts.atoms import Atoms, Number
    from miqat.texts.expression import Relative

MOST_YEARS = 2299
_DAY_NUMBERS = range(1, 32)


class Year(NamedTuple):
    """A year to the right or left: its number, the era if one is stated, the tokens it takes."""

    value: int
    first: int
    last: int
    era: str | None
    digits: int
    worded: bool  # a word for "year" is there


def year_after(atoms: Atoms, first: int) -> Year | None:
    """Return the year that follows, with its era before or after it."""
    at = first
    if at >= atoms.size or atoms.gaps[at] not in "t,.":
        return None
    if atoms.gaps[at] == "." and atoms.tokens[at].number is None:
        return None
    worded = False
    era = None
    for _ in range(5):
        run = atoms.at(at, "year", "of", "article", "era", "holy", "in")
        if run is None or (at > first and atoms.gaps[at] not in "t,"):
            break
        if run[1].kind == "era":
            if run[1].value in ("hijri", "solar-hijri", "rumi") and atoms.number(at) is None:
                era = run[1].value
            else:
                break
        worded = worded or run[1].kind == "year"
        at = run[0]
    number = atoms.number(at)
    if number is None or atoms.gaps[at] not in "t,.":
        return None
    if number.is_ordinal and number.in_figures is False:
        return None
    if not number.in_figures and not worded:
        return None
    if not 1 <= number.value <= MOST_YEARS or number.digits > 4:
        return None
    if _counts_something(atoms, number):
        return None
    last = number.last
    found, last = era_after(atoms, last)
    if found is None and (run := atoms.at(last, "year")) and atoms.gaps[last] == "t":
        found, end = era_after(atoms, run[0])
        if found is not None or run[1].language in ("ru", "tr"):
            last = end if found is not None else run[0]
            worded = True
    return Year(number.value, first, last, found or era, number.digits, worded)


def era_after(atoms: Atoms, first: int) -> tuple[str | None, int]:
    """Return the era that follows a year, and the token after it."""
    at = atoms.skip(first, "of", "article", most=3)
    for place in (first, at):
        run = atoms.at(place, "era")
        if run is None or atoms.gaps[place] not in "t.(":
            continue
        end, sense = run
        token = atoms.tokens[place]
        if "-" in token.gap:
            continue
        if end == place + 1 and len(token.key) == 1 and place == first:
            # One letter: glued to the year or a capital, or an Arabic letter.
            glued = token.gap.strip("\u200c\u200f\u200e") == ""
            if token.key.isascii() and not glued and not token.text.isupper():
                continue
        if atoms.gaps[place] == "." and len(token.key) > 2:
            continue
        return str(sense.value), end
    return None, first


def year_before(atoms: Atoms, last: int) -> Year | None:
    """Return a year of three or four figures directly before a token."""
    if not 0 < last < atoms.size:
        return None
    if atoms.gaps[last] != "t" and not (atoms.gaps[last] == "." and atoms.before(last, "year")):
        return None
    at, era, worded = last, None, False
    if run := atoms.before(at, "era"):
        at, era = run[0], str(run[1].value)
    if run := atoms.before(at, "year"):
        at, worded = run[0], True
    number = atoms.number_before(at)
    if number is None or not number.in_figures or number.is_ordinal:
        return None
    if not (3 <= number.digits <= 4 and number.value <= MOST_YEARS):
        return None
    if number.first and atoms.gaps[number.first] in "/–":
        return None
    first = number.first
    if (run := atoms.before(first, "era")) and atoms.gaps[first] == "t":
        first, era = run[0], str(run[1].value)
    return Year(number.value, first, last, era, number.digits, worded)


def day_before(atoms: Atoms, last: int) -> Number | None:
    """Return the number of a day that ends before a token, over "of" and words like it."""
    at = atoms.skip_back(last, "of", "month_word", "article", "holy", "day_word", gaps="t", most=5)
    if run := atoms.before(at, "night"):
        number = atoms.number_before(run[0])
        if number is not None and number.is_ordinal and number.value in _DAY_NUMBERS:
            return number
    for place in dict.fromkeys((at, last)):
        number = atoms.number_before(place)
        if number is not None and number.value in _DAY_NUMBERS and number.digits <= 2:
            if place < atoms.size and atoms.gaps[place] not in "t.":
                continue
            if (
                not number.in_figures
                and not number.is_ordinal
                and number.value == 1
                and atoms.tokens[number.first].key in ("a", "bir", "un", "una", "ein")
            ):
                continue
            return number
    return None


def weekday_before(atoms: Atoms, last: int) -> tuple[int, int] | None:
    """Return the first token and the number of a weekday that ends before a token."""
    at = atoms.skip_back(last, "article", "day_word", "joint", "of", gaps="t,", most=3)
    for place in (at, last):
        run = atoms.before(place, "weekday")
        if run is not None and (place >= atoms.size or atoms.gaps[place] in "t,."):
            first = atoms.skip_back(run[0], "day_word", most=1)
            return first, run[1].value
    return None


def weekday_after(atoms: Atoms, first: int) -> tuple[int, int] | None:
    """Return the token after and the number of a weekday that follows."""
    if first >= atoms.size or atoms.gaps[first] not in "t,(":
        return None
    for at in (first, atoms.skip(first, "day_word", "article", gaps="t,(", most=2)):
        run = atoms.at(at, "weekday")
        if run is not None and atoms.gaps[at] in "t,(" and len(atoms.tokens[at].text) > 2:
            if atoms.gaps[first] == "t" and not atoms.has(at, run[0], "weekday"):
                continue
            return run[0], run[1].value
    return None


def relative_after(atoms: Atoms, first: int) -> tuple[int, Relative] | None:
    """Return "last", "this" or "next" that follows, and the token after it."""
    if first >= atoms.size or atoms.gaps[first] not in "t,":
        return None
    best = None
    for at in dict.fromkeys((first, atoms.skip(first, "of", "year", "era", "article", most=4))):
        run = atoms.at(at, "relative")
        if run is not None and atoms.gaps[at] == "t" and (best is None or run[0] > best[0]):
            best = run[0], run[1].value
    return best


def relative_before(atoms: Atoms, last: int) -> tuple[int, Relative] | None:
    """Return "last", "this" or "next" that ends before a token, and its first token."""
    for at in dict.fromkeys((last, atoms.skip_back(last, "of", "article", "month_word", most=3))):
        run = atoms.before(at, "relative")
        if run is not None and at < atoms.size and atoms.gaps[at] == "t":
            return run[0], run[1].value
    return None


def names_a_place(atoms: Atoms, first: int, last: int) -> bool:
    """Whether the words next to a date make it the name of a place, a person or a thing."""
    for at in (first, atoms.skip_back(first, "article", "of", most=2)):
        if atoms.before(at, "place") and at < atoms.size and atoms.gaps[at] == "t":
            return True
    return bool(last < atoms.size and atoms.gaps[last] == "t" and atoms.at(last, "place"))


def names_a_person(atoms: Atoms, first: int, last: int) -> bool:
    """Whether a title before or a thing after shows that no date is meant."""
    if atoms.before(first, "person") and atoms.gaps[first] in "t.":
        return True
    if atoms.before(first, "product") and atoms.gaps[first] == "t":
        return True
    return bool(last < atoms.size and atoms.gaps[last] == "t" and atoms.at(last, "product"))


def night_before(atoms: Atoms, last: int) -> int | None:
    """Return the first token of "night of" that ends before a token."""
    at = atoms.skip_back(last, "of", "article", "day_word", most=3)
    for place in dict.fromkeys((last, at)):
        run = atoms.before(place, "night", "eve")
        if run is not None and run[1].language == "tr":
            continue  # it follows its date in Turkish: "Kadir Gecesi 27 Nisan"
        if run is not None and place < atoms.size and atoms.gaps[place] == "t":
            return run[0]
    return None


def _counts_something(atoms: Atoms, number: Number) -> bool:
    """Whether a number of up to three figures counts days, years and the like."""
    if number.digits > 2:
        return False
    run = atoms.at(number.last, "unit")
    if run is None or atoms.gaps[number.last] != "t":
        return False
    if run[1].value == "hour":  # "ساعت 11" is the time of the day
        return atoms.number(run[0]) is None and atoms.at(run[0], "unit") is None
    return True


def counted_before(atoms: Atoms, last: int) -> tuple[int, int] | None:
    """Find "two days before"; return the first token and the days."""
    side = atoms.before(last, "side")
    if side is None or side[1].value == "at":
        return _after_side(atoms, last)
    unit = atoms.before(side[0], "unit")
    if unit is None or atoms.gaps[side[0]] != "t":
        return None
    days = _days(atoms, unit[0], unit[1].value)
    if days is None:
        return None
    first, count = days
    return first, count if side[1].value == "after" else -count


def _after_side(atoms: Atoms, last: int) -> tuple[int, int] | None:
    """Find "بعد تسعة وثلاثين يوم", with the side first."""
    unit = atoms.before(last, "unit")
    if unit is None:
        return None
    days = _days(atoms, unit[0], unit[1].value)
    if days is None:
        return None
    side = atoms.before(days[0], "side")
    if side is None or side[1].value == "at":
        return None
    return side[0], days[1] if side[1].value == "after" else -days[1]


def _days(atoms: Atoms, last: int, unit: str) -> tuple[int, int] | None:
    if unit == "two_days":
        return last, 2
    if unit not in ("day", "week"):
        return None
    number = atoms.number_before(last)
    if number is None or number.is_ordinal or not 1 <= number.value <= 90:
        return None
    return number.first, number.value * (7 if unit == "week" else 1)

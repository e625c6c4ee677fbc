"""Observances over many years, against a look at every day."""

from __future__ import annotations

import pytest

from miqat import observances
from miqat.calendars import calendar
from miqat.days import from_gregorian
from miqat.observances import catalogue, parse_rule

YEARS = range(1440, 1461)
CALENDARS = ["ummalqura", "islamic-civil", "fatimid"]


@pytest.mark.parametrize("name", CALENDARS)
@pytest.mark.parametrize("year", YEARS)
def test_odd_nights_are_the_21st_23rd_25th_27th_and_29th(name: str, year: int) -> None:
    kept = calendar(name)
    found = parse_rule("odd nights of 21/9 to last day of 9").spans(kept, year)
    days = [kept.from_day(each.first) for each in found]
    assert [(on.month, on.day) for on in days] == [(9, day) for day in (21, 23, 25, 27, 29)]
    assert all(each.is_night and each.first == each.last for each in found)


@pytest.mark.parametrize("name", CALENDARS)
@pytest.mark.parametrize("year", YEARS)
def test_days_by_weekday_and_by_another_day(name: str, year: int) -> None:
    """Each rule against the days of the year that its words describe."""
    kept = calendar(name)
    first, last = kept.day_number(year, 1, 1), kept.day_number(year + 1, 1, 1) - 1
    friday = {day for day in range(first - 8, last + 8) if (day + 3) % 7 == 4}
    eid, ashura = kept.day_number(year, 10, 1), kept.day_number(year, 1, 10)
    ramadan = kept.month(year, 9).days()
    expected = {
        "friday after 1/10": min(day for day in friday if day > eid),
        "friday before 10/1": max(day for day in friday if day < ashura),
        "last friday of 9": max(friday & set(ramadan)),
        "1st friday of 9": min(friday & set(ramadan)),
        "2nd friday of 9": sorted(friday & set(ramadan))[1],
        "eve of 1/10": ramadan[-1],
        "2 days after 1/10": eid + 2,
        "2 days before 10/1": ashura - 2,
        "last day of 9": ramadan[-1],
    }
    for text, day in expected.items():
        (span,) = parse_rule(text).spans(kept, year)
        assert (span.first, span.last) == (day, day), text
    fifth = parse_rule("5th friday of 9").spans(kept, year)
    assert [each.first for each in fifth] == sorted(friday & set(ramadan))[4:]


@pytest.mark.parametrize("name", CALENDARS)
def test_days_of_every_month_and_weeks(name: str) -> None:
    kept = calendar(name)
    for year in YEARS:
        months = [kept.month(year, month).days() for month in range(1, 13)]
        thirties = [(month[29], month[29]) for month in months if len(month) == 30]
        found = parse_rule("30/*").spans(kept, year)
        assert [(each.first, each.last) for each in found] == thirties
        white = parse_rule("13/* to 15/*").spans(kept, year)
        assert [(each.first, each.last) for each in white] == [(m[12], m[14]) for m in months]
        to_the_end = parse_rule("28/* to 30/*").spans(kept, year)
        assert [(each.first, each.last) for each in to_the_end] == [(m[27], m[-1]) for m in months]
        weekly = parse_rule("every monday and thursday").spans(kept, year)
        days = range(months[0][0], months[-1][-1] + 1)
        assert [each.first for each in weekly] == [day for day in days if (day + 3) % 7 in (0, 3)]
        left = parse_rule("every monday except 1/9 to last day of 9").spans(kept, year)
        mondays = [day for day in days if (day + 3) % 7 == 0 and day not in months[8]]
        assert [each.first for each in left] == mondays


# The dates that lists of the calendar give: day/month of each, of a whole year.
DAYS = {
    "new-year": (1, 1), "tasua": (9, 1), "ashura": (10, 1), "arbain": (20, 2),
    "arafah": (9, 12), "eid-al-adha": (10, 12), "eid-al-fitr": (1, 10),
    "ghadir": (18, 12),
}  # fmt: skip


@pytest.mark.parametrize("name", DAYS)
def test_the_days_of_the_great_observances(name: str) -> None:
    kept = calendar("ummalqura")
    for year in YEARS:
        occurrence = observances.observance(name).occurrence(kept, year)
        assert occurrence is not None
        assert (occurrence.hijri.day, occurrence.hijri.month) == DAYS[name]
        # The evening before is when a Hijri day begins.
        assert (occurrence.first - (occurrence.evening or occurrence.first)).days == 1


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("hajj", (8, 12), (13, 12)), ("tashriq", (11, 12), (13, 12)), ("ramadan", (1, 9), None)],
)
def test_observances_of_several_days(
    name: str, first: tuple[int, int], last: tuple[int, int] | None
) -> None:
    kept = calendar("ummalqura")
    for year in YEARS:
        (occurrence,) = observances.observance(name).occurrences(kept, year)
        begin, end = (kept.from_day(day) for day in (occurrence.span.first, occurrence.span.last))
        assert (begin.day, begin.month) == first
        assert (end.day, end.month) == (last or (kept.month_length(year, 9), 9))


def test_what_has_begun_is_still_coming_and_what_is_over_is_not() -> None:
    kept = calendar("ummalqura")
    for month, day, there in ((9, 1, True), (9, 15, True), (9, 29, True), (10, 1, False)):
        today = kept.day_number(1448, month, day)
        coming = next(
            each for each in observances.upcoming(kept, today) if each.observance.id == "ramadan"
        )
        assert (coming.year == 1448) == there


@pytest.mark.parametrize(("text", "first"), [("1979", (1979, 1, 1)), ("1979-08-17", (1979, 8, 17))])
def test_a_year_of_beginning_begins_with_its_first_day(
    text: str, first: tuple[int, int, int]
) -> None:
    begun = catalogue._begun(text)
    assert begun is not None
    assert begun.day == from_gregorian(*first)

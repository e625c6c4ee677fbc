"""Every part of the program names the same first day of a month, with the same certainty."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from miqat import days
from miqat.almanac.prospects import prospect
from miqat.authorities import Entry, authorities, calendar_of
from miqat.authorities.forecasting.month_forecast import forecast
from miqat.calendars.month_table import split_month
from miqat.observances import observance

if TYPE_CHECKING:
    from miqat.authorities import Authority

YEARS = range(1440, 1461)


@pytest.mark.parametrize("body", authorities(), ids=lambda body: body.id)
def test_calendar_and_forecast_name_the_same_days(body: Authority) -> None:
    calendar = calendar_of(body, entries=())
    starts = []
    for year in YEARS:
        for month in range(1, 13):
            told = forecast(body, year, month, entries=())
            begins = calendar.month(year, month)
            assert told.likeliest.day == begins.first_day, (year, month)
            number = 12 * year + month - 1
            assert told.probability == calendar.probability_of(number) > 0.0
            assert told.certainty is begins.certainty, (year, month)
            starts.append(begins.first_day)
    known = [calendar.proclaimed_of(12 * YEARS[0] + at) for at in range(len(starts))]
    for at, (first, after) in enumerate(pairwise(starts)):
        if not (known[at] and known[at + 1]):
            assert after - first in (29, 30), (YEARS[0] + at // 12, at % 12 + 1)


@pytest.mark.parametrize("name", ["eid-al-fitr", "eid-al-adha", "jumuat-al-wida"])
@pytest.mark.parametrize("body", authorities()[::6], ids=lambda body: body.id)
def test_observances_fall_where_the_calendar_has_them(body: Authority, name: str) -> None:
    calendar, entry = calendar_of(body, entries=()), observance(name)
    for year in range(1446, 1450):
        told = prospect(entry, body, year, entries=())
        spans = tuple(each.span for each in entry.occurrences(calendar, year))
        assert told.likeliest.spans == spans
        assert told.first == days.to_date(spans[0].first)
        assert told.likeliest.probability > 0.0


@pytest.mark.parametrize("months", [1, 2, 5, 11, 30, 47, 48, 49])
@pytest.mark.parametrize("name", ["pakistan", "uae", "turkey", "saudi-arabia", "kenya"])
def test_months_between_two_announcements_have_29_or_30_days(name: str, months: int) -> None:
    """Two announcements of which the second is as late as 30s allow, or as early as 29s do."""
    number = 12 * 1459 + 3
    first = calendar_of(name, entries=()).month(1459, 4).first_day
    middle = calendar_of(name, entries=()).month(*split_month(number + months)).first_day
    for later in (-1, 0, 1):
        end = min(max(middle + later, first + 29 * months), first + 30 * months)
        told = [Entry(name, number, first, 0, "a test"), Entry(name, number + months, end, 0, "a")]
        calendar = calendar_of(name, entries=told)
        starts = [
            calendar.month(*split_month(number + at)).first_day for at in range(-3, months + 4)
        ]
        assert {b - a for a, b in pairwise(starts)} <= {29, 30}
        assert starts[months + 3] == end

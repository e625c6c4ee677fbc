"""Hours of no prayer, the Eids, and the days of the fast."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from miqat.errors import InvalidDate, InvalidRule
from miqat.places import Place
from miqat.prayer import Absent, eid_windows, fasting_days, makruh, times

ANKARA = Place(39.93, 32.86, timezone="Europe/Istanbul")
TROMSO = Place(69.65, 18.96, timezone="Europe/Oslo")


def test_the_hours_of_no_prayer_are_symmetric_about_noon() -> None:
    on = date(2026, 6, 21)  # at the solstice the day is the same before and after noon
    table = times(ANKARA, on, method="mwl")
    rise, noon, fall = makruh(table, on)
    assert [span.name for span in (rise, noon, fall)] == ["sunrise", "zenith", "sunset"]
    assert noon.end - noon.start == timedelta(seconds=142)
    middle = noon.start + timedelta(seconds=71)
    assert abs((middle - rise.start) - (fall.end - middle)) < timedelta(seconds=15)
    assert abs((rise.end - rise.start) - (fall.end - fall.start)) < timedelta(seconds=15)
    # 5.33 degrees of altitude at 15 cos 39.93 cos 23.44 sin H / cos h degrees an hour: half
    # an hour, the "45 minutes" of printed tables being this and their minutes of caution.
    assert timedelta(minutes=25) < rise.end - rise.start < timedelta(minutes=35)


def test_added_minutes_lengthen_the_hours() -> None:
    on = date(2026, 6, 21)
    plain, added = (makruh(times(ANKARA, on, method=name), on) for name in ("mwl", "adhan-turkey"))
    assert added[0].start < plain[0].start - timedelta(minutes=6)
    assert added[1].end > plain[1].end + timedelta(minutes=3)


def test_what_does_not_occur_is_left_out() -> None:
    on = date(2026, 6, 21)
    assert [span.name for span in makruh(times(TROMSO, on), on)] == ["zenith"]
    with pytest.raises(InvalidDate, match="not in the timetable"):
        makruh(times(TROMSO, on), date(2026, 6, 22))


def test_the_prayers_of_the_eids() -> None:
    # Umm al-Qura 1447: 1 Shawwal on 2026-03-20, 10 Dhu al-Hijja on 2026-05-27.
    table = times(ANKARA, date(2026, 3, 1), date(2026, 6, 1))
    found = eid_windows(table, "ummalqura")
    assert [(eid.date, eid.name) for eid in found] == [
        (date(2026, 3, 20), "eid al-fitr"),
        (date(2026, 5, 27), "eid al-adha"),
    ]
    for eid in found:
        day = table.day(eid.date)
        assert (eid.start, eid.end) == (day.dhuha, day.dhuhr)
        assert isinstance(eid.start, datetime)
        assert not isinstance(eid.end, Absent)
        assert eid.start < eid.end


def test_the_days_of_the_fast() -> None:
    # Umm al-Qura 1447: Ramadan from 2026-02-18 to 2026-03-19.
    table = times(ANKARA, date(2026, 2, 1), date(2026, 3, 31), calendar="ummalqura")
    found = fasting_days(table)
    assert (found[0].date, found[-1].date, len(found)) == (
        date(2026, 2, 18),
        date(2026, 3, 19),
        30,
    )
    day = table.day(found[0].date)
    assert (found[0].suhoor_ends, found[0].fajr, found[0].iftar) == (
        day.imsak,
        day.fajr,
        day.maghrib,
    )
    with pytest.raises(InvalidRule, match="no calendar"):
        fasting_days(times(ANKARA, date(2026, 2, 1)))

"""Gatherings on the last Friday of a month, fixed before its end is known."""

from __future__ import annotations

from datetime import date

from miqat.calendars import calendar
from miqat.observances import observance
from miqat.observances.fixed_ahead import other_day


def test_quds_day_of_1444_was_held_a_week_before_the_last_friday() -> None:
    # Iran's Ramadan 1444 had 30 days, the last a Friday (21 April 2023); IQNA and Hawzah News
    # report the marches of Quds Day on 14 April.
    on = observance("quds-day").occurrence("authority:iran", 1444)
    assert on is not None
    assert (on.first, on.hijri.day) == (date(2023, 4, 21), 30)
    other = other_day(on)
    assert other is not None
    assert (other.date, other.reason) == (date(2023, 4, 14), "held on this day")
    assert "iqna.ir" in other.source


def test_a_thirtieth_has_two_days_and_any_other_one() -> None:
    civil = calendar("islamic-civil")
    entry = observance("jumuat-al-wida")
    for year in range(1440, 1500):
        on = entry.occurrence(civil, year)
        assert on is not None
        other = other_day(on)
        assert (other is not None) == (on.hijri.day == 30)
        if other is not None:
            assert (on.first - other.date).days == 7
            assert "certain before the end" in other.reason
    eid = observance("eid-al-fitr").occurrence(civil, 1445)
    assert eid is not None
    assert other_day(eid) is None

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from miqat.almanac.timesheet import timesheet
from miqat.errors import InvalidRule, UnknownName
from miqat.feeds import Alarm, friday_events, prayer_events
from miqat.places import Place, place
from miqat.prayer import PRAYERS, TIMES

LONDON = place("London")
SPRING = date(2026, 3, 20), date(2026, 4, 10)  # the clock is put forward on 29 March


@pytest.mark.parametrize(
    ("where", "span", "method"),
    [
        ("London", SPRING, "mwl"),
        ("London", (date(2026, 10, 20), date(2026, 10, 30)), "mwl"),
        ("Jakarta", (date(2027, 2, 1), date(2027, 3, 1)), "kemenag"),
        ("Ankara", (date(2027, 2, 1), date(2027, 3, 1)), "diyanet"),
        ("Kathmandu", (date(2027, 2, 1), date(2027, 2, 10)), "mwl"),
    ],
)
def test_the_minutes_are_those_of_the_timetable(
    where: str, span: tuple[date, date], method: str
) -> None:
    here = place(where)
    events, _ = prayer_events(here, *span, method=method)
    table = timesheet(here, *span, method=method, names=TIMES).table
    expected = {}
    for ahead in range(len(table)):
        on = span[0] + timedelta(days=ahead)
        for name, at in table.day(on).items():
            if name in PRAYERS and isinstance(at, datetime):
                expected[f"{name}-{on:%Y%m%d}-g{here.geonameid}@prayers.miqat"] = at
    assert {event.uid: event.start for event in events} == expected
    assert all(isinstance(e.start, datetime) and e.start.second == 0 for e in events)


def test_what_does_not_occur_has_no_event_and_is_told() -> None:
    tromso = place("Tromsø")
    events, absences = prayer_events(
        tromso, date(2027, 12, 20), date(2027, 12, 22), method="mwl", names=("dhuhr", "maghrib")
    )
    assert {event.uid.partition("-")[0] for event in events} == {"dhuhr"}
    assert [str(absence) for absence in absences] == [
        "maghrib has no event on 3 days, first on 2027-12-20: the Sun does not rise"
    ]


def test_the_friday_prayer_is_at_dhuhr_every_friday() -> None:
    start, stop = date(2027, 2, 1), date(2027, 2, 28)
    fridays, none = friday_events(LONDON, start, stop, method="mwl")
    prayers, _ = prayer_events(LONDON, start, stop, method="mwl", names=("dhuhr",))
    at_dhuhr = {event.start for event in prayers}
    assert [e.uid[:15] for e in fridays] == [f"jumuah-202702{d:02d}" for d in (5, 12, 19, 26)]
    assert all(event.start in at_dhuhr for event in fridays)
    assert none == []


def test_a_mosque_has_its_own_time_on_its_own_clock() -> None:
    fridays, _ = friday_events(LONDON, *SPRING, at="13:15", method="mwl")
    # Greenwich's own time on the 20th and 27th, an hour ahead of it from 29 March on.
    assert [event.start for event in fridays] == [
        datetime(2026, 3, 20, 13, 15, tzinfo=UTC),
        datetime(2026, 3, 27, 13, 15, tzinfo=UTC),
        datetime(2026, 4, 3, 12, 15, tzinfo=UTC),
        datetime(2026, 4, 10, 12, 15, tzinfo=UTC),
    ]


def test_a_mosques_time_may_change_with_the_season_and_go_by_dhuhr() -> None:
    seasons = "at 13:30 from 04-01 to 10-31; at 12:45"
    fridays, _ = friday_events(LONDON, *SPRING, at=seasons, method="mwl")
    clock = [f"{e.start.astimezone(ZoneInfo('Europe/London')):%H:%M}" for e in fridays]  # type: ignore[attr-defined]
    assert clock == ["12:45", "12:45", "13:30", "13:30"]
    later, _ = friday_events(LONDON, *SPRING, at="+ 20", method="mwl")
    dhuhr, _ = friday_events(LONDON, *SPRING, method="mwl")
    assert [b.start - a.start for a, b in zip(dhuhr, later, strict=True)] == [
        timedelta(minutes=20)
    ] * 4


def test_fridays_that_no_rule_is_of_are_told() -> None:
    fridays, absences = friday_events(
        LONDON, *SPRING, at="at 13:30 from 04-01 to 10-31", method="mwl"
    )
    assert len(fridays) == 2
    assert str(absences[0]) == (
        "the Friday prayer has no event on 2 days, first on 2026-03-20: no rule is of these days"
    )


def test_a_bare_coordinate_is_its_own_name() -> None:
    (event,), _ = friday_events(
        Place(-6.2, 106.8, timezone="Asia/Jakarta"),
        date(2027, 2, 5),
        date(2027, 2, 5),
        method="mwl",
    )
    assert event.uid == "jumuah-20270205-6.2000S106.8000E@prayers.miqat"


def test_words_are_of_the_language_and_alarms_as_asked() -> None:
    day = date(2027, 2, 5)
    events, _ = prayer_events(LONDON, day, day, method="mwl", language="tr", alarm=Alarm(10))
    assert [event.summary for event in events] == ["Sabah", "Öğle", "İkindi", "Akşam", "Yatsı"]
    assert {event.alarm for event in events} == {Alarm(10)}


def test_mistakes_are_said() -> None:
    with pytest.raises(InvalidRule, match="cannot read the rule"):
        friday_events(LONDON, *SPRING, at="at 25:00")
    with pytest.raises(UnknownName, match="unknown time 'zuhr'"):
        prayer_events(LONDON, *SPRING, names=("zuhr",))

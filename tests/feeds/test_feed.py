from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from tests.feeds.made import YEAR, kept

from miqat.errors import InvalidDate, InvalidRule, InvalidTable
from miqat.feeds import Alarm, Event, build, observance_events, prayer_events, read_published

if TYPE_CHECKING:
    from miqat.feeds.revision import Former

LATE = (1448, 9, date(2027, 2, 9), date(2027, 2, 8))
ON_TIME = (1448, 9, date(2027, 2, 8), date(2027, 2, 7))
SHAWWAL = (1448, 10, date(2027, 3, 10), date(2027, 3, 9))
DAY = Event(uid="one@test", start=date(2027, 2, 8), end=date(2027, 2, 9), summary="One")
HOUR = Event(
    uid="two@test",
    start=datetime(2027, 2, 8, 5, tzinfo=UTC),
    end=datetime(2027, 2, 8, 6, tzinfo=UTC),
    summary="Two",
)


def observed(*proclaimed: tuple[int, int, date, date]) -> list[Event]:
    return observance_events(kept(*proclaimed), *YEAR)


def text_of(data: bytes, uid: str) -> Former:
    return read_published(data).events[uid]


def test_lines_end_as_they_should_and_none_is_longer_than_75_octets() -> None:
    events = observance_events("ummalqura", *YEAR, language="ar")
    data = build(events, title="مواسم وأيام " * 9, about="; ,\\\n" * 30).data
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert all(b"\r" not in line and b"\n" not in line for line in lines)
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode("utf-8")  # no letter is cut in two


def test_the_header_has_what_readers_look_for_and_no_method() -> None:
    made = build([DAY], title="A; feed", about="Said", zone="Asia/Jakarta", url="https://a.test/b")
    head = made.data.decode().partition("BEGIN:VEVENT")[0].splitlines()
    for line in (
        "VERSION:2.0",
        "PRODID:-//Miqat//Miqat feeds//EN",
        "CALSCALE:GREGORIAN",
        "NAME:A\\; feed",
        "X-WR-CALNAME:A\\; feed",
        "X-WR-CALDESC:Said",
        "X-WR-TIMEZONE:Asia/Jakarta",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "SOURCE;VALUE=URI:https://a.test/b",
    ):
        assert line in head
    assert any(line.startswith("COLOR:") for line in head)
    assert not any(line.startswith("METHOD") for line in head)


def test_an_event_has_what_readers_look_for() -> None:
    where = replace(HOUR, coordinates=(-6.2, 106.8), categories=("A", "B, c"), tentative=True)
    text = build([replace(where, alarm=Alarm(10))], title="T").data.decode()
    for line in (
        "DTSTART:20270208T050000Z",
        "DTEND:20270208T060000Z",
        "STATUS:TENTATIVE",
        "TRANSP:TRANSPARENT",
        "CLASS:PUBLIC",
        "CATEGORIES:A,B\\, c",
        "GEO:-6.200000;106.800000",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "TRIGGER:-PT10M",
    ):
        assert f"\r\n{line}\r\n" in text


def test_there_is_no_alarm_and_no_rscale_unless_asked_for() -> None:
    prayers, _ = prayer_events("London", date(2027, 2, 1), date(2027, 2, 7), method="mwl")
    text = build([*prayers, *observed()], title="T").data
    assert b"VALARM" not in text
    assert b"RSCALE" not in text
    assert b"RRULE" not in text


def test_the_same_events_give_the_same_bytes_in_any_order() -> None:
    events = observed(ON_TIME)
    assert build(events, title="T").data == build(events[::-1], title="T").data


def test_the_stamp_is_the_day_on_which_the_date_became_known() -> None:
    made = build(observed(ON_TIME), title="T", stamp=datetime(2026, 5, 1, 12, tzinfo=UTC))
    proclaimed = text_of(made.data, "nuzul-al-quran-1448@test-body.miqat").properties
    assert proclaimed["LAST-MODIFIED"] == "LAST-MODIFIED:20270207T000000Z"
    foreseen = text_of(made.data, "eid-al-fitr-1448@test-body.miqat").properties
    assert foreseen["DTSTAMP"] == "DTSTAMP:20260501T120000Z"


def test_what_did_not_change_keeps_its_bytes() -> None:
    first = build(observed(), title="T")
    again = build(
        observed(),
        title="T",
        stamp=datetime(2030, 1, 1, tzinfo=UTC),
        previous=read_published(first.data),
    )
    assert again.data == first.data
    assert again.changes == (first.changes.__class__)(0, 0, 0, len(first.events), 0)


def test_what_moved_has_the_next_sequence_and_a_later_stamp() -> None:
    first = build(observed(), title="T")
    second = build(observed(LATE, SHAWWAL), title="T", previous=read_published(first.data))
    before, after = (text_of(of.data, "ramadan-1448@test-body.miqat") for of in (first, second))
    assert before.properties["DTSTART"] == "DTSTART;VALUE=DATE:20270208"
    assert after.properties["DTSTART"] == "DTSTART;VALUE=DATE:20270209"
    assert (before.sequence, after.sequence) == (0, 1)
    assert after.modified == datetime(2027, 3, 9, tzinfo=UTC) > before.modified
    assert second.changes.moved > 0
    # 22 Rajab 1448 moves from 31 December 2026 into the year that is listed.
    assert (second.changes.new, second.changes.gone) == (1, 0)
    untouched = "eid-al-adha-1448@test-body.miqat"
    assert text_of(first.data, untouched).text == text_of(second.data, untouched).text


def test_what_moves_back_moves_on_in_sequence() -> None:
    data = build([DAY], title="T").data
    for day, sequence in ((9, 1), (8, 2), (8, 2), (10, 3)):
        event = replace(DAY, start=date(2027, 2, day), end=date(2027, 2, day + 1))
        former = text_of(data, DAY.uid)
        data = build([event], title="T", previous=read_published(data)).data
        assert text_of(data, DAY.uid).sequence == sequence
        grew = text_of(data, DAY.uid).modified > former.modified
        assert grew is (sequence != former.sequence)


def test_other_words_change_the_stamp_and_not_the_sequence() -> None:
    first = build([DAY], title="T").data
    second = build([replace(DAY, summary="Uno")], title="T", previous=read_published(first))
    assert (second.changes.changed, second.changes.moved) == (1, 0)
    assert text_of(second.data, DAY.uid).sequence == 0
    assert text_of(second.data, DAY.uid).modified > text_of(first, DAY.uid).modified


def test_what_is_proclaimed_as_foreseen_is_a_new_revision_that_did_not_move() -> None:
    first = build([replace(DAY, tentative=True)], title="T").data
    second = build([DAY], title="T", previous=read_published(first))
    assert (second.changes.changed, second.changes.moved) == (1, 0)
    assert text_of(second.data, DAY.uid).sequence == 1


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"", "is not a calendar"),
        (b"\xff\xfe", "not in UTF-8"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0", "does not run from BEGIN to END"),
        (b"BEGIN:VCALENDAR\r\nPRODID:-//X//EN\r\nEND:VCALENDAR\r\n", "of another program"),
        (b"cut", "BEGIN to END"),
    ],
)
def test_what_is_no_feed_is_refused(data: bytes, wrong: str) -> None:
    with pytest.raises(InvalidTable, match=wrong):
        read_published(data, "my.ics")


def test_a_damaged_feed_is_refused() -> None:
    whole = build([DAY, HOUR], title="T").data
    with pytest.raises(InvalidTable, match="without end"):
        read_published(whole.replace(b"END:VEVENT\r\n", b"", 1))
    with pytest.raises(InvalidTable, match="without UID"):
        read_published(whole.replace(b"UID:one@test\r\n", b""))
    unstamped = whole.replace(b"LAST-MODIFIED:20270208T000000Z", b"LAST-MODIFIED:soon")
    with pytest.raises(InvalidTable, match="does not say when"):
        build([DAY], title="T", previous=read_published(unstamped))


def test_mistakes_are_said() -> None:
    with pytest.raises(InvalidDate, match="nothing to put"):
        build([], title="T")
    with pytest.raises(InvalidDate, match="2 events of the feed"):
        build([DAY, DAY], title="T")
    with pytest.raises(InvalidDate, match="no time zone"):
        build([DAY], title="T", stamp=datetime(2027, 1, 1))
    for url in ("my.ics", "https://a.test/b\r\nMETHOD:PUBLISH", "https://a.test/b c"):
        with pytest.raises(InvalidRule, match="is not an address"):
            build([DAY], title="T", url=url)
    with pytest.raises(InvalidDate, match="not in UTC"):
        replace(HOUR, start=datetime(2027, 2, 8, 5))
    with pytest.raises(InvalidDate, match="a date at one end"):
        replace(HOUR, end=date(2027, 2, 9))
    with pytest.raises(InvalidDate, match=r"outside 0\.\.1440"):
        Alarm(2000)

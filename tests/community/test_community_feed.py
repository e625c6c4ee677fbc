"""A community's feed: what moves with the month, and what does not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.feeds import readers
from tests.feeds.made import kept

from miqat.community import Community, read_communities
from miqat.community.feed import community_feed
from miqat.feeds import build, read_published

if TYPE_CHECKING:
    from pathlib import Path

    from miqat.feeds import Event

#: 1 Ramadan 1448 of the printed calendar is 8 February 2027; here it is proclaimed a day later.
LATE = (1448, 9, date(2027, 2, 9), date(2027, 2, 8))
SHAWWAL = (1448, 10, date(2027, 3, 10), date(2027, 3, 9))
SPAN = date(2027, 2, 1), date(2027, 3, 20)


@pytest.fixture
def mosque(tmp_path: Path) -> Community:
    path = tmp_path / "c.toml"
    path.write_text(
        'name = "A; <b>mosque</b>, of\\ntests"\nplace = "London"\nmethod = "mwl"\n'
        'iqama = ["isha + 15"]\njumuah = ["13:15", "14:00"]\ntarawih = "20:00"\neid = "07:30"\n'
        'events = ["Iftar: maghrib - 10 on days of ramadan in the <i>hall</i>",'
        '"Night: 02:00 on odd nights of 9 from 21", "Class: 10:00 on every saturday",'
        '"Circle: 15:00 on fridays of 9"]\n'
    )
    (found,) = read_communities(path)
    return found


def events(of: Community, *months: tuple[int, int, date, date]) -> list[Event]:
    return community_feed(replace(of, calendar=kept(*months)), *SPAN)[0]


def test_a_moved_month_moves_its_events_and_doubles_none(mosque: Community) -> None:
    before = {event.uid: event for event in events(mosque)}
    after = {event.uid: event for event in events(mosque, LATE, SHAWWAL)}
    nights = [uid for uid in before if uid.startswith(("iftar", "night-1", "tarawih", "eid"))]
    assert len(nights) == 29 + 5 + 29 + 1
    for uid in nights:
        moved = after[uid].start - before[uid].start
        assert 23 * 3600 < moved.total_seconds() < 25 * 3600
        assert before[uid].tentative
    assert not any(after[uid].tentative for uid in nights)
    others = [uid for uid in before if uid not in nights]
    assert all(after[uid].start == before[uid].start for uid in others if uid in after)
    # The friday of 9 that is no more in the month, or new in it, is all that comes and goes.
    assert {uid.split("-")[0] for uid in before.keys() ^ after.keys()} <= {"circle"}
    assert (
        max(Counter(event.start for event in after.values() if "iftar" in event.uid).values()) == 1
    )


def test_what_is_weekly_has_the_civil_date(mosque: Community) -> None:
    uids = {event.uid.partition("@")[0] for event in events(mosque)}
    assert {"class-20270206", "jumuah-20270205", "jumuah_2-20270205"} <= uids
    assert {"iftar-1448-09-01", "night-1448-09-21", "tarawih-1448-09-01", "eid-1448-10-01"} <= uids


def test_programs_read_the_feed_alike_and_names_are_escaped(
    mosque: Community, tmp_path: Path
) -> None:
    feed = build(events(mosque, LATE, SHAWWAL), title=mosque.name)
    assert mosque.name == "A; <b>mosque</b>, of tests"
    text = feed.data.decode()
    assert "X-WR-CALNAME:A\\; <b>mosque</b>\\, of tests" in text.replace("\r\n ", "")
    file = tmp_path / "c.ics"
    file.write_bytes(feed.data)
    first = readers.by_icalendar(feed.data)
    assert len(first) == len(feed.events)
    assert sorted(readers.by_ical_js(file)) == sorted(first)
    assert sorted(readers.by_libical(file)) == sorted(first)


def test_a_feed_published_before_is_changed_in_place(mosque: Community) -> None:
    first = build(events(mosque), title="x")
    again = build(
        events(mosque, LATE, SHAWWAL), title="x", previous=read_published(first.data, "x.ics")
    )
    assert again.changes.moved == 64
    assert again.changes.gone == again.changes.new <= 1


def test_khal_sees_the_events_move(mosque: Community, tmp_path: Path) -> None:
    file = tmp_path / "my.ics"
    plain = replace(mosque, name="Tests")
    first = build(events(plain), title="T")
    second = build(
        events(plain, LATE, SHAWWAL), title="T", previous=read_published(first.data, "my.ics")
    )
    file.write_bytes(first.data)
    collection = readers.Collection.of(tmp_path / "client", file)
    for feed in (first, second):
        file.write_bytes(feed.data)
        collection.sync()
        assert collection.uids() == sorted(event.uid for event in feed.events)
        listed = collection.listed(date(2027, 1, 25), date(2027, 3, 31))
        assert Counter(listed) == Counter(
            (event.summary, f"{event.start:%Y%m%dT%H%M%SZ}", f"{event.end:%Y%m%dT%H%M%SZ}")
            for event in feed.events
        )

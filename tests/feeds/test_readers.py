"""Feeds as other programs read them: the same dates and instants, and one event moved, not two."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from tests.feeds import readers
from tests.feeds.made import YEAR, kept

from miqat.feeds import (
    Alarm,
    Feed,
    build,
    friday_events,
    observance_events,
    prayer_events,
    read_published,
)
from miqat.places import place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.feeds.readers import Seen

    from miqat.feeds import Event

LATE = (1448, 9, date(2027, 2, 9), date(2027, 2, 8))
SHAWWAL = (1448, 10, date(2027, 3, 10), date(2027, 3, 9))
# The clock of London is put forward on 28 March 2027 and back on 31 October.
SPANS = ((date(2027, 3, 20), date(2027, 4, 5)), (date(2027, 10, 25), date(2027, 11, 5)))


def london(*, zoned: bool = False) -> list[Event]:
    found = []
    for span in SPANS:
        found += prayer_events("London", *span, method="mwl", alarm=Alarm(5), local_clock=zoned)[0]
        found += friday_events("London", *span, at="13:15", method="mwl", local_clock=zoned)[0]
    return found


def whole() -> Feed:
    observed = observance_events(
        kept(LATE), *YEAR, language="ar", night_place=place("London"), method="mwl"
    )
    return build([*observed, *london()], title="كل شيء; all", about="Said, and more")


def meant(feed: Feed) -> list[Seen]:
    def written(at: date) -> str:
        if isinstance(at, datetime):
            return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        return f"{at:%Y%m%d}"

    return [
        (
            event.uid,
            written(event.start),
            written(event.end),
            0,
            "TENTATIVE" if event.tentative else "CONFIRMED",
        )
        for event in feed.events
    ]


@pytest.mark.parametrize("program", ["icalendar", "ical.js", "libical"])
def test_programs_read_the_dates_and_instants_that_are_meant(program: str, tmp_path: Path) -> None:
    feed = whole()
    assert len(feed.events) > 300
    assert _read(program, feed, tmp_path) == meant(feed)


@pytest.mark.parametrize("program", ["icalendar", "ical.js", "libical"])
def test_hours_on_a_zones_clock_are_the_same_instants(program: str, tmp_path: Path) -> None:
    feed = build(london(zoned=True), title="London")
    assert feed.data.count(b"TZID=Europe/London") > 200
    assert _read(program, feed, tmp_path) == meant(build(london(), title="London"))


def test_an_onset_of_a_zone_stands_on_the_clock_before_the_change() -> None:
    text = build(london(zoned=True), title="London").data.decode()
    zone = text.partition("BEGIN:VTIMEZONE")[2].partition("END:VTIMEZONE")[0]
    # RFC 5545, 3.6.5: 01:00 GMT becomes 02:00 BST, and 02:00 BST 01:00 GMT.
    assert "DTSTART:20270328T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100" in zone
    assert "DTSTART:20271031T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000" in zone


def test_an_hour_that_comes_twice_is_written_in_utc_the_second_time() -> None:
    from miqat.feeds import Event

    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    event = Event(uid="a@b", start=second, end=second + timedelta(minutes=5), summary="A")
    zoned = build([_with_zone(event)], title="T")
    assert b"DTSTART:20271031T013000Z" in zoned.data


@pytest.mark.parametrize("over_http", [True, False])
def test_khal_and_vdirsyncer_see_one_event_move(
    tmp_path: Path, server: tuple[Path, str], over_http: bool
) -> None:
    folder, address = server
    file = folder / "my.ics"
    span = date(2027, 1, 28), date(2027, 3, 31)
    prayers, _ = prayer_events("Jakarta", date(2027, 2, 5), date(2027, 2, 12), method="kemenag")
    first = build([*observance_events(kept(), *span), *prayers], title="T")
    second = build(
        [*observance_events(kept(LATE, SHAWWAL), *span), *prayers],
        title="T",
        previous=read_published(first.data),
    )
    assert second.changes.moved > 5
    assert second.changes.new == second.changes.gone == 0
    file.write_bytes(first.data)
    where = f"{address}/my.ics" if over_http else file
    collection = readers.Collection.of(tmp_path / "client", where)
    for feed in (first, second):
        file.write_bytes(feed.data)
        collection.sync()
        assert len(collection.uids()) == len(feed.events)
        if not over_http:
            assert collection.uids() == sorted(event.uid for event in feed.events)
        listed = collection.listed(date(2027, 1, 1), date(2027, 4, 30))
        assert Counter(listed) == Counter(_as_khal_has_it(event) for event in feed.events)


def test_libical_expands_the_rules_that_are_asked_for_to_the_same_days(tmp_path: Path) -> None:
    span = date(2026, 1, 1), date(2035, 12, 31)
    single = observance_events("ummalqura-kacst", *span)
    ruled = observance_events("ummalqura-kacst", *span, rscale=True)
    rules = [event for event in ruled if event.rule]
    assert len(rules) > 50
    readers.by_libical(_file(build(rules, title="T"), tmp_path))  # is it there, and a feed?
    asked = [[e.rule, f"{e.start:%Y%m%d}", 50, "20351231"] for e in rules]
    worker = Path(__file__).parents[1] / "reference" / "libical_worker.py"
    done = subprocess.run(
        [readers.PYTHON, str(worker)],
        input="".join(f"{json.dumps(line)}\n" for line in asked),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    days: dict[str, list[str]] = {}
    for event in single:
        name = event.uid.partition("@")[0].rpartition("-")[0]
        days.setdefault(name, []).append(f"{event.start:%Y%m%d}")
    theirs = [json.loads(line) for line in done.stdout.splitlines()]
    wrong = {
        event.uid: (found, days[event.uid.partition("@")[0]])
        for event, found in zip(rules, theirs, strict=True)
        if found != days[event.uid.partition("@")[0]]
    }
    assert wrong == {}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder that is served over HTTP, and its address."""
    folder = tmp_path / "served"
    folder.mkdir()
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        thread = Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield folder, f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def _read(program: str, feed: Feed, folder: Path) -> list[Seen]:
    if program == "icalendar":
        return readers.by_icalendar(feed.data)
    file = _file(feed, folder)
    return readers.by_ical_js(file) if program == "ical.js" else readers.by_libical(file)


def _file(feed: Feed, folder: Path) -> Path:
    file = folder / "my.ics"
    file.write_bytes(feed.data)
    return file


def _with_zone(event: Event) -> Event:
    from dataclasses import replace

    return replace(event, zone=place("London").zone)


def _as_khal_has_it(event: Event) -> tuple[str, str, str]:
    # A whole day is from midnight to midnight of its last day.
    end = event.end if event.is_timed else event.end - timedelta(days=1)
    return event.summary, f"{event.start:%Y%m%dT%H%M%SZ}", f"{end:%Y%m%dT%H%M%SZ}"

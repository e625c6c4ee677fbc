"""A community's programme; the clocks are worked out by hand from printed minutes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from miqat.calendars import calendar
from miqat.community import community_event, programme, read_communities
from miqat.community.events import community_days
from miqat.errors import InvalidRule

if TYPE_CHECKING:
    from pathlib import Path

#: Two days before 1 Ramadan 1448 of the published Umm al-Qura calendar (8 February 2027).
TABLE = """date,fajr,sunrise,dhuhr,asr,maghrib,isha
2027-02-06,06:00,07:40,12:20,14:30,17:00,18:30
2027-02-07,05:58,07:38,12:20,14:32,17:02,18:32
2027-02-08,05:56,07:36,12:20,14:34,17:04,18:34
2027-02-09,05:54,07:34,12:20,14:36,17:06,18:36
"""
HEAD = 'name = "Test"\nplace = "London"\ntable = "t.csv"\ncalendar = "ummalqura"\n'


def started(folder: Path, text: str, first: str, last: str | None = None) -> list[str]:
    (folder / "t.csv").write_text(TABLE)
    (folder / "c.toml").write_text(HEAD + text)
    (found,) = read_communities(folder / "c.toml")
    of = programme(found, date.fromisoformat(first), date.fromisoformat(last or first))
    return [
        f"{moment.start:%d %H:%M} {moment.name}" if moment.start else f"none {moment.name}"
        for _, moments in of.days()
        for moment in moments
        if moment.kind != "prayer"
    ]


@pytest.mark.parametrize(
    ("rule", "clock"),
    [
        ("isha + 15, latest 18:40", "18:40"),
        ("fajr 30 before sunrise", "07:06"),
        ("fajr 30 before sunrise, rounded down to 5", "07:05"),
        ("fajr 30 before (sunrise rounded down to 15)", "07:00"),
        ("fajr + 20, earliest 06:30", "06:30"),
        ("dhuhr at 1:30 pm", "13:30"),
        ("dhuhr at 13:30 in summer time; dhuhr at 12:45 in winter time", "12:45"),
        ("maghrib + 10 in ramadan; maghrib + 5", "17:14"),
        ("asr 15 before the next prayer", "16:49"),
        ("isha + 17, rounded to 5", "18:50"),
        ("isha + 13, rounded to 5", "18:45"),
        ("isha at latest of maghrib + 80, 18:20", "18:24"),
        ("isha at earliest of maghrib + 80, 18:20", "18:20"),
        ("isha at 20:00 from 1 february to 9 february", "20:00"),
        ("isha at 20:00 on weekends; isha at 19:00 on mondays", "19:00"),
    ],
)
def test_an_iqama(tmp_path: Path, rule: str, clock: str) -> None:
    lines = ", ".join(f'"{each.strip()}"' for each in rule.split(";"))
    (found,) = started(tmp_path, f"iqama = [{lines}]", "2027-02-08")
    assert found[3:8] == clock


def test_tarawih_is_on_the_nights_and_a_second_eid_prayer_has_a_number(tmp_path: Path) -> None:
    found = started(tmp_path, 'tarawih = "isha + 20"', "2027-02-06", "2027-02-08")
    assert found == ["07 18:52 Tarawih", "08 18:54 Tarawih"]  # 7 February is the eve


@pytest.mark.parametrize(
    ("event", "first", "found"),
    [
        ("Iftar: maghrib - 10 on days of ramadan", "2027-02-08", ["08 16:54 Iftar"]),
        ("Iftar: maghrib - 10 on days of ramadan", "2027-02-07", []),
        ("Talk: isha + 60 on nights of ramadan", "2027-02-07", ["07 19:32 Talk"]),
        ("Prayer: 02:30 on night of 2/9", "2027-02-09", ["09 02:30 Prayer"]),
        # The night of 1 Ramadan is from 17:02 to 05:56: 12 h 54 min.
        ("Prayer: half of the night after maghrib on night of 1/9", "2027-02-07",
         ["07 23:29 Prayer"]),
        ("Prayer: a third of the night before fajr on night of 1/9", "2027-02-08",
         ["08 01:38 Prayer"]),
        ("Walk: 10:00 on every monday except days of ramadan", "2027-02-08", []),
        ("Walk: 10:00 on every monday in ramadan", "2027-02-08", ["08 10:00 Walk"]),
        ("Walk: 10:00 on mondays from 2027-02-09 to 2027-03-09", "2027-02-08", []),
        ("Tea: iqama of isha + 5 on every day", "2027-02-08", ["none Tea"]),
    ],
)  # fmt: skip
def test_an_event(tmp_path: Path, event: str, first: str, found: list[str]) -> None:
    assert started(tmp_path, f'events = ["{event}"]', first) == found


def test_an_event_prints_as_it_was_written_and_is_read_again() -> None:
    line = "Iftar: maghrib - 10 on days of 9 for 1 hour in the square except 29/9 and 30/9"
    event = community_event(line)
    assert str(event) == line
    assert community_event(str(event)) == event
    assert (event.minutes, event.place) == (60, "the square")


def test_eid_is_both_eids() -> None:
    of = calendar("ummalqura")
    spans = community_days("third day of eid").spans(of, 1448)
    dates = [(of.from_day(span.first).month, of.from_day(span.first).day) for span in spans]
    assert dates == [(10, 3), (12, 12)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("methd = 'mwl'", "c.toml, line 5, key 'methd': unknown key 'methd'; did you mean 'met"),
        ("method = 'mwll'", "line 5, key 'method': unknown method 'mwll'; did you mean 'mwl'"),
        ("clock = 13", "c.toml, line 5, key 'clock': 13 is not a clock of 24 or 12 hours"),
        ("iqama = ['ishaa + 15']", "line 5, in 'iqama': unknown prayer in a rule of iqama 'ishaa'"),
        ("iqama = ['isha + 5', 'isha + 9']", "two rules of iqama for isha"),
        ("iqama = ['isha at iqama of maghrib + 5', 'maghrib at iqama of isha - 60']",
         "the iqama counts in a circle: isha after maghrib after isha"),
        ("events = ['Iftar: maghrib - 10']", "the event 'Iftar' does not say on which days"),
        ("events = ['Tea: 10:00 on fridys']", "event 'Tea': unknown observance 'fridys'"),
        ("events = ['Tea: 10:00 on fridays', 'tea: 11:00 on fridays']", "two events have the name"),
        ("events = [" + "'a: 10:00 on fridays'," * 10_000 + "]", "10,000 events; 1,000 are"),
        ("[[jumuah]]\nnme = 'x'\ntime = '13:15'", "line 6, key 'jumuah.0.nme': unknown key 'nme'"),
        ("jumuah = 5", "5 is not a text or a table"),
        ("name = 3", "is not TOML: Cannot overwrite a value"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InvalidRule) as caught:
        started(tmp_path, text, "2027-02-08")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_several_places_take_what_they_lack_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(
        'name = "A"\nplace = "London"\niqama = ["isha + 15"]\n'
        '[[places]]\nname = "North"\n[[places]]\nname = "South"\nplace = "Brighton"\n'
    )
    north, south = read_communities(path)
    assert (north.place.name, south.place.name) == ("London", "Brighton")
    assert north.iqama == south.iqama


def test_a_place_without_a_method_has_to_name_one(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text('name = "A"\nlatitude = 0.0\nlongitude = -150.0\n')
    with pytest.raises(InvalidRule, match=r"no method is known for .*; name one"):
        read_communities(path)

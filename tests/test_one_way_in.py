"""The library as people guess it: one answer to one question, whichever way it is asked."""

from __future__ import annotations

import inspect
import io
import json
from contextlib import redirect_stdout
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import miqat
from miqat import InvalidDate, InvalidPlace, UnknownName, WrongType
from miqat.almanac.date_report import check
from miqat.cli import main
from miqat.jsonable import plain

if TYPE_CHECKING:
    from collections.abc import Callable

FORTY = (
    "Ankara", "Istanbul", "Konya", "Jakarta", "Surabaya", "Medan", "Kuala Lumpur", "Johor Bahru",
    "Kota Kinabalu", "Singapore", "Makkah", "Riyadh", "Medina", "Dubai", "Abu Dhabi", "Doha",
    "Cairo", "Alexandria", "Rabat", "Casablanca", "Marrakesh", "Tehran", "Mashhad", "Qom", "Najaf",
    "Baghdad", "Karachi", "Lahore", "Delhi", "Dhaka", "Kabul", "London", "Paris", "Berlin",
    "Stockholm", "Moscow", "New York", "Toronto", "Tromsø", "Apia",
)  # fmt: skip
DATES = ("2026-06-21", "2026-11-27", "2027-02-20")  # the last is of Ramadan 1448


def clocks(times: miqat.prayer.Times) -> dict[str, str | None]:
    return {
        name: f"{time:%Y-%m-%dT%H:%M}" if isinstance(time, datetime) else None
        for name, time in times.items()
    }


def naive(time: miqat.prayer.Time) -> datetime:
    assert isinstance(time, datetime)
    return time.replace(tzinfo=None)


def by_command(*arguments: str) -> Any:
    out = io.StringIO()
    with redirect_stdout(out), pytest.raises(SystemExit) as end:
        main([*arguments, "--json"])
    assert end.value.code == 0, arguments
    return json.loads(out.getvalue())


def _label(value: object) -> str:
    """Return the id of a case: the same in every process, as pytest-xdist needs."""
    return "object" if type(value) is object else repr(value)


@pytest.mark.parametrize("city", FORTY)
def test_the_library_the_day_and_the_command_have_the_same_minutes(city: str) -> None:
    for on in DATES:
        by_times = clocks(miqat.prayer.times(city, on).day(on))
        assert clocks(miqat.day(city, on).times) == by_times, on
        (row,) = by_command("times", city, "--on", on)["days"]
        shown = {name: cell["clock"] for name, cell in row["times"].items()}
        shown.pop("asr_shafi", None)  # where asr is the later one, the other is shown with it
        assert shown == {name: by_times[name] for name in shown}, on
        assert set(miqat.prayer.TIMES) - set(shown) <= {"asr_hanafi"}


def test_the_minutes_are_not_those_of_one_method_everywhere() -> None:
    # Friction.md 3: Jakarta's isha was 19:25 by one way and 19:31 by Kemenag, its own authority.
    assert miqat.prayer.times("Jakarta", "2026-11-27").method.id == "kemenag"
    assert miqat.prayer.times("Ankara", "2026-11-27").method.id == "diyanet"


def test_a_city_by_name_has_the_point_of_its_authority() -> None:
    # data/stations/diyanet.csv has Ankara at 39.9374 N, 32.8411 E.
    assert miqat.prayer.times("Ankara", "2026-11-27").place.longitude == 32.8411
    assert miqat.prayer.times((39.92, 32.85), "2026-11-27").place.longitude == 32.85


# ── places ───────────────────────────────────────────────────────────────────────────────────

ON = date(2027, 2, 8)
WITH_A_PLACE: dict[str, Callable[[Any], object]] = {
    "day": lambda where: miqat.day(where, ON),
    "today": miqat.today,
    "prayer.times": lambda where: miqat.prayer.times(where, ON),
    "prayer.default_method": miqat.prayer.default_method,
    "crescent.observe": lambda where: miqat.crescent.observe(where, ON),
    "qibla.toward_kaaba": miqat.qibla.toward_kaaba,
    "qibla.magnetic": lambda where: miqat.qibla.magnetic(where, ON),
    "qibla.alignments": lambda where: miqat.qibla.alignments(where, ON),
    "feeds.prayer_events": lambda where: miqat.feeds.prayer_events(where, ON, ON),
    "authorities.for_place": miqat.authorities.for_place,
    "place": miqat.place,
}


@pytest.mark.parametrize("ask", WITH_A_PLACE.values(), ids=WITH_A_PLACE)
@pytest.mark.parametrize(
    "where",
    ["Karachi", (24.86, 67.0), [24.86, 67.0], "24.86,67.0", miqat.Place(24.86, 67.0)],
    ids=str,
)
def test_whatever_names_a_place_is_a_place(ask: Callable[[Any], object], where: Any) -> None:
    ask(where)


@pytest.mark.parametrize("ask", WITH_A_PLACE.values(), ids=WITH_A_PLACE)
@pytest.mark.parametrize(
    "where", ["Karrachi", None, 24.86, (24.86,), (91, 0), object()], ids=_label
)
def test_what_is_no_place_is_one_line(ask: Callable[[Any], object], where: Any) -> None:
    with pytest.raises((InvalidPlace, UnknownName)) as caught:
        ask(where)
    assert "\n" not in str(caught.value)


def test_two_numbers_are_told_to_be_a_pair() -> None:
    with pytest.raises(InvalidPlace, match=r"as one pair: \(24\.86, 67\.0\)"):
        miqat.day(24.86, 67.0)  # type: ignore[arg-type]


# ── days ─────────────────────────────────────────────────────────────────────────────────────

NAMES_OF_THE_DAY = [
    ON,
    datetime(2027, 2, 8, 17, 30),
    "2027-02-08",
    np.datetime64("2027-02-08"),
    np.datetime64("2027-02-08T12:00:00.000000000"),
    miqat.HijriDate(1448, 9, 1, "ummalqura"),
]
WITH_A_DAY: dict[str, Callable[[Any], object]] = {
    "prayer.times": lambda day: miqat.prayer.times("Karachi", day)[ON].fajr,
    "Timetable.day": lambda day: miqat.prayer.times("Karachi", ON).day(day).fajr,
    "Timetable[]": lambda day: miqat.prayer.times("Karachi", ON)[day].fajr,
    "makruh": lambda day: miqat.prayer.makruh(miqat.prayer.times("Karachi", ON), day),
    "crescent.observe": lambda day: miqat.crescent.observe("Karachi", day).sunset,
    "qibla.magnetic": lambda day: miqat.qibla.magnetic("Karachi", day),
    "qibla.alignments": lambda day: miqat.qibla.alignments("Karachi", day),
}


@pytest.mark.parametrize("ask", WITH_A_DAY.values(), ids=WITH_A_DAY)
@pytest.mark.parametrize("day", NAMES_OF_THE_DAY, ids=_label)
def test_whatever_names_a_day_is_the_day(ask: Callable[[Any], object], day: Any) -> None:
    assert ask(day) == ask(ON)


@pytest.mark.parametrize("ask", WITH_A_DAY.values(), ids=WITH_A_DAY)
@pytest.mark.parametrize(
    "day",
    [
        None,
        "8 Feb",
        "2027-02-30",
        5.5,
        object(),
        np.datetime64("NaT"),
        np.datetime64("2027-02", "M"),
    ],
    ids=_label,
)
def test_what_is_no_day_is_one_line(ask: Callable[[Any], object], day: Any) -> None:
    with pytest.raises((InvalidDate, WrongType)) as caught:
        ask(day)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (ON, "2027-02-08T12:00:00+05:00"),
        ("2027-02-08", "2027-02-08T12:00:00+05:00"),
        (np.datetime64("2027-02-08"), "2027-02-08T12:00:00+05:00"),
        ("2027-02-08T18:00+05:00", "2027-02-08T18:00:00+05:00"),
        ("2027-02-08T18:00Z", "2027-02-08T23:00:00+05:00"),
        (np.datetime64("2027-02-08T18:00"), "2027-02-08T23:00:00+05:00"),
        (datetime(2027, 2, 8, 18, tzinfo=UTC), "2027-02-08T23:00:00+05:00"),
        (datetime(2027, 2, 8, 20, tzinfo=ZoneInfo("Asia/Dhaka")), "2027-02-08T19:00:00+05:00"),
    ],
    ids=_label,
)
def test_the_moment_of_a_day(at: Any, expected: str) -> None:
    assert miqat.day("Karachi", at).at.isoformat() == expected


def test_a_clock_without_a_zone_is_not_guessed() -> None:
    for naive in ("2027-02-08T18:00", datetime(2027, 2, 8, 18)):
        with pytest.raises(InvalidDate, match="has no time zone"):
            miqat.day("Karachi", naive)


def test_today_is_the_day_now() -> None:
    before = datetime.now(UTC)
    found = miqat.today("Karachi")
    assert before <= found.at <= before + timedelta(seconds=30)
    assert found.hijri == miqat.day("Karachi", found.at).hijri


# ── timetables ───────────────────────────────────────────────────────────────────────────────


def test_a_timetable_is_read_by_day_by_name_and_in_turn() -> None:
    table = miqat.prayer.times("Karachi", "2027-02-08", "2027-02-10")
    assert [row.date for row in table] == [ON, date(2027, 2, 9), date(2027, 2, 10)]
    assert [row.fajr for row in table] == [table[f"2027-02-{day:02}"]["fajr"] for day in (8, 9, 10)]
    assert table["fajr"].tolist() == [naive(row.fajr) for row in table]
    assert ON in table
    assert "2027-02-11" not in table
    assert "fajr" in table
    assert "fajrr" not in table
    assert repr(table).startswith("<Timetable: Karachi, 2027-02-08 to 2027-02-10, method ")
    with pytest.raises(UnknownName, match="unknown time 'fajrr'; did you mean 'fajr'"):
        table["fajrr"]
    with pytest.raises(WrongType, match="no row 0: give a date"):
        table[0]
    with pytest.raises(InvalidDate, match="2027-02-11 is not in the timetable"):
        table["2027-02-11"]


def test_a_timetable_of_several_places_says_so() -> None:
    both: list[Any] = ["Karachi", (31.55, 74.34)]
    table = miqat.prayer.times(both, "2027-02-08", "2027-02-09", "mwl")
    for ask in (lambda: table.place, lambda: table.day(ON), lambda: list(table)):
        with pytest.raises(InvalidPlace, match=r"of 2 places: take one of its `tables\(\)`"):
            ask()
    karachi, lahore = table.tables()
    assert karachi.day(ON) == miqat.prayer.times("Karachi", ON, method="mwl").day(ON)
    assert lahore.day(ON) == miqat.prayer.times((31.55, 74.34), ON, method="mwl").day(ON)


def test_places_with_several_default_methods_are_not_given_one_of_them() -> None:
    with pytest.raises(miqat.InvalidRule, match="'diyanet' for Ankara, 'kemenag' for Jakarta"):
        miqat.prayer.times(["Ankara", "Jakarta"], ON)
    assert miqat.prayer.times(["Ankara", "Istanbul"], ON).method.id == "diyanet"


def test_the_columns_are_a_data_frame() -> None:
    table = miqat.prayer.times(["Karachi", "Lahore"], "2027-02-08", "2027-02-10", "mwl")
    columns = table.columns()
    assert list(columns) == ["place", "date", *miqat.prayer.TIMES]
    assert {column.shape for column in columns.values()} == {(6,)}
    assert columns["place"].tolist() == ["Karachi"] * 3 + ["Lahore"] * 3
    rows = [row for one in table.tables() for row in one]
    assert columns["date"].tolist() == [row.date for row in rows]
    assert columns["asr"].tolist() == [naive(row.asr) for row in rows]
    pandas = pytest.importorskip("pandas")
    frame = table.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert frame["maghrib"].iloc[4] == naive(rows[4].maghrib)
    north = miqat.prayer.times("Tromsø", "2026-06-21", method="mwl").to_pandas()
    assert north["maghrib"].isna().all()


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────


def test_an_absent_time_is_null_with_its_reason() -> None:
    on = "2026-06-21"
    table = miqat.prayer.times("Tromsø", on, method="mwl")
    absent = {"time": None, "reason": "the Sun does not set"}
    assert json.loads(table.day(on).to_json())["maghrib"] == absent
    (row,) = json.loads(table.to_json())["days"]
    assert row["maghrib"] == absent
    assert row["dhuhr"].startswith("2026-06-21T12:")


# ── observances and months ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("year", [1446, "1446", np.int64(1446), 2025])
def test_when_says_how_it_read_the_year(year: Any) -> None:
    # Saudi Arabia's Supreme Court: Ramadan 1446 from Saturday 1 March 2025.
    found = miqat.when("ramadan", year, authority="saudi-arabia")
    era = "Gregorian" if year == 2025 else "Hijri"
    assert (found.year, found.era) == (int(year), era)
    assert [(each.year, each.first) for each in found] == [(1446, date(2025, 3, 1))]
    assert str(found).splitlines()[0] == f"Ramadan in the {era} year {int(year)}"
    assert found.to_dict()["era"] == era


def test_a_gregorian_year_may_have_an_observance_twice() -> None:
    # Ramadan begins on about 5 January and on 26 December of 2030.
    found = miqat.when("ramadan", 2030, authority="turkey")
    assert [each.year for each in found] == [1451, 1452]


@pytest.mark.parametrize(
    ("authority", "ids"),
    [
        ("pakistan", {"pakistan"}),
        ("authority:pakistan", {"pakistan"}),
        ("Pakistan", {"pakistan"}),
        ("PK", {"pakistan"}),
        (("iran", "Pakistan", "pakistan"), {"iran", "pakistan"}),
        (miqat.authority("iran"), {"iran"}),
    ],
)
def test_an_authority_is_an_id_a_country_or_itself(authority: Any, ids: set[str]) -> None:
    found = miqat.when("eid al-fitr", 1446, authority=authority)
    assert {each.authority.id for each in found} == ids
    assert miqat.forecast("Pakistan", 1446, 9).authority.id == "pakistan"


def test_the_probability_of_a_first_day_is_not_split_by_the_last() -> None:
    (found,) = miqat.when("ramadan", 1449, authority="iran", as_of="2026-11-27")
    month = miqat.forecast("iran", 1449, 9, as_of="2026-11-27")
    assert found.first == month.first
    # The two are counted over runs of months of different length: within a thousandth.
    assert found.probability == pytest.approx(month.probability, abs=1e-3)
    by_day = {start.date: start.probability for start in month.candidates}
    assert found.first_days() == pytest.approx(by_day, abs=1e-3)


@pytest.mark.parametrize("as_of", ["2024-01-01", date(2024, 1, 1), np.datetime64("2024-01-01")])
def test_what_became_known_later_is_not_used(as_of: Any) -> None:
    before = miqat.forecast("saudi-arabia", 1446, 9, as_of=as_of)
    assert before.certainty == "forecast" or before.probability < 1.0
    assert miqat.forecast("saudi-arabia", 1446, 9).probability == 1.0
    assert json.loads(before.to_json())["as_of"] == "2024-01-01"


@pytest.mark.parametrize(
    "ask",
    [
        lambda: miqat.when("ramadan", "soon"),
        lambda: miqat.when("ramadan", None),  # type: ignore[arg-type]
        lambda: miqat.when(5, 2027),  # type: ignore[arg-type]
        lambda: miqat.when("ramadang", 2027),
        lambda: miqat.when("ramadan", 2027, authority="pakistann"),
        lambda: miqat.when("ramadan", 2027, authority=5),  # type: ignore[arg-type]
        lambda: miqat.when("ramadan", 2027, authority="pakistan", as_of="yesterday"),
        lambda: miqat.when("ramadan", 99_999, authority="pakistan"),
        lambda: miqat.forecast("pakistan", 1448, 13),
        lambda: miqat.forecast("pakistan", 1448, "Ramadan"),  # type: ignore[arg-type]
        lambda: miqat.forecast("pakistan", 9999, 9),
        lambda: miqat.forecast(None, 1448, 9),  # type: ignore[arg-type]
        lambda: miqat.forecast("pakistan", 1448, 9, as_of=5.5),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_asked_of_an_authority_is_one_line(ask: Callable[[], object]) -> None:
    with pytest.raises(miqat.MiqatError) as caught:
        ask()
    assert "\n" not in str(caught.value)


def test_the_command_prints_the_forecasts_of_the_library() -> None:
    found = by_command("when", "ramadan", "--year", "1448", "--authority", "iran")
    assert (
        found["prospects"] == miqat.when("ramadan", 1448, authority="iran").to_dict()["forecasts"]
    )


# ── the front ────────────────────────────────────────────────────────────────────────────────

ROOMS = (
    "almanac", "authorities", "calendars", "crescent", "days", "feeds", "observances", "places",
    "prayer", "qibla",
)  # fmt: skip


def test_what_is_listed_is_public_and_nothing_else() -> None:
    assert set(dir(miqat)) == {*miqat.__all__, "__version__"}
    assert not {"import_module", "TYPE_CHECKING", "hooks", "cli", "data"} & set(dir(miqat))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_lists_its_public_names_and_nothing_else(room: str) -> None:
    found = getattr(miqat, room)
    assert dir(found) == sorted(found.__all__)
    assert all(hasattr(found, name) for name in found.__all__)
    assert not {"np", "date", "datetime", "TYPE_CHECKING", "Any"} & set(dir(found))


def test_a_misspelt_name_has_the_nearest() -> None:
    with pytest.raises(AttributeError, match="no attribute 'todey'; did you mean 'today'"):
        miqat.todey  # type: ignore[attr-defined]  # noqa: B018


# ── every answer as JSON ─────────────────────────────────────────────────────────────────────

ANSWERS: dict[str, Callable[[], Any]] = {
    "Place": lambda: miqat.place("Karachi"),
    "HijriDate": lambda: miqat.HijriDate(1448, 9, 1, "ummalqura"),
    "Month": lambda: miqat.calendar("ummalqura").month(1448, 9),
    "Day": lambda: miqat.day("Tromsø", "2026-06-21"),
    "Times": lambda: miqat.prayer.times("Karachi", ON).day(ON),
    "Timetable": lambda: miqat.prayer.times("Karachi", ON),
    "Evening": lambda: miqat.crescent.observe("Karachi", "2027-02-07"),
    "Evening without a sunset": lambda: miqat.crescent.observe("Tromsø", "2026-06-16"),
    "Qibla": lambda: miqat.qibla.toward_kaaba("Karachi"),
    "Qibla at the Kaaba": lambda: miqat.qibla.toward_kaaba(miqat.qibla.KAABA),
    "Magnetic": lambda: miqat.qibla.magnetic("Karachi", ON),
    "Alignment": lambda: miqat.qibla.alignments("Karachi", ON)[0],
    "ObservanceDates": lambda: miqat.when("ramadan", 1446, authority="iran"),
    "MonthForecast": lambda: miqat.forecast("iran", 1446, 9),
    "Occurrence": lambda: miqat.observance("ramadan").occurrence("ummalqura", 1448),
    "DateReport": lambda: check("1979-08-07", "jumuat-al-wida", "iran-observed"),
    "Differences": lambda: miqat.compare("ummalqura", "islamic-civil", 1448, 1448),
    "Reconciliation": lambda: miqat.reconcile("Friday 27 Rajab 583"),
    "Authority": lambda: miqat.authority("pakistan"),
}


@pytest.mark.parametrize("ask", ANSWERS.values(), ids=ANSWERS)
def test_every_answer_is_a_dictionary_and_json(ask: Callable[[], Any]) -> None:
    answer = ask()
    found = answer.to_dict()
    assert found
    assert json.loads(answer.to_json()) == json.loads(json.dumps(found)) == found
    assert answer.to_json(indent=2).count("\n") >= len(found)
    assert "NaN" not in answer.to_json()


SAME_AS_THE_COMMAND: dict[str, tuple[Callable[[], Any], tuple[str, ...]]] = {
    "today": (
        lambda: miqat.day("Tromsø", "2026-06-21T10:00Z"),
        ("today", "Tromsø", "--at", "2026-06-21T10:00Z"),
    ),
    "crescent": (
        lambda: miqat.crescent.observe("Karachi", "2027-02-07"),
        ("crescent", "Karachi", "2027-02-07"),
    ),
    "reconcile": (
        lambda: miqat.reconcile("Friday 27 Rajab 583"),
        ("reconcile", "Friday 27 Rajab 583"),
    ),
    "check": (
        lambda: check("1979-08-07", "jumuat-al-wida", "iran-observed"),
        ("check", "1979-08-07", "jumuat-al-wida", "--calendar", "iran-observed"),
    ),
}


@pytest.mark.parametrize("command", SAME_AS_THE_COMMAND)
def test_the_command_prints_the_answer_of_the_library(command: str) -> None:
    ask, arguments = SAME_AS_THE_COMMAND[command]
    assert by_command(*arguments) == ask().to_dict()


def test_durations_and_numbers_have_units_and_no_noise() -> None:
    # Jerusalem, 2026-02-18: the lag from the two instants themselves.
    evening = miqat.crescent.observe("Jerusalem", "2026-02-18")
    found = evening.to_dict()
    assert evening.sunset is not None
    assert evening.moonset is not None
    lag = (evening.moonset - evening.sunset).total_seconds() / 60
    age = (evening.sunset - evening.conjunction).total_seconds() / 3600
    assert found["lag_minutes"] == pytest.approx(lag, abs=0.005)
    assert found["age_hours"] == pytest.approx(age, abs=0.005)
    assert set(evening.to_dict(["odeh", "yallop"])["criteria"]) == {"odeh", "yallop"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float64("nan"), None),
        (float("inf"), None),
        (np.array([1.5, np.nan]), [1.5, None]),
        (np.array(["2027-02-08", "NaT"], "M8[D]"), ["2027-02-08", None]),
        (np.int64(7), 7),
        (np.bool_(True), True),
        ({"b": {2, 1}}, {"b": [1, 2]}),
        (miqat.prayer.Provenance.LEFT_OUT, "left out"),
        (miqat.calendar("ummalqura"), "ummalqura"),
        (datetime(2027, 2, 8, 1, 2, 3, 456_000, tzinfo=UTC), "2027-02-08T01:02:03.456+00:00"),
    ],
    ids=repr,
)
def test_what_json_has_no_type_for(value: Any, expected: Any) -> None:
    assert plain(value) == expected
    assert type(plain(value)) is type(expected)


@pytest.mark.parametrize(
    "value",
    [object(), b"bytes", np.array([1], "m8[s]"), 1j],
    ids=["object", "bytes", "durations", "complex"],
)
def test_what_has_no_form_in_json_is_refused(value: Any) -> None:
    with pytest.raises(WrongType):
        plain(value)


# ── types are checked at the door ────────────────────────────────────────────────────────────

NOW = datetime(2027, 2, 8, 12, tzinfo=UTC)
WRONG: dict[str, Callable[[], object]] = {
    "a number for a method": lambda: miqat.prayer.times("Karachi", ON, method=5),  # type: ignore[arg-type]
    "none for a method": lambda: miqat.prayer.method(None),  # type: ignore[arg-type]
    "a number for names": lambda: miqat.prayer.times("Karachi", ON, names=5),  # type: ignore[arg-type]
    "a number for a calendar": lambda: miqat.calendar(5),  # type: ignore[arg-type]
    "a number for an authority": lambda: miqat.day("Karachi", authority=5),  # type: ignore[arg-type]
    "none for an observance": lambda: miqat.observance(None),  # type: ignore[arg-type]
    "a number to find": lambda: miqat.observances.find(5),  # type: ignore[arg-type]
    "none for a criterion": lambda: miqat.crescent.criterion(None),  # type: ignore[arg-type]
    "a number for a region": lambda: miqat.crescent.region(5),  # type: ignore[arg-type]
    "an unknown region": lambda: miqat.crescent.meets("sea", ON, altitude=5, elongation=8),
    "an unknown criterion": lambda: miqat.crescent.observe("Karachi", ON).zone("yalop"),
    "an unknown model": lambda: miqat.qibla.toward_kaaba("Karachi", 5),  # type: ignore[arg-type]
    "text for a year": lambda: miqat.qibla.sun_over_kaaba("soon"),  # type: ignore[arg-type]
    "text for degrees": lambda: miqat.qibla.azimuths("north", 5),
    "degrees out of bounds": lambda: miqat.qibla.azimuths(95, 5),
    "a city for degrees": lambda: miqat.nearest_city("Karachi", 5),  # type: ignore[arg-type]
    "swapped degrees": lambda: miqat.crescent.twilights(95.0, 31.5, ON),  # type: ignore[arg-type]
    "text for an instant": lambda: miqat.calendar("ummalqura").at("now", "Karachi"),  # type: ignore[arg-type]
    "no place": lambda: miqat.calendar("ummalqura").at(NOW, None),  # type: ignore[arg-type]
    "a number for a text": lambda: miqat.reconcile(583),  # type: ignore[arg-type]
    "a number to compare": lambda: miqat.compare("ummalqura", 5),  # type: ignore[arg-type]
    "text for an elevation": lambda: miqat.place("Karachi", elevation="high"),  # type: ignore[arg-type]
    "a body that is not one": lambda: miqat.qibla.alignments("Karachi", ON, "mars"),  # type: ignore[arg-type]
    "text for a date of a map": lambda: miqat.crescent.visibility_map("tonight"),
    "text for dates of a feed": lambda: miqat.feeds.observance_events("ummalqura", "a", "b"),
    "an aid that is not one": lambda: miqat.crescent.observe("Karachi", ON).probability("radar"),  # type: ignore[arg-type]
    "a chunk of nothing": lambda: list(miqat.prayer.timetables(["Karachi"], ON, chunk=0)),
    "days backwards": lambda: miqat.prayer.times("Karachi", ON, "2027-02-01"),
}


@pytest.mark.parametrize("ask", WRONG.values(), ids=WRONG)
def test_no_error_of_python_comes_from_inside(ask: Callable[[], object]) -> None:
    with pytest.raises(miqat.MiqatError) as caught:
        ask()
    assert str(caught.value)
    assert "\n" not in str(caught.value)


def test_part_of_a_name_of_observances_names_them() -> None:
    with pytest.raises(UnknownName, match="did you mean 'eid-al-fitr', 'eid-al-adha'"):
        miqat.observance("eid")


def test_ids_stand_for_what_they_name() -> None:
    # The evening of 17 February 2026: 5 and 8 degrees are met somewhere, as docs/crescent.md has.
    by_id = miqat.crescent.meets("anywhere", "2026-02-17", altitude=5, elongation=8)
    region = miqat.crescent.region("anywhere")
    assert by_id == miqat.crescent.meets(region, date(2026, 2, 17), altitude=5, elongation=8)
    one_name = miqat.prayer.times("Karachi", ON, names="fajr")
    assert list(one_name.instants) == ["fajr"]
    events = miqat.feeds.observance_events("ummalqura", "2027-02-08", "2027-02-08")
    assert [event.start for event in events] == [ON] * len(events)
    assert events


PRIVATE_WORDS = {"where", "on", "by", "of", "more", "among"}


@pytest.mark.parametrize("room", ROOMS)
def test_arguments_have_the_names_of_the_nomenclature(room: str) -> None:
    found = getattr(miqat, room)
    seen = 0
    for name in found.__all__:
        value = getattr(found, name)
        if inspect.isroutine(value):
            seen += 1
            assert not PRIVATE_WORDS & set(inspect.signature(value).parameters), f"{room}.{name}"
    assert seen

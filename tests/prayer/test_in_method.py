"""A method that holds a printed table: every year, with minutes by place, on the day's clock."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tools.published_sets import official

from miqat.errors import InvalidTable, UnknownName
from miqat.places import Place, place
from miqat.prayer import times
from miqat.prayer.methods.describe import to_toml
from miqat.prayer.methods.load import method_from, read_method

if TYPE_CHECKING:
    from pathlib import Path

    from miqat.prayer.methods.model import Method
    from miqat.prayer.published.reader import PublishedTable

EVENTS = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")
METHOD = """
base = "bosnia"
id = "my-bosnia"
title = "Bosnia by the printed table"
source = "a test"

[printed]
file = "table.csv"
"""


def written(folder: Path, more: str, table: str, minutes: str = "") -> Method:
    (folder / "table.csv").write_text(table, encoding="utf-8")
    (folder / "minutes.csv").write_text(minutes, encoding="utf-8")
    file = folder / "my.toml"
    file.write_text(METHOD + more, encoding="utf-8")
    return read_method(file)


def text_of(table: PublishedTable) -> str:
    lines = ["date," + ",".join(EVENTS)]
    for row, day in enumerate(table.days):
        clocks = (divmod(int(table.minutes[name][row]), 60) for name in EVENTS)
        lines.append(f"{day}," + ",".join(f"{hour % 24:02}:{minute:02}" for hour, minute in clocks))
    return "\n".join(lines) + "\n"


def year_of_one_time(minute: str) -> str:
    days = (date(2026, 1, 1) + timedelta(days=number) for number in range(365))
    return "date,dhuhr\n" + "".join(f"{day},{minute}\n" for day in days)


def test_sarajevo_by_its_table_to_the_minute(tmp_path: Path, reference: Path) -> None:
    (table,) = (one.table for one in official(reference, "bosnia2025") if one.key == "Sarajevo")
    method = written(tmp_path, "every_year = true\n", text_of(table))
    found = times("Sarajevo", "2026-01-01", "2026-12-31", method, names=EVENTS)
    for name in EVENTS:
        minutes = (found.local(name) - found.days.astype("datetime64[m]")).astype(int)
        assert (minutes == table.minutes[name]).all(), name


def test_a_town_by_sarajevo_and_whole_minutes(tmp_path: Path, reference: Path) -> None:
    towns = {one.key: one.table for one in official(reference, "bosnia2025")}
    sarajevo, mostar = towns["Sarajevo"], towns["Mostar"]
    months = mostar.days.astype("datetime64[M]").astype(int) % 12 + 1
    lines = [f"place,month,{','.join(EVENTS)}"]
    for month in range(1, 13):
        on = months == month
        by = [np.unique(mostar.minutes[n][on] - sarajevo.minutes[n][on]) for n in EVENTS]
        assert all(len(values) == 1 for values in by)  # as the publisher has it
        lines.append(f"Mostar,{month}," + ",".join(str(values[0]) for values in by))
    plain = text_of(sarajevo)
    method = written(
        tmp_path, 'minutes = "minutes.csv"\nevery_year = true\n', plain, "\n".join(lines)
    )
    found = times("Mostar", "2026-01-01", "2026-12-31", method, names=EVENTS)
    for name in EVENTS:
        minutes = (found.local(name) - found.days.astype("datetime64[m]")).astype(int)
        assert (minutes == mostar.minutes[name]).all(), name
    with pytest.raises(UnknownName, match="place in the table of method 'my-bosnia'"):
        times("Ankara", "2026-01-01", method=method)


def test_another_year_has_the_same_sun_on_its_own_clock(tmp_path: Path) -> None:
    # Summer time begins on 29 March 2026 and on 28 March 2027 (Directive 2000/84/EC).
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    table = "date,dhuhr\n" + "".join(
        f"{day},{'13:00' if date(2026, 3, 29) <= day < date(2026, 10, 25) else '12:00'}\n"
        for day in days
    )
    method = written(tmp_path, "every_year = true\n", table)
    found = times("Sarajevo", "2027-03-27", "2027-03-29", method)
    assert [f"{day.dhuhr:%H:%M}" for day in found] == ["12:00", "13:00", "13:00"]
    leap = times("Sarajevo", "2028-02-29", method=method).day("2028-02-29")
    assert f"{leap.dhuhr:%H:%M}" == "12:00"


def test_a_table_in_standard_time(tmp_path: Path) -> None:
    method = written(tmp_path, 'every_year = true\nclock = "standard"\n', year_of_one_time("12:00"))
    found = times("Jerusalem", "2027-01-10", "2027-07-10", method)
    assert f"{found.day('2027-01-10').dhuhr:%H:%M}" == "12:00"
    assert f"{found.day('2027-07-10').dhuhr:%H:%M}" == "13:00"


def test_imsak_is_counted_from_the_printed_fajr(tmp_path: Path) -> None:
    days = (date(2026, 1, 1) + timedelta(days=number) for number in range(365))
    table = "date,fajr\n" + "".join(f"{day},05:00\n" for day in days)
    method = written(tmp_path, "every_year = true\n", table)
    day = times(place("Sarajevo"), "2027-01-10", method=method).day("2027-01-10")
    assert day.imsak == day.fajr  # as the Bosnian method has it
    assert f"{day.fajr:%H:%M}" == "05:00"


def test_several_places_each_by_its_rows(tmp_path: Path) -> None:
    table = "place,date,dhuhr\nA,2026-05-01,12:01\nB,2026-05-01,12:02\n"
    method = written(tmp_path, "", table)
    where = [Place(44.0, 18.0, name=name, timezone="Europe/Sarajevo") for name in "AB"]
    found = times(where, "2026-05-01", method=method)
    assert [str(row[0])[-5:] for row in found.local("dhuhr")] == ["12:01", "12:02"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("date,dhuhr\n2026-05-01,12:00\n", "no row for 2026-05-02"),
        ("date,dhuhr\n2026-05-01,noon\n", "cannot read the time 'noon'"),
    ],
)
def test_a_table_with_gaps_is_refused(tmp_path: Path, table: str, message: str) -> None:
    method = written(tmp_path, "every_year = true\n", table)
    with pytest.raises(InvalidTable, match=message):
        times("Sarajevo", "2026-05-01", "2026-05-02", method)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    method = written(tmp_path, "", "date,dhuhr\n2026-05-01,12:00\n")
    (tmp_path / "table.csv").unlink()
    with pytest.raises(
        InvalidTable, match=r"table of method 'my-bosnia' cannot be read: table\.csv"
    ):
        times("Sarajevo", "2026-05-01", method=method)


def test_it_reads_back_as_itself(tmp_path: Path) -> None:
    method = written(tmp_path, 'of = "x"\nclock = "standard"\n', "date,dhuhr\n2026-05-01,12:00\n")
    assert method_from(to_toml(method)) == method

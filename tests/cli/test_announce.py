"""miqat announce and miqat record: what is kept, refused, flagged, taken in and given out."""

from __future__ import annotations

import json
import threading
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from miqat import days
from miqat.authorities import calendar_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Answer

SOURCE = ("--source", "https://example.org/1448-09", "--known", "2027-02-08")


@pytest.fixture(autouse=True)
def _own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIQAT_STORE", str(tmp_path / "own.sqlite"))


def by_rule(month: int, later: int = 0) -> str:
    """Return the day of a month of 1448 by Pakistan's rule, or some days later."""
    number = calendar_of("pakistan").by_rule(12 * 1448 + month - 1).day
    return days.to_date(number + later).isoformat()


def test_what_is_announced_holds(miqat: Callable[..., Answer]) -> None:
    found = miqat("announce", "pakistan", "1448-09-01", by_rule(9, 1), *SOURCE)
    assert (found.status, found.err) == (0, "")
    assert found.out.startswith("pakistan: 1 Ramadan 1448 begins on ")
    shown = json.loads(miqat("record", "show", "pakistan", "1448-09", "--json").out)
    assert shown["record"] == [
        {
            "authority": "pakistan", "month": "1448-09", "day": by_rule(9, 1),
            "known": "2027-02-08", "source": SOURCE[1], "note": "", "kind": "proclaimed",
            "origin": "your store",
            "contradicted": False, "superseded": [],
        }
    ]  # fmt: skip
    noon = f"{by_rule(9, 1)}T12:00+05:00"
    today = json.loads(miqat("today", "Karachi", "--at", noon, "--json").out)["hijri"]
    assert today["of_date"] == "1448-09-01"
    assert today["month"]["certainty"] == "proclaimed"
    assert today["month"]["source"] == SOURCE[1]


def test_what_is_announced_holds_for_observances_too(miqat: Callable[..., Answer]) -> None:
    announced = by_rule(9, 1)
    assert miqat("announce", "pakistan", "1448-09-01", announced, *SOURCE).status == 0
    report = json.loads(
        miqat("check", announced, "first day of ramadan", "--authority", "pakistan", "--json").out
    )
    (observance,) = report["observances"]
    fell = observance["fell"]["authority:pakistan"]
    assert (fell["first"], fell["certainty"]) == (announced, "proclaimed")
    year = json.loads(
        miqat("observances", "--authority", "pakistan", "--year", "1448", "--json").out
    )
    listed = {each["id"]: each["first"] for each in year["observances"]}
    assert listed["ramadan"] == announced


def test_said_twice_it_is_kept_once(miqat: Callable[..., Answer]) -> None:
    line = ("announce", "pakistan", "1448-09", by_rule(9), *SOURCE, "--json")
    first, again = (json.loads(miqat(*line).out) for _ in range(2))
    assert (first["added"], again["added"]) == (True, False)
    assert first["entry"] == again["entry"]
    assert len(miqat("record", "export", "--own").out.splitlines()) == 2


def test_a_contradiction_is_kept_and_flagged_and_the_history_can_be_asked(
    miqat: Callable[..., Answer],
) -> None:
    miqat("announce", "pakistan", "1448-09", by_rule(9), *SOURCE)
    found = miqat(
        "announce", "pakistan", "1448-09", by_rule(9, 1), "--source", "corrected",
        "--known", "2027-02-10",
    )  # fmt: skip
    assert found.status == 0
    assert f"contradicts  {by_rule(9)}" in found.out
    assert "in effect    this one" in found.out
    show = ("record", "show", "pakistan", "1448-09")
    text = miqat(*show).out
    assert "contradicted: " in text
    assert "superseded: " in text
    for as_of, day, against in (
        ("2027-02-07", None, False),
        ("2027-02-09", by_rule(9), False),
        ("2027-02-10", by_rule(9, 1), True),
    ):
        record = json.loads(miqat(*show, "--as-of", as_of, "--json").out)["record"]
        assert [each["day"] for each in record] == ([day] if day else [])
        assert [each["contradicted"] for each in record] == ([against] if day else [])
    # What was known earlier is kept too, and does not hold.
    older = miqat(
        "announce", "pakistan", "1448-09", by_rule(9, -1), "--source", "older", "--known",
        "2027-02-06",
    )  # fmt: skip
    assert "in effect    the other" in older.out
    record = json.loads(miqat("authority", "pakistan", "--json").out)["record"]
    assert record["contradicted"][-1] == "1448-09"


@pytest.mark.parametrize("later", [-4, 3])
def test_a_month_of_an_unheard_of_length_is_refused_unless_forced(
    miqat: Callable[..., Answer], later: int
) -> None:
    miqat("announce", "pakistan", "1448-08", by_rule(8), "--source", "s", "--known", "2027-01-09")
    line = ("announce", "pakistan", "1448-09", by_rule(9, later), *SOURCE)
    length = (date.fromisoformat(by_rule(9, later)) - date.fromisoformat(by_rule(8))).days
    assert not 28 <= length <= 31
    found = miqat(*line)
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
    assert f"1448-08 would have {length} days (began {by_rule(8)}, as proclaimed: s)" in found.err
    assert "it is not stored unless forced" in found.err
    assert "1448-09" not in miqat("record", "export", "--own").out
    forced = miqat(*line, "--force")
    assert forced.status == 0
    assert f"forced       1448-08 would have {length} days" in forced.out
    assert "1448-09" in miqat("record", "export", "--own").out
    # The months after it follow, none of an unheard-of length.
    from miqat.authorities import own_entries

    kept = calendar_of("pakistan", None, own_entries())
    lengths = kept.month_lengths(1448, 1449).tolist()
    assert lengths[7] == length
    assert set(lengths[8:]) <= {29, 30}


def test_months_that_would_run_into_one_another_are_not_kept_even_forced(
    miqat: Callable[..., Answer],
) -> None:
    found = miqat("announce", "pakistan", "1448-09", by_rule(9, 300), *SOURCE, "--force")
    assert found.status == 2
    assert "not even forced" in found.err


def test_a_month_of_31_days_between_two_announcements_is_kept_and_said(
    miqat: Callable[..., Answer],
) -> None:
    first = date.fromisoformat(by_rule(9))
    miqat("announce", "pakistan", "1448-09", first.isoformat(), *SOURCE)
    eid = (first + timedelta(days=31)).isoformat()
    found = miqat("announce", "pakistan", "1448-10", eid, "--source", "s", "--known", eid)
    assert found.status == 0
    assert "unusual      1448-09 would have 31 days" in found.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("pakstan", "1448-09", "2027-02-08"), "unknown authority 'pakstan'; did you mean"),
        (("pakistan", "1448-09-02", "2027-02-08"), "not of 1448-09-02: write 1448-09-01"),
        (("pakistan", "1448-13", "2027-02-08"), "no Hijri month '1448-13'"),
        (("pakistan", "Ramadan", "2027-02-08"), "cannot read the Hijri month 'Ramadan'"),
        (("pakistan", "1448-09", "2027-02-30"), "cannot read the date '2027-02-30'"),
        (("pakistan", "1448-09", "2027-02-08", "--known", "soon"), "cannot read the date 'soon'"),
        (("pakistan", "1448-09", "2027-02-08", "--source", " "), "needs a source"),
        (("pakistan", "9448-09", "2027-02-08"), "outside authority:pakistan"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_line(
    miqat: Callable[..., Answer], arguments: tuple[str, ...], said: str
) -> None:
    given = arguments if "--source" in arguments else (*arguments, "--source", "s")
    found = miqat("announce", *given)
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
    assert said in found.err


def test_an_announcement_needs_a_source(miqat: Callable[..., Answer]) -> None:
    found = miqat("announce", "pakistan", "1448-09", "2027-02-08")
    assert (found.status, found.err) == (
        2, "miqat: an announcement needs a source: a URL or a citation\n"
    )  # fmt: skip


def test_what_is_withdrawn_no_longer_counts_and_stays_in_the_history(
    miqat: Callable[..., Answer],
) -> None:
    announce = ("announce", "pakistan", "1448-09")
    assert miqat(*announce, by_rule(9, 1), *SOURCE).status == 0
    found = miqat(*announce, "--withdraw", "--known", "2027-02-11", "--source", "a slip")
    assert (found.status, found.err) == (0, "")
    assert "in effect" in found.out
    assert "by the rule" in found.out
    show = ("record", "show", "pakistan", "1448-09", "--json")
    now = json.loads(miqat(*show).out)
    assert now["record"] == []
    assert [(row["day"], row["kind"]) for row in now["withdrawn"]] == [(by_rule(9, 1), "withdrawn")]
    # Before it was withdrawn it counted.
    before = json.loads(miqat(*show, "--as-of", "2027-02-10").out)
    assert ([row["day"] for row in before["record"]], before["withdrawn"]) == (
        [by_rule(9, 1)], [],
    )  # fmt: skip
    # Announced again it counts again.
    assert json.loads(miqat(*announce, by_rule(9, 1), *SOURCE, "--json").out)["added"]
    assert [row["day"] for row in json.loads(miqat(*show).out)["record"]] == [by_rule(9, 1)]


def test_one_of_two_days_is_withdrawn(miqat: Callable[..., Answer]) -> None:
    announce = ("announce", "pakistan", "1448-09")
    for later in (0, 1):
        assert miqat(*announce, by_rule(9, later), *SOURCE).status == 0
    assert miqat(*announce, by_rule(9, 1), "--withdraw").status == 0
    (row,) = json.loads(miqat("record", "show", "pakistan", "1448-09", "--json").out)["record"]
    assert (row["day"], row["contradicted"]) == (by_rule(9), False)


@pytest.mark.parametrize("day", [(), ("2024-03-12",)])
def test_what_the_store_does_not_have_cannot_be_withdrawn(
    miqat: Callable[..., Answer], day: tuple[str, ...]
) -> None:
    """The built-in record has this month; it is corrected by another announcement."""
    found = miqat("announce", "pakistan", "1445-09", *day, "--withdraw")
    on = f" on {day[0]}" if day else ""
    assert (found.status, found.out) == (2, "")
    assert found.err == f"miqat: your store has no announcement of pakistan 1445-09{on} in effect\n"


def test_an_announcement_needs_a_day(miqat: Callable[..., Answer]) -> None:
    found = miqat("announce", "pakistan", "1448-09", "--source", "s")
    assert (found.status, found.err) == (
        2, "miqat: an announcement of 1448-09 needs the civil date of its first day\n"
    )  # fmt: skip


@pytest.mark.parametrize("days_after", [27, 32])
def test_a_record_with_a_month_of_27_or_32_days_is_refused_in_one_line(
    miqat: Callable[..., Answer], tmp_path: Path, days_after: int
) -> None:
    first = date.fromisoformat(by_rule(9))
    table = tmp_path / "record.csv"
    table.write_text(
        record(("1448-09", f"{first}"), ("1448-10", f"{first + timedelta(days_after)}"))
    )
    for more in ((), ("--yes",)):
        found = miqat("record", "update", str(table), *more)
        assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
        assert f"1448-09 would have {days_after} days" in found.err
    assert miqat("record", "export", "--own").out.count("\n") == 1


def test_a_day_before_the_record_is_said_in_one_line(miqat: Callable[..., Answer]) -> None:
    found = miqat("record", "show", "pakistan", "--as-of", "1980-01-01")
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
    assert "nothing of the record of 'pakistan' was known on 1980-01-01: it begins on" in found.err


def test_an_unknown_country_is_said_in_one_line(miqat: Callable[..., Answer]) -> None:
    found = miqat("authorities", "--country", "Atlantis")
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
    assert "unknown country 'Atlantis'" in found.err


def test_doubts_about_a_record_are_listed(miqat: Callable[..., Answer]) -> None:
    first = date.fromisoformat(by_rule(9))
    for month, day in (("1448-09", first), ("1448-10", first + timedelta(31))):
        line = (
            "announce",
            "pakistan",
            month,
            day.isoformat(),
            "--source",
            "s",
            "--known",
            f"{day}",
        )
        assert miqat(*line).status == 0
    found = json.loads(miqat("record", "check", "--authority", "pakistan", "--json").out)
    assert found["lengths"] == [
        {"authority": "pakistan", "month": "1448-09",
         "what": f"31 days: {first} to {first + timedelta(31)}"}
    ]  # fmt: skip
    assert [doubt["month"] for doubt in found["contradictions"]] == ["1445-03"]
    assert found["stale"] == []
    text = miqat("record", "check", "--authority", "ghana").out
    assert text.startswith("Record of 1 body: ")


def test_the_built_in_record_has_no_month_of_an_impossible_length(
    miqat: Callable[..., Answer],
) -> None:
    found = json.loads(miqat("record", "check", "--json").out)
    assert found["lengths"] == []


def record(*rows: tuple[str, str]) -> str:
    lines = [f"pakistan,{month},{day},2027-02-08,https://example.org," for month, day in rows]
    return "\n".join(["authority,month,day,known,source,note", *lines]) + "\n"


def test_a_record_is_shown_first_and_kept_when_asked(
    miqat: Callable[..., Answer], tmp_path: Path
) -> None:
    miqat("announce", "pakistan", "1448-09", by_rule(9), *SOURCE)
    file = tmp_path / "theirs.csv"
    file.write_text(record(("1448-09", by_rule(9, 1)), ("1448-10", by_rule(10))))
    seen = miqat("record", "update", str(file))
    assert "2 rows, 2 of them new; nothing is stored: add --yes" in seen.out
    assert "In contradiction to the known record" in seen.out
    assert len(miqat("record", "export", "--own").out.splitlines()) == 2
    kept = json.loads(miqat("record", "update", str(file), "--yes", "--json").out)
    assert (kept["stored"], len(kept["new"]), len(kept["contradicting"])) == (True, 1, 1)
    exported = miqat("record", "export", "--own").out
    assert len(exported.splitlines()) == 4
    # What is given out is taken in again, and is nothing new; so is its JSON.
    for name, options in (("again.csv", ()), ("again.json", ("--json",))):
        again = tmp_path / name
        again.write_text(miqat("record", "export", "--own", *options).out)
        assert "3 rows, 0 of them new" in miqat("record", "update", str(again)).out


def test_of_a_record_with_one_implausible_month_nothing_is_kept(
    miqat: Callable[..., Answer], tmp_path: Path
) -> None:
    file = tmp_path / "theirs.csv"
    file.write_text(record(("1448-09", by_rule(9)), ("1448-10", by_rule(10, 5))))
    found = miqat("record", "update", str(file), "--yes")
    assert found.status == 2
    assert "1448-09 would have" in found.err
    assert len(miqat("record", "export", "--own").out.splitlines()) == 1


def test_a_record_is_fetched_by_url(miqat: Callable[..., Answer]) -> None:
    page = record(("1448-09", by_rule(9))).encode()

    class Served(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/record.csv"
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(page if found else b"none")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with HTTPServer(("127.0.0.1", 0), Served) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        assert "1 rows, 1 of them new" in miqat("record", "update", f"{url}/record.csv").out
        missing = miqat("record", "update", f"{url}/other.csv")
        server.shutdown()
    assert (missing.status, missing.err.count("\n")) == (2, 1)
    assert f"cannot fetch {url}/other.csv: 404" in missing.err
    gone = miqat("record", "update", f"{url}/record.csv")
    assert (gone.status, gone.err.count("\n")) == (2, 1)
    assert "cannot fetch" in gone.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "lacks the column 'authority'"),
        ("authority,month,day\n", "lacks the column 'source'"),
        ("authority,month,day,source\npakistan,1448-09,soon,s\n", "row 1: "),
        ("authority,month,day,source\npakistan,1448-09,2027-02-08,\n", "row 1: no source"),
        (
            "authority,month,day,source\npakstan,1448-09,2027-02-08,s\n",
            "unknown authority 'pakstan'",
        ),
        ("[1]", "row 1: not an object"),
        ('{"months": []}', 'has no list of rows, and none under "record"'),
        ("{", "is not JSON"),
    ],
)
def test_a_record_that_cannot_be_read(
    miqat: Callable[..., Answer], tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "theirs"
    file.write_text(text)
    found = miqat("record", "update", str(file))
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
    assert said in found.err
    gone = miqat("record", "update", str(tmp_path / "none"))
    assert (gone.status, gone.err.count("\n")) == (2, 1)
    assert "none: No such file or directory" in gone.err

"""`miqat when`: days, authorities and probabilities."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Answer

    Run = Callable[..., Answer]


def asked(miqat: Run, *arguments: str) -> list[dict[str, Any]]:
    found = miqat("when", *arguments, "--json")
    assert (found.status, found.err) == (0, "")
    listed: list[dict[str, Any]] = json.loads(found.out)["prospects"]
    return listed


def test_every_authority_has_its_days_and_the_probabilities_sum_to_one(miqat: Run) -> None:
    found = asked(miqat, "eid al-fitr", "--year", "1448")
    assert len({each["authority"] for each in found}) >= 40
    for each in found:
        assert sum(date["probability"] for date in each["dates"]) == pytest.approx(1.0, abs=0.001)
        # The conjunction of March 2027 comes on the 8th at 09:29 UT; tables begin a day before it.
        assert all("2027-03-06" <= date["first"][0] <= "2027-03-12" for date in each["dates"])


def lines(miqat: Run, *arguments: str) -> list[str]:
    found = miqat("when", *arguments)
    assert (found.status, found.err) == (0, "")
    return [line for line in found.out.splitlines() if line]


def test_the_table_is_grouped_by_date(miqat: Run) -> None:
    # Proclaimed: 30 March 2025 in Saudi Arabia, the 31st in Morocco.
    heading, first, row, second, other = lines(
        miqat, "eid", "al-fitr", "--year", "1446", "--authority", "saudi-arabia",
        "--authority", "morocco",
    )  # fmt: skip
    assert heading == "Eid al-Fitr, 1446 AH"
    assert first == "Sunday 30 March 2025 (1446 AH)"
    assert row.split() == ["Saudi", "Arabia", "proclaimed"]
    assert second == "Monday 31 March 2025 (1446 AH)"
    assert other.split() == ["Morocco", "proclaimed"]


def test_each_authority_has_one_line_at_its_likeliest_day(miqat: Run) -> None:
    heading, *rows = lines(miqat, "ramadan", "2027")
    assert heading == "Ramadan, 2027"
    names = [row.split("  ")[1] for row in rows if row.startswith("  ")]
    bodies = asked(miqat, "ramadan", "2027")
    assert len(names) == len(set(names)) == len(bodies)
    assert not any("certain" in row for row in rows)


def test_what_nobody_announced_is_expected_with_its_share(miqat: Run) -> None:
    _, _, row = lines(miqat, "ramadan", "1460", "--authority", "pakistan")
    assert "expected, " in row
    assert "%" in row


def test_a_past_day_is_no_forecast(miqat: Run) -> None:
    # The record has no month of Gabon before 1440.
    rows = lines(miqat, "eid al-fitr", "1420", "--authority", "gabon")
    assert any("not on record, probably" in row for row in rows)
    assert not any("expected" in row for row in rows)


def test_the_span_is_printed_when_asked_for(miqat: Run) -> None:
    asking = ("ramadan", "1446", "--authority", "saudi-arabia")
    # Ramadan 1446 had 29 days in Saudi Arabia: Eid was proclaimed for 30 March 2025.
    assert lines(miqat, *asking)[1] == "Saturday 1 March 2025 (1446 AH)"
    whole = lines(miqat, *asking, "--whole")[1]
    assert whole == "Saturday 1 March 2025 to Saturday 29 March 2025 (1446 AH)"


@pytest.mark.parametrize(
    ("name", "gregorian", "years"),
    [
        ("ramadan", "2030", [1451, 1452]),
        ("eid al-fitr", "2033", [1454, 1455]),
        ("eid al-fitr", "2031", [1452]),
        ("eid al-adha", "2039", [1460, 1461]),
    ],
)
def test_a_gregorian_year_may_have_it_twice(
    miqat: Run, name: str, gregorian: str, years: list[int]
) -> None:
    found = asked(miqat, name, "--gregorian", gregorian, "--authority", "turkey")
    assert [each["year"] for each in found] == years


def test_both_branches_of_a_month_of_29_or_30_days(miqat: Run) -> None:
    # With a month that begins on a Friday the 29th is a Friday: the last Friday does not move.
    # One that begins on a Thursday has its 30th on a Friday, a week after the 23rd.
    moved = []
    for year in range(1449, 1470):
        (found,) = (
            each
            for each in asked(miqat, "jumuat-al-wida", "--year", str(year), "--authority", "iran")
        )
        days = [date["first"][0] for date in found["dates"] if date["probability"] > 0.05]
        moved.append(len(days))
    assert 2 in moved


def test_as_of_uses_nothing_later(miqat: Run) -> None:
    arguments = ("eid al-fitr", "--year", "1446", "--authority", "saudi-arabia")
    (now,) = asked(miqat, *arguments)
    (then,) = asked(miqat, *arguments, "--as-of", "2025-03-27")
    assert (now["certainty"], len(now["dates"])) == ("proclaimed", 1)
    assert (then["certainty"], len(then["dates"])) == ("forecast", 2)


def test_an_announcement_in_the_users_store_counts(
    miqat: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIQAT_STORE", str(tmp_path / "own.sqlite"))
    arguments = ("ramadan", "--year", "1449", "--authority", "pakistan")
    (before,) = asked(miqat, *arguments)
    assert before["certainty"] == "forecast"
    told = miqat("announce", "pakistan", "1449-09-01", "2028-01-29", "--source", "a test",
                 "--known", "2028-01-28")  # fmt: skip
    assert told.status == 0, told.err
    (after,) = asked(miqat, *arguments)
    assert after["certainty"] == "proclaimed"
    assert {date["first"][0] for date in after["dates"]} == {"2028-01-29"}


def test_what_was_not_kept_yet_is_not_in_the_year(miqat: Run) -> None:
    # The state's observance was begun in 1399 (1979).
    found = miqat("when", "quds-day", "--year", "1350", "--authority", "iran")
    assert found.out.split("\n\n")[1] == "Not in this year (1350 AH)\n  Iran  does not occur\n"


def test_an_ambiguous_name_is_of_both(miqat: Run) -> None:
    found = asked(miqat, "mawlid", "--year", "1448", "--authority", "turkey")
    assert {each["observance"] for each in found} == {"mawlid-sunni", "mawlid-shia"}


def test_what_some_countries_keep_is_asked_of_theirs(miqat: Run) -> None:
    found = asked(
        miqat, "last friday of ramadan", "--year", "1448", "--authority", "iran",
        "--authority", "morocco",
    )  # fmt: skip
    by = {(each["authority"], each["observance"]) for each in found}
    assert ("morocco", "jumuat-al-wida") in by
    assert not any(name == "morocco" and of != "jumuat-al-wida" for name, of in by)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("eid al-fitr", "--year", "1448", "--gregorian", "2027"), "either --year or --gregorian"),
        (("eid al-fitr", "--year", "1448", "--authority", "irann"), "did you mean 'iran'"),
        (("eid al-fitrx", "--year", "1448"), "eid"),
        (("eid al-fitr", "--year", "1448", "--as-of", "soon"), "cannot read the date 'soon'"),
        (
            ("eid al-fitr", "1446", "--authority", "pakistan", "--as-of", "1990-01-01"),
            "nothing of the record of 'pakistan' was known on 1990-01-01: it begins on ",
        ),
        (("eid al-fitr", "--year", "9000"), "year 9000"),
        (("eid al-fitr", "--gregorian", "9000"), "9000 is outside"),
        (("white-days", "--year", "1448"), "has no single date in the year"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    miqat: Run, arguments: tuple[str, ...], said: str
) -> None:
    found = miqat("when", *arguments)
    assert (found.status, found.out) == (2, "")
    assert found.err.count("\n") == 1
    assert said in found.err

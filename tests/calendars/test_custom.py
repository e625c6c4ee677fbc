from __future__ import annotations

import pickle
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from miqat.calendars import Calendar, calendar, from_month_starts, from_rule, known, register
from miqat.errors import InvalidDate, InvalidRule, OutOfRange, WrongType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CIVIL = calendar("islamic-civil")
STARTS = [date(2026, 2, 19), date(2026, 3, 20), date(2026, 4, 19)]
FORMS: list[Callable[[], Any]] = [
    lambda: STARTS,
    lambda: np.array(STARTS, "datetime64[D]"),
    lambda: np.array(STARTS, "datetime64[s]"),
    lambda: [(start - date(1970, 1, 1)).days for start in STARTS],
    lambda: np.array([(start - date(1970, 1, 1)).days for start in STARTS], np.int32),
    lambda: iter(STARTS),
]


@pytest.fixture
def forgotten() -> Iterator[None]:
    """Put the registry back as it was."""
    by_id, by_name = dict(known._by_id), dict(known._by_name)
    yield
    for kept, before in ((known._by_id, by_id), (known._by_name, by_name)):
        kept.clear()
        kept.update(before)


@pytest.mark.parametrize("form", FORMS)
def test_a_list_of_month_starts_in_any_form(form: Callable[[], Any]) -> None:
    mosque = from_month_starts("my-mosque", form(), first_year=1447, source="the wall")
    assert [mosque.month_length(1447, month) for month in (1, 2)] == [29, 30]
    assert mosque.date(1447, 2, 30).to_date() == date(2026, 4, 18)
    assert mosque.month(1447, 1).source == "the wall"
    assert str(mosque.month(1447, 1).certainty) == "proclaimed"
    with pytest.raises(OutOfRange, match="1447-03 is outside my-mosque"):
        mosque.date(1447, 3, 1)


@pytest.mark.usefixtures("forgotten")
def test_a_registered_calendar_is_known_by_its_id() -> None:
    mosque = from_month_starts("my-mosque", STARTS, first_year=1447)
    register(mosque)
    assert calendar("my-mosque") is calendar("My-Mosque") is mosque
    assert pickle.loads(pickle.dumps(mosque.date(1447, 1, 1))).calendar is mosque


@pytest.mark.usefixtures("forgotten")
def test_a_name_belongs_to_one_calendar() -> None:
    for taken in ("ummalqura", "persian"):
        with pytest.raises(InvalidRule, match=f"the name '{taken}' is that of the calendar"):
            register(from_month_starts(taken, STARTS, first_year=1447))
    with pytest.raises(InvalidRule, match="lower-case"):
        register(from_month_starts("Mine", STARTS, first_year=1447))
    register(from_month_starts("mine", STARTS, first_year=1447))
    again = from_month_starts("mine", STARTS, first_year=1448)
    with pytest.raises(InvalidRule, match="'mine' is that of the calendar 'mine'"):
        register(again)
    register(again, replace=True)
    assert calendar("mine") is again


@pytest.mark.parametrize(
    ("lengths", "match"),
    [
        ((29, 27, 30), "1447-02 of mine, from 2026-03-20, has 27 days; months have 28 to 31"),
        ((29, 30, 32), "1447-03 of mine, from 2026-04-19, has 32 days"),
        ((29, 0), "the month after 1447-02 of mine begins on 2026-03-20, not after 2026-03-20"),
        ((29, -30), "begins on 2026-02-18, not after 2026-03-20, when 1447-02 of mine begins"),
    ],
)
def test_the_month_that_is_wrong_is_named(lengths: tuple[int, ...], match: str) -> None:
    starts = [STARTS[0]]
    for length in lengths:
        starts.append(starts[-1] + timedelta(length))
    with pytest.raises(InvalidDate, match=match):
        from_month_starts("mine", starts, first_year=1447)
    if min(lengths) > 0:
        odd = from_month_starts("mine", starts, first_year=1447, irregular=True)
        assert [odd.month_length(1447, m + 1) for m in range(len(lengths))] == list(lengths)
    else:
        with pytest.raises(InvalidDate, match=match):
            from_month_starts("mine", starts, first_year=1447, irregular=True)


@pytest.mark.parametrize(
    ("starts", "match"),
    [
        ([], "needs the first day of a month"),
        (STARTS[:1], "needs the first day of a month"),
        (["19.2.2026", "20.3.2026"], "cannot read the date '19.2.2026'"),
        (np.array(["2026-02-19", "NaT"], "datetime64[D]"), "NaT"),
    ],
)
def test_what_is_no_list_of_days(starts: Any, match: str) -> None:
    with pytest.raises(InvalidDate, match=match):
        from_month_starts("mine", starts, first_year=1447)


@pytest.mark.parametrize("starts", [[1.5, 31.5], [None, None], np.array(["2026-02"], "M8[M]")])
def test_what_names_no_day_starts_no_month(starts: Any) -> None:
    with pytest.raises(WrongType, match="names no"):
        from_month_starts("mine", starts, first_year=1447)


def test_starts_may_be_iso_text() -> None:
    mine = from_month_starts("mine", ["2026-02-19", "2026-03-20"], first_year=1447)
    assert mine.month(1447, 1).first_date == date(2026, 2, 19)
    assert mine.month(1447, 1).last_date == date(2026, 3, 19)


def civil_starts(months: range) -> list[int]:
    """The closed formula of the civil calendar, Calendrical Calculations, eq. 7.3."""
    return [
        CIVIL.first_day + 29 * m + (m + 1) // 2 + (y - 1) * 354 + (3 + 11 * y) // 30
        for y, m in (divmod(number, 12) for number in months)
    ]


def own(rule: Callable[[range], Any] = civil_starts, **more: Any) -> Calendar:
    return from_rule("mine", rule, first_year=1300, final_year=1500, **more)


def test_a_rule() -> None:
    mine = own()
    assert mine.starts(1300, 1500).tolist() == CIVIL.starts(1300, 1500).tolist()
    # Calendrical Calculations, sample data: RD 710347 is 1364-12-06.
    assert mine.from_date(date(1945, 11, 12)).isoformat() == "1364-12-06"
    with pytest.raises(OutOfRange, match="1501-01 is outside mine"):
        mine.date(1501, 1, 1)


def test_a_rule_that_goes_wrong_is_said() -> None:
    with pytest.raises(InvalidDate, match="the rule of mine gave 1 month starts where"):
        own(lambda months: [0]).date(1400, 1, 1)
    with pytest.raises(InvalidDate, match=r"of mine, from .*, has 1 days; months have 28 to 31"):
        own(lambda months: list(months)).date(1400, 1, 1)
    assert own(lambda months: list(months), irregular=True).date(1400, 1, 1).day_number == 16_800


def test_years_before_the_hijra_and_empty_ranges() -> None:
    with pytest.raises(InvalidDate, match="until year 10 of the Hijra months were intercalated"):
        from_month_starts("mine", STARTS, first_year=0)
    with pytest.raises(InvalidDate, match="months were intercalated"):
        from_rule("mine", civil_starts, first_year=-5, final_year=10)
    with pytest.raises(InvalidDate, match="would end with 1400, before it begins with 1401"):
        from_rule("mine", civil_starts, first_year=1401, final_year=1400)

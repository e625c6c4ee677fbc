from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from tests.calendars.ranges import years_of

from miqat.calendars import Calendar, calendar, calendars
from miqat.errors import InvalidDate, OutOfRange

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

PUBLISHED = calendar("ummalqura")
FIRST_RAMADAN_1448 = date(2027, 2, 8)


@pytest.mark.parametrize("kept", calendars(), ids=lambda kept: kept.id)
def test_every_day_of_the_range_there_and_back(kept: Calendar) -> None:
    for span in years_of(kept):
        whole = span[-1] == kept.last_year
        end = kept.last_day + 1 if whole else kept.day_number(span[-1] + 1, 1, 1)
        numbers = np.arange(kept.day_number(span[0], 1, 1), end)
        years, months, days = kept.from_days(numbers)
        assert_array_equal(kept.to_days(years, months, days).astype(np.int64), numbers)
        packed = (years * 12 + months).astype(np.int64) * 32 + days
        assert (np.diff(packed) > 0).all()
        assert {part.dtype for part in (years, months, days)} == {np.dtype(np.int32)}


def test_columns_agree_with_scalars(irregular: Calendar) -> None:
    numbers = np.arange(irregular.first_day, irregular.last_day + 1)
    one_by_one = [irregular.from_day(n) for n in numbers]
    expected = [(one.year, one.month, one.day) for one in one_by_one]
    assert list(zip(*irregular.from_days(numbers), strict=True)) == expected
    assert_array_equal(irregular.to_days(*irregular.from_days(numbers)).astype(int), numbers)


def test_fields_broadcast() -> None:
    found = PUBLISHED.to_days([[1447], [1448]], [9, 10], 1)
    assert found.shape == (2, 2)
    assert found[1, 0] == np.datetime64("2027-02-08")
    assert PUBLISHED.from_days(found)[0].tolist() == [[1447, 1447], [1448, 1448]]


def test_scalars_give_scalars() -> None:
    found = PUBLISHED.to_days(1448, 9, 1)
    assert isinstance(found, np.datetime64)
    assert found.item() == FIRST_RAMADAN_1448
    assert [int(part) for part in PUBLISHED.from_days(FIRST_RAMADAN_1448)] == [1448, 9, 1]


@pytest.mark.parametrize(
    "column",
    [
        [FIRST_RAMADAN_1448],
        np.array(["2027-02-08"], "datetime64[D]"),
        np.array(["2027-02-08T23:59:59.999"], "datetime64[ns]"),
        np.array([FIRST_RAMADAN_1448], object),
        [datetime(2027, 2, 8, 23, 59)],
        [20_857],
        np.array([20_857], np.uint16),
        np.array([20_857], np.uint64),
    ],
)
def test_a_column_of_days_in_any_form(column: ArrayLike) -> None:
    assert [part.tolist() for part in PUBLISHED.from_days(column)] == [[1448], [9], [1]]


def test_an_instant_before_1970_falls_on_its_own_day() -> None:
    late = np.array(["1969-12-31T23:00"], "datetime64[h]")
    assert PUBLISHED.from_days(late)[2] == PUBLISHED.from_date(date(1969, 12, 31)).day


def test_empty_columns_stay_empty() -> None:
    assert PUBLISHED.to_days([], [], []).shape == (0,)
    assert [part.shape for part in PUBLISHED.from_days([])] == [(0,)] * 3


def test_the_first_bad_value_is_named() -> None:
    with pytest.raises(InvalidDate, match=r"no day 30 in 1448-09 .* nearest date is 1448-09-29"):
        PUBLISHED.to_days([1448, 1448, 1600], [8, 9, 1], 30)
    with pytest.raises(InvalidDate, match="month 13 of 1448"):
        PUBLISHED.to_days(1448, [12, 13, 14], 1)
    with pytest.raises(OutOfRange, match="1501-01 is outside ummalqura, which runs from"):
        PUBLISHED.to_days([1500, 1501, 1342], 1, 1)
    with pytest.raises(OutOfRange, match="2077-11-17 is outside ummalqura"):
        PUBLISHED.from_days(np.array(["2077-11-16", "2077-11-17", "1900-01-01"], "datetime64[D]"))


def test_an_incomplete_last_year_ends_where_it_ends(irregular: Calendar) -> None:
    assert irregular.to_days(1401, 4, [29, 30]).shape == (2,)
    with pytest.raises(OutOfRange, match="1401-05 is outside irregular"):
        irregular.to_days(1401, [4, 5], 1)


@pytest.mark.parametrize("year", [-(2**63), 2**62, 2**63 - 1, 0])
def test_a_huge_year_does_not_wrap_into_the_range(year: int) -> None:
    with pytest.raises(OutOfRange):
        PUBLISHED.to_days([1448, year], 1, 1)
    with pytest.raises(OutOfRange):
        PUBLISHED.to_days(year, 1, 1)


@pytest.mark.parametrize("number", [-(2**63), 2**63 - 1, 2**32 + 20_857, 2**64 - 1])
def test_a_huge_day_does_not_wrap_into_the_range(number: int) -> None:
    with pytest.raises(OutOfRange):
        PUBLISHED.from_days(np.array([number]))


MISSING = [
    np.array(["2027-02-08", "NaT", "2027-03-10"], "datetime64[D]"),
    np.array(["2027-02-08T12", "NaT", "2027-03-10T12"], "datetime64[us]"),
    np.array([FIRST_RAMADAN_1448, None, date(2027, 3, 10)], object),
    np.ma.masked_equal([20_857, -(10**9), 20_887], -(10**9)),
    np.ma.MaskedArray(
        np.array(["2027-02-08", "NaT", "2027-03-10"], "datetime64[D]"), [False, True, False]
    ),
]


@pytest.mark.parametrize("column", MISSING)
@pytest.mark.parametrize("times", [1, 10_000])
def test_missing_days_give_missing_dates(column: Any, times: int) -> None:
    mask_of_one = np.ma.getmaskarray(column)
    tiled = np.tile(np.ma.getdata(column), times)
    column = np.ma.MaskedArray(tiled, np.tile(mask_of_one, times)) if mask_of_one.any() else tiled
    mask = [False, True, False] * times
    years, months, days = PUBLISHED.from_days(column)
    for part, known in ((years, 1448), (days, None), (months, None)):
        assert isinstance(part, np.ma.MaskedArray)
        assert part.dtype == np.int32
        assert part.mask.tolist() == mask
        assert known is None or set(part.compressed()) == {known}
    assert months[[0, 2]].tolist() == [9, 10]
    assert days[[0, 2]].tolist() == [1, 2]
    packed = PUBLISHED.pack_days(column)
    assert packed.tolist()[:3] == [1448 << 9 | 9 << 5 | 1, None, 1448 << 9 | 10 << 5 | 2]
    back = PUBLISHED.to_days(years, months, days)
    assert np.isnat(back).tolist() == mask
    assert back[2] == np.datetime64("2027-03-10")
    assert np.ma.getmaskarray(PUBLISHED.day_of_year(column)).tolist() == mask


def test_a_missing_day_alone() -> None:
    found: Any = PUBLISHED.from_days(np.datetime64("NaT", "D"))
    assert all(part is np.ma.masked for part in found)
    assert np.isnat(PUBLISHED.to_days(np.ma.masked, 1, 1))


def test_a_mask_broadcasts_and_what_is_under_it_does_not_count() -> None:
    years = np.ma.MaskedArray([[1447], [9999]], [[False], [True]])
    found = PUBLISHED.to_days(years, [9, 10], 1)
    assert np.isnat(found).tolist() == [[False, False], [True, True]]
    out = np.empty((2, 2), "datetime64[D]")
    PUBLISHED.to_days(years, [9, 10], 1, out=out)
    assert_array_equal(out, found)


def test_a_mask_of_nothing_stays_a_mask() -> None:
    column = np.ma.MaskedArray([20_857], [False])
    (year, *_), out = PUBLISHED.from_days(column), np.empty(1, np.int32)
    assert isinstance(year, np.ma.MaskedArray)
    assert year.tolist() == [1448]
    PUBLISHED.pack_days(column, out=out)
    assert out >> 9 == 1448


def test_a_plain_out_has_no_room_for_missing_values() -> None:
    for column in MISSING:
        out = np.empty(3, np.int32), np.empty(3, np.int32), np.empty(3, np.int32)
        with pytest.raises(InvalidDate, match=r"out= has no room for missing values"):
            PUBLISHED.from_days(column, out=out)
        with pytest.raises(InvalidDate, match=r"out= has no room"):
            PUBLISHED.pack_days(column, out=out[0])


def test_a_bad_day_among_missing_ones_is_named() -> None:
    with pytest.raises(OutOfRange, match="1900-01-01 is outside ummalqura"):
        PUBLISHED.from_days(np.array(["NaT", "1900-01-01", "2027-02-08"], "datetime64[D]"))
    with pytest.raises(OutOfRange, match="1600-01 is outside ummalqura"):
        PUBLISHED.to_days(np.ma.masked_equal([0, 1600], 0), 1, 1)


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int16, np.uint16, np.uint32, np.uint64])
def test_long_columns_of_any_integers(kind: Any) -> None:
    years = np.full(30_000, 1448, np.int16 if np.iinfo(kind).max < 1448 else kind)
    found = PUBLISHED.to_days(years, np.full(30_000, 9, kind), np.full(30_000, 1, kind))
    assert set(found.tolist()) == {FIRST_RAMADAN_1448}
    if np.iinfo(kind).max > 20_857:
        numbers = np.full(30_000, 20_857, kind)
        assert set(PUBLISHED.pack_days(numbers).tolist()) == {1448 << 9 | 9 << 5 | 1}


@pytest.mark.parametrize(
    "bad",
    [
        (1448, 9, 30), (1448, 9, 0), (1448, 9, -1), (1448, 9, 32), (1448, 9, 33), (1448, 0, 1),
        (1448, 13, 1), (1448, 16, 1), (1448, -1, 1), (1342, 12, 1), (1501, 1, 1),
        (1448 + 2**23, 9, 1), (1448 - 2**23, 9, 1), (1448, 9 + 2**28, 1), (1448, 9, 1 - 2**31),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_one_bad_date_in_a_long_column_is_named(bad: tuple[int, int, int], kind: Any) -> None:
    columns = np.tile(np.array([[1448], [9], [1]], kind), 70_000)
    columns[:, 65_000] = bad
    with pytest.raises((InvalidDate, OutOfRange)) as long:
        PUBLISHED.to_days(*columns)
    with pytest.raises(type(long.value)) as one:
        PUBLISHED.date(*bad)
    assert str(long.value) == str(one.value)


@pytest.mark.parametrize("bad", [-(2**31), 2**31 - 1, -16_590, 39_402])
@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_one_bad_day_in_a_long_column_is_named(bad: int, kind: Any) -> None:
    column = np.full(70_000, 20_857, kind)
    column[65_000] = bad
    with pytest.raises(OutOfRange, match="is outside ummalqura"):
        PUBLISHED.from_days(column)


def test_day_of_year(irregular: Calendar) -> None:
    numbers = np.arange(irregular.first_day, irregular.last_day + 1)
    expected = [*range(1, 354), *range(1, len(numbers) - 352)]
    assert irregular.day_of_year(numbers).tolist() == expected
    assert [irregular.from_day(n).day_of_year for n in numbers] == expected
    assert irregular.day_of_year(numbers[:2]).dtype == np.int32
    assert irregular.day_of_year([]).shape == (0,)
    expected_of_ramadan = sum(PUBLISHED.month_lengths(1448, 1448)[:8]) + 1
    assert PUBLISHED.day_of_year([20_857]).tolist() == [expected_of_ramadan] == [238]


def test_lengths_of_months(irregular: Calendar) -> None:
    expected = [31, 28, 30, 29, 30, 29, 30, 29, 30, 29, 30, 28]
    assert irregular.month_lengths(1400, 1400).tolist() == expected


@pytest.mark.parametrize(
    "column",
    [[20_857.0], [True], [b"2027-02-08"], [2**70], np.array(["2027-02"], "datetime64[M]")],
)
def test_what_is_no_day_is_refused(column: Any) -> None:
    with pytest.raises(TypeError):
        PUBLISHED.from_days(column)


def test_days_may_be_iso_text() -> None:
    assert PUBLISHED.pack_days(["2027-02-07", "2027-02-08"]).tolist() == [
        1448 << 9 | 8 << 5 | 30,
        1448 << 9 | 9 << 5 | 1,
    ]
    for text in ("2027", "2027-02", "8.2.2027", "2027-02-30", "2027-02-08T00"):
        with pytest.raises(InvalidDate, match="cannot read the date"):
            PUBLISHED.from_days(["2027-02-08", text])


@pytest.mark.parametrize("year", [1448.0, True, "1448", None])
def test_what_is_no_integer_is_refused(year: Any) -> None:
    with pytest.raises(TypeError, match="made of integers"):
        PUBLISHED.to_days([year], 9, 1)

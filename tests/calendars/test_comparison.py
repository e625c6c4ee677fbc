from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from miqat.calendars import Certainty, calendar
from miqat.calendars.comparison import compare
from miqat.calendars.systems.listed import ListedCalendar
from miqat.days import JDN_OF_DAY_0
from miqat.errors import InvalidDate, MixedCalendars, OutOfRange, UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class _Listed(ListedCalendar):
    starts_given: tuple[int, ...] = ()

    def _month_starts(self) -> Sequence[int]:
        return self.starts_given


def _listed(name: str, first_year: int, *starts: int, names: str = "islamic") -> _Listed:
    return _Listed(
        id=name, title=name, rule="", source="", first_year=first_year, month_names=names,
        certainty=Certainty.COMPUTED, starts_given=starts,
    )  # fmt: skip


ONE = _listed("one", 1400, *range(0, 30 * 25, 30))  # two whole years of 30-day months
# Months 3 and 14 later; the second year breaks off after its second month.
OTHER = _listed("other", 1400, 0, 30, 61, *range(90, 30 * 13, 30), 392, 420)


def test_two_tables_of_umm_al_qura_part_as_others_have_counted() -> None:
    # hijridate's issue 26 and the project's reference: KACST against the published record.
    found = compare("ummalqura-kacst", "ummalqura")
    assert found.compared == 1896
    assert len(found) == 740
    assert found.counts() == {-2: 17, -1: 700, 1: 23}


def test_they_agree_from_1420_to_1450() -> None:
    found = compare("ummalqura", "islamic-umalqura", 1420, 1450)
    assert (found.compared, len(found), found.counts(), list(found)) == (372, 0, {}, [])


def test_the_months_that_differ_are_named_in_order() -> None:
    found = compare(ONE, OTHER)
    assert [(d.year, d.month, d.first_in_one, d.first_in_other, d.by) for d in found] == [
        (1400, 3, 60, 61, 1),
        (1401, 2, 390, 392, 2),
    ]
    assert found.counts() == {1: 1, 2: 1}


def test_a_last_year_that_breaks_off_is_compared_so_far() -> None:
    found = compare(ONE, OTHER, 1401, 1401)
    assert found.compared == 2
    assert found.years.tolist() == [1401, 1401]
    assert found.months.tolist() == [1, 2]
    assert found.by.tolist() == [0, 2]


def test_what_one_calendar_has_early_the_other_has_late() -> None:
    there, back = (compare(a, b).by for a, b in ((ONE, OTHER), (OTHER, ONE)))
    assert (there == -back).all()


def test_a_calendar_does_not_differ_from_itself() -> None:
    assert len(compare("islamic-civil", "islamic-civil", 1, 9000)) == 0


def test_every_month_is_that_of_the_calendars() -> None:
    one, other = calendar("ummalqura"), calendar("islamic-civil")
    found = compare(one, other, 1445, 1448)
    for at in range(found.compared):
        year, month = int(found.years[at]), int(found.months[at])
        assert found.starts_of_one[at] == one.month(year, month).first_day
        assert found.starts_of_other[at] == other.month(year, month).first_day


def test_wrong_questions_are_refused() -> None:
    with pytest.raises(UnknownName, match="did you mean 'ummalqura'"):
        compare("umalqura", "islamic-civil")
    with pytest.raises(InvalidDate, match="year 1440 comes before year 1450"):
        compare("ummalqura", "islamic-civil", 1450, 1440)
    with pytest.raises(OutOfRange, match="1300-01 is outside ummalqura"):
        compare("ummalqura", "islamic-civil", 1300, 1400)
    with pytest.raises(OutOfRange, match="outside ummalqura"):
        compare("islamic-civil", "ummalqura", 1400, 1501)
    with pytest.raises(OutOfRange, match="one and late have no year in common"):
        compare(ONE, _listed("late", 1500, *range(0, 30 * 13, 30)))
    with pytest.raises(MixedCalendars, match="sun has persian ones"):
        compare(ONE, _listed("sun", 1400, *range(0, 30 * 13, 30), names="persian"))


def test_the_printed_calendars_part_where_their_lists_do(reference: Path) -> None:
    def printed(name: str) -> dict[tuple[int, int], int]:
        lines = (reference / "calendars" / name).read_text(encoding="utf-8").split()
        rows = [[int(cell) for cell in line.split(",")[:3]] for line in lines]
        return {(year, month): jdn - JDN_OF_DAY_0 for year, month, jdn in rows}

    one, other = printed("ummalqura-published.csv"), printed("ummalqura-kacst.csv")
    expected = [
        (*at, one[at], other[at]) for at in sorted(one) if at in other and one[at] != other[at]
    ]
    assert len(expected) == 740
    assert list(compare("ummalqura", "ummalqura-kacst")) == expected
    # R. H. van Gent's list of Diyanet's months has four a day after Diyanet's own lists.
    turkish = printed("diyanet-1318-1449.csv")
    parted = {at for at in one if (1436, 1) <= at <= (1448, 12) and one[at] != turkish[at]}
    ours = {(each.year, each.month) for each in compare("ummalqura", "diyanet", 1436, 1448)}
    assert parted
    assert parted ^ ours <= {(1440, 10), (1442, 11), (1443, 1), (1443, 11)}

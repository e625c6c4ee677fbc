"""Iran's months: the record as it was built, and how well the rest is foreseen."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tools.build_iran import HEADER, TABLE, read, table

from miqat.calendars import Certainty, calendar
from miqat.calendars.systems import iran
from miqat.days import from_date
from miqat.errors import OutOfRange

IRAN = calendar("iran-observed")

# From the almanacs of the Calendar Center of the University of Tehran, and Ettela'at.
KEPT = {
    (1423, 1): date(2002, 3, 16),
    (1443, 9): date(2022, 4, 3),
    (1444, 9): date(2023, 3, 23),
    (1446, 10): date(2025, 3, 31),
    (1447, 9): date(2026, 2, 19),
    (1265, 1): date(1848, 11, 28),
}
# Seen to begin on another day than was printed.
SEEN = {
    (1401, 9): date(1981, 7, 3),
    (1423, 9): date(2002, 11, 7),
    (1425, 10): date(2004, 11, 14),
    (1440, 9): date(2019, 5, 7),
    (1443, 10): date(2022, 5, 3),
}


@pytest.mark.parametrize(("when", "first"), {**KEPT, **SEEN}.items())
def test_months_as_they_were_kept(when: tuple[int, int], first: date) -> None:
    month = IRAN.month(*when)
    assert month.first_day == from_date(first)
    assert month.certainty is Certainty.PROCLAIMED
    assert ("seen to begin on another day" in month.source) == (when in SEEN)


def test_each_month_has_its_own_source() -> None:
    assert IRAN.month(1265, 1).source == "amirkabir (qamari)"
    assert IRAN.month(1447, 10).source == "calendar-center (qamari)"
    kept = iran.record()
    assert len(kept.starts) == 2194
    assert sum(run.seen for run in kept.runs) == 9
    assert [run.first for run in kept.runs[1:]] == [run.last + 1 for run in kept.runs[:-1]]
    assert kept.runs[0].first == kept.first
    assert kept.runs[-1].last == kept.end - 1


def test_years_of_353_days_are_kept() -> None:
    years = range(1265, 1447)
    assert {IRAN.year_length(year) for year in years} == {353, 354, 355}


def test_what_the_record_does_not_have_is_a_forecast() -> None:
    for year, month in ((1447, 11), (1448, 9), (1500, 1), (2089, 12)):
        found = IRAN.month(year, month)
        assert found.certainty is Certainty.FORECAST
        assert found.source == "rule: bruin above -1.55 in Iran"
    assert set(np.diff(IRAN.starts(1440, 1460))) == {29, 30}
    with pytest.raises(OutOfRange, match="iran-observed, which runs from 1265-01-01"):
        IRAN.date(1264, 12, 1)
    (first,) = iran.predicted(12 * 1448 + 8, 12 * 1448 + 8)
    assert first == IRAN.month(1448, 9).first_day


def test_the_rule_foresees_nine_of_ten() -> None:
    """Fitted on 1380-1422; 1423-1447 were set aside."""
    kept = iran.record()
    for first_year, last, least in ((1380, 12 * 1423, 0.91), (1423, kept.end, 0.915)):
        first = 12 * first_year
        found = np.array(iran.predicted(first, last - 1))
        right = found == np.array(kept.starts[first - kept.first : last - kept.first])
        assert right.mean() >= least
        assert np.abs(found - kept.starts[first - kept.first : last - kept.first]).max() == 1


RECORD = """\
1400/11 1980-09-11 # tatbiq-e-taqavim, ettelaat
*1400/12 1980-10-11 # ettelaat
1401/1 1980-11-10 # ettelaat
1401/2 1980-12-09 # ettelaat
"""


def test_the_builder() -> None:
    months = read(RECORD.splitlines())
    assert table(months) == HEADER + (
        "\n1400 1980-09-11 30 30\n1401 1980-11-10 29\nsources\n"
        "1400-11 1400-11 ettelaat,tatbiq-e-taqavim\n"
        "1400-12 1400-12 *ettelaat\n1401-01 1401-02 ettelaat\n"
    )
    with pytest.raises(ValueError, match="not a month: '1400-11'"):
        read(["1400-11"])
    with pytest.raises(ValueError, match="1401-02 where the month after 1400-11 is due"):
        read([RECORD.splitlines()[0], RECORD.splitlines()[3]])
    assert TABLE.read_text("utf-8").startswith(HEADER)

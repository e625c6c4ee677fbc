from __future__ import annotations

import pytest

from miqat.almanac.shifted_observances import MOVED, shifted_observances
from miqat.calendars import calendar
from miqat.days import from_gregorian
from miqat.errors import UnknownName

PAIR = (calendar("ummalqura"), calendar("islamic-civil"))


def test_four_observances_a_year_in_the_order_asked() -> None:
    found = list(shifted_observances(PAIR, 1446, 1447))
    assert [(move.year, move.observance.id) for move in found] == [
        (year, name) for year in (1446, 1447) for name in MOVED
    ]


def test_eid_al_fitr_1446_by_two_calendars() -> None:
    # The official calendar: 30 March 2025. Tabular: 1446 is year 6 of its cycle; the 31st.
    (move,) = shifted_observances(PAIR, 1446, 1446, ["eid-al-fitr"])
    assert move.moves
    assert move.days == (0, 1)
    assert [one and one.span.first for one in move.occurrences] == [
        from_gregorian(2025, 3, 30),
        from_gregorian(2025, 3, 31),
    ]


def test_the_last_friday_moves_by_whole_weeks() -> None:
    shifts = {move.days[1] for move in shifted_observances(PAIR, 1343, 1500, ["jumuat-al-wida"])}
    assert all(shift is not None and shift % 7 == 0 for shift in shifts)
    assert 7 in shifts


def test_what_a_calendar_does_not_reach_is_none() -> None:
    (move,) = shifted_observances(PAIR, 1300, 1300, ["ramadan"])
    assert move.occurrences[0] is None
    assert move.days == (None, None)
    assert not move.moves


def test_an_observance_that_is_not_known_is_named() -> None:
    with pytest.raises(UnknownName, match="unknown observance 'ramadam'; did you mean 'ramadan'"):
        list(shifted_observances(PAIR, 1446, 1446, ["ramadam"]))

"""The table of chains: it says what the chains themselves say, and is not older than the record."""

from __future__ import annotations

import random

import pytest

from miqat.authorities import authorities, authority
from miqat.authorities.forecasting.chain_table import chain_table
from miqat.authorities.forecasting.month_chain import Chain, chain
from miqat.authorities.record_io import entry_of
from miqat.calendars.month_table import month_number, split_month
from miqat.days import as_date

_PICK = random.Random(1448)
_BODIES = sorted(authorities(), key=lambda body: body.id)
_FIRST, _LAST = month_number(1440, 1), month_number(1469, 11)
SAMPLE = [(_PICK.choice(_BODIES).id, _PICK.randint(_FIRST, _LAST)) for _ in range(60)]


def test_every_authority_is_in_the_table() -> None:
    assert set(chain_table().rows) == {body.id for body in _BODIES}


@pytest.mark.parametrize(("name", "number"), SAMPLE)
def test_the_table_is_what_is_computed(name: str, number: int) -> None:
    body = authority(name)
    computed, tabulated = Chain(body, tabulated=False), chain(body)
    assert tabulated.day(number) == computed.day(number)
    expected = computed.marginal(number)
    assert tabulated.marginal(number) == pytest.approx(expected, abs=2e-6)
    pairs = {path.days: path.probability for path in computed.paths(number, number + 1)}
    found = {path.days: path.probability for path in tabulated.paths(number, number + 1)}
    assert found == pytest.approx(pairs, abs=2e-6)


def test_an_entry_of_the_user_is_not_overlooked() -> None:
    # Chad follows Saudi Arabia: an entry of either counts for it.
    number = month_number(1460, 9)
    day = chain(authority("saudi-arabia")).day(number) + 1
    year, month = split_month(number)
    entry = entry_of(
        "saudi-arabia", f"{year}-{month:02d}", as_date(day), as_date(day), "a test", ""
    )
    moved = chain(authority("saudi-arabia"), None, (entry,))
    assert moved.day(number) == day
    follower = next(
        body for body in _BODIES
        if any(getattr(rule.basis, "of", "") == "saudi-arabia" for rule in body.rules[-1:])
    )  # fmt: skip
    assert chain(follower, None, (entry,)).marginal(number) != chain(follower).marginal(number)

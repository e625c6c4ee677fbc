"""miqat authorities and miqat authority."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import miqat as package
from miqat.authorities import authorities, authority

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Answer


def test_all_of_them_and_those_of_a_country(miqat: Callable[..., Answer]) -> None:
    every = json.loads(miqat("authorities", "--json").out)["authorities"]
    assert len(every) == len(authorities()) >= 40
    assert len({one["id"] for one in every}) == len(every)
    for one in every:
        assert one["title"]
        assert one["source"]
        assert all(rule["rule"] and rule["source"] for rule in one["rules"])
    of_pakistan = json.loads(miqat("authorities", "--country", "pk", "--json").out)["authorities"]
    assert of_pakistan == [one for one in every if "PK" in one["countries"]]
    assert miqat("authorities", "--country", "PK").out.startswith("1 authority in PK\n")
    found = miqat("authorities", "--country", "XX")
    assert (found.status, found.err.count("\n")) == (2, 1)


def test_all_of_one(miqat: Callable[..., Answer]) -> None:
    text = miqat("authority", "pakistan").out
    assert text.startswith("pakistan: Central Ruet-e-Hilal Committee\n")
    assert "default of    PK" in text
    iran = json.loads(miqat("authority", "Iran", "--json").out)
    # qamari has the months of 1265-01 to 1447-10: 182 years and ten months.
    assert iran["record"]["months"] == 182 * 12 + 10
    assert (iran["record"]["first"], iran["record"]["last"]) == ("1265-01", "1447-10")
    assert iran["record"]["contradicted"] == []
    found = miqat("authority", "pakstan")
    assert (found.status, found.out) == (2, "")
    assert "did you mean 'pakistan'" in found.err


def test_the_public_name() -> None:
    assert package.authority is authority
    # The Calendar Center: 1 Ramadan 1446 was 2 March 2025.
    assert package.authority("iran").calendar.date(1446, 9, 1).to_date().isoformat() == "2025-03-02"

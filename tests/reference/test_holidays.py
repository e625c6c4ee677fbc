"""The public holidays of the catalogue beside those of the package `holidays`: a peer."""

from __future__ import annotations

import re

import pytest
from tools.compare_holidays import compare

# Where both go by the same months, and no government moved a day off to another weekday.
COUNTRIES = (
    "BH",
    "CI",
    "DZ",
    "ID",
    "IN",
    "IR",
    "KW",
    "LB",
    "MA",
    "ML",
    "MR",
    "SG",
    "SN",
    "TN",
    "TR",
)
HIJRI = re.compile(
    r"Eid|Islamic|Prophet|Ashura|Tasu|Arba|Mi'raj|Qadr|Ramadan|Mawlid|Imam|Ali |Magal|Mahdi|Ghadir"
)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_peer_has_no_hijri_holiday_that_is_lacking_here(country: str) -> None:
    found = compare(country, 2023, 2025)
    assert [name for name in found.lacking_here if HIJRI.search(name)] == []
    assert found.lacking_there == {}
    assert found.matched >= 9

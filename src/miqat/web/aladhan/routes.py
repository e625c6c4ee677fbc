"""The routes under /compat/aladhan/v1."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec
from anyio import to_thread
from starlette.responses import Response
from starlette.routing import Route

from miqat.errors import InvalidDate, MiqatError, OutOfRange, StoreFault
from miqat.places import place
from miqat.prayer import method, method_ids
from miqat.qibla import toward_kaaba
from miqat.web.aladhan import dates, timings
from miqat.web.aladhan.parameters import Parameters, calendar_of, method_of, place_of, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

PREFIX = "/compat/aladhan/v1"
_LONGEST = 370


def routes() -> list[Route]:
    """Return the routes; those by address and by city differ in their parameters alone."""
    found: dict[str, Callable[[Parameters, dict[str, Any]], Any]] = {
        "/methods": _methods,
        "/qibla/{latitude}/{longitude}": _qibla,
        "/gToH": _g_to_h,
        "/gToH/{date}": _g_to_h,
        "/hToG/{date}": _h_to_g,
        "/gToHCalendar/{month:int}/{year:int}": _g_to_h_calendar,
        "/hToGCalendar/{month:int}/{year:int}": _h_to_g_calendar,
    }
    for by in ("", "ByCity", "ByAddress"):
        found |= {
            f"/timings{by}": _timings,
            f"/timings{by}/{{date}}": _timings,
            f"/nextPrayer{by}": _next_prayer,
            f"/nextPrayer{by}/{{date}}": _next_prayer,
            f"/calendar{by}/from/{{start}}/to/{{end}}": _range,
            f"/calendar{by}/{{year:int}}": _year,
            f"/calendar{by}/{{year:int}}/{{month:int}}": _month,
            f"/hijriCalendar{by}/{{year:int}}": _hijri_year,
            f"/hijriCalendar{by}/{{year:int}}/{{month:int}}": _hijri_month,
        }
    return [Route(PREFIX + path, _endpoint(run), methods=["GET"]) for path, run in found.items()]


def _endpoint(run: Callable[[Parameters, dict[str, Any]], Any]) -> Any:
    async def answer(request: Request) -> Response:
        try:
            asked = read(dict(request.query_params))
            data = await to_thread.run_sync(run, asked, request.path_params)
        except msgspec.ValidationError as error:
            return _said(400, str(error))
        except StoreFault as error:
            return _said(503, str(error))
        except (MiqatError, OverflowError) as error:
            return _said(400, str(error))
        return _said(200, data)

    return answer


def _said(code: int, data: object) -> Response:
    body = {"code": code, "status": HTTPStatus(code).phrase, "data": data}
    cache = "public, max-age=3600" if code == 200 else "no-store"
    return Response(msgspec.json.encode(body), code, {"Cache-Control": cache}, "application/json")


def _of_days(asked: Parameters, listed: list[date], *, with_zone: bool = True) -> list[Any]:
    if len(listed) > _LONGEST:
        raise OutOfRange(f"{len(listed)} days are asked for; ask for at most {_LONGEST}")
    here = place_of(asked)
    chosen = method_of(asked, here)
    return timings.of_days(asked, here, chosen, calendar_of(asked), listed, with_zone=with_zone)


def _timings(asked: Parameters, path: dict[str, Any]) -> Any:
    on = dates.read(path.get("date", asked.date), place_of(asked).zone)
    return _of_days(asked, [on], with_zone=False)[0]


def _next_prayer(asked: Parameters, path: dict[str, Any]) -> Any:
    from datetime import datetime

    here = place_of(asked)
    moment = datetime.now(here.zone)
    on = dates.read(path.get("date", asked.date), here.zone)
    names = ("Fajr", "Dhuhr", "Asr", "Maghrib", "Isha")
    today, tomorrow = _of_days(asked, [on, on + timedelta(days=1)], with_zone=False)
    clock = f"{moment:%H:%M}" if on == moment.date() else ""
    coming = [name for name in names if today["timings"][name][-5:] > clock]
    if coming:
        return {**today, "timings": {coming[0]: today["timings"][coming[0]]}}
    return {**tomorrow, "timings": {"Fajr": tomorrow["timings"]["Fajr"]}}


def _range(asked: Parameters, path: dict[str, Any]) -> Any:
    zone = place_of(asked).zone
    first, last = dates.read(path["start"], zone), dates.read(path["end"], zone)
    if last < first:
        raise InvalidDate(f"the range ends on {last}, before it starts on {first}")
    return _of_days(asked, [first + timedelta(days=at) for at in range((last - first).days + 1)])


def _month(asked: Parameters, path: dict[str, Any]) -> Any:
    return _of_days(asked, dates.gregorian_month(path["year"], path["month"]))


def _year(asked: Parameters, path: dict[str, Any]) -> Any:
    of_month = {str(month): dates.gregorian_month(path["year"], month) for month in range(1, 13)}
    return _grouped(asked, of_month)


def _hijri_month(asked: Parameters, path: dict[str, Any]) -> Any:
    return _of_days(asked, dates.month_of(calendar_of(asked), path["year"], path["month"]))


def _hijri_year(asked: Parameters, path: dict[str, Any]) -> Any:
    of = calendar_of(asked)
    return _grouped(
        asked, {str(month): dates.month_of(of, path["year"], month) for month in range(1, 13)}
    )


def _grouped(asked: Parameters, months: dict[str, list[date]]) -> dict[str, list[Any]]:
    rows = iter(_of_days(asked, [on for listed in months.values() for on in listed]))
    return {name: [next(rows) for _ in listed] for name, listed in months.items()}


def _g_to_h(asked: Parameters, path: dict[str, Any]) -> Any:
    from zoneinfo import ZoneInfo

    on = dates.read(path.get("date", asked.date), ZoneInfo("UTC"))
    return dates.both(on, calendar_of(asked), asked.calendarMethod, asked.adjustment)


def _h_to_g(asked: Parameters, path: dict[str, Any]) -> Any:
    of = calendar_of(asked)
    return dates.both(dates.from_hijri(path["date"], of), of, asked.calendarMethod)


def _g_to_h_calendar(asked: Parameters, path: dict[str, Any]) -> Any:
    of = calendar_of(asked)
    listed = dates.gregorian_month(path["year"], path["month"])
    return [dates.both(on, of, asked.calendarMethod, asked.adjustment) for on in listed]


def _h_to_g_calendar(asked: Parameters, path: dict[str, Any]) -> Any:
    of = calendar_of(asked)
    listed = dates.month_of(of, path["year"], path["month"])
    return [dates.both(on, of, asked.calendarMethod) for on in listed]


def _qibla(_asked: Parameters, path: dict[str, Any]) -> Any:
    here = place(f"{path['latitude']},{path['longitude']}")
    return {
        "latitude": here.latitude,
        "longitude": here.longitude,
        "direction": toward_kaaba(here).azimuth,
    }


def _methods(_asked: Parameters, _path: dict[str, Any]) -> Any:
    found = {}
    for each in map(method, method_ids()):
        names = [alias.partition(":")[2] for alias in each.aliases if alias.startswith("aladhan:")]
        if names:
            word, number = names
            found[int(number)] = word, timings.described(each, int(number))
    return {word: said for _, (word, said) in sorted(found.items())}

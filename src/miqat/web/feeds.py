"""Feeds over HTTP: one short address for the programs, and a page of buttons for browsers."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import Route

from miqat.almanac.resolve import calendar_choice, ramadan_calendar
from miqat.data import read_text
from miqat.errors import InvalidRule, MiqatError
from miqat.feeds import Event, build, friday_events, observance_events, prayer_events
from miqat.feeds.window import first_of, window
from miqat.places import place
from miqat.prayer import method_for
from miqat.web import problems
from miqat.web.feed_options import unpacked
from miqat.web.respond import TooBusy

if TYPE_CHECKING:
    from starlette.requests import Request

    from miqat.web.feed_options import FeedOptions
    from miqat.web.respond import Service

_REFRESH = 6 * 3_600  # seconds; also what the feed itself asks of programs
_CALENDAR = "text/calendar"


class Made(NamedTuple):
    """A feed as it is sent, with its title."""

    data: bytes
    title: str


def routes() -> list[Route]:
    """Return the routes of the feeds."""
    return [
        Route("/f/copy.js", _script, methods=["GET"]),
        Route("/f/{options}/{name}.ics", _feed, methods=["GET"]),
    ]


def make(options: FeedOptions, now: datetime) -> Made:
    """Return the feed of some options for the window that a day has.

    Raises `InvalidRule` for a feed of nothing, and what is wrong with the options.
    """
    if not (options.observances or options.prayers):
        raise InvalidRule("nothing to put into the feed; ask for observances or prayers of a place")
    where = place(options.prayers) if options.prayers else None
    choice = calendar_choice(where, options.calendar or None, options.authority or None)
    observed, prayed = window(now.date())
    events: list[Event] = []
    titles = []
    if options.observances:
        events += observance_events(choice.calendar, *observed, language=options.language)
        titles.append(f"Observances, {choice.calendar.title}")
    if where is not None:
        method = method_for(where, options.method or None)
        calendar = ramadan_calendar(method, choice)
        events += prayer_events(
            where, *prayed, method=method, calendar=calendar, language=options.language,
            hijri=choice.calendar,
        )[0]  # fmt: skip
        titles.append(f"Times of prayer, {where}")
        if options.jumuah:
            events += friday_events(
                where, *prayed, method=method, calendar=calendar, language=options.language,
                hijri=choice.calendar,
            )[0]  # fmt: skip
    shown, notice = first_of(events)
    title = "; ".join(titles)
    zone = "UTC" if where is None else where.zone.key
    midnight = datetime.combine(now.date(), time(), UTC)
    made = build(shown, title=title, about=notice, zone=zone, stamp=midnight)
    return Made(made.data, title)


async def _feed(request: Request) -> Response:
    service: Service = request.app.state.service
    now = datetime.now(UTC)
    key = f"feed {service.version} {now.date()} {request.path_params['options']}"
    cached = service.cache.get(key)
    try:
        if cached is None:
            options = unpacked(request.path_params["options"])
            made = await service.in_thread(lambda: make(options, now))
            changed = max(datetime.combine(now.date(), time(), UTC), service.changed)
            headers = {
                "Content-Type": f"{_CALENDAR}; charset=utf-8",
                "ETag": f'W/"{hashlib.blake2b(made.data, digest_size=12).hexdigest()}"',
                "Last-Modified": format_datetime(changed, usegmt=True),
                "Cache-Control": f"public, max-age={_REFRESH}",
                "Vary": "Accept",
                "X-Title": quote(made.title),
            }
            cached = service.cache.put(key, made.data, headers, _REFRESH)
    except MiqatError as error:
        return problems.of_error(error)
    except TooBusy:
        return problems.too_busy()
    headers = {name: value for name, value in cached.headers.items() if name != "X-Title"}
    if "text/html" in request.headers.get("accept", ""):
        return _page(request, cached.headers["X-Title"])
    if _is_known(request, headers):
        return Response(status_code=304, headers=headers)
    return Response(cached.body, headers=headers)


def _is_known(request: Request, headers: dict[str, str]) -> bool:
    """Return whether the client has the feed; its ETag decides where it sends both."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return headers["ETag"] in tags or tags.strip() == "*"
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def _page(request: Request, quoted_title: str) -> Response:
    """Return the page that a browser gets: buttons for the programs that keep calendars."""
    from urllib.parse import unquote

    address = str(request.url.replace(query=""))
    subscribe = f"webcal://{address.partition('://')[2]}"
    title = unquote(quoted_title)
    buttons = {
        "Apple Calendar and others (webcal)": subscribe,
        "Google Calendar": f"https://calendar.google.com/calendar/r?cid={quote(subscribe, '')}",
        "Outlook": (
            "https://outlook.live.com/calendar/0/addfromweb"
            f"?url={quote(address, '')}&name={quote(title, '')}"
        ),
    }
    links = "\n".join(
        f'<li><a href="{escape(target)}">{escape(name)}</a></li>'
        for name, target in buttons.items()
    )
    page = (
        read_text("web/feed.html")
        .replace("{links}", links)
        .replace("{title}", escape(title))
        .replace("{address}", escape(address))
    )
    return Response(
        page,
        media_type="text/html",
        headers={"Vary": "Accept", "Cache-Control": f"public, max-age={_REFRESH}"},
    )


async def _script(_request: Request) -> Response:
    return Response(
        read_text("web/copy.js"),
        media_type="text/javascript",
        headers={"Cache-Control": "public, max-age=86400"},
    )

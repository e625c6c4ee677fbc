"""`miqat community FILE`: what a community's own file says about the next days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from miqat.cli import formats
from miqat.cli.layout import Section, write, write_json
from miqat.errors import InvalidRule, UnknownName
from miqat.text import fold

if TYPE_CHECKING:
    from miqat.community import Community, Moment, Programme

_DAYS, _DAYS_EXPLAINED = 7, 30


def answer(
    file: str,
    name: str | None,
    where: str | None,
    table: str | None,
    start: str | None,
    count: int | None,
    ramadan: str | None,
    page: str | None,
    feed: str | None,
    salahapi: str | None,
    alarm: int | None,
    language: str | None,
    *,
    landscape: bool,
    explain: bool,
    as_json: bool,
) -> None:
    """Print the times, congregations and events of a community from its file."""
    from miqat.cli.printed_tables import tell_notes
    from miqat.community import programme, read_communities

    with formats.file(file):
        chosen = _chosen(read_communities(file, where=where, table=table), name)
    for community in chosen:
        if community.published is not None:
            tell_notes(community.name, community.published, community.place)
    if page or feed or salahapi:
        from miqat.cli import community_files

        (community,) = chosen if len(chosen) == 1 else (_one(chosen),)
        asked = community_files.Asked(
            _first(start, community), count, ramadan, language, alarm, landscape=landscape
        )
        community_files.write(community, asked, page=page, feed=feed, salahapi=salahapi)
        return
    found = []
    for community in chosen:
        first, last = _span(community, start, count, ramadan, explain=explain)
        found.append(programme(community, first, last))
    if as_json:
        write_json({"communities": [_as_data(each) for each in found]})
        return
    for each in found:
        write(_heading(each), _sections(each, explain=explain))


def _span(
    community: Community,
    start: str | None,
    count: int | None,
    ramadan: str | None,
    *,
    explain: bool,
) -> tuple[date, date]:
    from miqat.cli.times import hijri_month

    if ramadan is not None:
        return hijri_month(ramadan, community.calendar)
    first = _first(start, community)
    days = count or (_DAYS_EXPLAINED if explain else _DAYS)
    return first, first + timedelta(days=days - 1)


def _one(listed: tuple[Community, ...]) -> Community:
    names = ", ".join(repr(each.name) for each in listed)
    raise InvalidRule(f"the file has several places; say which with --at: {names}")


def _chosen(listed: tuple[Community, ...], name: str | None) -> tuple[Community, ...]:
    if name is None:
        return listed
    by_name = {fold(each.name): each for each in listed}
    if fold(name) not in by_name:
        raise UnknownName.among("place of the file", name, [each.name for each in listed])
    return (by_name[fold(name)],)


def _first(start: str | None, community: Community) -> date:
    if start is not None:
        return formats.day(start)
    return datetime.now(UTC).astimezone(community.place.zone).date()


def _heading(found: Programme) -> str:
    of = found.community
    method = of.method.title if of.published is None else "the community's own table"
    lines = [of.name, of.address, f"Prayer times: {method}, {of.place.label}"]
    lines.append(f"Hijri dates: {of.calendar.title}")
    return "\n".join(filter(None, lines))


def _sections(found: Programme, *, explain: bool) -> list[Section]:
    of = found.community
    sections = []
    for on, moments in found.days():
        hijri = f", {formats.hijri(of.calendar.from_date(on))}"
        rows = [(_clock(moment, of), _told(moment, explain=explain)) for moment in moments]
        sections.append(Section(f"{formats.civil(on)}{hijri}", rows))
    return sections


def _clock(moment: Moment, of: Community) -> str:
    return "none" if moment.start is None else formats.hour(moment.start, hours=of.hours)


def _told(moment: Moment, *, explain: bool) -> str:
    name = f"{moment.name} iqama" if moment.is_daily_iqama else moment.name
    told = f"{name}, {moment.place}" if moment.place else name
    if moment.minutes:
        told += f" ({moment.minutes} min)"
    return f"{told}: {moment.reason}" if explain or moment.start is None else told


def _as_data(found: Programme) -> dict[str, Any]:
    of = found.community
    return {
        "name": of.name,
        "place": of.place.to_dict(),
        "method": of.method.id,
        "calendar": of.calendar.id,
        "days": [
            {
                "date": on.isoformat(),
                "hijri": of.calendar.from_date(on).isoformat(),
                "times": [
                    {
                        "kind": moment.kind,
                        "name": moment.name,
                        "start": moment.start and moment.start.isoformat(timespec="minutes"),
                        "minutes": moment.minutes,
                        "place": moment.place or None,
                        "reason": moment.reason,
                    }
                    for moment in moments
                ],
            }
            for on, moments in found.days()
        ],
    }

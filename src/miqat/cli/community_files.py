"""What `miqat community` writes to files: a page for the wall, a feed, a SalahAPI document."""

from __future__ import annotations

import json
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from miqat.cli import formats

if TYPE_CHECKING:
    from miqat.community import Community

_FEED_DAYS = 90


class Asked(NamedTuple):
    """The days, the language and the options of the files."""

    first: date
    days: int | None
    ramadan: str | None
    language: str | None
    alarm: int | None
    landscape: bool


def write(
    community: Community, asked: Asked, *, page: str | None, feed: str | None, salahapi: str | None
) -> None:
    """Write the files that are asked for, and say what each holds."""
    if page is not None:
        _write_page(community, asked, page)
    if feed is not None:
        _write_feed(community, asked, feed)
    if salahapi is not None:
        _write_salahapi(community, salahapi)


def _write_page(community: Community, asked: Asked, file: str) -> None:
    from miqat.cli.times import hijri_month
    from miqat.community.page import page

    if asked.ramadan is not None:
        first, last = hijri_month(asked.ramadan, community.calendar)
    else:
        first = asked.first if asked.days else asked.first.replace(day=1)
        months_end = first.replace(day=monthrange(first.year, first.month)[1])
        last = first + timedelta(days=asked.days - 1) if asked.days else months_end
    text = page(
        community, first, last, language=asked.language, ramadan=asked.ramadan is not None,
        landscape=asked.landscape,
    )  # fmt: skip
    with formats.file(file):
        Path(file).write_text(text, encoding="utf-8")
    click.echo(f"written: {file}")


def _write_feed(community: Community, asked: Asked, file: str) -> None:
    from miqat.cli.feed import published, summary, write_feed
    from miqat.community.feed import community_feed
    from miqat.feeds import Alarm, build

    last = asked.first + timedelta(days=(asked.days or _FEED_DAYS) - 1)
    alarm = None if asked.alarm is None else Alarm(asked.alarm)
    events, absences = community_feed(
        community, asked.first, last, language=asked.language, alarm=alarm
    )
    before = published(None, file)
    made = build(
        events, title=community.name, zone=community.place.zone.key, previous=before,
        about="A date by the Hijri calendar is tentative until the month is proclaimed.",
    )  # fmt: skip
    for absence in absences:
        click.echo(f"miqat: {absence}", err=True)
    write_feed(made.data, Path(file))
    click.echo(summary(made, asked.first, last, file, known=before is not None))


def _write_salahapi(community: Community, file: str) -> None:
    from miqat.community.salahapi_writer import to_salahapi

    document, lost = to_salahapi(community)
    for each in lost:
        click.echo(f"miqat: not in the document: {each}", err=True)
    with formats.file(file):
        Path(file).write_text(
            json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
    click.echo(f"written: {file}")

"""A timetable as an HTML page that prints on A4, one month per page.

It is complete: no script, no font, picture or style from elsewhere; a browser's own print
makes a PDF of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from miqat import days, languages
from miqat.almanac import ramadan_page
from miqat.calendars.text import formatting
from miqat.constants import FRIDAY
from miqat.data import read_text
from miqat.prayer.labels import Words, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miqat.almanac.timesheet import ShownTime, Timesheet, TimesheetRow
    from miqat.languages import Language

_MANY = 9
_HALF_DAY = 12  # hours of a clock without am and pm


class Frame(NamedTuple):
    """What a community adds to a page: lines, a picture as a data address, the paper on its side.

    `address` is under the title, `notes` are at the foot.
    """

    address: str = ""
    notes: tuple[str, ...] = ()
    logo: str = ""
    landscape: bool = False


def wall(
    sheet: Timesheet,
    language: Language,
    digits: str,
    *,
    ramadan: bool = False,
    title: str | None = None,
    hours: int = 24,
    frame: Frame | None = None,
) -> str:
    """Return a sheet as an HTML page in a language.

    `digits` is a numbering system by its CLDR name; a Ramadan is on one page; `title` replaces
    the name of the place, such as a mosque's name; `hours` is a clock of 24 or 12 hours;
    `frame` is what a community adds.
    """
    heading = title or str(sheet.place)
    page = _Page(sheet, language, digits, ramadan=ramadan, title=heading, hours=hours)
    page.frame = frame or Frame()
    parts = [sheet.rows] if ramadan else sheet.months()
    css = read_text("prayer/wall.css")
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{language.code}" dir="{language.direction}">\n'
        '<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(page.title)}: {escape(page.words.title)}</title>\n"
        f"<style>\n{css}</style>\n</head>\n<body>\n"
        + "".join(page.month(rows) for rows in parts)
        + "</body>\n</html>\n"
    )


def forecast_note(rows: Sequence[TimesheetRow]) -> str:
    """Return a remark for Hijri months that are forecast, which may begin a day off, else ""."""
    months = {(row.hijri.calendar, row.hijri.year, row.hijri.month) for row in rows if row.hijri}
    forecast = [of.month(year, month).certainty == "forecast" for of, year, month in months]
    if not any(forecast):
        return ""
    return " (forecast: may move by a day)" if all(forecast) else " (partly forecast)"


def sheet_words(sheet: Timesheet, language: Language) -> Words:
    """Return the words of a language, on a page of Ramadan with those of the country."""
    found = words(language.code)
    if sheet.ramadan is None:
        return found
    told = ramadan_page.headings(sheet.place.country, language.code)
    return replace(
        found, suhoor=told.get("suhoor", found.suhoor), iftar=told.get("iftar", found.iftar)
    )


class _Page:
    """A sheet in the words and digits of a language, as HTML."""

    def __init__(
        self, sheet: Timesheet, language: Language, digits: str, *, ramadan: bool, title: str,
        hours: int,
    ) -> None:  # fmt: skip
        self.sheet = sheet
        self.language = language
        self.digits = digits
        self.ramadan = ramadan
        self.title = title
        self.hours = hours
        self.frame = Frame()
        self.words = sheet_words(sheet, language)
        self.dated = any(row.hijri is not None for row in sheet.rows)
        # On Fridays jumuah takes the column of dhuhr's congregation, where there is one.
        self.joined = {"dhuhr", "jumuah"} <= set(sheet.iqama_names)

    def month(self, rows: Sequence[TimesheetRow]) -> str:
        """Return one page."""
        kind = (
            "sheet wide" if len(self.sheet.names) + len(self.sheet.iqama_names) > _MANY else "sheet"
        )
        if self.frame.landscape:
            kind += " landscape"
        body = "".join(self._row(row, rows[at - 1] if at else None) for at, row in enumerate(rows))
        return (
            f'<section class="{kind}">\n{self._header(rows)}'
            f"<table>\n<thead><tr>{self._head()}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"
            f"{self._footer(rows)}</section>\n"
        )

    def _header(self, rows: Sequence[TimesheetRow]) -> str:
        civil, hijri = self._civil_months(rows), self._hijri_months(rows)
        first, second = (hijri, civil) if self.ramadan else (civil, hijri)
        named = self.words.ramadan if self.ramadan else self.words.title
        return (
            f"<header>{self._logo()}<div><h1>{escape(self.title)}</h1>"
            f"<h2>{escape(named)}</h2>{self._address()}</div>"
            f'<div class="when"><strong>{escape(first)}</strong><br>{escape(second)}</div>'
            f"</header>\n{self._reservation()}"
        )

    def _logo(self) -> str:
        logo = self.frame.logo
        return f'<img class="logo" alt="" src="{escape(logo)}">' if logo else ""

    def _address(self) -> str:
        address = self.frame.address
        return f'<p class="address">{escape(address)}</p>' if address else ""

    def _reservation(self) -> str:
        if self.sheet.ramadan is None:
            return ""
        said = ramadan_page.reservation(self.sheet.ramadan, self.language, self.digits)
        return f'<p class="reservation">{escape(" ".join(said))}</p>\n' if said else ""

    def _head(self) -> str:
        cells = ['<th class="weekday"></th>', f'<th class="day">{escape(self.words.date)}</th>']
        if self.dated:
            era = self.language.calendar(self.sheet.calendar.month_names).era
            cells.append(f'<th class="hijri">{escape(era)}</th>')
        for name in self.sheet.names:
            cells.append(f"<th>{escape(self.words.heading(name, fasting=self.ramadan))}</th>")
            cells += self._iqama_heads(name)
        return "".join(cells)

    def _iqama_heads(self, name: str) -> list[str]:
        found = []
        if name in self.sheet.iqama_names:
            found.append(f'<th class="iqama">{escape(self.words.iqama)}</th>')
        if name == "dhuhr" and "jumuah" in self.sheet.iqama_names and not self.joined:
            found.append(f'<th class="iqama">{escape(self.words.times["jumuah"])}</th>')
        return found

    def _row(self, row: TimesheetRow, before: TimesheetRow | None) -> str:
        new = row.hijri is not None and row.hijri.day == 1
        kinds = [
            kind
            for kind, holds in (
                ("friday", row.date.weekday() == FRIDAY),
                ("new", new),
                ("possible", self.sheet.possible(row)),
            )
            if holds
        ]
        attribute = f' class="{" ".join(kinds)}"' if kinds else ""
        weekday = self.language.weekdays_short[row.date.weekday()]
        cells = [
            f'<td class="weekday">{escape(weekday)}</td>',
            f'<td class="day">{escape(self._civil_day(row, before))}</td>',
        ]
        if self.dated:
            cells.append(f'<td class="hijri">{escape(self._hijri_day(row, before))}</td>')
        for name in self.sheet.names:
            fast = ' class="fast"' if self.ramadan and name in ("imsak", "maghrib") else ""
            cells.append(f"<td{fast}>{self._clock(row, row.times[name])}</td>")
            cells += self._iqama_cells(row, name)
        return f"<tr{attribute}>{''.join(cells)}</tr>\n"

    def _iqama_cells(self, row: TimesheetRow, name: str) -> list[str]:
        chosen = []
        jumuah = row.iqama.get("jumuah")
        if name in row.iqama:
            on_friday = self.joined and name == "dhuhr" and jumuah and jumuah.clock is not None
            chosen.append(jumuah if on_friday and jumuah else row.iqama[name])
        if name == "dhuhr" and jumuah is not None and not self.joined:
            chosen.append(jumuah)
        return [f'<td class="iqama">{self._clock(row, cell)}</td>' for cell in chosen]

    def _clock(self, row: TimesheetRow, cell: ShownTime) -> str:
        sup = f"<sup>{escape(cell.mark)}</sup>" if cell.mark else ""
        if cell.clock is None:
            return f"–{sup}" if sup else ""
        later = "<sup>+</sup>" if cell.clock.date() > row.date else ""
        short = self.hours == _HALF_DAY
        clock = f"{cell.clock.hour % 12 or 12}:{cell.clock:%M}" if short else f"{cell.clock:%H:%M}"
        return f"{languages.in_digits(clock, self.digits)}{sup}{later}"

    def _civil_day(self, row: TimesheetRow, before: TimesheetRow | None) -> str:
        new = before is None or before.date.month != row.date.month
        named = self.ramadan and new
        return self._civil(row, "%-d %b" if named else "%-d")

    def _hijri_day(self, row: TimesheetRow, before: TimesheetRow | None) -> str:
        if row.hijri is None:
            return ""
        if self.sheet.possible(row):
            return languages.in_digits("(30)", self.digits)
        new = before is None or before.hijri is None or before.hijri.month != row.hijri.month
        named = new and not self.ramadan
        return self._hijri(row, "%-d %b" if named else "%-d")

    def _civil_months(self, rows: Sequence[TimesheetRow]) -> str:
        return self._run([self._civil(row, "%B %-Y") for row in rows])

    def _hijri_months(self, rows: Sequence[TimesheetRow]) -> str:
        texts = [
            self._hijri(row, "%B %-Y %E")
            for row in rows
            if row.hijri is not None and not self.sheet.possible(row)
        ]
        return self._run(texts)

    def _run(self, texts: Sequence[str]) -> str:
        return " – ".join(dict.fromkeys(text.strip() for text in texts))

    def _civil(self, row: TimesheetRow, pattern: str) -> str:
        fields = formatting.gregorian_fields(days.from_date(row.date))
        return formatting.write(pattern, fields, fields, self.language, self.digits)

    def _hijri(self, row: TimesheetRow, pattern: str) -> str:
        assert row.hijri is not None
        return formatting.strftime(row.hijri, pattern, self.language, self.digits)

    def _footer(self, rows: Sequence[TimesheetRow]) -> str:
        """Return what the marks mean and where times and dates are from, in English."""
        sheet = self.sheet
        cells = [cell for row in rows for cell in (*row.times.values(), *row.iqama.values())]
        marks = {cell.mark for cell in cells}
        lines = [
            f"{note.mark} {', '.join(name.replace('_', ' ') for name in note.names)}: {note.text}"
            for note in sheet.notes
            if note.mark in marks
        ]
        if any(
            cell.clock is not None and cell.clock.date() > row.date
            for row in rows
            for cell in (*row.times.values(), *row.iqama.values())
        ):
            lines.append("+ after midnight, on the next date")
        lines += self._clock_changes(rows)
        if self.joined:
            lines.append("On Fridays the iqama of dhuhr is that of jumuah")
        method = "the mosque's own timetable" if sheet.imported else sheet.method.title
        lines.append(f"Prayer times: {method}")
        if sheet.unreached:
            lines.append(f"No Hijri date: {sheet.unreached}")
        else:
            lines.append(f"Hijri dates: {sheet.calendar.title}{forecast_note(rows)}")
        said = "".join(f"<p>{escape(line)}</p>" for line in lines)
        told = "".join(f"<p>{escape(note)}</p>" for note in self.frame.notes)
        said = f'<div class="programme">{told}</div>{said}' if told else said
        return f'<footer lang="en" dir="ltr">{said}</footer>\n'

    def _clock_changes(self, rows: Sequence[TimesheetRow]) -> list[str]:
        """Return a line for each day on which the clock of the place changes."""
        zone, found = self.sheet.place.zone, []
        for row in rows:
            noon = datetime.combine(row.date, time(12), zone)
            before = (noon - timedelta(days=1)).utcoffset()
            ahead = noon.utcoffset()
            if before is not None and ahead is not None and before != ahead:
                change = (ahead - before) // timedelta(minutes=1)
                way = "forward" if change > 0 else "back"
                day = f"{row.date:%A} {row.date.day} {row.date:%B}"
                found.append(f"On {day} the clock goes {way} by {abs(change)} minutes")
        return found

"""How a sheet of times is written: as text, CSV or JSON."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from miqat import days, languages
from miqat.almanac.html_page import forecast_note, sheet_words
from miqat.almanac.ramadan_page import reservation
from miqat.calendars.text import formatting
from miqat.cli import formats, layout, wording
from miqat.cli.place_notes import compatriots, others_named
from miqat.prayer.engine.sun import Provenance

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from miqat.almanac.timesheet import ShownTime, Timesheet, TimesheetRow
    from miqat.languages import Language
    from miqat.prayer.labels import Words

_NEXT_DAY = "⁺"
_SHARE = re.compile(r"[\d.]+ %")


def write_as_text(
    sheet: Timesheet, language: Language, digits: str, *, ramadan: bool, hours: int = 24
) -> None:
    """Write a sheet for reading: one day downwards, more of them a row a day."""
    voice = _Voice(sheet, language, digits, ramadan=ramadan, hours=hours)
    if len(sheet.rows) == 1:
        layout.write(voice.heading(), voice.one_day(sheet.rows[0]))
        return
    layout.write_table(
        voice.heading(), voice.head(), [voice.line(r) for r in sheet.rows], voice.foot()
    )


def write_as_csv(sheet: Timesheet, *, with_how: bool) -> None:
    """Write a sheet as CSV: ISO dates, clocks as HH:MM, with +1 for a time of the next date."""
    iqama = [f"{name}_iqama" for name in sheet.iqama_names]
    tells = with_how or sheet.bent
    month = sheet.ramadan
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            "date",
            "hijri",
            *sheet.names,
            *iqama,
            *(["how"] if tells else []),
            *(["certainty", "possible"] if month else []),
        ]
    )
    for row in sheet.rows:
        hijri = "" if row.hijri is None else row.hijri.isoformat()
        cells = [*row.times.values(), *row.iqama.values()]
        how = " ".join(
            f"{name}={_code(cell.how)}"
            for name, cell in row.times.items()
            if with_how or _told(cell.how)
        )
        clocks = [_csv_clock(row, cell) for cell in cells]
        writer.writerow(
            [
                row.date.isoformat(),
                hijri,
                *clocks,
                *([how] if tells else []),
                *([month.certainty, "yes" if sheet.possible(row) else "no"] if month else []),
            ]
        )
    click.echo(out.getvalue(), nl=False)


def _csv_clock(row: TimesheetRow, cell: ShownTime) -> str:
    """Return a clock for CSV; "00:27+1" is a time of the next date."""
    if cell.clock is None:
        return ""
    return f"{cell.clock:%H:%M}{'+1' if _later(row, cell.clock) else ''}"


def write_as_json(sheet: Timesheet) -> None:
    """Write a sheet as JSON: exact instants with the minutes of the wall clock."""
    layout.write_json(sheet.to_dict())


def _code(how: Provenance) -> str:
    return how.name.lower().replace("_", " ")


def _told(how: Provenance) -> bool:
    return how not in (Provenance.OBSERVED, Provenance.INTERVAL, Provenance.IMPORTED)


class _Voice:
    """A sheet in the words and digits of a language."""

    def __init__(
        self, sheet: Timesheet, language: Language, digits: str, *, ramadan: bool, hours: int
    ) -> None:
        self.sheet = sheet
        self.language = language
        self.digits = digits
        self.ramadan = ramadan
        self.hours = hours
        self.words: Words = sheet_words(sheet, language)

    def heading(self) -> str:
        """Return the place, the days, the calendar and the method."""
        sheet = self.sheet
        one = len(sheet.rows) == 1
        days_line = self._days()
        calendar = wording.calendar_name(sheet.calendar)
        reached = any(row.hijri is not None for row in sheet.rows)
        if reached and one:
            days_line += f", {self._hijri(sheet.rows[0])}"
        alike = compatriots(sheet.place)
        also = [f"Other places of this name there: {others_named(alike)}"] if alike else []
        lines = [sheet.place.label, *also, days_line, *self._method()]
        if reached:
            lines.append(f"Hijri dates: {calendar}{forecast_note(sheet.rows)}")
        if sheet.ramadan is not None:
            said = reservation(sheet.ramadan, self.language, self.digits)
            lines += [self._word(line) for line in said]
        if sheet.unreached:
            lines.append(f"No Hijri date: {sheet.unreached}")
        return "\n".join(lines)

    def _days(self) -> str:
        rows = self.sheet.rows
        if len(rows) == 1:
            return self._civil(rows[0], self.language.calendar("gregorian").full)
        first = rows[0]
        last = next(row for row in reversed(rows) if not self.sheet.possible(row))
        whole = (first.date.year, first.date.month) == (last.date.year, last.date.month)
        whole = whole and first.date.day == 1
        if whole and not self.ramadan and (last.date + timedelta(days=1)).day == 1:
            return self._civil(first, "%B %-Y")
        long = self.language.calendar("gregorian").long
        span = f"{self._civil(first, long)} to {self._civil(last, long)}"
        return f"{self._hijri(first, '%B %-Y')}, {span}" if self.ramadan else span

    def _method(self) -> list[str]:
        sheet = self.sheet
        if sheet.imported:
            return ["Times: the given table"]
        default, point = sheet.default, sheet.table.place
        if default is None:
            lines = [f"Method: {sheet.method.title}"]
        else:
            lines = [f"Method: {default.headline} (change with --method)"]
        if point != sheet.place:
            station = f"{point.station}, " if point.station else ""
            lines.append(f"Point: {station}{replace(point, name=None)}, official for the place")
        share = _SHARE.match(sheet.agreement)
        return [*lines, f"Agreement: {share[0]} of official minutes"] if share else lines

    def head(self) -> list[str]:
        times = [self._label(name) for name in self.sheet.names]
        iqama = [f"{self._label(name)} {self._iqama()}" for name in self.sheet.iqama_names]
        hijri = ["Hijri"] if any(row.hijri for row in self.sheet.rows) else []
        return [self._word(self.words.date), *hijri, *times, *iqama]

    def _iqama(self) -> str:
        return self._word(self.words.iqama.lower())

    def line(self, row: TimesheetRow) -> list[str]:
        weekday = self._word(self._weekday(row))
        dated = f"{self._number(row.date.isoformat())} {weekday}"
        hijri = [] if not any(r.hijri for r in self.sheet.rows) else [self._hijri_day(row)]
        cells = [*row.times.values(), *row.iqama.values()]
        return [dated, *hijri, *(self._clock(row, cell) for cell in cells)]

    def _hijri_day(self, row: TimesheetRow) -> str:
        if self.sheet.possible(row):
            return self._word(f"({self._number('30')})")
        return self._hijri(row, "%-d %B")

    def one_day(self, row: TimesheetRow) -> list[layout.Section]:
        notes = {note.mark: note.text for note in self.sheet.notes}
        times = [
            (self._label(name), self._told(row, cell, notes)) for name, cell in row.times.items()
        ]
        iqama = [
            (self._label(name), self._told(row, cell, notes))
            for name, cell in row.iqama.items()
            if cell.clock is not None
        ]
        return [
            layout.Section(self._word(self.words.title), times),
            layout.Section(self._word(self.words.iqama), iqama),
        ]

    def _told(self, row: TimesheetRow, cell: ShownTime, notes: dict[str, str]) -> str:
        if cell.clock is None:
            return f"none: {notes[cell.mark]}"
        later = f" on {cell.clock.date()}" if cell.clock.date() != row.date else ""
        why = f", {notes[cell.mark]}" if cell.mark else ""
        return f"{self._number(formats.hour(cell.clock, hours=self.hours))}{later}{why}"

    def foot(self) -> list[str]:
        lines = [
            f"{note.mark} {', '.join(name.replace('_', ' ') for name in note.names)}: {note.text}"
            for note in self.sheet.notes
        ]
        if any(_later(row, cell.clock) for row in self.sheet.rows for cell in _cells(row)):
            lines.append(f"{_NEXT_DAY} after midnight, on the next date")
        return lines

    def _clock(self, row: TimesheetRow, cell: ShownTime) -> str:
        if cell.clock is None:
            return f"–{cell.mark}" if cell.mark else ""
        later = _NEXT_DAY if _later(row, cell.clock) else ""
        return f"{self._number(formats.hour(cell.clock, hours=self.hours))}{cell.mark}{later}"

    def _label(self, name: str) -> str:
        if self.language.code == "en":  # its names are those of the options
            fast = self.ramadan and name in ("imsak", "maghrib")
            return self.words.heading(name, fasting=True).lower() if fast else name
        return self._word(self.words.heading(name, fasting=self.ramadan))

    def _civil(self, row: TimesheetRow, pattern: str) -> str:
        fields = formatting.gregorian_fields(days.from_date(row.date))
        return self._word(formatting.write(pattern, fields, fields, self.language, self.digits))

    def _hijri(self, row: TimesheetRow, pattern: str | None = None) -> str:
        if row.hijri is None:
            return ""
        pattern = pattern or self.language.calendar(row.hijri.calendar.month_names).long
        return self._word(formatting.strftime(row.hijri, pattern, self.language, self.digits))

    def _weekday(self, row: TimesheetRow) -> str:
        return self.language.weekdays_short[row.date.weekday()]

    def _number(self, text: str) -> str:
        return languages.in_digits(text, self.digits)

    def _word(self, text: str) -> str:
        return languages.isolated(text, "rtl") if self.language.direction == "rtl" else text


def _later(row: TimesheetRow, clock: datetime | None) -> bool:
    return clock is not None and clock.date() > row.date


def _cells(row: TimesheetRow) -> Sequence[ShownTime]:
    return [*row.times.values(), *row.iqama.values()]

"""The day of a place in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from miqat import days
from miqat.cli import formats, wording
from miqat.cli.layout import Section
from miqat.cli.place_notes import others_named
from miqat.prayer import default_method
from miqat.prayer.labels import words

if TYPE_CHECKING:
    from datetime import date

    from miqat.almanac import Day
    from miqat.calendars import HijriDate
    from miqat.languages import Language
    from miqat.observances import Occurrence

# The others are in the JSON, and in `miqat times`.
_SHOWN = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")


class DayText:
    """A day in a language, with a clock of 24 or 12 hours."""

    def __init__(self, day: Day, language: Language, *, hours: int, with_sources: bool) -> None:
        self.day = day
        self.language = language
        self.words = words(language.code)
        self.hours = hours
        self.with_sources = with_sources

    def heading(self) -> str:
        """Return the place, the places of the same name, and the moment."""
        day = self.day
        others = others_named(day.namesakes)
        also = f" (also: {others})" if others else ""
        moment = day.at.isoformat(timespec="seconds")
        offset = moment.removeprefix(f"{day.at:%Y-%m-%dT%H:%M:%S}")
        return f"{day.place.label}{also}\n{self._civil(day.date)}, {self._hour(day.at)} UTC{offset}"

    def sections(self) -> list[Section]:
        """Return the parts of the answer, the most asked for first."""
        day = self.day
        return [
            Section("Hijri date", self._hijri_rows()),
            Section(f"Prayer times: {self._method()}", *self._time_rows()),
            Section("Fast", self._fast_rows()),
            Section("Moon", self._moon_rows()),
            Section("Qibla", self._qibla_rows()),
            Section("Coming observances", [self._observance_row(o) for o in day.observances]),
            Section("Sources", self._source_rows() if self.with_sources else []),
        ]

    def _hijri_rows(self) -> list[tuple[str, str]]:
        day = self.day
        end = self._clock(day.nightfall.at)
        sign = end if day.nightfall.sign == "sunset" else f"{end} ({day.nightfall.sign})"
        rows = [
            ("Now", self._hijri(day.hijri)),
            ("After sunset", f"{self._hijri(day.hijri_after_sunset)}, from {sign}"),
        ]
        if day.authority is None:
            rows.append(("Calendar", day.calendar.title))
        else:
            rows += [("Authority", day.authority.title), ("Month", self._certainty())]
        rows += [(wording.calendar_name(o.calendar), self._beside(o)) for o in day.beside]
        return rows + [(wording.calendar_name(o.calendar), self._hijri(o)) for o in day.others]

    def _certainty(self) -> str:
        """Return how sure the month is: "forecast (follows Saudi Arabia), began on ..."."""
        month = self.day.month
        reason = wording.reason(month.source)
        began = formats.civil(days.to_date(month.first_day))
        return f"{month.certainty} ({reason}), began on {began}"

    def _beside(self, other: HijriDate) -> str:
        certainty = other.calendar.month(other.year, other.month).certainty
        return f"{self._hijri(other)} ({certainty})"

    def _method(self) -> str:
        day = self.day
        default = default_method(day.place)
        title = default.headline if day.method == default.method else day.method.title
        return title if day.point == day.place else f"{title} (official point: {day.point})"

    def _time_rows(self) -> tuple[list[tuple[str, str]], frozenset[str]]:
        day, coming = self.day, self.day.next_prayer
        rows = [
            (self._label(name), self._clock(time) if isinstance(time, datetime) else str(time))
            for name, time in day.named_times()
            if name in (*_SHOWN, day.other_asr and day.other_asr[0])
        ]
        rows.append(("Next", f"{self._label(coming.name)} in {formats.span(coming.remaining)}"))
        is_today = getattr(day.times, coming.name) == coming.at
        return rows, frozenset({self._label(coming.name)} if is_today else ())

    def _fast_rows(self) -> list[tuple[str, str]]:
        fast = self.day.fast
        if fast is None:
            return []
        return [
            (self._isolated(self.words.heading(name, fasting=True)), text)
            for name, time in (("imsak", fast.imsak), ("maghrib", fast.iftar))
            for text in [self._clock(time) if isinstance(time, datetime) else str(time)]
        ]

    def _moon_rows(self) -> list[tuple[str, str]]:
        moon = self.day.moon
        following = moon.next_conjunction
        return [
            ("Age", f"{formats.span(moon.age)} since conjunction"),
            ("Illuminated", f"{moon.illuminated:.0%}"),
            ("Next conjunction", f"{self._civil(following.date())}, {self._hour(following)}"),
        ]

    def _qibla_rows(self) -> list[tuple[str, str]]:
        azimuth, distance, note = self.day.qibla
        direction = note if azimuth is None else f"{azimuth:.1f}° from true north, clockwise"
        return [("Direction", direction), ("Distance", f"{distance:,.0f} km")]

    def _observance_row(self, occurrence: Occurrence) -> tuple[str, str]:
        first, last, of = occurrence.first, occurrence.last, occurrence.observance
        until = f", to {self._civil(last)}" if last != first else ""
        evening = first - timedelta(days=1)
        eve = f", evening of {self._civil(evening)}" if occurrence.span.is_night else ""
        who = "" if "general" in of.kept_by else f" ({', '.join(of.kept_by)})"
        name = self._isolated(of.name(self.language.code.partition("-")[0]))
        return self._civil(first), f"{name}{who}: {self._hijri(occurrence.hijri)}{until}{eve}"

    def _source_rows(self) -> list[tuple[str, str]]:
        day = self.day
        rows = [("Month", wording.authority_names(day.month.source))]
        if day.authority is not None:
            rows.append(("Authority", day.authority.source))
        if day.calendar_choice.default:
            rows.append(("Default of the place", day.calendar_choice.default))
        return [*rows, ("Method", day.method.source)]

    def _label(self, name: str) -> str:
        return self._isolated(self.words.heading(name))

    def _clock(self, time: datetime) -> str:
        return formats.clock(time, self.day.date, hours=self.hours)

    def _hour(self, time: datetime) -> str:
        return formats.hour(time, hours=self.hours)

    def _civil(self, on: date) -> str:
        return formats.civil(on, self.language)

    def _hijri(self, on: HijriDate) -> str:
        return formats.hijri(on, self.language)

    def _isolated(self, text: str) -> str:
        return formats.isolated(text, self.language)

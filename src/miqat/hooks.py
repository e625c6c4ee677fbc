"""What a lower room may ask of a higher one: functions that `miqat/__init__.py` fills in.

A room imports only rooms below it. Yet the calendar with the id "authority:pakistan" is made by
the authorities, above the calendars. The calendars ask here; each function loads its room when
it is first called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    #: From a text to the calendar of the authority or the country that it names, else None.
    CalendarNamed = Callable[[str], Any]
    #: From a place to the calendar in effect there.
    CalendarInEffect = Callable[[Any], Any]

    #: From a text to year, month, day, weekday and eve of the one Hijri date that it states.
    HijriStated = Callable[[str], "tuple[int, int, int, int | None, bool] | None"]

calendar_named: CalendarNamed | None = None
calendar_in_effect: CalendarInEffect | None = None
hijri_stated: HijriStated | None = None

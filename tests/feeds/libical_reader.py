"""Read a feed by libical, for the tests beside: run by the system's own Python, which has gi.

The argument is a file; the output is the JSON array of [uid, start, end, sequence, status], dates
as YYYYMMDD and instants as YYYYMMDDTHHMMSSZ, or the number of errors that libical's check of
restrictions (RFC 5546) finds, if it finds any.
"""

import json
import sys
from pathlib import Path

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402


def main(file: str) -> None:
    calendar = ICalGLib.Component.new_from_string(Path(file).read_text(encoding="utf-8"))
    calendar.check_restrictions()
    errors = calendar.count_errors()
    if errors:
        print(json.dumps(errors))
        return
    found = []
    kind = ICalGLib.ComponentKind.VEVENT_COMPONENT
    event = calendar.get_first_component(kind)
    while event is not None:
        ends = [_written(event.get_dtstart()), _written(event.get_dtend())]
        status = event.get_first_property(ICalGLib.PropertyKind.STATUS_PROPERTY)
        found.append([event.get_uid(), *ends, event.get_sequence(), status.get_value_as_string()])
        event = calendar.get_next_component(kind)
    print(json.dumps(found))


def _written(time: ICalGLib.Time) -> str:
    if not time.is_date() and not time.is_utc():
        time = time.convert_to_zone(ICalGLib.Timezone.get_utc_timezone())
    return str(time.as_ical_string())


if __name__ == "__main__":
    main(sys.argv[1])

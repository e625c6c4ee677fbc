"""Expand rules by libical, for the tests beside: run by the system's own Python, which has gi.

A line of input is a JSON array of rule, start (YYYYMMDD), the most dates to give and the last one
(YYYYMMDD); the line of output is the JSON array of dates, or null where libical refuses the rule.
"""

import json
import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402


def main() -> None:
    for line in sys.stdin:
        rule, start, most, last = json.loads(line)
        print(json.dumps(_dates(rule, start, most, last)), flush=True)


def _dates(rule: str, start: str, most: int, last: str) -> list[str] | None:
    try:
        recurrence = ICalGLib.Recurrence.new_from_string(rule)
        iterator = ICalGLib.RecurIterator.new(recurrence, ICalGLib.Time.new_from_string(start))
    except TypeError:  # "constructor returned NULL"
        return None
    found: list[str] = []
    while len(found) < most:
        time = iterator.next()
        if time is None or time.is_null_time():
            break
        date = time.as_ical_string()
        if date > last:
            break
        found.append(date)
    return found


if __name__ == "__main__":
    main()

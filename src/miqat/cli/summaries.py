"""The commands by purpose, each in one line: what `miqat --help` prints without loading any."""

from __future__ import annotations

GROUPS: dict[str, dict[str, str]] = {
    "Days and times": {
        "today": "Hijri date, prayer times, Moon and qibla of a place now",
        "times": "Prayer timetable of a day, a month, a Ramadan or a year",
        "methods": "Methods of prayer times, and the rules of one",
        "community": "Times, congregations and events of a community's own file",
        "match": "Find the method behind a printed timetable",
    },
    "Calendars and dates": {
        "convert": "Convert a date between Hijri and civil calendars",
        "calendars": "Calendars, and the rule and source of one",
        "compare": "Months that calendars begin on different days",
        "reconcile": "Civil days that a Hijri date in a text may mean",
        "read": "Find the dates in documents, resolved, with what they contradict",
        "rrule": "Dates of a recurrence rule on any calendar",
    },
    "Observances and authorities": {
        "when": "Days on which an observance falls, with probabilities",
        "observances": "Observances of a year",
        "check": "Whether an observance fell on a date",
        "authorities": "Authorities that announce months, all or of a country",
        "authority": "Rules, sources and record of one authority",
    },
    "Crescent and qibla": {
        "crescent": "Visibility of the crescent at a place, and world maps",
        "qibla": "Direction of the Kaaba, by compass, Sun and Moon",
    },
    "Records and feeds": {
        "announce": "Add an announcement to your store",
        "token": "Tokens for announcements over HTTP",
        "record": "Show, import and export announcements",
        "feed": "iCalendar file of observances and prayer times",
        "serve": "HTTP server with the API",
        "mcp": "Tools for language models (MCP)",
        "completion": "Script that completes commands, ids and places",
    },
}

SUMMARIES = {name: text for group in GROUPS.values() for name, text in group.items()}

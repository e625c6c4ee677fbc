"""The calendar of Umm al-Qura, of which two different tables are in use.

They agree on every month only from 1420 to 1450; over their common range they
differ in 740 of 1,896 month starts.
"""

from __future__ import annotations

from miqat.calendars.months import Certainty
from miqat.calendars.systems.from_file import TableCalendar

UMMALQURA = (
    TableCalendar(
        id="ummalqura",
        title="Umm al-Qura, as published",
        rule=(
            "As printed in Saudi Arabia. Since 1423 a month begins on the evening of the 29th "
            "when, at Mecca, conjunction comes before sunset and the Moon sets after the Sun; "
            "1420-1422 moonset after sunset alone; earlier years by rules of their time"
        ),
        source="Umm al-Qura newspaper and calendar, as collected by hijridate",
        first_year=1343,
        certainty=Certainty.PUBLISHED,
        agreement=(
            "All of 380 dated issues of the newspaper and 840 dates of the official site, and "
            "every day of hijridate"
        ),
        file="ummalqura.txt",
    ),
    TableCalendar(
        id="ummalqura-kacst",
        title="Umm al-Qura, KACST table",
        rule=(
            "The table of the King Abdulaziz City for Science and Technology, which ICU, Java, "
            "browsers and telephones carry; outside 1420-1450 it is not the printed calendar"
        ),
        source="ICU, calendar islamic-umalqura",
        first_year=1300,
        certainty=Certainty.PUBLISHED,
        aliases=("islamic-umalqura",),
        agreement="Every month of ICU's islamic-umalqura",
        file="ummalqura-kacst.txt",
    ),
)

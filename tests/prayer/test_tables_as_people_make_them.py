"""One table in the ways in which mosques write it: read alike, or refused with line and column.

The ways are those of tables of mosques in Britain; the minutes are made up.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from miqat.errors import InvalidTable
from miqat.prayer.published.doubts import clock_doubts
from miqat.prayer.published.headings import understood
from miqat.prayer.published.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from miqat.prayer.published.reader import PublishedTable

DAYS = [
    (f"2026-02-0{day}", f"06:{10 - day:02d}", "06:30", "07:40", "12:25", "12:45", f"14:5{day}",
     "15:15", f"16:5{day}", "17:00", f"18:1{day}", "18:30")
    for day in range(1, 6)
]  # fmt: skip
HEAD = (
    "Date,Fajr,Fajr Jamaat,Sunrise,Zuhr,Zuhr Jamaat,Asr,Asr Jamaat,Maghrib,Maghrib Jamaat,Isha,"
    "Isha Jamaat\n"
)


def twelve(clock: str) -> str:
    hour, minute = map(int, clock.split(":"))
    return f"{hour % 12 or 12}:{minute:02d}"


def rows(
    clock: Callable[[str], str] = str, day: Callable[[str], str] = str, between: str = ","
) -> str:
    return "\n".join(between.join([day(of[0]), *map(clock, of[1:])]) for of in DAYS)


def ordinal(date: str) -> str:
    return {"1": "1st", "2": "2nd", "3": "3rd"}.get(date[-1], f"{date[-1]}th")


VARIANTS: dict[str, str | bytes] = {
    "24 hours": HEAD + rows(),
    "12 hours without am and pm": HEAD + rows(twelve),
    "12 hours with am and pm": HEAD
    + rows(lambda clock: f"{twelve(clock)} {'AM' if int(clock[:2]) < 12 else 'PM'}"),
    "bare numbers of 12 hours": HEAD + rows(lambda clock: twelve(clock).replace(":", "")),
    "points": HEAD + rows(lambda clock: clock.replace(":", ".")),
    "seconds": HEAD + rows(lambda clock: f"{clock}:00"),
    "title rows": "Jamia Masjid\nPrayer timetable 2026\n\n" + HEAD + rows(),
    "a quoted title": '"Jamia, Masjid"\n' + HEAD + rows(),
    "two header rows": (
        "Jamia Masjid,,\nDate,Fajr,,Sunrise,Zuhr,,Asr,,Maghrib,,Isha,\n"
        ",Begins,Jamaat,,Begins,Jamaat,Begins,Jamaat,Begins,Jamaat,Begins,Jamaat\n" + rows(twelve)
    ),
    "jamaat without the prayer": (
        "Date,Fajr,Jamaat,Sunrise,Zuhr,Jamaat,Asr,Jamaat,Maghrib,Jamaat,Isha,Jamaat\n" + rows()
    ),
    "ordinals under a month": "February 2026\n" + HEAD + rows(day=ordinal),
    "day numbers under a month": "Timetable for February 2026\n" + HEAD + rows(day=lambda d: d[-1]),
    "the month in another language": "Février 2026\n" + HEAD + rows(day=lambda d: d[-1]),
    "weekday and number": "February 2026\nDay," + HEAD + rows(day=lambda d: f"Sun,{d[-1]}"),
    "a footer": HEAD + rows() + "\nPlease note: Jumuah 1.30pm\n",
    "UTF-16": (HEAD + rows()).replace(",", "\t").encode("utf-16"),
    "Latin-1": ("Mosquée\n" + HEAD + rows()).encode("latin-1"),
    "a mark and CRLF": ("\ufeff" + HEAD + rows()).replace("\n", "\r\n"),
    "CR": (HEAD + rows()).replace("\n", "\r"),
    "semicolons": (HEAD + rows()).replace(",", ";"),
    "ditto marks": HEAD + rows().replace("06:30", '"').replace('"', "06:30", 1),
    "day and month": HEAD + rows(day=lambda d: f"{d[-2:]}/02/2026"),
    "month and day": HEAD + rows(day=lambda d: f"2/{d[-1]}/2026"),
    "the name of the month": HEAD + rows(day=lambda d: f"{int(d[-2:])}-Feb-26"),
    "weekday and date": HEAD + rows(day=lambda d: f"Sun {d[-2:]} Feb 2026"),
    "the header again": HEAD + rows().replace("2026-02-04", HEAD + "2026-02-04"),
}


def written(folder: Path, text: str | bytes) -> PublishedTable:
    path = folder / "table.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


@pytest.mark.parametrize("name", VARIANTS)
def test_it_is_read_alike(name: str, tmp_path: Path) -> None:
    found = written(tmp_path, VARIANTS[name])
    assert found.days.astype(str).tolist() == [of[0] for of in DAYS]
    minutes = {**found.minutes, **{f"{key} jamaat": v for key, v in found.iqama.items()}}
    columns = ("fajr", "fajr jamaat", "sunrise", "dhuhr", "dhuhr jamaat", "asr", "asr jamaat",
               "maghrib", "maghrib jamaat", "isha", "isha jamaat")  # fmt: skip
    assert {key: values.tolist() for key, values in minutes.items()} == {
        key: [int(of[at][:2]) * 60 + int(of[at][3:]) for of in DAYS]
        for at, key in enumerate(columns, start=1)
    }


def test_months_below_each_other(tmp_path: Path) -> None:
    month = rows(day=lambda date: date[-1])
    found = written(tmp_path, f"February 2026\n{HEAD}{month}\nMarch 2026\n{HEAD}{month}")
    assert found.days.astype(str).tolist() == [
        f"2026-0{number}-0{day}" for number in (2, 3) for day in range(1, 6)
    ]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_spreadsheet(kind: str, tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    path = tmp_path / f"table.{kind}"
    lines = [["Jamia Masjid"], HEAD.strip().split(","), *map(list, DAYS)]
    (_xlsx if kind == "xlsx" else _ods)(path, lines)
    found = read(path)
    assert found.days.astype(str).tolist() == [of[0] for of in DAYS]
    assert found.minutes["asr"].tolist() == [14 * 60 + 50 + day for day in range(1, 6)]
    assert found.iqama["isha"].tolist() == [18 * 60 + 30] * 5


def _xlsx(path: Path, lines: list[list[str]]) -> None:
    """Write the fewest parts of an XLSX file: times as parts of the day, as Excel keeps them."""

    def cell(text: str) -> str:
        if len(text) == 5 and text[2] == ":":
            return f"<c><v>{(int(text[:2]) * 60 + int(text[3:])) / 1440}</v></c>"
        return f'<c t="inlineStr"><is><t>{text}</t></is></c>'

    body = "".join(f"<row>{''.join(map(cell, line))}</row>" for line in lines)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/s.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="s.xml"/></Relationships>',
        )
        file.writestr(
            "xl/s.xml", f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        )


def _ods(path: Path, lines: list[list[str]]) -> None:
    """Write the fewest parts of an ODS file: times as durations, as LibreOffice keeps them."""
    space = "urn:oasis:names:tc:opendocument:xmlns"

    def cell(text: str) -> str:
        if len(text) == 5 and text[2] == ":":
            value = f'office:value-type="time" office:time-value="PT{text[:2]}H{text[3:]}M00S"'
            return f"<table:table-cell {value}><text:p>{text}</text:p></table:table-cell>"
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{text}</text:p></table:table-cell>"
        )

    body = "".join(
        f"<table:table-row>{''.join(map(cell, line))}</table:table-row>" for line in lines
    )
    with zipfile.ZipFile(path, "w") as file:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        file.writestr("mimetype", kind)
        file.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
        file.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{space}:office:1.0" '
            f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body>'
            f'<office:spreadsheet><table:table table:name="a">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("Sunrise", "Moonset", "the column 'Moonset' is not understood"),
        ("Fajr,Fajr Jamaat", "Imsak,Fajr Jamaat", "the column 'Imsak' is taken for fajr"),
        ("14:53,15:15,16:53", "16:53,15:15,14:53",
         "2026-02-03: maghrib 14:53 comes before asr 16:53"),
        ("14:53", "13:53", "2026-02-03: asr 13:53 is far from the days next to it"),
    ],
)  # fmt: skip
def test_what_looks_wrong_is_pointed_out(old: str, new: str, note: str, tmp_path: Path) -> None:
    assert any(
        each.startswith(note) for each in written(tmp_path, (HEAD + rows()).replace(old, new)).notes
    )


def test_a_clock_change_that_was_forgotten_or_comes_late() -> None:
    """London's clock goes forward on 29 March 2026."""
    days = np.arange("2026-03-20", "2026-04-05", dtype="datetime64[D]")
    solar = np.full(days.size, 12 * 60 + 5)
    zone = ZoneInfo("Europe/London")
    right = solar + 60 * (days >= np.datetime64("2026-03-29"))
    assert clock_doubts(days, right, zone) == ()
    assert clock_doubts(days, solar, zone) == (
        "the clock changes on 2026-03-29, and the table does not",
    )
    late = solar + 60 * (days >= np.datetime64("2026-03-31"))
    assert clock_doubts(days, late, zone) == (
        "the clock changes on 2026-03-29, and the table does not",
        "the table changes its clock on 2026-03-31, and Europe/London does not",
    )


def test_a_day_without_its_month_and_a_pdf_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidTable, match="line 2, column 'Date': '1' is a day without its month"):
        written(tmp_path, HEAD + rows(day=lambda date: date[-1]))
    with pytest.raises(InvalidTable, match="is a PDF: copy its table into a spreadsheet"):
        written(tmp_path, b"%PDF-1.7")


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Sehri End", "fajr"), ("Subh Sadiq", "fajr"), ("Subah Sadiq", "fajr"),
        ("Suhoor End", "imsak"), ("Zuhar", "dhuhr"), ("Iftari", "maghrib"),
        ("Maghrib/Iftar", "maghrib"), ("Asr 2nd Mithl", "asr_hanafi"), ("Tulu", "sunrise"),
        ("Esha", "isha"), ("Magrib", "maghrib"), ("Sabah", "fajr"), ("İkindi", "asr"),
        ("Zora", "fajr"), ("Podne", "dhuhr"), ("Akşam", "maghrib"), ("Jacija", "isha"),
        ("Фаджр", "fajr"), ("Магриб", "maghrib"), ("যোহর", "dhuhr"), ("আসর", "asr"),
        ("एशा", None), ("ज़ुहर", "dhuhr"), ("اذان صبح", "fajr"), ("طلوع آفتاب", "sunrise"),
        ("Chourouk", "sunrise"), ("Subuh", "fajr"), ("Isyak", "isha"), ("Xufton", "isha"),
        ("Zeitplan", None), ("Hijri Date", None),
    ],
)  # fmt: skip
def test_headings_of_many_languages(head: str, name: str | None) -> None:
    found = understood(head)
    assert (None if found is None else found.name) == name

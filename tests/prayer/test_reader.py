from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from miqat.errors import InvalidTable
from miqat.prayer.published.reader import MISSING, read

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "date,fajr,sunrise,dhuhr,asr,maghrib,isha\n"


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# The same two days as four people would write them.
SAME = {
    "iso.csv": HEAD
    + "2027-02-08,05:10,06:32,12:20,15:22,18:01,19:15\n2027-02-09,05:09,06:31,12:20,,18:02,19:16",
    "british.csv": "Date;Fajr begins;Sunrise;Zuhr;Asr;Maghrib;Isha'a\n"
    "Mon 8/2/2027;5:10 am;6:32 am;12:20 pm;3:22 pm;6:01 pm;7:15 pm\n"
    "Tue 9/2/2027;5:09 am;6:31 am;12:20 pm;-;6:02 pm;7:16 pm",
    "turkish.csv": "TARİH\tİmsak\tGüneş\tÖğle\tİkindi\tAkşam\tYatsı\n"
    "08.02.2027\t05.10\t06.32\t12.20\t15.22\t18.01\t19.15\n"
    "09.02.2027\t05.09\t06.31\t12.20\t--\t18.02\t19.16",
    "arabic.csv": "التاريخ,الفجر,الشروق,الظهر,العصر,المغرب,العشاء\n"
    "٢٠٢٧-٠٢-٠٨,٠٥:١٠ ص,٠٦:٣٢ ص,١٢:٢٠ م,٠٣:٢٢ م,٠٦:٠١ م,٠٧:١٥ م\n"
    "٢٠٢٧-٠٢-٠٩,٠٥:٠٩ ص,٠٦:٣١ ص,١٢:٢٠ م,,٠٦:٠٢ م,٠٧:١٦ م",
    "twelve.csv": HEAD
    + "8 Feb 2027,5:10,6:32,12:20,3:22,6:01,7:15\n9 Feb 2027,5:09,6:31,12:20,,6:02,7:16",
    "minutes.csv": "year,month,day,fajr,sunrise,dhuhr,asr,maghrib,isha\n"
    "2027,2,8,310,392,740,922,1081,1155\n2027,2,9,309,391,740,,1082,1156",
    "service.json": json.dumps(
        {
            "code": 200,
            "data": [
                {
                    "timings": dict(
                        zip(
                            ("Fajr", "Sunrise", "Dhuhr", "Asr", "Maghrib", "Isha"),
                            (f"{time} (+03)" for time in times),
                            strict=False,
                        )
                    ),
                    "date": {
                        "gregorian": {"date": f"{day}-02-2027", "weekday": {"en": "Monday"}},
                        "hijri": {"date": "01-09-1448"},
                    },
                }
                for day, times in (
                    ("08", ("05:10", "06:32", "12:20", "15:22", "18:01", "19:15")),
                    ("09", ("05:09", "06:31", "12:20", "-", "18:02", "19:16")),
                )
            ],
        }
    ).replace("- (+03)", ""),
    "instants.json": json.dumps(
        {
            "2027-02-08": {
                "expected": {"fajr": "2027-02-08T05:10:00+03:00", "syuruk": "06:32"},
                "input": {"date": "1999-01-01"},
                "Dhuhr": "1220", "Asr": "1522", "Maghrib": "1801", "Isha": "1915",
            },
            "2027-02-09": {
                "expected": {"fajr": "2027-02-09T05:09:00+03:00", "syuruk": "06:31"},
                "Dhuhr": "1220", "Asr": None, "Maghrib": "1802", "Isha": "1916",
            },
        }
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_the_same_table_in_the_ways_that_people_write_it(tmp_path: Path, name: str) -> None:
    found = read(written(tmp_path, SAME[name], name))
    assert found.days.astype(str).tolist() == ["2027-02-08", "2027-02-09"]
    assert {key: values.tolist() for key, values in found.minutes.items()} == {
        "fajr": [310, 309],
        "sunrise": [392, 391],
        "dhuhr": [740, 740],
        "asr": [922, MISSING],
        "maghrib": [1081, 1082],
        "isha": [1155, 1156],
    }
    assert all(values.dtype == np.int16 for values in found.minutes.values())


def test_gzip_a_byte_order_mark_and_rows_out_of_order(tmp_path: Path) -> None:
    first, second, third = SAME["iso.csv"].splitlines()
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(f"\ufeff{first}\n{third}\n\n{second}\n".encode()))
    found = read(path)
    assert found.days.astype(str).tolist() == ["2027-02-08", "2027-02-09"]
    assert found.minutes["fajr"].tolist() == [310, 309]


def test_congregations_and_both_asrs_have_their_own_columns(tmp_path: Path) -> None:
    text = "date,fajr,fajr_jamaah,asr,asr_hanafi,Asr Iqamah,moon\n"
    text += "2027-02-08,05:10,05:40,15:22,16:04,16:30,waxing"
    found = read(written(tmp_path, text))
    assert {name: int(minutes[0]) for name, minutes in found.iqama.items()} == {
        "fajr": 340,
        "asr": 990,
    }
    assert found.minutes["asr_hanafi"].tolist() == [964]
    assert found.ignored == ("moon",)


def test_isha_after_midnight_belongs_to_its_day(tmp_path: Path) -> None:
    text = HEAD + "2027-06-21,02:40,04:30,13:10,17:30,21:50,00:25"
    assert read(written(tmp_path, text)).minutes["isha"].tolist() == [1465]
    text = HEAD + "2027-06-21,2:40,4:30,1:10,5:30,9:50,12:25"  # a clock of twelve hours
    found = read(written(tmp_path, text)).minutes
    assert (found["dhuhr"].tolist(), found["isha"].tolist()) == ([790], [1465])


def test_one_place_of_many_and_a_table_for_every_year(tmp_path: Path) -> None:
    text = "city,month,day,fajr\nA,2,28,05:00\nB,2,28,06:00\nA,2,29,05:01\nA,3,1,05:02\n"
    path = written(tmp_path, text)
    assert read(path, only="a", year=2027).minutes["fajr"].tolist() == [300, 302]
    assert read(path, only="A", year=2028).minutes["fajr"].tolist() == [300, 301, 302]
    bare = written(tmp_path, "1/2,05:00\n13/2,05:01", "bare.csv")
    assert read(bare, year=2027, columns=("date", "fajr")).days.astype(str).tolist() == [
        "2027-02-01",
        "2027-02-13",
    ]


WRONG = {
    "": "the table has no rows",
    HEAD: "the table has no rows",
    "date,moon\n2027-02-08,full": "no column of the table is a time of prayer; name them date",
    "fajr\n05:10": "the table has no column of dates; name it date",
    "date,fajr,Subuh\n2027-02-08,1:00,1:00": "the columns 'fajr' and 'Subuh' are both fajr",
    HEAD + "2027-02-08,05:10,25:61": "line 2, column 'sunrise': cannot read the time '25:61'; wr",
    HEAD + "2027-02-08,05:10,soon": "line 2, column 'sunrise': cannot read the time 'soon'",
    HEAD + "2027-02-08,05:10:31": "line 2, column 'fajr': cannot read the time '05:10:31'",
    HEAD + "2027-02-30,05:10": "line 2: 2027-2-30 is not a date: day",
    HEAD + "some day,05:10": "line 2, column 'date': cannot read the date 'some day'; write it as",
    HEAD + "8/2,05:10\n13/2,05:10": "line 2: the date has no year; give the year",
    HEAD + "3/2/2027,05:10\n3/4/2027,05:10": "line 2: 3/2/2027 may be of two days; write dates as",
    HEAD + "31/12/2027,05:10\n12/31/2027,05:10": "the dates of the table have the day first in som",
    HEAD + "2027-02-08,5:10\n2027-02-08,5:11": "line 3 has 2027-02-08 again, after line 2: a tabl",
    HEAD + "2027-02-08,1:00,2:00,3:00,4:00,5:00,6:00,7:00": "line 2 has 8 cells under 7 columns",
    "{": "the file is not JSON",
    "month,day,fajr\nMay,x,5:00": "line 2, column 'day': 'x' is not a day",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_read_is_said_with_its_place(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidTable) as error:
        read(written(tmp_path, text))
    assert str(error.value).startswith(WRONG[text])
    assert "\n" not in str(error.value)


def test_a_file_that_is_no_text_and_a_place_that_is_not_in_it(tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\xff\xd8\xff")
    with pytest.raises(InvalidTable, match=r"picture\.csv is not text in UTF-8"):
        read(path)
    with pytest.raises(InvalidTable, match="no row of the table has a cell 'Ankara'"):
        read(written(tmp_path, SAME["iso.csv"]), only="Ankara")
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "absent.csv")


def test_the_published_sets_are_read_as_they_are(reference: Path) -> None:
    folder = reference / "timetables"
    files = sorted([*folder.rglob("*.json"), *folder.glob("*.csv*")])
    options = {
        "diyanet.csv.gz": {"only": "ANKARA"},
        "jakim.csv.gz": {"only": "JHR01"},
        "sweden.csv.gz": {"only": "angelholm", "year": 2025},
        "qatar.csv": {
            "columns": ("date", "isha", "maghrib", "asr", "dhuhr", "sunrise", "fajr"),
            "year": 2025,
        },
    }
    read_ones = 0
    for path in files:
        if path.name.endswith("-coordinates.csv"):
            continue
        found = read(path, **options.get(path.name, {}))  # type: ignore[arg-type]
        read_ones += 1
        order = np.stack([found.minutes[name] for name in ("fajr", "dhuhr", "maghrib", "isha")])
        assert (np.diff(order, axis=0) > 0).all(), path.name
    assert read_ones >= 28

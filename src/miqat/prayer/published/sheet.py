"""The rows of a table as people make it: text in any usual encoding, or a spreadsheet.

Titles above the header, a second header row (begins, jamaat), ditto marks, the names of months
between the rows and lines of text below them are understood; what is left out is noted.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from miqat.errors import InvalidTable, MissingPart
from miqat.files import LARGEST, as_text
from miqat.languages import language, language_codes
from miqat.once import once
from miqat.prayer.published.dates import Row
from miqat.prayer.published.headings import is_addition, is_missing, understood
from miqat.text import ascii_digits, fold

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterator, Sequence

_SEARCHED = 60  # lines, for the header
_DITTO = frozenset({'"', "''", "〃", "”", "“", "do", "do.", "ditto", "-do-", '-"-'})
_LONE_QUOTE = re.compile(r'(?m)(^|[,;\t|])[ ]*"[ ]*(?=[,;\t|]|$)')
_SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d|21\d\d)(?!\d)")
_BARE_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)


class Line(NamedTuple):
    """One line of a table: where it is, and its cells."""

    where: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a table by the names of its columns, and what was left out or understood."""

    rows: list[Row] = field(default_factory=list)
    notes: tuple[str, ...] = ()


def is_spreadsheet(name: str) -> bool:
    """Return whether a file's name is that of a spreadsheet."""
    return name.endswith(_SHEETS)


def decoded(content: bytes, name: str) -> str:
    """Return bytes as text: UTF-8, UTF-16 with its mark, else Windows' Latin alphabet.

    Raises `InvalidTable` for what is not text in any of them.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise InvalidTable(f"{name} is not text in UTF-16; save it as UTF-8") from None
    try:
        return as_text(content, name, InvalidTable)
    except InvalidTable:
        text = content.decode("cp1252", "replace")
        letters = [sign for sign in text if sign.isprintable() or sign in "\t\r\n"]
        if len(letters) == len(text) and "\ufffd" not in text and len(text.splitlines()) > 1:
            return text
        raise


def text_lines(text: str) -> list[Line]:
    """Return the lines of a text table. Raises `InvalidTable` for an open quotation mark."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _LONE_QUOTE.sub(r"\1〃", text)
    sample = [line for line in text.splitlines() if line.strip()][:_SEARCHED]
    delimiter = max(",;\t|", key=lambda sign: sum(line.count(sign) for line in sample))
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)
    return [
        Line(where, cells)
        for where, cells in _numbered(reader)
        if any(cell.strip() for cell in cells) and not cells[0].startswith("#")
    ]


def spreadsheet_lines(content: bytes, name: str) -> list[Line]:
    """Return the lines of the first sheet with times of prayer. Raises `InvalidTable`.

    Raises `MissingPart` where the reader of spreadsheets is not installed.
    """
    try:
        import python_calamine
    except ImportError:
        raise MissingPart(
            "a spreadsheet needs python-calamine: pip install 'miqat[documents]'"
        ) from None
    _check_size(content, name)
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(each).to_python() for each in book.sheet_names]
    except Exception as error:
        raise InvalidTable(f"{name} cannot be read as a spreadsheet: {error}") from None
    found: list[list[Line]] = []
    for cells in sheets:
        lines = [
            Line(f"row {at}", [_shown(cell) for cell in row]) for at, row in enumerate(cells, 1)
        ]
        found.append([line for line in lines if any(cell.strip() for cell in line.cells)])
    return max(found, key=lambda lines: max(map(_score, lines[:_SEARCHED]), default=0), default=[])


def sheet_of(
    lines: Sequence[Line], columns: Sequence[str] | None, month: tuple[int, int] | None
) -> Sheet:
    """Return the rows under the header of a table, or under `columns`.

    `month` is the year and month of days without one. Raises `InvalidTable`.
    """
    notes: list[str] = []
    if columns is not None:
        heads, start = list(columns), 0
    else:
        at = _header(lines)
        heads, start = _heads(lines, at)
        notes += [f"{line.where} is not a row of the table: {_told(line)}" for line in lines[:at]]
        for line in lines[: at + 1]:
            month = month or _month_named(line.cells)
    rows: list[Row] = []
    above: dict[str, str] = {}
    dates = _dates_under(heads)
    timed = {head for head in heads if (heading := understood(head)) and heading.is_time}
    for line in lines[start:]:
        cells = [cell.strip() for cell in line.cells]
        while len(cells) > len(heads) and not cells[-1]:
            cells.pop()
        row = dict(zip(heads, cells, strict=False))
        bare = bool(timed) and not _has_times(row, timed)
        if bare and (named := _month_named(cells)) and not _DAY.search(" ".join(cells)):
            month = named
            continue
        if bare and not _is_dated(row, dates):
            if sum(cell in heads for cell in cells) >= len(timed):
                continue  # the header again, on the next page
            notes.append(f"{line.where} is not a row of the table: {_told(line)}")
            continue
        if len(cells) > len(heads):
            raise InvalidTable(f"{line.where} has {len(cells)} cells under {len(heads)} columns")
        row = {
            head: above.get(head, "") if cell.casefold() in _DITTO else cell
            for head, cell in row.items()
        }
        above = row
        rows.append(Row(line.where, _with_month(row, dates, month, line.where)))
    return Sheet(rows, tuple(notes))


def _numbered(reader: Reader) -> Iterator[tuple[str, list[str]]]:
    """Yield where each row of a CSV reader is in the file, and its cells."""
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InvalidTable(f"line {begins}: a quotation mark is not closed ({error})") from None
        yield f"line {reader.line_num}", cells


def _check_size(content: bytes, name: str) -> None:
    """Refuse a packed file that unpacks to more than any table has."""
    if content[:2] != b"PK":
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            size = sum(each.file_size for each in file.infolist())
    except zipfile.BadZipFile:
        raise InvalidTable(f"{name} is a damaged spreadsheet") from None
    if size > LARGEST:
        raise InvalidTable(f"{name} unpacks to more than {LARGEST // 1_000_000} MB")


def _shown(cell: Any) -> str:
    """Return a cell of a spreadsheet as text: 2027-02-08, 17:42."""
    if isinstance(cell, datetime):
        cell = cell.time() if cell.year < 1901 else cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M:%S}".removesuffix(":00")
    if isinstance(cell, timedelta):
        minutes = round(cell / timedelta(minutes=1))
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(cell, float):
        if 0 < cell < 1:  # a part of the day that is not formatted as a time
            minutes = round(cell * 1440)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        return f"{cell:g}" if cell != int(cell) else str(int(cell))
    return str(cell)


def _header(lines: Sequence[Line]) -> int:
    """Return which line is the header: the first that names two times, or a time and the date."""
    scores = [_score(line) for line in lines[:_SEARCHED]]
    return next((at for at, score in enumerate(scores) if score >= 2), 0)


def _score(line: Line) -> int:
    found = {heading for cell in line.cells if cell and (heading := understood(cell))}
    return len(found) if any(heading.is_time for heading in found) else 0


def _heads(lines: Sequence[Line], at: int) -> tuple[list[str], int]:
    """Return the names of the columns, of one or two header rows, and where the rows begin."""
    if not lines:
        return [], 0
    groups = [cell.split("#")[0].strip() for cell in lines[at].cells]
    while groups and not groups[-1]:
        groups.pop()
    below = [cell.strip() for cell in lines[at + 1].cells] if at + 1 < len(lines) else []
    second = any(is_addition(cell) for cell in below) and not any(
        sign.isdigit() for cell in below for sign in cell if understood(cell) is None
    )
    if not second:
        return _without_doubles(_of_the_prayer_before(groups)), at + 1
    width = max(len(groups), len(below))
    heads, group = [], ""
    for column in range(width):
        upper = groups[column] if column < len(groups) else ""
        lower = below[column] if column < len(below) else ""
        group = upper or (group if is_addition(lower) else "")
        heads.append(f"{group} {lower}".strip())
    return _without_doubles(heads), at + 2


def _of_the_prayer_before(heads: Sequence[str]) -> list[str]:
    """Return headings in which "Jamaat" alone has the name of the prayer before it."""
    found: list[str] = []
    prayer = ""
    for head in heads:
        if is_addition(head) and prayer:
            found.append(f"{prayer} {head}")
            continue
        heading = understood(head)
        prayer = head if heading is not None and heading.is_time else ""
        found.append(head)
    return found


def _without_doubles(heads: Sequence[str]) -> list[str]:
    """Return headings with a number where one that is not understood comes again."""
    found: list[str] = []
    for head in heads:
        again = head in found and understood(head) is None
        found.append(f"{head} ({len(found) + 1})" if again or not head else head)
    return found


def _dates_under(heads: Sequence[str]) -> str | None:
    """Return the column of dates: that of the date, or of the day without a month."""
    named = {heading.name: head for head in heads if (heading := understood(head))}
    if "date" in named:
        return named["date"]
    if "day" in named and "month" not in named:
        return named["day"]
    months = [head for head in heads if _month_named([head]) or fold(head) in _month_names()]
    return months[0] if months and "month" not in named else None


def _has_times(row: dict[str, str], timed: set[str]) -> bool:
    cells = [row.get(head, "") for head in timed]
    return any(cell.casefold() in _DITTO or any(map(str.isdigit, cell)) for cell in cells)


def _is_dated(row: dict[str, str], column: str | None) -> bool:
    """Return whether a row without times is a day without them, and no line of text."""
    cell = row.get(column or "", "")
    words = [word for word in re.split(r"[\s/.\-,]+", cell) if word]
    short = 1 <= len(words) <= 4 and any(word[0].isdigit() for word in words)
    others = [text for head, text in row.items() if head != column and not is_missing(text)]
    names = [word for word in words if not word[0].isdigit()]
    return short and len(names) <= 2 and (len(words) > 1 or not others or bool(cell))


def _with_month(
    row: dict[str, str], column: str | None, month: tuple[int, int] | None, where: str
) -> dict[str, str]:
    """Return a row whose day number has its year and month."""
    if column is None or column not in row:
        return row
    cell = ascii_digits(row[column])
    if (match := _BARE_DAY.fullmatch(cell)) is None:
        return {**row, column: _ORDINAL.sub("", row[column])}
    if month is None:
        raise InvalidTable(
            f"{where}, column {column!r}: {row[column]!r} is a day without its month; write dates "
            "as 2027-02-08, or the month and the year above the table"
        )
    return {**row, column: f"{month[0]:04d}-{month[1]:02d}-{int(match[1]):02d}"}


def _month_named(cells: Sequence[str]) -> tuple[int, int] | None:
    """Return the year and month that a line of text names, None for any other line."""
    text = ascii_digits(" ".join(cells))
    year = _YEAR.search(text)
    if year is None:
        return None
    names = _month_names()
    for word in fold(text).split():
        if word in names:
            return int(year[1]), names[word]
    return None


@once
def _month_names() -> dict[str, int]:
    found: dict[str, int] = {}
    for code in reversed(language_codes()):
        names = language(code).calendar("gregorian")
        for listed in (names.months_short, names.months):
            found |= {fold(name): at for at, name in enumerate(listed, 1) if len(name) > 2}
    english = language("en").calendar("gregorian")
    for listed in (english.months_short, english.months):
        found |= {fold(name): number for number, name in enumerate(listed, 1)}
    return found


def _told(line: Line) -> str:
    text = " ".join(cell.strip() for cell in line.cells if cell.strip())
    return repr(text if len(text) <= 60 else f"{text[:57]}...")

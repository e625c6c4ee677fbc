"""Files as text, and documents written out."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from miqat.errors import InvalidDocument
from miqat.texts import read, writers
from miqat.texts.documents import document_text

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "On 9 Ramadan 1302 / 22 July 1885 & after <maghrib>.\n"
_HEAD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)


def _docx(path: Path, inner: str) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", inner)
    return str(path)


def test_a_docx_is_read_by_paragraphs(tmp_path: Path) -> None:
    inner = f"{_HEAD}<w:p><w:r><w:t>27 Rama</w:t></w:r><w:r><w:t>dan 1445</w:t></w:r></w:p>"
    path = _docx(tmp_path / "a.docx", f"{inner}<w:p/></w:body></w:document>")
    assert document_text(path).split("\n")[0] == "27 Ramadan 1445"


def test_a_docx_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = _docx(tmp_path / "a.docx", _HEAD + " " * 60_000_000)
    with pytest.raises(InvalidDocument, match="larger than 50 MB"):
        document_text(path)


@pytest.mark.parametrize("inner", ["<a", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_a_docx_that_is_not_one_is_refused(tmp_path: Path, inner: str) -> None:
    with pytest.raises(InvalidDocument, match="not a DOCX"):
        document_text(_docx(tmp_path / "a.docx", inner))


@pytest.mark.parametrize("data", [b"\x00\x01", b"\xff\xfeab\xd8", b"\xd8\xd9"])
def test_what_is_not_text_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(InvalidDocument, match=r"a\.txt"):
        document_text(str(tmp_path / "a.txt"))


def test_deep_html_is_read(tmp_path: Path) -> None:
    page = "<div>" * 100_000 + "27 Ramadan 1445" + "<style>1 Rajab 1400</style>"
    (tmp_path / "a.html").write_text(page)
    assert document_text(str(tmp_path / "a.html")).strip() == "27 Ramadan 1445"


def test_a_line_without_end_is_read_in_pieces() -> None:
    line = "so it went on and on " * 100_000 + "until 27 Ramadan 1445 came"
    assert [mention.text for mention in read(line)] == ["27 Ramadan 1445"]


def test_csv_has_a_line_for_each_mention() -> None:
    rows = list(csv.DictReader(io.StringIO(writers.to_csv([read(TEXT, title="a")]))))
    assert [row["first"] for row in rows][:2] == ["1885-06-22", "1885-07-22"]


@pytest.mark.parametrize("write", [writers.to_tei, writers.to_timex3])
def test_marked_text_is_xml_and_holds_the_text(write: object) -> None:
    assert callable(write)
    root = ElementTree.fromstring(write(read(TEXT)))
    assert "".join(root.itertext()) == TEXT


def test_html_marks_a_contradiction() -> None:
    page = writers.to_html(read(TEXT))
    assert '<mark class="contradiction"' in page
    assert "&lt;maghrib&gt;" in page


def test_edtf_is_one_of_a_set_where_calendars_differ() -> None:
    assert writers.to_edtf([read("27 Ramadan 1445")]).startswith("[2024-04-05,2024-04-06]\t")

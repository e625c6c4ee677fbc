"""Files as text: plain text, Markdown and HTML; PDF and DOCX with the extra "documents"."""

from __future__ import annotations

import io
import os
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from miqat.errors import InvalidDocument, MissingPart
from miqat.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

_LARGEST_PART = 50_000_000  # bytes of the text of a DOCX, letters of that of a PDF
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HTML = (".html", ".htm", ".xhtml")
_SILENT = frozenset({"script", "style", "template", "noscript", "head"})
_BLOCKS = frozenset({
    "p", "div", "br", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote",
    "section", "article", "header", "footer", "title", "dt", "dd", "pre", "figcaption", "table",
})  # fmt: skip
_CONTROL = frozenset(chr(code) for code in range(32)) - frozenset("\t\n\r\f\x0b\x1b")


def document_text(path: str) -> str:
    """Return the text of a file by its ending.

    Raises `InvalidDocument` for what is not text, not in UTF-8 or UTF-16, or is too large;
    `OSError` for no file, `MissingPart` for a PDF or DOCX without the extra.
    """
    ending = os.path.splitext(path)[1].lower()
    reader = _READERS.get(ending)
    if reader is not None:
        return reader(path)
    text = decoded(read_bytes(path, InvalidDocument), os.path.basename(path))
    return html_text(text) if ending in _HTML else text


def decoded(data: bytes, name: str) -> str:
    """Return bytes as text, in UTF-8 or in UTF-16 with its mark; raises `InvalidDocument`."""
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidDocument(
            f"{name} is not text in UTF-8 (byte {error.start}); save it as UTF-8"
        ) from None
    if not _CONTROL.isdisjoint(text[:10_000]):
        raise InvalidDocument(f"{name} is not text: it has control characters")
    return text.replace("\r\n", "\n")


class _Text(HTMLParser):
    """Collects the text of a page, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def html_text(page: str) -> str:
    """Return what a reader of a page sees, without scripts and styles.

    >>> html_text("<p>9 Safar<br>1446</p><script>1 Rajab 1400</script>").split()
    ['9', 'Safar', '1446']
    """
    parser = _Text()
    parser.feed(page)
    parser.close()
    return "".join(parser.parts)


def _docx(path: str) -> str:
    """Return the text of a DOCX, a line for each paragraph; its size is bounded unpacked."""
    import zipfile
    from xml.etree import ElementTree

    name = os.path.basename(path)
    try:
        with zipfile.ZipFile(path) as archive, archive.open("word/document.xml") as part:
            data = part.read(_LARGEST_PART + 1)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError):
        raise InvalidDocument(f"{name} is not a DOCX file") from None
    if len(data) > _LARGEST_PART:
        size = _LARGEST_PART // 1_000_000
        raise InvalidDocument(f"the text of {name} is larger than {size} MB unpacked")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise InvalidDocument(f"{name} is not a DOCX file: it declares entities")
    parts: list[str] = []
    try:
        # Without declarations of entities nothing can grow.
        for _, element in ElementTree.iterparse(io.BytesIO(data)):  # noqa: S314
            if element.tag == f"{_WORD}t":
                parts.append(element.text or "")
            elif element.tag == f"{_WORD}p":
                parts.append("\n")
            elif element.tag in (f"{_WORD}tab", f"{_WORD}br"):
                parts.append(" ")
            element.clear()
    except ElementTree.ParseError:
        raise InvalidDocument(f"{name} is not a DOCX file: its text is not XML") from None
    return "".join(parts)


def _pdf(path: str) -> str:
    """Return the text of a PDF, page by page, up to a size."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise MissingPart("PDF files need pypdf: pip install 'miqat[documents]'") from None
    name = os.path.basename(path)
    parts, size = [], 0
    try:
        for page in PdfReader(io.BytesIO(read_bytes(path, InvalidDocument))).pages:
            parts.append(page.extract_text())
            size += len(parts[-1])
            if size > _LARGEST_PART:
                raise InvalidDocument(f"the text of {name} is larger than the bound")
    except (PyPdfError, ValueError, RecursionError) as error:
        if isinstance(error, InvalidDocument):
            raise
        raise InvalidDocument(f"{name} is not a PDF that can be read: {error}") from None
    return "\n".join(parts)


_READERS: dict[str, Callable[[str], str]] = {".docx": _docx, ".pdf": _pdf}

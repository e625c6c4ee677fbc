"""The store, on SQLite and on a PostgreSQL server: the same tests."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from miqat.authorities import consistency
from miqat.authorities.record_io import entry_of
from miqat.authorities.store import migrations, reader, writer
from miqat.authorities.store.entries import entries
from miqat.errors import ImplausibleMonth, StoreFault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from miqat.authorities.record import Entry


def entry(month: str, day: str, source: str = "a test", known: str = "2027-01-01") -> Entry:
    return entry_of("pakistan", month, date.fromisoformat(day), date.fromisoformat(known), source)


RAMADAN, EID = entry("1448-09", "2027-02-09"), entry("1448-10", "2027-03-11")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> reader.Location:
    """An empty store: a file that is not made yet, or a database without tables."""
    if request.param == "sqlite":
        return reader.location(str(tmp_path / "folder" / "own.sqlite"))
    found = reader.location(request.getfixturevalue("postgresql"))
    with engine_of(found).begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    return found


def engine_of(place: reader.Location) -> Engine:
    return create_engine(place.url or f"sqlite:///{place.file}", poolclass=NullPool)


def words(of: Sequence[Entry]) -> list[tuple[object, ...]]:
    return [(e.authority, e.number, e.day, e.known, e.source, e.note) for e in of]


def test_what_was_written_is_read(place: reader.Location) -> None:
    assert entries(place) == ()
    with_note = entry_of(
        "pakistan", "1448-10-01", date(2027, 3, 11), date(2027, 3, 10), 'says "so";\n --', "نوٹ"
    )
    assert writer.append([RAMADAN], place) == ((RAMADAN,), ())
    assert writer.append([with_note, RAMADAN], place) == ((with_note,), (RAMADAN,))
    assert words(entries(place)) == words([RAMADAN, with_note])
    assert with_note.source == 'says "so"; --'


def test_entries_that_contradict_are_both_kept_and_the_later_known_holds(
    place: reader.Location,
) -> None:
    from miqat.authorities import proclaimed

    early = entry("1448-09", "2027-02-08", known="2027-01-01")
    late = entry("1448-09", "2027-02-09", "another", known="2027-02-08")
    writer.append([late, early], place)
    own = entries(place)
    found = proclaimed("pakistan", None, own)[RAMADAN.number]
    assert found.contradicted
    assert (found.entry.day, found.superseded[0].day) == (late.day, early.day)
    before = proclaimed("pakistan", late.known - 1, own)[RAMADAN.number]
    assert (before.entry.day, before.contradicted) == (early.day, False)


def test_where_one_is_refused_none_is_kept(place: reader.Location) -> None:
    writer.append([RAMADAN], place)
    late = entry("1448-10", "2027-03-14")  # 33 days after 9 February

    def examine(new: Entry, there: Sequence[Entry]) -> None:
        consistency.examine(new, there)

    with pytest.raises(ImplausibleMonth, match="1448-09 would have 33 days"):
        writer.append([entry("1448-11", "2027-04-09"), late], place, examine=examine)
    assert words(entries(place)) == words([RAMADAN])


def test_rows_can_be_neither_changed_nor_removed(place: reader.Location) -> None:
    writer.append([RAMADAN], place)
    for change in ("UPDATE announcement SET day = '2027-02-10'", "DELETE FROM announcement"):
        with (
            pytest.raises(DBAPIError, match="only ever added"),
            engine_of(place).begin() as connection,
        ):
            connection.execute(text(change))
    assert words(entries(place)) == words([RAMADAN])


def make_version_1(place: reader.Location) -> None:
    if place.file is not None:
        place.file.parent.mkdir()
    with engine_of(place).begin() as connection:
        migrations.migrate(connection, place, to=1)
        connection.execute(
            text(
                "INSERT INTO announcement (authority, month, day, known, source, note, added) "
                "VALUES ('pakistan', '1448-09', '2027-02-09', '2027-01-01', 'a test', '', 'then')"
            )
        )


def test_a_store_of_version_1_is_read_and_on_writing_migrated(place: reader.Location) -> None:
    make_version_1(place)
    assert words(entries(place)) == words([RAMADAN])
    with engine_of(place).begin() as connection:
        assert migrations.version_of(connection, place) == 1  # reading changes nothing
    writer.append([EID], place)
    assert words(entries(place)) == words([RAMADAN, EID])
    with engine_of(place).begin() as connection:
        assert migrations.version_of(connection, place) == reader.VERSION
        applied = connection.execute(text("SELECT version FROM store_version ORDER BY version"))
        assert list(applied.scalars()) == [1, 2, 3, 4]


def test_a_store_of_a_newer_version_is_refused(place: reader.Location) -> None:
    writer.append([RAMADAN], place)
    with engine_of(place).begin() as connection:
        connection.execute(text("INSERT INTO store_version VALUES (5, 'later')"))
    for touch in (
        lambda: entries(place),
        lambda: writer.append([EID], place),
    ):
        with pytest.raises(StoreFault, match="is of version 5, of a newer Miqat; this one knows"):
            touch()
    with engine_of(place).begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM announcement")).scalar() == 1


ANNOUNCE = """
import sys
from datetime import date
from miqat.authorities import consistency as checks
from miqat.authorities.store import reader as store, writer as store_write
from miqat.authorities.record_io import entry_of
which = int(sys.argv[2])
sys.stdin.readline()
for count in range(10):
    new = entry_of("pakistan", "1448-09", date(2027, 2, 9), date(2027, 1, 1), f"{which}/{count}")
    store_write.append([new], store.location(sys.argv[1]), examine=checks.examine)
"""


def test_of_two_processes_at_once_nothing_is_lost(place: reader.Location) -> None:
    where = place.url.replace("+pg8000", "") or str(place.file)
    both = [
        subprocess.Popen(
            [sys.executable, "-c", ANNOUNCE, where, str(which)],
            stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for which in range(2)
    ]  # fmt: skip
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in both:
        _, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, "")
    kept = entries(place)
    assert sorted(e.source for e in kept) == sorted(f"{a}/{b}" for a in range(2) for b in range(10))
    for which in range(2):
        assert [e.source for e in kept if e.source[0] == str(which)] == [
            f"{which}/{count}" for count in range(10)
        ]


def test_two_that_together_would_make_a_month_of_32_days_are_not_both_kept(
    place: reader.Location,
) -> None:
    """Each is plausible beside the rule; whoever comes second sees the first."""
    from miqat.authorities import calendar_of

    rule = calendar_of("pakistan")
    early, late = (
        entry_of(
            "pakistan", month,
            date.fromordinal(719163 + rule.by_rule(rule._number(1448, of)).day + moved),
            date(2027, 1, 1), "a test",
        )
        for month, of, moved in (("1448-09", 9, -1), ("1448-10", 10, 2))
    )  # fmt: skip
    assert late.day - early.day >= 32

    def examine(new: Entry, there: Sequence[Entry]) -> None:
        consistency.examine(new, there)

    writer.append([early], place, examine=examine)
    with pytest.raises(ImplausibleMonth, match=r"1448-09 would have 3[23] days"):
        writer.append([late], place, examine=examine)


def test_a_password_is_never_shown() -> None:
    found = reader.location("postgresql://someone:secret@localhost:1/none")
    assert "secret" not in str(found)
    with pytest.raises(StoreFault) as raised:
        entries(found)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("url", ["mysql://localhost/x", "sqlite://x"])
def test_a_url_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(StoreFault, match="of no known kind: write a path, sqlite:///PATH or"):
        reader.location(url)


def test_where_the_store_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MIQAT_STORE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert reader.location().file == tmp_path / "miqat" / "announcements.sqlite"
    monkeypatch.setenv("MIQAT_STORE", f"sqlite:///{tmp_path}/a.sqlite")
    assert reader.location().file == tmp_path / "a.sqlite"
    monkeypatch.setenv("MIQAT_STORE", str(tmp_path / "b.sqlite"))
    assert reader.location().file == tmp_path / "b.sqlite"

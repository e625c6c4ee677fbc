"""The wall page of a community: what a person wrote is escaped, and what it adds is there."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from miqat.community import Community, read_communities
from miqat.community.page import page
from miqat.errors import InvalidRule

if TYPE_CHECKING:
    from pathlib import Path

MARCH = date(2027, 3, 1), date(2027, 3, 31)


@pytest.fixture
def mosque(tmp_path: Path) -> Community:
    (tmp_path / "logo.svg").write_text("<svg/>")
    path = tmp_path / "c.toml"
    path.write_text(
        'name = "<script>x</script>"\nplace = "London"\nmethod = "mwl"\ncalendar = "ummalqura"\n'
        'address = "1 <b>High</b> Street"\nlogo = "logo.svg"\nnotes = ["Ladies & gentlemen"]\n'
        'clock = 12\niqama = ["isha + 15"]\njumuah = ["13:15", "14:00"]\n'
        'events = ["<i>Tea</i>: 15:00 on 10/10 in A & B"]\n'
    )
    (found,) = read_communities(path)
    return found


def test_what_a_person_wrote_is_escaped(mosque: Community) -> None:
    text = page(mosque, *MARCH)
    assert "<script>" not in text
    assert "&lt;script&gt;x&lt;/script&gt;" in text
    assert "1 &lt;b&gt;High&lt;/b&gt; Street" in text
    assert "Ladies &amp; gentlemen" in text
    # 10 Shawwal 1448 is 18 March 2027.
    assert "&lt;i&gt;Tea&lt;/i&gt;, A &amp; B: 3:00 pm on 18 March" in text


def test_fridays_the_clock_change_and_the_logo(mosque: Community) -> None:
    text = page(mosque, *MARCH, landscape=True)
    assert "Jumuah: 1:15 pm" in text
    assert "Jumuah 2: 2:00 pm" in text
    assert "On Sunday 28 March the clock goes forward by 60 minutes" in text
    assert base64.b64encode(b"<svg/>").decode() in text
    assert 'class="sheet landscape"' in text


def test_a_logo_that_is_not_a_picture(mosque: Community) -> None:
    with pytest.raises(InvalidRule, match=r"the logo notes\.txt is not one of \.png"):
        page(replace(mosque, logo="notes.txt"), *MARCH)
    with pytest.raises(InvalidRule, match=r"the logo absent\.png: No such file"):
        page(replace(mosque, logo="absent.png"), *MARCH)

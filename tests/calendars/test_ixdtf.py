"""Calendar annotations, against RFC 9557's examples and what Temporal does."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miqat.calendars import HijriDate, calendar, from_ixdtf
from miqat.calendars.text import ixdtf
from miqat.errors import InvalidDate, MiqatError, OutOfRange, UnknownName

NAMED = tuple(ixdtf.cldr_ids())


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        # @js-temporal/polyfill 0.5 on Node 20 (ICU 78): Temporal.PlainDate.from(text).
        ("2027-02-08[u-ca=islamic-umalqura]", "ummalqura-kacst", (1448, 9, 1)),
        ("2027-02-08[u-ca=islamic-civil][u-ca=islamic-tbla]", "islamic-civil", (1448, 9, 1)),
        ("2027-02-08[foo=bar][u-ca=islamic-civil]", "islamic-civil", (1448, 9, 1)),
        ("2027-02-08[u-ca=ISLAMIC-CIVIL]", "islamic-civil", (1448, 9, 1)),
        ("2027-02-08[u-ca=islamicc]", "islamic-civil", (1448, 9, 1)),
        ("2027-02-08[u-ca=islamic-tbla]", "islamic-tbla", (1448, 9, 2)),
        ("2027-02-08[u-ca=persian]", "solar-hijri", (1405, 11, 19)),
        ("2027-02-08[!u-ca=islamic-civil]", "islamic-civil", (1448, 9, 1)),
    ],
)
def test_dates_that_temporal_reads(text: str, name: str, expected: tuple[int, int, int]) -> None:
    assert from_ixdtf(text) == calendar(name).date(*expected)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        # Refused by Temporal too, for these reasons.
        ("2027-02-08[u-ca=islamic-civil][!u-ca=islamic-tbla]", "names its calendar twice"),
        ("2027-02-08[!u-ca=islamic-civil][!u-ca=islamic-civil]", "names its calendar twice"),
        ("2027-02-08[!foo=bar][u-ca=islamic-civil]", r"unknown critical annotation '\[!foo=bar\]'"),
        ("2027-02-30[u-ca=islamic-civil]", "no day 30 in 2027-02"),
        ("2027-13-01[u-ca=islamic-civil]", "month 13"),
        ("2027-02-08[u-ca=islamic-civil", "cannot read"),
        ("2027-02-08[U-CA=islamic-civil]", "cannot read"),  # keys are in small letters
        ("2027-02-08[u-ca=]", "cannot read"),
        ("2027-2-8[u-ca=islamic-civil]", "malformed date"),
        # RFC 9557, section 3.2: experimental keys are refused by those not in the experiment.
        ("2027-02-08[_foo=bar][u-ca=islamic-civil]", "unknown experimental annotation"),
        # ECMA-402 proposal 971: no two programs agree on these.
        ("2027-02-08[u-ca=islamic]", "use islamic-civil, islamic-tbla, islamic-umalqura, persian"),
        ("2027-02-08[u-ca=islamic-rgsa]", "names no calendar that programs agree on"),
        # Of a day, not of an instant.
        ("2027-02-08T18:00:00Z[u-ca=islamic-civil]", "cannot read 'T18:00:00Z"),
        ("2027-02-08[Asia/Riyadh][u-ca=islamic-civil]", r"cannot read '\[Asia/Riyadh\]"),
        ("2027-02-08", "names no Hijri calendar"),
        ("2027-02-08[u-ca=gregory]", "names no Hijri calendar"),
    ],
)
def test_what_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(InvalidDate, match=complaint) as caught:
        from_ixdtf(text)
    assert "\n" not in str(caught.value)


def test_a_calendar_that_is_not_known_is_said_so() -> None:
    with pytest.raises(UnknownName, match="unknown CLDR calendar 'hebrew'"):
        from_ixdtf("2027-02-08[u-ca=hebrew]")
    with pytest.raises(UnknownName, match="did you mean 'islamic-civil'"):
        from_ixdtf("2027-02-08[u-ca=islamic-cvil]")


def test_a_text_that_names_none_takes_the_calendar_asked_for() -> None:
    expected = calendar("ummalqura").date(1448, 9, 1)
    assert from_ixdtf("2027-02-08", "ummalqura") == expected
    assert from_ixdtf("2027-02-08[u-ca=gregory]", "ummalqura") == expected
    assert from_ixdtf("2027-02-08[u-ca=iso8601]", "ummalqura") == expected


def test_another_calendar_than_the_text_names_is_refused() -> None:
    with pytest.raises(InvalidDate, match="a date of 'ummalqura-kacst', not of 'ummalqura'"):
        from_ixdtf("2027-02-08[u-ca=islamic-umalqura]", "ummalqura")
    assert from_ixdtf("2027-02-08[u-ca=islamic-umalqura]", "islamic-umalqura").month == 9


def test_the_printed_umm_al_qura_has_no_id() -> None:
    # CLDR's islamic-umalqura is ICU's table, which differs from it before 1420 and after 1450.
    with pytest.raises(InvalidDate, match="'ummalqura' has no CLDR id"):
        HijriDate(1448, 9, 1, "ummalqura").to_ixdtf()


def test_critical_is_written_when_asked_for() -> None:
    on = calendar("islamic-civil").date(1448, 9, 1)
    assert ixdtf.to_ixdtf(on, critical=True) == "2027-02-08[!u-ca=islamic-civil]"
    assert on.to_ixdtf() == "2027-02-08[u-ca=islamic-civil]"


def test_outside_the_calendar() -> None:
    with pytest.raises(OutOfRange, match="outside ummalqura-kacst"):
        from_ixdtf("1700-01-01[u-ca=islamic-umalqura]")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(NAMED), st.booleans())
def test_what_is_written_is_read_back(data: st.DataObject, name: str, critical: bool) -> None:
    kept_by = ixdtf.cldr_calendar(name)
    assert ixdtf.cldr_id(kept_by) == name
    last = min(kept_by.last_day, 2_932_896)  # 9999-12-31
    on = kept_by.from_day(data.draw(st.integers(kept_by.first_day, last)))
    text = ixdtf.to_ixdtf(on, critical=critical)
    assert from_ixdtf(text) == on
    assert text.startswith(on.to_date().isoformat())


@given(st.text(alphabet="2027-08[]!u-ca=islmctvgreoy_ ", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    said = ""
    try:
        from_ixdtf(text, "ummalqura-kacst")
    except MiqatError as error:
        said = str(error)
    assert "\n" not in said


@pytest.mark.parametrize("name", ["islamic", "Islamic", "ISLAMIC", "islamic-rgsa", "ISLAMIC-RGSA"])
def test_no_calendar_is_meant_by_an_unreliable_name_in_any_letters(name: str) -> None:
    with pytest.raises(InvalidDate, match="names no calendar that programs agree on"):
        from_ixdtf(f"2027-02-08[u-ca={name}]")

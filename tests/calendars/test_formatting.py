"""Writing by patterns, and reading back just what was written."""

from __future__ import annotations

from datetime import date

import icu
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miqat import languages
from miqat.calendars import HijriDate, calendar, calendars, strptime
from miqat.calendars.text import formatting, parsing
from miqat.errors import InvalidDate, MiqatError, OutOfRange, UnknownName

RAMADAN = calendar("ummalqura").date(1448, 9, 1)  # Monday 8 February 2027

# Each fixes a date; together they hold every directive.
PATTERNS = (
    "%Y-%m-%d",
    "%F",
    "%-d %B %-Y",
    "%A %-d %b %Y",
    "%a, %d/%m/%Y %E",
    "%Y-%j",
    "%-j of %Y, weekday %u (%w)",
    "%d%m%Y",
    "%%%y %Y %B %-d",
    "%GF",
    "%-Gd %GB %-GY",
    "%Gd %Gb %GY: %A",
    "%GY/%Gj",
    "%F = %GF",
)

# A computed calendar takes its time when it is first asked.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

any_language = st.sampled_from(languages.language_codes())
any_calendar = st.sampled_from(calendars())
any_pattern = st.sampled_from(PATTERNS)


@st.composite
def dates(draw: st.DrawFn) -> HijriDate:
    kept_by = draw(any_calendar)
    return kept_by.from_day(draw(st.integers(kept_by.first_day, kept_by.last_day)))


@patient
@given(dates(), any_pattern, any_language, st.sampled_from([None, "native", "latn"]))
def test_what_is_written_is_read_back(
    on: HijriDate, pattern: str, language: str, digits: str | None
) -> None:
    text = on.strftime(pattern, language, digits)
    assert strptime(text, pattern, on.calendar, language) == on


@patient
@given(dates(), any_language, st.booleans(), st.booleans())
def test_a_long_form_is_read_back(
    on: HijriDate, language: str, weekday: bool, isolate: bool
) -> None:
    text = on.format(language, weekday=weekday, isolate=isolate)
    words = languages.language(language).calendar(on.calendar.month_names)
    pattern = words.full if weekday else None
    assert on.calendar.parse(text, pattern, language) == on


@given(
    st.sampled_from(PATTERNS),
    any_language,
    st.text(alphabet="0123456789۱۲١٢ -/ISarm%", max_size=24),
)
def test_any_text_is_read_or_refused_with_one_line(pattern: str, language: str, text: str) -> None:
    found, said = None, ""
    try:
        found = strptime(text, pattern, "ummalqura", language)
    except (InvalidDate, OutOfRange) as error:
        said = str(error)
    assert "\n" not in said
    if found is not None:
        written = {
            found.strftime(pattern, language, digits)
            for digits in languages.language(language).digit_sets()
        }
        assert text in written


@pytest.mark.parametrize("code", ["ar", "fa", "tr", "ur", "bn", "id", "ru", "zh", "kk", "sq"])
@pytest.mark.parametrize("month", [1, 3, 6, 9, 12])
def test_the_long_form_of_any_month_is_that_of_icu(code: str, month: int) -> None:
    on = calendar("ummalqura-kacst").date(1450, month, 17)
    form = icu.DateFormat.createDateInstance(
        icu.DateFormat.kLong, icu.Locale(f"{code}@calendar=islamic-umalqura")
    )
    form.setTimeZone(icu.TimeZone.getGMT())
    theirs = str(form.format(86_400.0 * on.day_number))
    for wrong, right in (("যুগ", "হিজরি"), ("ر بیع", "ربیع")):  # the page on names says why
        theirs = theirs.replace(wrong, right)
    assert on.format(code) == theirs


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        # What `datetime.date.strftime` of the standard library writes of 2027-02-08.
        ("%GY-%Gm-%Gd %Gj", date(2027, 2, 8).strftime("%Y-%m-%d %j")),
        ("%u %w %A %a", date(2027, 2, 8).strftime("%u %w %A %a")),
        ("%GB %Gb", date(2027, 2, 8).strftime("%B %b")),
        # Months 1 to 8 of 1448 have 237 days: 1 Muharram is 2026-06-16 (ummulqura.org.sa).
        ("%j", f"{(date(2027, 2, 8) - date(2026, 6, 16)).days + 1:03d}"),
        ("%Y %y %m %d %E", "1448 48 09 01 AH"),
        ("%-Y %-m %-d", "1448 9 1"),
        ("%%F %% 100%%", "%F % 100%"),
        ("", ""),
        ("رمضان", "رمضان"),
    ],
)
def test_directives(pattern: str, expected: str) -> None:
    assert RAMADAN.strftime(pattern) == expected


def test_a_format_spec_is_a_pattern() -> None:
    assert f"{RAMADAN:%-d %B %Y}" == "1 Ramadan 1448"
    assert f"{RAMADAN}" == "1448-09-01"


def test_digits_may_be_chosen() -> None:
    assert RAMADAN.strftime("%F", "ar") == "1448-09-01"  # CLDR 48: ar has latn
    assert RAMADAN.strftime("%F", "ar-EG") == "١٤٤٨-٠٩-٠١"
    assert RAMADAN.strftime("%F", "ar", "native") == "١٤٤٨-٠٩-٠١"
    assert RAMADAN.strftime("%F", "fa", "latn") == "1448-09-01"
    assert RAMADAN.strftime("%F", "en", "beng") == "১৪৪৮-০৯-০১"
    with pytest.raises(UnknownName, match="unknown digits 'roman'"):
        RAMADAN.strftime("%F", "en", "roman")


def test_years_of_other_lengths() -> None:
    early = calendar("islamic-civil").date(7, 1, 2)
    assert early.strftime("%Y %-Y %y") == "0007 7 07"
    assert strptime("2/1/7", "%-d/%-m/%-Y", "islamic-civil") == early
    with pytest.raises(InvalidDate, match="a year was expected"):
        strptime("2/1/7", "%-d/%-m/%Y", "islamic-civil")


@pytest.mark.parametrize(
    "pattern", ["%Q", "%", "abc %", "%-", "%-B", "%G", "%GA", "%GE", "%--d", "%e"]
)
def test_an_unknown_directive_is_named(pattern: str) -> None:
    with pytest.raises(InvalidDate, match="unknown directive '%"):
        RAMADAN.strftime(pattern)
    with pytest.raises(InvalidDate, match="unknown directive '%"):
        strptime("1", pattern, "ummalqura")


@pytest.mark.parametrize(
    ("text", "pattern", "language", "complaint"),
    [
        ("Friday 1 Ramadan 1448", "%A %-d %B %Y", "en", "'Friday' at character 1 .* 'Monday'"),
        ("1 Ramzan 1448", "%-d %B %Y", "en", "at character 3, before 'Ramzan 1448', the name of a"),
        ("1 ramadan 1448", "%-d %B %Y", "en", "before 'ramadan 1448'"),
        ("1 Ramadan 1448 AH", "%-d %B %Y", "en", "before ' AH', the end was expected"),
        ("1 Ramadan", "%-d %B %Y", "en", "at its end ' ' was expected"),
        ("01 Ramadan 1448", "%-d %B %Y", "en", "has '1' for %-d"),
        ("1 Ramadan 1448", "%d %B %Y", "en", "at character 1, .* a day was expected"),
        ("1448-09-30", "%F", "en", "no day 30 in 1448-09 of ummalqura"),
        ("1448-13-01", "%F", "en", "month 13"),
        ("۱۴۴۸-09-۰۱", "%F", "fa", "before '09-۰۱'"),
        ("١٤٤٨-٠٩-٠١", "%F", "fa", "a year was expected"),  # Arabic digits are not Persian ones
        ("1448-09-01 = 2027-02-09", "%F = %GF", "en", "'09' .* '08' for %Gd"),
        ("1448-09-01 in 10", "%F in %m", "en", "before '10', a month that agrees with the rest"),
        ("2027-02-30", "%GF", "en", "no day 30 in 2027-02"),
        ("1448 48", "%Y %y", "en", "does not fix a date"),
        ("48-09-01", "%y-%m-%d", "en", "does not fix a date"),
        ("1111448", "%-d%-m%Y", "en", "ambiguous: it may be 1448-0?1+-"),
        ("1448-360", "%Y-%j", "en", "'1448' at character 1 .* is not of 1449-01"),
        ("", "%F", "en", "at its end a year was expected"),
        ("1" * 5000, "%Y%m%d", "en", "was expected"),
    ],
)  # fmt: skip
def test_what_is_not_written_so_is_refused(
    text: str, pattern: str, language: str, complaint: str
) -> None:
    with pytest.raises(InvalidDate, match=complaint):
        strptime(text, pattern, "ummalqura", language)


def test_a_date_outside_its_calendar_is_refused() -> None:
    with pytest.raises(OutOfRange, match="outside ummalqura"):
        strptime("1300-01-01", "%F", "ummalqura")
    with pytest.raises(OutOfRange, match="outside ummalqura"):
        strptime("1800-01-01", "%GF", "ummalqura")


def test_a_pattern_too_long_to_be_meant_is_refused() -> None:
    with pytest.raises(InvalidDate, match="parts"):
        strptime("1448-09-01", "%F" * 50, "ummalqura")


def test_names_may_come_decomposed() -> None:
    # Unicode canonical equivalence: ę as e and U+0328, and a Persian he with hamza above.
    text = "8 فوریهٔ 2027".replace("هٔ", "ه\u0654")
    assert strptime(text, "%-Gd %GB %GY", "ummalqura", "fa") == RAMADAN


def test_a_calendar_parses() -> None:
    kept = calendar("ummalqura")
    assert kept.parse("1448-09-01") == RAMADAN
    assert kept.parse("1 Ramadan 1448", "%-d %B %Y") == RAMADAN
    assert kept.parse("۱ رمضان ۱۴۴۸ ه‍.ق.", language="fa") == RAMADAN
    assert kept.parse("\u2067۱ رمضان ۱۴۴۸ ه‍.ق.\u2069", language="fa") == RAMADAN
    assert parsing.read("Hicri 1 Ramazan 1448", "ummalqura", None, "tr") == RAMADAN
    with pytest.raises(MiqatError, match="unknown language"):
        kept.parse("1 Ramadan 1448", language="xx")


def test_isolates_set_the_direction() -> None:
    assert RAMADAN.format("fa", isolate=True) == f"\u2067{RAMADAN.format('fa')}\u2069"
    assert RAMADAN.format("tr", isolate=True) == f"\u2066{RAMADAN.format('tr')}\u2069"


def test_a_language_object_will_do() -> None:
    spoken = languages.language("de")
    assert formatting.strftime(RAMADAN, "%A", spoken) == "Montag"
    assert formatting.long_form(RAMADAN, spoken) == "1. Ramadan 1448 AH"

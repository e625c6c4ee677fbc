"""Build the names of every language: `python -m tools.build_names`.

The names come from Unicode CLDR by way of its npm packages, which npm fetches into a
temporary folder. `tools/names_overrides.toml` replaces what CLDR has wrong, each time with
the flaw and the source; CLDR's date patterns are written with our own directives.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "src" / "miqat" / "data"
OVERRIDES = Path(__file__).with_name("names_overrides.toml")
COMMAND = "python -m tools.build_names"
LICENCE = "Unicode-3.0, copyright Unicode, Inc."

LANGUAGES = (
    "ar", "az", "bn", "bs", "ckb", "de", "en", "es", "fa", "fr", "ha", "hi", "id", "kk", "ku",
    "ms", "ps", "ru", "so", "sq", "sw", "tr", "ur", "uz", "zh",
)  # fmt: skip

# The last release that each package had; that of the solar months is older.
PACKAGES = {
    "cldr-core": "48.2.0",
    "cldr-cal-islamic-full": "48.2.0",
    "cldr-cal-persian-full": "46.1.0",
    "cldr-dates-full": "48.2.0",
    "cldr-numbers-full": "48.2.0",
    "cldr-localenames-full": "48.2.0",
    "cldr-misc-full": "48.2.0",
}

# The calendars of a language: CLDR's id, its package and what names count as not translated.
CALENDARS = {
    "islamic": "cldr-cal-islamic-full",
    "persian": "cldr-cal-persian-full",
    "gregorian": "cldr-dates-full",
}

# CLDR's weeks begin on Sunday, ours on Monday.
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# CLDR's pattern letters (UTS 35, Date Field Symbol Table) and our directives.
_DIRECTIVES = {
    "EEEE": "%A", "d": "%-d", "dd": "%d", "MMMM": "%B", "MMM": "%b", "M": "%-m", "y": "%-Y",
    "G": "%E",
}  # fmt: skip
_PATTERN = re.compile(r"'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+")

# ISO 3166-1 leaves these to its users; XK is in common use for Kosovo.
_USER_ASSIGNED = re.compile("AA|Q[M-Z]|X[A-JL-Z]|ZZ")

# The package of the names of regions, of which the files of languages have nothing.
_REGION_NAMES = "cldr-localenames-full"
# Regions that CLDR's short form names without a state, or by the name in use.
_SHORT_NAMES = ("HK", "MM", "MO", "PS")

Json = dict[str, Any]


@dataclass(frozen=True)
class Cldr:
    """The packages as npm has them, each a tar file."""

    folder: Path

    @classmethod
    def fetch(cls, folder: Path) -> Cldr:
        """Let npm fetch the packages into a folder."""
        if shutil.which("npm") is None:
            sys.exit("npm is not installed: it fetches CLDR, which the names come from")
        wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
        subprocess.run(["npm", "pack", "--silent", *wanted], cwd=folder, check=True)
        return cls(folder)

    def read(self, package: str, *members: str) -> list[Json]:
        """Return JSON files of a package, read in one pass."""
        wanted = {f"package/{member}": member for member in members}
        found: dict[str, Json] = {}
        path = self.folder / f"{package}-{PACKAGES[package]}.tgz"
        with tarfile.open(path) as archive:
            for entry in archive:
                if entry.name in wanted and (file := archive.extractfile(entry)) is not None:
                    found[wanted[entry.name]] = json.load(file)
        return [found[member] for member in members]

    def locales(self, package: str, file: str) -> dict[str, Json]:
        """Return one file of every locale of our languages, and of the root "und"."""
        found = {}
        path = self.folder / f"{package}-{PACKAGES[package]}.tgz"
        with tarfile.open(path) as archive:
            for entry in archive:
                _, _, member = entry.name.partition("package/main/")
                locale, _, name = member.partition("/")
                ours = locale.split("-")[0] in (*LANGUAGES, "und")
                if ours and name == file and (opened := archive.extractfile(entry)) is not None:
                    found[locale] = json.load(opened)["main"][locale]
        return found


def directives(pattern: str) -> str:
    """Return a CLDR date pattern with our directives; a letter that has none is an error."""
    written = []
    for match in _PATTERN.finditer(pattern):
        quoted, letter = match[1], match[2]
        if quoted is not None:
            written.append(quoted.replace("%", "%%") or "'")
        elif letter is None:
            written.append(match[0].replace("%", "%%"))
        else:
            written.append(_DIRECTIVES[match[0]])
    return "".join(written)


def calendar_names(data: Json, root: Json, general: Json, name: str, *, is_english: bool) -> Json:
    """Return months, short months where they are the language's own, era and long forms.

    `general` is the Gregorian calendar of the language, whose weekdays serve the others.
    """
    found, untranslated = (entry["dates"]["calendars"][name] for entry in (data, root))
    months = list(found["months"]["format"]["wide"].values())
    short = list(found["months"]["format"]["abbreviated"].values())
    not_own = not is_english and short == list(
        untranslated["months"]["format"]["abbreviated"].values()
    )
    names: Json = {"months": months}
    # The root's are abbreviations of its own English; and two alike could not be read back.
    if short != months and not not_own and len(set(short)) == len(short):
        names["months_short"] = short
    if name != "gregorian":
        names["era"] = found["eras"]["eraAbbr"]["0"]
    weekdays = found["days"]["format"]["wide"]
    if weekdays != general["days"]["format"]["wide"]:  # Indonesian has a Hijri Sunday
        names["weekdays"] = [weekdays[day] for day in _WEEKDAYS]
    names["long"] = directives(found["dateFormats"]["long"])
    names["full"] = directives(found["dateFormats"]["full"])
    return names


def language_names(cldr: dict[str, dict[str, Json]], code: str) -> Json:
    """Return all that CLDR has for a language, before overrides."""
    gregorian = cldr["gregorian"][code]["dates"]["calendars"]["gregorian"]
    days = gregorian["days"]["format"]
    numbers = {
        locale: entry["numbers"]
        for locale, entry in cldr["numbers"].items()
        if re.fullmatch(rf"{code}(-[A-Z]{{2}})?", locale)
    }
    own = numbers[code]["defaultNumberingSystem"]
    orientation = cldr["layout"][code]["layout"]["orientation"]["characterOrder"]
    regions: dict[str, list[str]] = {}
    for locale, entry in sorted(numbers.items()):
        if entry["defaultNumberingSystem"] != own:
            regions.setdefault(entry["defaultNumberingSystem"], []).append(locale[-2:])
    names: Json = {
        "direction": {"right-to-left": "rtl", "left-to-right": "ltr"}[orientation],
        "digits": own,
        "native_digits": numbers[code]["otherNumberingSystems"]["native"],
        "weekdays": [days["wide"][day] for day in _WEEKDAYS],
    }
    if names["native_digits"] == "hanidec":  # no digits of dates: years alone, in literary style
        names["native_digits"] = own
    short = [days["abbreviated"][day] for day in _WEEKDAYS]
    if short != names["weekdays"] and len(set(short)) == 7:
        names["weekdays_short"] = short
    if regions:
        names["digits_by_region"] = regions
    for name in CALENDARS:
        names[name] = calendar_names(
            cldr[name][code], cldr[name]["und"], gregorian, name, is_english=code == "en"
        )
    return names


def overridden(names: Json, changes: list[Json]) -> list[str]:
    """Apply overrides to the names in place; return a line of comment for each.

    An override says what it replaces: one that CLDR has mended meanwhile stops the build.
    """
    notes = []
    for change in changes:
        *tables, last = change["key"].split(".")
        target = names
        for table in tables:
            target = target[table]
        if "index" in change:
            target, last = target[last], change["index"] - 1
        if "now" not in change:
            del target[last]
        elif target[last] == change["was"]:
            target[last] = change["now"]
        else:
            sys.exit(f"CLDR has {target[last]!r} for {change['key']}, not {change['was']!r}")
        where = change["key"] + (f" {change['index']}" if "index" in change else "")
        notes.append(f"override of {where}: {change['flaw']}; from {change['source']}")
    return notes


def toml(names: Json, notes: list[str]) -> str:
    """Return the text of a language's file."""
    packages = ", ".join(
        f"{name} {version}" for name, version in PACKAGES.items() if name != _REGION_NAMES
    )
    lines = [
        f"# source: Unicode CLDR through npm {packages}",
        f"# licence: {LICENCE}",
        f"# built by: {COMMAND}",
        *(f"# {note}" for note in notes),
    ]
    tables = {key: value for key, value in names.items() if isinstance(value, dict)}
    lines += [f"{key} = {_value(names[key])}" for key in names if key not in tables]
    for key, table in tables.items():
        lines += ["", f"[{key}]", *(f"{name} = {_value(value)}" for name, value in table.items())]
    return "\n".join(lines) + "\n"


def _value(value: str | list[str]) -> str:
    # JSON strings are TOML strings; invisible characters are shown by their codes.
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(r"[\u200b-\u200f\u202f\u2066-\u2069]", lambda m: f"\\u{ord(m[0]):04x}", text)


def numbering(cldr: Cldr, used: set[str]) -> str:
    """Return the file of digits."""
    (data,) = cldr.read("cldr-core", "supplemental/numberingSystems.json")
    systems = data["supplemental"]["numberingSystems"]
    header = [
        f"# source: Unicode CLDR through npm cldr-core {PACKAGES['cldr-core']}",
        f"# licence: {LICENCE}",
        f"# built by: {COMMAND}",
    ]
    lines = [f"{name} = {_value(systems[name]['_digits'])}" for name in sorted(used)]
    return "\n".join(header + lines) + "\n"


def region_codes(cldr: Cldr) -> list[str]:
    """Return the codes of regions that ISO 3166 has or had."""
    (data,) = cldr.read("cldr-core", "supplemental/codeMappings.json")
    return sorted(
        code for code, entry in data["supplemental"]["codeMappings"].items()
        if re.fullmatch("[A-Z]{2}", code)
        and "_numeric" in entry
        and not _USER_ASSIGNED.fullmatch(code)
    )  # fmt: skip


def regions(cldr: Cldr) -> str:
    """Return the file of region codes."""
    codes = region_codes(cldr)
    header = [
        f"# source: Unicode CLDR through npm cldr-core {PACKAGES['cldr-core']}",
        f"# licence: {LICENCE}",
        f"# built by: {COMMAND}",
    ]
    lines = [" ".join(codes[at : at + 24]) for at in range(0, len(codes), 24)]
    return "\n".join(header + lines) + "\n"


def region_names(cldr: Cldr) -> str:
    """Return the file of the English names of the regions, without those that are no more."""
    (data,) = cldr.read(_REGION_NAMES, "main/en/territories.json")
    names = data["main"]["en"]["localeDisplayNames"]["territories"]
    keys = {
        code: f"{code}-alt-short" if code in _SHORT_NAMES else code for code in region_codes(cldr)
    }
    header = [
        f"# source: Unicode CLDR through npm {_REGION_NAMES} {PACKAGES[_REGION_NAMES]}",
        f"# licence: {LICENCE}",
        f"# built by: {COMMAND}",
    ]
    lines = [f"{code} {names[key]}" for code, key in keys.items() if key in names]
    return "\n".join(header + lines) + "\n"


def build() -> dict[str, str]:
    """Return the text of every file, by its path under data/."""
    overrides = tomllib.loads(OVERRIDES.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        cldr = Cldr.fetch(Path(folder))
        read = {
            name: cldr.locales(package, f"ca-{name}.json") for name, package in CALENDARS.items()
        }
        read["numbers"] = cldr.locales("cldr-numbers-full", "numbers.json")
        read["layout"] = cldr.locales("cldr-misc-full", "layout.json")
        files = {}
        used: set[str] = set()
        for code in LANGUAGES:
            names = language_names(read, code)
            notes = overridden(names, overrides.get(code, []))
            files[f"names/{code}.toml"] = toml(names, notes)
            used |= {names["digits"], names["native_digits"], *names.get("digits_by_region", ())}
        files["digits.toml"] = numbering(cldr, used)
        files["regions.txt"] = regions(cldr)
        files["region_names.txt"] = region_names(cldr)
    return files


def main() -> None:
    """Write every file."""
    for name, text in build().items():
        (DATA / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(text.splitlines())} lines")


if __name__ == "__main__":
    main()

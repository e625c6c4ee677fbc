"""Build data/sky/delta_t.txt: TT - UT1 from Table S15.2020 and from the IERS.

Sources:
- Table S15.2020 of L. V. Morrison, F. R. Stephenson, C. Y. Hohenkerk and
  M. Zawilski, "Addendum 2020 to 'Measurement of the Earth's rotation: 720 BC to
  AD 2015'", Proc. R. Soc. A 477 (2021) 20200776, as the PyPI package skyfield
  (MIT) carries it: cubic splines over years.
- IERS EOP 20 C04 (1962 on) continued by the IERS Rapid Service's finals2000A
  with its predictions, as the PyPI package astropy-iers-data (BSD) carries them:
  UT1 - UTC, sampled here on every 30th day.
"""

from pathlib import Path

import astropy_iers_data
import erfa
import numpy as np
import skyfield
from numpy.typing import NDArray

# Standard error of Delta T in seconds by year: L. V. Morrison and F. R. Stephenson,
# "Historical values of the Earth's clock error Delta T", J. Hist. Astron. 35 (2004) 327,
# table 1 (0.8 u^2 before 1200, u in centuries from 1820; "less than 1" taken as 1).
STANDARD_ERRORS = {
    0: 260, 100: 240, 200: 210, 300: 180, 400: 160, 500: 140, 600: 120, 700: 100, 800: 80,
    900: 70, 1000: 55, 1100: 40, 1200: 30, 1300: 20, 1600: 20, 1700: 5, 1750: 2, 1800: 1,
    1900: 1, 1950: 0.1, 1972: 0.001,
}  # fmt: skip

TARGET = Path(__file__).parent.parent / "src/miqat/data/sky/delta_t.txt"
MJD_OF_DAY_0 = 40587
FIRST_DAY = 730  # 1972-01-01: before it UTC had another length of second
STEP = 30


def main() -> None:
    """Write the table."""
    days, delta_t, measured_to = iers_delta_t()
    lines = [
        "# TT - UT1 in seconds. Built by: python -m tools.build_delta_t",
        "# Splines: Table S15.2020, Morrison et al. 2021, Proc. R. Soc. A 477, 20200776,",
        f"#   through skyfield {skyfield.__version__} (MIT).",
        "#   spline  first year  last year  a3 a2 a1 a0 in t = (year - first)/(last - first)",
        "# IERS: EOP 20 C04 and finals2000A,",
        f"#   through astropy-iers-data {astropy_iers_data.__version__} (BSD).",
        "#   iers  day since 1970-01-01  TT - UT1",
        "# Standard errors: Morrison and Stephenson 2004, J. Hist. Astron. 35, 327, table 1.",
        "#   error  year  seconds",
        f"measured-to {measured_to}",
    ]
    spline_file = Path(skyfield.__file__).parent / "data/delta_t.npz"
    splines = np.load(spline_file)["Table-S15.2020.txt"].T
    lines += ["spline " + " ".join(f"{value:.10g}" for value in row) for row in splines]
    lines += [f"error {year} {error}" for year, error in STANDARD_ERRORS.items()]
    lines += [f"iers {day} {value:.4f}" for day, value in zip(days, delta_t, strict=True)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(days)} IERS values, the last measured on day {measured_to}")


def iers_delta_t() -> tuple[NDArray[np.int64], NDArray[np.float64], int]:
    """Return days since 1970, TT - UT1 in seconds, and the last day that was measured."""
    measured = read_columns(Path(astropy_iers_data.IERS_B_FILE))
    rapid, last_rapid = read_finals(Path(astropy_iers_data.IERS_A_FILE))
    last_final = max(measured)
    ut1_utc = measured | {mjd: value for mjd, value in rapid.items() if mjd > last_final}
    mjd = np.array(sorted(ut1_utc))
    days = mjd - MJD_OF_DAY_0
    chosen = (days >= FIRST_DAY) & ((days - FIRST_DAY) % STEP == 0)
    days = days[chosen]
    values = np.array([ut1_utc[int(m)] for m in mjd[chosen]])
    return days, tt_minus_utc(days) - values, last_rapid - MJD_OF_DAY_0


def tt_minus_utc(days: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return TT - UTC in seconds from the leap seconds ERFA knows."""
    table = erfa.leap_seconds.get()
    steps = np.array(
        [(np.datetime64(f"{row['year']}-{row['month']:02d}-01", "D").astype(int)) for row in table]
    )
    index = np.searchsorted(steps, days, side="right") - 1
    result: NDArray[np.float64] = table["tai_utc"][index] + 32.184
    return result


def read_columns(path: Path) -> dict[int, float]:
    """Read UT1 - UTC by MJD from an EOP C04 file of white-space columns."""
    values = {}
    for line in path.read_text(encoding="ascii").splitlines():
        fields = line.split()
        if fields and fields[0].isdigit() and len(fields[0]) == 4:
            values[int(float(fields[4]))] = float(fields[7])
    return values


def read_finals(path: Path) -> tuple[dict[int, float], int]:
    """Read UT1 - UTC by MJD from finals2000A, and the last MJD that is not a prediction."""
    values = {}
    last_measured = 0
    for line in path.read_text(encoding="ascii").splitlines():
        if value := line[58:68].strip():
            mjd = int(float(line[7:15]))
            values[mjd] = float(value)
            if line[57] == "I":
                last_measured = mjd
    return values, last_measured


if __name__ == "__main__":
    main()

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miqat.sky import chebyshev
from miqat.sky.chebyshev import Piece
from miqat.sky.ephemeris import geometric_vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FOLDER = Path(chebyshev.__file__).parents[1] / "data/sky"
BUILDER = Path(__file__).parents[2] / "tools/build_ephemeris.py"
ARCSEC = np.degrees(1.0) * 3600.0
BLOCK_BORDER = 64  # segments


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program that built the files; DE406 itself, of 178 MB, is not needed."""
    monkeypatch.setitem(sys.modules, "de406", ModuleType("de406"))
    spec = importlib.util.spec_from_file_location("builder_of_the_ephemeris", BUILDER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(folder: Path, name: str, packed: NDArray[np.uint8], widths: tuple[int, ...]) -> Piece:
    """Write packed coefficients and return the piece that reads them, in km, 2 days a segment."""
    file = folder / f"{name}.npy"
    np.save(file, packed)
    return Piece(str(file), "moon", "none", -100, -100 + 2 * len(packed), 2, 1.0, widths)


def decoded(piece: Piece, segments: int) -> NDArray[np.int64]:
    """Return the coefficients that a piece reads, as the builder has them."""
    blocks = range(0, segments, BLOCK_BORDER)
    read = np.concatenate([chebyshev._block(piece, n // BLOCK_BORDER) for n in blocks])
    return np.asarray((read / piece.step_km).transpose(0, 2, 1))


def test_the_files_are_described_and_small() -> None:
    rows = tomllib.loads((FOLDER / "ephemeris.toml").read_text("utf-8"))["piece"]
    files = {path.name for path in FOLDER.glob("*.npy")}
    assert {row["file"] for row in rows} == files
    assert sum((FOLDER / file).stat().st_size for file in files) <= 6_000_000
    for row in rows:
        assert set(row) == set(Piece._fields)
        packed = np.load(FOLDER / row["file"], mmap_mode="r")
        segments, rest = divmod(row["last_day"] - row["first_day"], row["segment_days"])
        assert rest == 0
        assert packed.dtype == np.uint8
        assert packed.shape == (segments, 3 * sum(row["widths"]))
    for body in ("sun", "moon"):
        spans = [(p.first_day, p.last_day) for p in chebyshev.pieces() if p.body == body]
        assert [p.source for p in chebyshev.pieces() if p.body == body] == ["DE406", "DE440"]
        assert spans[0][1] == spans[1][0]
        wanted = np.array(["0600-01-01", "2650-01-01"], dtype="datetime64[D]").astype(np.int64)
        assert spans[0][0] <= wanted[0]
        assert spans[1][1] >= wanted[1]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=6),
    st.integers(1, 70),
    st.integers(0, 2**32 - 1),
)
def test_what_is_packed_is_read_again(
    builder: Any, tmp_path: Path, widths: list[int], segments: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    coefficients = np.empty((segments, 3, len(widths)), dtype=np.int64)
    for order, width in enumerate(widths):
        most = 2 ** (8 * width - 1) - 1
        coefficients[:, :, order] = random.integers(-most, most + 1, (segments, 3))
        # The largest and smallest that fit, and -1, which is all ones.
        coefficients[0, :, order] = most, -most, -1
    packed, used = builder.pack(coefficients)
    assert used == tuple(widths)
    piece = written(tmp_path, f"{seed}-{segments}-{widths}", packed, used)
    assert (decoded(piece, segments) == coefficients).all()


@pytest.mark.parametrize(
    ("top", "width"),
    # Two's complement: a byte holds -128 to 127 and so on.
    [(0, 1), (1, 1), (127, 1), (128, 2), (32_767, 2), (32_768, 3), (2**23 - 1, 3), (2**23, 4),
     (2**31 - 1, 4), (2**31, 5)],
)  # fmt: skip
@pytest.mark.parametrize("sign", [-1, 1])
def test_widths_are_as_small_as_they_can_be(
    builder: Any, tmp_path: Path, top: int, width: int, sign: int
) -> None:
    coefficients = np.zeros((2, 3, 1), dtype=np.int64)
    coefficients[1, 2, 0] = sign * top
    packed, used = builder.pack(coefficients)
    assert used == (width,)
    piece = written(tmp_path, "one", packed, used)
    assert (decoded(piece, 2) == coefficients).all()


def test_series_are_summed_as_numpy_sums_them(builder: Any, tmp_path: Path) -> None:
    random = np.random.default_rng(71)
    segments = 3 * BLOCK_BORDER + 5
    coefficients = random.integers(-100_000, 100_000, (segments, 3, 9))
    piece = written(tmp_path, "series", *builder.pack(coefficients))
    inside = random.uniform(piece.first_day, piece.last_day, 500)
    borders = piece.first_day + 2.0 * np.arange(segments)
    tt = random.permutation(np.concatenate([inside, borders, [float(piece.last_day)]]))
    position = (tt - piece.first_day) / 2.0
    segment = np.minimum(np.floor(position).astype(int), segments - 1)
    x = 2.0 * (position - segment) - 1.0
    series = np.moveaxis(coefficients[segment], -1, 0).astype(float)
    expected = np.polynomial.chebyshev.chebval(x[:, np.newaxis], series, tensor=False)
    assert np.abs(piece.evaluate(tt) - expected).max() < 1e-3
    assert (piece.evaluate(tt[:1]) == piece.evaluate(tt)[:1]).all()
    assert piece.evaluate(np.empty(0)).shape == (0, 3)


@pytest.mark.parametrize("body", ["sun", "moon"])
def test_borders_of_segments_and_blocks_are_no_edges(body: str) -> None:
    bound = {"sun": 0.05, "moon": 0.15}[body]
    (piece,) = (p for p in chebyshev.pieces() if p.body == body and p.source == "DE440")
    segments = (piece.last_day - piece.first_day) // piece.segment_days
    border = piece.first_day + piece.segment_days * np.arange(1.0, segments)
    source = geometric_vector(body, border, "de440")  # type: ignore[arg-type]
    distance = np.linalg.norm(source, axis=-1)
    for side in (-1e-7, 0.0, 1e-7):  # 10 ms, 10 m of Moon
        found = piece.evaluate(border + side)
        assert (np.linalg.norm(found - source, axis=-1) / distance).max() * ARCSEC < bound
    ends = np.array([piece.first_day, piece.last_day], dtype=np.float64)
    at_ends = geometric_vector(body, ends, "de440")  # type: ignore[arg-type]
    gap = np.linalg.norm(piece.evaluate(ends) - at_ends, axis=-1)
    assert (gap / np.linalg.norm(at_ends, axis=-1)).max() * ARCSEC < bound


@pytest.mark.parametrize("body", ["sun", "moon"])
def test_the_order_of_instants_changes_nothing(body: str) -> None:
    random = np.random.default_rng(72)
    for piece in (p for p in chebyshev.pieces() if p.body == body):
        tt = np.sort(random.uniform(piece.first_day, piece.last_day, 2000))
        mixed = random.permutation(2000)
        assert (piece.evaluate(tt)[mixed] == piece.evaluate(tt[mixed])).all()
    tt = random.uniform(-500_000.0, 248_000.0, 2000)  # both pieces at once
    together = geometric_vector(body, tt)  # type: ignore[arg-type]
    alone = np.array([geometric_vector(body, one) for one in tt[:50]])  # type: ignore[arg-type]
    assert np.abs(together[:50] - alone).max() < 1e-6


@pytest.mark.parametrize("body", ["sun", "moon"])
def test_the_builder_still_makes_what_is_shipped(builder: Any, body: str) -> None:
    kernel_source = {
        "moon": lambda jd: geometric_vector("moon", jd - 2440587.5, "de440").T,
        "sun": lambda jd: geometric_vector("sun", jd - 2440587.5, "de440").T,
    }[body]
    (piece,) = (p for p in chebyshev.pieces() if p.body == body and p.source == "DE440")
    (plan,) = (p for p in builder.PIECES if p.body == body and p.source == "DE440")
    assert (plan.first_day, plan.last_day) == (piece.first_day, piece.last_day)
    assert (plan.segment_days, plan.step) == (piece.segment_days, piece.step_km)
    first = 7 * BLOCK_BORDER
    start = piece.first_day + first * piece.segment_days
    some = plan._replace(first_day=start, last_day=start + 50 * piece.segment_days)
    rebuilt = builder.fit(kernel_source, some)
    shipped = np.rint(decoded(piece, first + BLOCK_BORDER)[first : first + 50])
    # Another machine's cosine may round one of them to the other side.
    assert np.abs(rebuilt - shipped).max() <= 1

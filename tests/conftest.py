from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator


# How long an example takes is the machine's affair: benchmarks are elsewhere.
# Examples are new ones every time, but under CI the same: what it finds can be found again.
settings.register_profile(
    "miqat", max_examples=50, deadline=None, derandomize=os.environ.get("CI") == "true"
)
settings.load_profile("miqat")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that slow.txt lists as slow."""
    lines = Path(__file__).with_name("slow.txt").read_text("utf-8").splitlines()
    slow = {line for line in lines if not line.startswith("#")}
    for item in items:
        if item.nodeid.partition("[")[0] in slow:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def _no_store_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the announcements of whoever runs the tests out of them, and theirs out of his."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIQAT_STORE", str(tmp_path_factory.mktemp("store") / "none.sqlite"))
        yield


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference data: MIQAT_REFERENCE, or ../shared/reference beside the project.

    Where it is absent the test is skipped, with a word; under CI=true it fails.
    """
    beside = Path(__file__).resolve().parents[2] / "shared" / "reference"
    folder = Path(os.environ.get("MIQAT_REFERENCE", beside))
    if not folder.is_dir():
        message = f"no reference data in {folder}: set MIQAT_REFERENCE"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder

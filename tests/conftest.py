from __future__ import annotations

import os
from pathlib import Path

import pytest


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

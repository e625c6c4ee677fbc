from __future__ import annotations

from tests.authorities.conftest import postgresql

__all__ = ["postgresql"]

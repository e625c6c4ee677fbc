from __future__ import annotations

collect_ignore = ["libical_reader.py"]

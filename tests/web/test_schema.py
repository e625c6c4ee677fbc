"""The OpenAPI document against the server: no 500, no answer that the document does not have."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from miqat.web.app import create

# A name that is unknown, a date outside a calendar, a list that is too long for an address.
_WELL_FORMED = ["2xx", "3xx", 404, 413, 414, 422, 503]
_CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 1448,
        "checks": {
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "3xx", 404, 413, 414, 422, 503]
            }
        },
    }
)
_SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", create(), config=_CONFIG)
_EXAMPLES = 4


@pytest.mark.filterwarnings("ignore")
@_SCHEMA.parametrize()
@settings(
    max_examples=_EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_server_answers_as_its_document_says(case: Any) -> None:
    case.call_and_validate()

"""Observances: rules on a calendar, which an authority's months turn into dates."""

from miqat.observances.catalogue import Observance, Occurrence, observance, observances, upcoming
from miqat.observances.rules import Rule, Span, parse_rule

__all__ = [
    "Observance",
    "Occurrence",
    "Rule",
    "Span",
    "observance",
    "observances",
    "parse_rule",
    "upcoming",
]

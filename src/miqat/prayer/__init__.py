"""Prayer and fasting times of any place by the method of any authority."""

from miqat.prayer.compute import times, timetables
from miqat.prayer.day_times import Absent, Time, Times
from miqat.prayer.engine.sun import Provenance
from miqat.prayer.fasting import eid_windows, fasting_days, makruh
from miqat.prayer.methods.by_country import DefaultMethod, default_method
from miqat.prayer.methods.load import DEFAULT_METHOD, method, method_ids, read_method, with_changes
from miqat.prayer.methods.model import ALL_TIMES, PRAYERS, TIMES, Method
from miqat.prayer.reference_point import method_for
from miqat.prayer.timetable import Timetable

__all__ = [
    "ALL_TIMES",
    "DEFAULT_METHOD",
    "PRAYERS",
    "TIMES",
    "Absent",
    "DefaultMethod",
    "Method",
    "Provenance",
    "Time",
    "Times",
    "Timetable",
    "default_method",
    "eid_windows",
    "fasting_days",
    "makruh",
    "method",
    "method_for",
    "method_ids",
    "read_method",
    "times",
    "timetables",
    "with_changes",
]


def __dir__() -> list[str]:
    return __all__

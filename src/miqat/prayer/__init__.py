"""Prayer and fasting times of any place by the method of any authority."""

from miqat.prayer.defaults import default_method
from miqat.prayer.fast import eid_windows, fasts
from miqat.prayer.methods import PRAYERS, TIMES, Method
from miqat.prayer.reading import DEFAULT_METHOD, derived, method, method_ids, read_method
from miqat.prayer.sun import How
from miqat.prayer.timetable import Absent, Time, Times, Timetable, times, timetables

__all__ = [
    "DEFAULT_METHOD",
    "PRAYERS",
    "TIMES",
    "Absent",
    "How",
    "Method",
    "Time",
    "Times",
    "Timetable",
    "default_method",
    "derived",
    "eid_windows",
    "fasts",
    "method",
    "method_ids",
    "read_method",
    "times",
    "timetables",
]

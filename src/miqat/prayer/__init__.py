"""Prayer and fasting times of any place by the method of any authority."""

from miqat.prayer.methods import DEFAULT_METHOD, Method, method, method_ids
from miqat.prayer.timetable import PRAYERS, TIMES, Absent, Time, Times, Timetable, times

__all__ = [
    "DEFAULT_METHOD",
    "PRAYERS",
    "TIMES",
    "Absent",
    "Method",
    "Time",
    "Times",
    "Timetable",
    "method",
    "method_ids",
    "times",
]

"""A community's own file: its congregations, its Fridays, its events and its table."""

from miqat.community.events import CommunityEvent, community_event
from miqat.community.model import Community, Slot
from miqat.community.moments import Moment, Programme, programme
from miqat.community.reader import read_communities

__all__ = [
    "Community",
    "CommunityEvent",
    "Moment",
    "Programme",
    "Slot",
    "community_event",
    "programme",
    "read_communities",
]


def __dir__() -> list[str]:
    return __all__

"""How many requests are served: per conversation, and more per address, behind which several people may be."""

from __future__ import annotations

import ipaddress
import math
import os
import time

from limits import RateLimitItem, parse_many
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

LIMIT_VARIABLE = "WEB_RATE_LIMIT"
STORAGE_VARIABLE = "WEB_RATE_LIMIT_STORAGE"
DEFAULT_LIMIT = "20/minute"
OFF = "off"
PEOPLE_BEHIND_AN_ADDRESS = 6
IPV6_PREFIX = 64  # what one connection usually gets; its addresses count as one


class RateLimitError(Exception):
    """The setting of the limit cannot be used; the text says what to do."""


class RateLimits:
    """Counts the requests of conversations and addresses in moving windows.

    A setting is a list such as `20/minute; 300/day`, or `off`. Raises RateLimitError for anything else.
    """

    def __init__(self, setting: str | None = None, storage: str | None = None) -> None:
        chosen = setting or os.environ.get(LIMIT_VARIABLE) or DEFAULT_LIMIT
        self._per_conversation = [] if chosen.strip().lower() == OFF else _limits(chosen)
        self._per_address = [_times(limit, PEOPLE_BEHIND_AN_ADDRESS) for limit in self._per_conversation]
        place = storage or os.environ.get(STORAGE_VARIABLE) or "memory://"
        self._storage = storage_from_string(place)  # kept, for the limiter only refers to it weakly
        self._limiter = MovingWindowRateLimiter(self._storage)

    def seconds_until_address(self, address: str) -> int:
        """Counts one request of an address; seconds until it may come again, 0 if it is within its limit."""
        return self._count(self._per_address, f"address {_network(address)}")

    def seconds_until_conversation(self, conversation: str) -> int:
        """Counts one request of a conversation; seconds until it may come again, 0 if it is within its limit."""
        return self._count(self._per_conversation, conversation)

    def _count(self, limits: list[RateLimitItem], who: str) -> int:
        full = [limit for limit in limits if not self._limiter.hit(limit, who)]
        free_again = [self._limiter.get_window_stats(limit, who)[0] - time.time() for limit in full]
        return max(1, math.ceil(max(free_again))) if full else 0


def _limits(setting: str) -> list[RateLimitItem]:
    try:
        return parse_many(setting)
    except ValueError as problem:
        raise RateLimitError(
            f"{LIMIT_VARIABLE}={setting} is not understood. Write for example 20/minute, or off."
        ) from problem


def _times(limit: RateLimitItem, factor: int) -> RateLimitItem:
    return type(limit)(limit.amount * factor, limit.multiples)


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False))
    return str(parsed)

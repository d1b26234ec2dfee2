"""The cache: Redis, and the memory of this process while Redis does not answer."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis
from redis.exceptions import RedisError

# How long Redis is left alone after a failure: pages do not wait for it one by one, and the log
# has one line a minute.
RETRY_S = 60
TIMEOUTS = {"socket_connect_timeout": 1.0, "socket_timeout": 1.0}

logger = logging.getLogger(__name__)


def _by_either(method: str) -> Callable[..., Any]:
    def call(cache: "RedisOrMemoryCache", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= cache.retry_at:
            try:
                return getattr(cache.redis, method)(*args, **kwargs)
            except cache.errors as error:
                type(cache).retry_at = time.monotonic() + RETRY_S
                logger.warning("Redis does not answer; memory for %s s (%s)", RETRY_S, error)
        return getattr(cache.memory, method)(*args, **kwargs)

    return call


class OneRedisClient(RedisCacheClient):
    """Django makes a client for each call, which costs as much as the call: one writes and one
    reads, threads too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clients: dict[bool, Redis] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        if write not in self.clients:
            self.clients[write] = super().get_client(key, write=write)
        return self.clients[write]


class RedisOrMemoryCache(BaseCache):
    """Redis, whose failures are never a visitor's; `redis` alone tells `/healthz` the truth."""

    errors = (OSError, RedisError)
    retry_at = 0.0  # by `time.monotonic`, of the whole process: there is one object per thread

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.redis = RedisCache(server, params | {"OPTIONS": TIMEOUTS | params.get("OPTIONS", {})})
        # Django names no other way to choose the client.
        self.redis._class = OneRedisClient  # type: ignore[attr-defined]
        self.memory = LocMemCache("redis-down", params | {"OPTIONS": {"MAX_ENTRIES": 2000}})

    add, get, set, touch = map(_by_either, ("add", "get", "set", "touch"))
    delete, incr, has_key, clear = map(_by_either, ("delete", "incr", "has_key", "clear"))
    get_many, set_many = map(_by_either, ("get_many", "set_many"))
    delete_many = _by_either("delete_many")

"""Redis down: pages answer, limits hold in the memory of the process, `/healthz` tells it."""

import logging
import socket

import pytest
from django.core.cache import cache, caches

from config.cache import RETRY_S, RedisOrMemoryCache
from config.health import start_heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def redis_down(settings, monkeypatch):
    """The service with a Redis that nobody answers for: a port just closed."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{closed.getsockname()[1]}/0"
    monkeypatch.setattr(RedisOrMemoryCache, "retry_at", 0.0)
    backend = f"{RedisOrMemoryCache.__module__}.{RedisOrMemoryCache.__qualname__}"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": url}}
    caches["default"].memory.clear()
    yield caches["default"]
    caches["default"].memory.clear()


def test_pages_answer_and_healthz_tells_it(client, redis_down):
    start_heartbeat()
    assert client.get("/").status_code == 200
    assert client.get("/comptes/connexion/").status_code == 200
    assert client.get("/api/v1/eligibility?lat=45.18&lon=5.72").status_code == 200
    response = client.get("/healthz")
    assert response.status_code == 503
    assert not response.json()["cache"]["ok"]
    assert response.json()["base_de_donnees"]["ok"]


def test_sign_in_stays_limited_by_each_process(client, redis_down):
    attempt = {"login": "personne@exemple.test", "password": "mauvais mot de passe"}
    texts = [client.post("/comptes/connexion/", attempt).text for _ in range(6)]
    assert "Trop d’essais" not in texts[4]
    assert "Trop d’essais" in texts[5]


def test_every_means_of_a_cache_works_without_redis(redis_down):
    assert cache.add("a", 1) is True
    assert cache.add("a", 2) is False
    cache.set_many({"b": 2, "c": 3})
    assert cache.get_many(["a", "b", "x"]) == {"a": 1, "b": 2}
    assert cache.incr("c") == 4
    assert cache.get_or_set("d", lambda: 5) == 5
    assert cache.touch("d")
    assert "d" in cache
    assert cache.delete("d")
    cache.delete_many(["b", "c"])
    assert cache.get("b") is None
    cache.clear()
    assert cache.get("a", "rien") == "rien"


def test_redis_is_tried_once_a_minute_and_the_log_says_it_once(redis_down, caplog, monkeypatch):
    moments = iter([100.0, 100.5, 101.0, 100.4 + RETRY_S, 100.5 + RETRY_S])
    tried = []
    monkeypatch.setattr("config.cache.time.monotonic", lambda: next(moments))
    monkeypatch.setattr(redis_down.redis, "get", lambda key: tried.append(key) or fail())

    def fail():
        raise ConnectionRefusedError

    with caplog.at_level(logging.WARNING):
        for key in ("first", "second", "third"):
            redis_down.get(key)
    assert tried == ["first"]
    assert len(caplog.records) == 1
    monkeypatch.setattr(redis_down.redis, "get", lambda key: "de Redis")
    assert redis_down.get("fourth") == "de Redis"

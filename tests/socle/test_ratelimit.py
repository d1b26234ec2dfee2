import pytest
from django.contrib.auth.models import AnonymousUser

from socle.ratelimit import allow, allow_together
from tests.communaute.comptes.factories import UserFactory

# Counts are in the cache.
pytestmark = pytest.mark.both_databases


def visitor(rf, address="192.0.2.1", **headers):
    request = rf.get("/", REMOTE_ADDR=address, headers=headers)
    request.user = AnonymousUser()
    return request


def tries(request, count, rate="3/m", action="essai"):
    return [allow(request, action=action, rate=rate) for _ in range(count)]


def test_the_limit_itself_is_allowed_and_one_more_is_not(rf):
    assert tries(visitor(rf), 4) == [True, True, True, False]


def test_each_action_and_each_visitor_has_its_own_count(rf):
    tries(visitor(rf), 3)
    assert tries(visitor(rf), 1, action="autre") == [True]
    assert tries(visitor(rf, "192.0.2.2"), 1) == [True]


def test_an_ipv6_visitor_is_its_whole_network(rf):
    tries(visitor(rf, "2001:db8:1:2::1"), 3)
    assert tries(visitor(rf, "2001:db8:1:2:ffff::9"), 1) == [False]
    assert tries(visitor(rf, "2001:db8:1:3::1"), 1) == [True]


def test_a_forged_forwarding_header_is_ignored_without_proxy(rf):
    for number in range(3):
        allow(
            visitor(rf, **{"x-forwarded-for": f"198.51.100.{number}"}), action="essai", rate="3/m"
        )
    assert tries(visitor(rf, **{"x-forwarded-for": "198.51.100.99"}), 1) == [False]


def test_behind_one_proxy_the_last_address_counts(rf, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    tries(visitor(rf, **{"x-forwarded-for": "203.0.113.5, 198.51.100.1"}), 3)
    assert tries(visitor(rf, **{"x-forwarded-for": "9.9.9.9, 198.51.100.1"}), 1) == [False]
    assert tries(visitor(rf, **{"x-forwarded-for": "203.0.113.5, 198.51.100.2"}), 1) == [True]


@pytest.mark.parametrize("start", [1_790_000_040.0, 1_790_000_041.4, 1_790_000_042.9])
def test_time_gives_back(rf, monkeypatch, start):
    clock = [start]
    monkeypatch.setattr("time.time", lambda: clock[0])
    tries(visitor(rf), 3)
    clock[0] += 59
    assert tries(visitor(rf), 1) == [False]
    clock[0] += 4
    assert tries(visitor(rf), 4) == [True, True, True, False]


@pytest.mark.django_db
def test_a_member_is_counted_by_account(rf):
    request = visitor(rf)
    request.user = UserFactory()
    tries(request, 3)
    elsewhere = visitor(rf, "192.0.2.77")
    elsewhere.user = request.user
    assert tries(elsewhere, 1) == [False]
    neighbour = visitor(rf)
    neighbour.user = UserFactory()
    assert tries(neighbour, 1) == [True]


def test_several_rates_hold_together(rf, monkeypatch):
    clock = [1_790_000_000.0]
    monkeypatch.setattr("time.time", lambda: clock[0])
    assert tries(visitor(rf), 3, rate="2/s,3/m") == [True, True, False]
    clock[0] += 1.1
    assert tries(visitor(rf), 2, rate="2/s,3/m") == [True, False]
    clock[0] += 62
    assert tries(visitor(rf), 1, rate="2/s,3/m") == [True]


def test_what_all_do_together_is_limited_in_any_minute(monkeypatch):
    clock = [1_790_000_040.0]  # the beginning of a minute
    monkeypatch.setattr("time.time", lambda: clock[0])

    def together(count):
        return [allow_together(action="essai", rate="4/m") for _ in range(count)]

    assert together(5) == [True, True, True, True, False]
    assert allow_together(action="autre", rate="4/m")
    clock[0] += 59
    # The four of the minute before were all in the last sixty seconds.
    assert together(1) == [False]
    clock[0] += 4
    assert together(5) == [True, True, True, True, False]


def test_what_is_no_rate_is_told(rf):
    with pytest.raises(ValueError, match="2/s,x"):
        tries(visitor(rf), 1, rate="2/s,x")

"""Addresses of answer: signed, for one person and one thread, for ninety days."""

from datetime import UTC, datetime, timedelta

from communaute.notifications.reply_addresses import (
    LOCAL_MAX,
    check_inbound,
    make_address,
    read_address,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def make(**fields):
    return make_address(**{"code": "q", "pk": 12, "user_pk": 7, "now": NOW} | fields)


def test_an_address_says_what_it_was_made_for_whatever_its_case():
    read = read_address(make())
    assert (read.code, read.pk, read.user_pk, read.is_true) == ("q", 12, 7, True)
    assert read.expires_at == NOW + timedelta(days=90)
    assert read_address(make().upper()).is_true
    # Others are not ours.
    others = ("", "contact@chauffage.example", "a@b@c", "reponse+@x")
    assert [one for one in others if read_address(one) is not None] == []


def test_the_longest_one_fits_in_a_local_part():
    address = make(pk=10**12, user_pk=10**12)
    assert len(address.partition("@")[0]) <= LOCAL_MAX
    assert read_address(address).is_true


def test_a_changed_sign_is_seen():
    address, believed = make(), []
    for place in range(len("reponse+"), len("reponse+qc-7-") + 27):
        changed = f"{address[:place]}{'4' if address[place] == '3' else '3'}{address[place + 1 :]}"
        if address[place] != "-" and read_address(changed).is_true:
            believed.append(place)
    assert believed == []


def test_a_made_up_token_is_not_true():
    tokens = ("a", "q1-2-3-4", "é" * 50, "q-----")
    read = {token: read_address(f"reponse+{token}@chauffage.example") for token in tokens}
    assert {token: one.is_true for token, one in read.items()} == dict.fromkeys(tokens, False)


def test_a_replaced_secret_key_still_reads_what_it_signed(settings):
    address = make()
    settings.SECRET_KEY, before = "une-autre-cle", settings.SECRET_KEY
    assert not read_address(address).is_true
    settings.SECRET_KEY_FALLBACKS = [before]
    assert read_address(address).is_true


def test_without_configuration_there_is_none(settings):
    address = make()
    settings.INBOUND_EMAIL = ""
    assert make() == ""
    assert read_address(address) is None


def test_a_wrong_setting_is_told_at_start_up(settings):
    problems = {
        "": 0,
        "reponse+{token}@exemple.fr": 0,
        "r-{token}@exemple.fr": 0,
        "reponse@exemple.fr": 1,
        "reponse@{token}.exemple.fr": 1,
        "reponse+{token}": 1,
        f"{'a' * 20}{{token}}@exemple.fr": 0,
        f"{'a' * 21}{{token}}@exemple.fr": 1,
    }
    found = {}
    for address in problems:
        settings.INBOUND_EMAIL = address
        found[address] = len(check_inbound())
    assert found == problems

"""What the log and the error server are told: never an address typed, a text or an account."""

import json
import logging

import pytest

from config.error_logging import DiscreetFormatter, discreet, without_personal_data
from tests.communaute.comptes.factories import UserFactory


def test_it_works():
    event = {
        "message": "erreur",
        "user": {"email": "monique@exemple.fr"},
        "request": {
            "url": "https://exemple.fr/mon-adresse/?q=33+boulevard+Clemenceau",
            "query_string": "q=33+boulevard+Clemenceau",
            "data": {"body": "notre chaudière"},
            "cookies": {"session": "abc"},
            "headers": {"Referer": "https://exemple.fr/?q=33+boulevard+Clemenceau"},
            "method": "GET",
        },
    }
    sent = without_personal_data(event, {})
    text = json.dumps(sent, ensure_ascii=False)
    assert sent["request"] == {"url": "https://exemple.fr/mon-adresse/", "method": "GET"}
    for secret in ("monique", "Clemenceau", "chaudière", "abc"):
        assert secret not in text


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("refusé à monique.d+chauffage@free.fr", "refusé à [adresse]"),
        ("Key (email)=(m@d.fr) already exists", "Key (email)=([adresse]) already exists"),
        ("Not Found: /mon-adresse/?q=33+bd+Clemenceau", "Not Found: /mon-adresse/?[…]"),
        (
            "{'csrfmiddlewaretoken': 'X1', 'lots': '52'}",
            "{'csrfmiddlewaretoken': [secret], 'lots': '52'}",
        ),
        ("password='trois mots ici' for", "password=[secret] for"),
        ("Authorization: Bearer cu_12", "Authorization: Bearer [secret]"),
        ("session=abc; path=/", "session=[secret]; path=/"),
        ("redis://:motdepasse@hote:6379/0", "redis://:[secret]@hote:6379/0"),
        ("appelez le 06 12 34 56 78", "appelez le [téléphone]"),
        ("from 192.0.2.17:", "from 192.0.2.[…]:"),
        # What helps to understand stays.
        ("2026-11-26 16:12:33,123 status code: 500, line 12", None),
        ("UNIQUE constraint failed: comptes_user.email", None),
    ],
)
def test_a_line_of_log_says_nobody_and_opens_nothing(said, written):
    assert discreet(said) == (written or said)


def test_arguments_and_tracebacks_are_discreet_too():
    formatter = DiscreetFormatter("{message}", style="{")
    try:
        raise ValueError("no mailbox monique@free.fr")
    except ValueError as error:
        where = (type(error), error, error.__traceback__)
        record = logging.LogRecord("a", 40, "b", 1, "to %s", ("paul@free.fr",), where)
    text = formatter.format(record)
    assert "Traceback" in text
    assert "@free.fr" not in text


def test_the_log_of_the_service_is_discreet(settings):
    assert settings.LOGGING["formatters"]["line"]["()"] == "config.error_logging.DiscreetFormatter"
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "line"


@pytest.mark.django_db
def test_a_refused_access_is_in_the_log_with_its_address_and_nobody(client, caplog):
    client.force_login(UserFactory(email="monique@exemple.fr"))
    assert client.get("/exploitant/?q=33+boulevard+Clemenceau").status_code == 403
    (record,) = (one for one in caplog.records if one.name == "django.request")
    text = DiscreetFormatter("{levelname} {name} {message}", style="{").format(record)
    assert text.startswith("WARNING django.request Forbidden")
    assert "/exploitant/" in text
    assert "monique" not in text
    assert "Clemenceau" not in text

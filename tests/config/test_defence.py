"""What every answer says to the browser; what no page answers; what browsers report."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from config.csp_reports import BODY_MAX
from config.defence import DefenceMiddleware
from config.policies import REPORTS
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import SpaceFactory

pytestmark = pytest.mark.django_db

REPORT = {
    "csp-report": {
        "document-uri": "https://service.test/mon-compte/?secret=monique@exemple.test",
        "violated-directive": "script-src-elem",
        "blocked-uri": "https://mechant.test/vole.js?qui=monique",
    }
}


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT"])
@pytest.mark.parametrize("path", ["/", "/mon-compte/", "/nulle-part/"])
def test_what_was_sent_is_never_given_back(client, method, path):
    response = client.generic(method, path, HTTP_COOKIE="session=secret")
    assert response.status_code == 405
    assert b"secret" not in response.content
    assert "TRACE" not in response["Allow"]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_software_and_the_editor_know_other_methods(client, rf, method):
    refused = client.generic(method, "/mon-adresse/")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, POST")
    assert "se lit (GET)" in refused.text
    answer = DefenceMiddleware(lambda request: reply())
    for path in ("/api/v2/demands", "/gestion/pages/3/edit/preview/"):
        assert answer(rf.generic(method, path)).status_code == 200


@pytest.mark.parametrize("path", ["/comptes/connexion/", "/nulle-part/", "/gestion/"])
def test_every_answer_closes_what_it_does_not_use(client, path):
    response = client.get(path)
    assert "camera=()" in response["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in response["Permissions-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert f"report-uri {REPORTS}; report-to csp" in response["Content-Security-Policy"]
    assert response["Reporting-Endpoints"] == f'csp="{REPORTS}"'


def test_images_and_styles_may_be_shown_elsewhere(rf):
    answer = DefenceMiddleware(lambda request: reply())
    assert answer(rf.get("/static/a.css"))["Cross-Origin-Resource-Policy"] == "cross-origin"


def reply(status=200):
    return HttpResponse(status=status)


def test_too_many_says_when_to_come_back(rf):
    answer = DefenceMiddleware(lambda request: reply(429))
    assert answer(rf.get("/"))["Retry-After"] == "60"


def send(client, body, kind="application/csp-report"):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.generic("POST", REPORTS, body, content_type=kind)


MODERN = [
    {
        "type": "csp-violation",
        "body": {
            "documentURL": "https://service.test/mon-compte/",
            "effectiveDirective": "style-src-attr",
            "blockedURL": "inline",
        },
    }
]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (REPORT, "csp: script-src-elem refused mechant.test on comptes:home"),
        (MODERN, "csp: style-src-attr refused inline on comptes:home"),
        ({"csp-report": {"blocked-uri": "\nfaux 200"}}, "csp: ? refused ? on ?"),
    ],
)
def test_a_report_is_logged_without_anybody(caplog, body, line):
    assert send(Client(enforce_csrf_checks=True), body).status_code == 204
    assert [record.getMessage() for record in caplog.records] == [line]
    assert "monique" not in caplog.text


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1]", b'"a"', b"[]", b"\xff", b'{"csp-report": 1}', b"[" * 9000]
)
def test_what_is_no_report_is_refused(client, caplog, body):
    assert send(client, body).status_code == 422
    assert "csp:" not in caplog.text


def test_reports_are_bounded_in_size_and_number(client):
    padded = json.dumps(REPORT).encode().ljust(BODY_MAX)
    assert send(client, padded).status_code == 204
    assert send(client, padded + b" ").status_code == 413
    codes = [send(client, REPORT).status_code for _ in range(20)]
    assert codes == [204] * 19 + [429]
    assert client.get(REPORTS).status_code == 405


@pytest.mark.parametrize(
    ("headers", "is_kept"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"origin": "http://testserver"}, True),
        ({"referer": "http://testserver/communaute/"}, True),
        ({}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"origin": "https://mechant.test"}, False),
        ({"origin": "http://testserver.mechant.test"}, False),
        ({"origin": "null"}, False),
        ({"referer": "https://mechant.test/http://testserver/"}, False),
        ({"referer": "http://["}, False),
    ],
)
def test_no_other_site_plants_a_draft(headers, is_kept):
    client = Client(headers=headers)
    title = "Quel est le prix du raccordement ?"
    asked = {"title": title, "body": "Nous avons 58 lots à Grenoble.", "space": SpaceFactory().slug}
    response = client.post("/communaute/questions/poser/", asked)
    assert response.status_code == (302 if is_kept else 403)
    assert (title in str(dict(client.session))) is is_kept


def test_a_form_sent_by_another_site_shows_no_token():
    client = Client(enforce_csrf_checks=True, headers={"origin": "https://mechant.test"})
    client.force_login(UserFactory())
    refused = client.post(reverse("comptes:profile"), {"display_name": "Nom planté"})
    assert refused.status_code == 403
    assert "Nom planté" not in refused.content.decode()

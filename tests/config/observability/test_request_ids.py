"""A number for each request, the proxy's when it is ours; no forged line."""

import json
import logging

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse

from config.error_logging import JsonFormatter, logging_as
from config.observability.request_ids import NONE, RequestIdMiddleware, request_id
from config.views import server_error


def number(rf, given, settings, proxies=1):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    seen = []
    answer = RequestIdMiddleware(lambda request: seen.append(request_id()) or HttpResponse())
    answer(rf.get("/", headers={"X-Request-Id": given}))
    return seen[0]


def test_the_proxy_gives_it(rf, settings):
    assert number(rf, "4f2d6c1b-77aa", settings) == "4f2d6c1b-77aa"
    assert request_id() == NONE


@pytest.mark.parametrize(
    ("given", "proxies"),
    [("4f2d6c1b", 0), ("", 1), ("court", 1), ("a" * 65, 1), ("12345678\u2028ERROR", 1)],
)
def test_what_is_not_ours_or_could_forge_a_line_is_not_taken(rf, settings, given, proxies):
    made = number(rf, given, settings, proxies)
    assert made != given
    assert len(made) == 32


def test_the_page_of_an_error_shows_it(rf, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    page = RequestIdMiddleware(server_error)(rf.get("/", headers={"X-Request-Id": "4f2d6c1b"}))
    assert "référence" in page.content.decode()
    assert "4f2d6c1b" in page.content.decode()
    assert "référence" not in server_error(None).content.decode()


def test_a_line_of_json_has_it_and_hides_what_people_typed():
    record = logging.makeLogRecord({"msg": "refusé à %s", "args": ("monique@free.fr",)})
    line = json.loads(JsonFormatter().format(record))
    assert line["request"] == NONE
    assert line["message"] == "refusé à [adresse]"


def test_an_unknown_form_of_log_is_refused():
    assert logging_as("json")["handlers"]["console"]["formatter"] == "json"
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT"):
        logging_as("xml")

"""An error server is told of errors when the settings name one, and of nobody ever."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DSN = "https://cle@erreurs.example/1"
SECRETS = ("monique", "Clemenceau", "chaudière", "jeton-secret", "06 12", "192.0.2.17")
# A request with all that a person may give, that fails; what would be sent is printed.
FAILS = """
import json, logging, os, sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
import httpx
import sentry_sdk
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from sentry_sdk.transport import Transport


class Kept(Transport):
    sent = []

    def capture_envelope(self, envelope):
        self.sent += [item.payload.json for item in envelope.items]


def fails(request):
    typed = request.POST["body"]
    address = "https://geocodeur.example/search?q=33+boulevard+Clemenceau"
    answer = httpx.MockTransport(lambda request: httpx.Response(429, request=request))
    found = httpx.Client(transport=answer).get(address)
    logging.getLogger("essai").error("no mailbox %s", request.POST["email"], extra={"typed": typed})
    sentry_sdk.set_user({"email": request.POST["email"]})
    try:
        found.raise_for_status()
    except httpx.HTTPError as error:
        raise ValueError(f"{request.POST['email']} (06 12 34 56 78): {error}") from error


urlpatterns = [path("mon-adresse/", fails)]
django.setup()
settings.ROOT_URLCONF, settings.MIDDLEWARE = "__main__", []
logging.disable(logging.NOTSET)
client = sentry_sdk.get_client()
client.transport = Kept()
from django.test import Client

browser = Client(raise_request_exception=False, REMOTE_ADDR="192.0.2.17")
browser.cookies["sessionid"] = "jeton-secret"
data = {"email": "monique@exemple.fr", "body": "notre chaudière"}
answer = browser.post(
    "/mon-adresse/?q=33+boulevard+Clemenceau", data, HTTP_REFERER="https://a.example/?q=Clemenceau"
)
print(json.dumps([answer.status_code, client.is_active(), Kept.sent], ensure_ascii=False))
"""


def run(tmp_path, program, **variables):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=kept | {"DATA_DIR": str(tmp_path), "DEBUG": "1"} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_without_a_server_named_nothing_is_reported(tmp_path):
    assert run(tmp_path, FAILS)[1:] == [False, []]


def test_an_error_is_reported_without_anything_of_the_person(tmp_path):
    status, is_active, sent = run(tmp_path, FAILS, SENTRY_DSN=DSN)
    assert (status, is_active) == (500, True)
    errors = [one for one in sent if one.get("exception") or one.get("logentry")]
    assert len(errors) == 2
    said = json.dumps(sent, ensure_ascii=False)
    assert "ValueError" in said and "[adresse]" in said
    assert "/mon-adresse/" in said
    assert [secret for secret in SECRETS if secret in said] == []

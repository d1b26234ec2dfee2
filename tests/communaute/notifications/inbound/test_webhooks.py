"""What a mail provider tells us by HTTP: with its secret only, and only from our provider."""

import base64
import json

import pytest
from django.test import override_settings
from django.urls import include, path, resolve

from communaute.notifications.inbound.steps import webhook_urls
from communaute.notifications.models import BouncingAddress, Mail, Received
from communaute.notifications.outbox.bounces import note_report
from config.urls import urlpatterns
from tests.communaute.comptes.factories import UserFactory

SECRET = "prestataire:secret"
AUTH = {"authorization": f"Basic {base64.b64encode(SECRET.encode()).decode()}"}


class Routes:
    """The addresses of a service whose provider is Postmark."""

    def __init__(self):
        self.urlpatterns = [path("courriels-recus/", include(webhook_urls())), *urlpatterns]


@pytest.fixture
def provider(settings):
    settings.MAIL_PROVIDER, settings.ANYMAIL = "postmark", {"WEBHOOK_SECRET": SECRET}
    with override_settings(ROOT_URLCONF=Routes()):
        yield


def post(client, name, data, **headers):
    return client.post(
        f"/courriels-recus/postmark/{name}/",
        json.dumps(data),
        content_type="application/json",
        headers=headers or AUTH,
    )


BOUNCE = {
    "RecordType": "Bounce",
    "Type": "HardBounce",
    "MessageID": "1234",
    "ID": 42,
    "Email": "Monique@example.org",
    "Details": "smtp;550 5.1.1 no such person",
    "BouncedAt": "2026-11-25T10:00:00Z",
}


def test_a_bounce_told_by_the_provider_counts_once_and_a_delivery_for_nothing(client, db, provider):
    delivered = {"RecordType": "Delivery", "MessageID": "1", "Recipient": "a@example.org"}
    for told in (delivered, BOUNCE, BOUNCE):
        assert post(client, "tracking", told).status_code == 200
    row = BouncingAddress.objects.get()
    assert (row.email, row.score) == ("monique@example.org", 2)
    # Only our provider has an address.
    assert {str(route.name) for route in webhook_urls()} == {
        "postmark_inbound_webhook",
        "postmark_tracking_webhook",
    }
    assert resolve("/courriels-recus/brevo/tracking/").url_name == "wagtail_serve"


@pytest.mark.parametrize(
    "headers", [{"authorization": "Basic ZmF1eDpmYXV4"}, {"x-rien": "1"}], ids=["wrong", "without"]
)
@pytest.mark.parametrize("name", ["tracking", "inbound"])
def test_without_the_secret_nothing_is_believed(
    client, provider, letter, address, question, name, headers
):
    mail = {"RawEmail": letter().decode(), "OriginalRecipient": address, "Headers": []}
    response = post(client, name, {"tracking": BOUNCE, "inbound": mail}[name], **headers)
    assert response.status_code == 400
    assert not BouncingAddress.objects.exists()
    assert not Received.objects.exists()
    assert not question.answers.exists()


@pytest.mark.usefixtures("trusted")
def test_a_mail_received_by_the_provider_is_an_answer(client, provider, letter, address, question):
    raw = letter(To="contact@chauffage.example")
    data = {
        "RawEmail": raw.decode(),
        "FromFull": {"Email": "monique@example.org", "Name": ""},
        "OriginalRecipient": address,
        "Headers": [],
    }
    assert post(client, "inbound", data).status_code == 200
    assert question.answers.count() == 1


@pytest.mark.parametrize(
    ("name", "secret"), [("", {"WEBHOOK_SECRET": SECRET}), ("postmark", {}), ("inconnu", {})]
)
def test_there_is_no_address_without_provider_and_secret(settings, name, secret):
    settings.MAIL_PROVIDER, settings.ANYMAIL = name, secret
    assert webhook_urls() == []


def test_a_report_that_names_our_mail_counts_with_its_return(say):
    mail = say(UserFactory(email="monique@example.org")).mail
    for _ in range(2):
        note_report(email="autre@example.org", message_id=mail.message_id.strip("<>"), hard=True)
    assert BouncingAddress.objects.get().email == "monique@example.org"
    assert Mail.objects.count() == 1

"""What colleagues do at a desk, for the tests of what crosses and of what is taken back."""

import uuid
from datetime import timedelta

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from ambassadeurs.demandes.models import Demande
from communaute.notifications.outbox import drain
from tests.clock import NOON, stop, tick
from tests.files import PDF

BODY = "Nous pouvons passer mardi à 14 h."
OFFER = 'action="/espaces/annuler/"'


def desk(demande, act=""):
    return f"/{demande.kind}/demandes/{demande.public_id}/{act}"


def quote():
    return SimpleUploadedFile("devis.pdf", PDF, "application/pdf")


def typed(client, demande, **changed):
    """The form of the page this colleague has, filled in."""
    form = client.get(desk(demande)).context["reply_form"]
    kept = {name: form[name].value() for name in form.fields if name != "attachments"}
    return {name: "" if value is None else value for name, value in kept.items()} | changed


def reply(client, demande, *, follow=False, **given):
    """Answer as the page of now would, without opening it."""
    version = Demande.objects.get(pk=demande.pk).version
    sent = {"submission_key": uuid.uuid4(), "version": version}
    return client.post(desk(demande, "repondre/"), sent | given, follow=follow)


def takes_back(client, acts, *, follow=False):
    return client.post("/espaces/annuler/", {"act": acts}, follow=follow)


def undo(client):
    """Press « Annuler » where it is shown last."""
    last = next(iter(client.session.get("desk_undos", [])), {"pks": []})
    return takes_back(client, last["pks"])


def mails():
    drain()
    return [one.subject for one in mail.outbox]


def later(monkeypatch, minutes):
    tick(stop(monkeypatch, NOON + timedelta(minutes=minutes)), "guichets")

"""Names of files far too long, on every form that takes a file: the longest a disk allows is cut
without a word, and what no disk allows gets the page of unreadable requests; nothing is kept."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ambassadeurs.coproprietes.models import Ambassadeur, Photo
from ambassadeurs.demandes.models import Attachment as ThreadFile
from communaute.comptes.trust import TrustLevel
from communaute.questions.attachments import services
from communaute.questions.models import Attachment
from tests.ambassadeurs.coproprietes.applying import APPLY, application
from tests.ambassadeurs.coproprietes.factories import (
    AmbassadeurFactory,
    FigureFactory,
    RetourFactory,
)
from tests.ambassadeurs.demandes.asking import ask, asker
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import QuestionFactory
from tests.files import PDF
from tests.socle.test_uploads import image_bytes

pytestmark = pytest.mark.django_db
type Sent = tuple[Any, str, dict[str, Any], str]


def _question() -> Sent:
    words = "Notre chaudière au gaz a vingt-cinq ans et le réseau passe dans la rue."
    data = {"title": "Combien coûte le raccordement ?", "body": words, "space": "national"}
    data["submission_key"] = str(uuid.uuid4())
    return UserFactory(), "/communaute/questions/poser/", data, "files"


def _answer() -> Sent:
    address = f"/communaute/questions/{QuestionFactory().pk}/repondre/"
    return UserFactory(), address, {"body": "Voici notre facture de chauffage."}, "files"


def _mandate() -> Sent:
    ReseauFactory().communes.set(["38185"])
    return UserFactory(), APPLY, application(), "proof"


def _message() -> Sent:
    demande = ask(*asker())
    data = {"body": "Merci beaucoup.", "submission_key": str(uuid.uuid4())}
    return demande.requester, demande.get_absolute_url(), data, "attachments"


def _photo() -> Sent:
    mandate = AmbassadeurFactory()
    address = f"{mandate.copropriete.get_absolute_url()}retour/photos/"
    return mandate.user, address, {"photo-alt": "Vanne"}, "photo-image"


def _figure() -> Sent:
    figure = FigureFactory(retour=RetourFactory())
    address = f"{figure.retour.copropriete.get_absolute_url()}retour/justificatifs/"
    return figure.retour.author, address, {"preuve-figure": figure.pk}, "preuve-document"


def _syndic() -> Sent:
    lead = UserFactory(syndic=True)
    slug = lead.memberships.get().organisation.slug
    return lead, f"/syndic/{slug}/ajouter/fichier/", {}, "fichier"


FORMS = (_question, _answer, _mandate, _message, _photo, _figure, _syndic)


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path, monkeypatch):
    settings.PRIVATE_ROOT = tmp_path
    monkeypatch.setattr(services, "trust_level", lambda user: TrustLevel.KNOWN)


def send(client, form: Callable[[], Sent], length: int):
    person, address, data, field = form()
    content, ending = PDF, ".pdf"
    if form is _photo:
        content, ending = image_bytes(), ".jpg"
    if form is _syndic:
        content, ending = b"adresse;commune\n1 rue A;Grenoble\n", ".csv"
    file = SimpleUploadedFile("placeholder", content)
    # As a client may send it: Django's own class would already have cut it.
    file._name = "x" * (length - len(ending)) + ending
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.post(address, data | {field: file})


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("form", FORMS)
def test_the_longest_name_a_disk_allows_is_taken(client, form):
    assert send(client, form, 255).status_code in (200, 302)


@pytest.mark.parametrize("form", FORMS)
def test_a_name_no_disk_allows_gets_our_page_and_leaves_nothing(client, form):
    response = send(client, form, 5_000)
    assert response.status_code == 400
    assert "Nous ne comprenons pas cette demande" in response.text
    assert "xxxx" not in response.text
    kept = (Attachment, ThreadFile, Photo)
    assert not any(model.objects.exists() for model in kept)
    if form is _mandate:
        assert not Ambassadeur.objects.exists()

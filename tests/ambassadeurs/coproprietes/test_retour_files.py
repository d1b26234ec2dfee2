"""A photo or a document joined to a sheet: the text typed above is never lost."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from ambassadeurs.coproprietes.mandats.services import withdraw_ambassadeur
from ambassadeurs.coproprietes.models import Figure, Photo, RetourExperience
from ambassadeurs.coproprietes.retours.services import version_of_sheet
from tests.socle.test_uploads import PDF, image_bytes
from tests.versions import version_in

from .factories import FigureFactory, PhotoFactory, RetourFactory
from .test_retours import page_of, sign_in

pytestmark = pytest.mark.django_db
TYPED = "Ce que je viens de taper, sans l’enregistrer."


@pytest.fixture
def writer(client):
    """The sheet of somebody signed in, with a photo and a figure."""
    retour = RetourFactory(why="Le texte d’avant.")
    PhotoFactory(retour=retour)
    FigureFactory(retour=retour)
    sign_in(client, retour.author)
    return retour


def typed(client, retour, **more):
    """All that a browser sends of the page, with a text typed meanwhile."""
    page = BeautifulSoup(client.get(page_of(retour.copropriete)).content, "html.parser")
    form = page.select_one("form#fiche")
    fields = form.select("input[name]") + form.select("textarea[name]")
    sent = {one["name"]: one.get("value") or one.get_text().strip() for one in fields}
    sent |= {"again": "", "why": TYPED, **more}
    return {name: value for name, value in sent.items() if name != "csrfmiddlewaretoken"}


def photo(**more):
    file = SimpleUploadedFile("a.jpg", image_bytes())
    return {"photo-image": file, "photo-alt": "Une vanne", **more}


def document(figure, **more):
    file = SimpleUploadedFile("f.pdf", PDF)
    return {"preuve-figure": figure.pk, "preuve-document": file, **more}


def test_a_photo_added_or_removed_and_a_document_keep_the_text(client, writer):
    address = page_of(writer.copropriete, "photos/")
    assert client.post(address, typed(client, writer) | photo()).status_code == 302
    assert Photo.objects.count() == 2
    writer.refresh_from_db()
    assert writer.why == TYPED
    first = Photo.objects.order_by("pk").first()
    client.post(f"{address}{first.pk}/retirer/", typed(client, writer, why="Encore."))
    writer.refresh_from_db()
    assert (writer.why, Photo.objects.count()) == ("Encore.", 1)
    sent = typed(client, writer, why="Une photo déjà retirée.")
    again = client.post(f"{address}{first.pk}/retirer/", sent, follow=True)
    writer.refresh_from_db()
    assert again.redirect_chain == [(page_of(writer.copropriete), 302)]
    assert "Cette photo était déjà retirée." in again.text
    assert (writer.why, Photo.objects.count()) == ("Une photo déjà retirée.", 1)
    figure = Figure.objects.get()
    sent = typed(client, writer, why="Et encore.") | document(figure)
    assert client.post(page_of(writer.copropriete, "justificatifs/"), sent).status_code == 302
    writer.refresh_from_db()
    figure.refresh_from_db()
    assert (writer.why, figure.proof_name) == ("Et encore.", "f.pdf")


@pytest.mark.parametrize("what", ["photos/", "justificatifs/"])
def test_a_file_that_is_refused_loses_no_text(client, writer, what):
    refused = client.post(page_of(writer.copropriete, what), typed(client, writer))
    assert refused.status_code == 422
    assert TYPED in refused.text
    assert version_in(refused) == version_of_sheet(RetourExperience.objects.get())


def test_a_text_that_is_refused_is_given_back_and_no_file_is_joined(client, writer):
    sent = typed(client, writer, months_from_idea="-3")
    for what, file in (("photos/", photo()), ("justificatifs/", document(Figure.objects.get()))):
        refused = client.post(page_of(writer.copropriete, what), sent | file)
        assert refused.status_code == 422
        assert TYPED in refused.text
        assert "Corrigez d’abord le texte" in refused.text
    assert Photo.objects.count() == 1
    assert not Figure.objects.exclude(proof="").exists()


def test_a_text_changed_meanwhile_is_given_back(client, writer):
    sent = typed(client, writer)
    RetourExperience.objects.update(why="Celui d’une collègue.")
    refused = client.post(page_of(writer.copropriete, "photos/"), sent | photo())
    assert refused.status_code == 409
    assert TYPED in refused.text
    assert RetourExperience.objects.get().why == "Celui d’une collègue."


def test_the_page_sends_all_with_any_of_its_buttons(client, writer):
    page = BeautifulSoup(client.get(page_of(writer.copropriete)).content, "html.parser").main
    assert [form.get("id") for form in page.select("form[method=post]")] == ["fiche"]
    for name in ("photo-image", "photo-alt", "preuve-figure", "preuve-document"):
        assert page.select_one(f'[name="{name}"]')["form"] == "fiche"
    joins = page.select("button[formenctype]")
    assert {one["formenctype"] for one in joins} == {"multipart/form-data"}
    assert all(one["form"] == "fiche" for one in joins)


def test_a_mandate_ended_meanwhile_gives_the_text_back(client, writer):
    (mandate,) = writer.author.mandats.all()
    sent = typed(client, writer)
    withdraw_ambassadeur(actor=writer.author, ambassadeur=mandate)
    kept = client.post(page_of(writer.copropriete), sent)
    assert kept.status_code == 409
    for said in (TYPED, "Vous n’avez pas de mandat d’ambassadeur en cours"):
        assert said in kept.text
    writer.refresh_from_db()
    assert writer.why == "Le texte d’avant."

"""A published retour d’expérience is corrected, and told again each year, without ever leaving."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from ambassadeurs.annuaire.selection import NetworkPeople
from ambassadeurs.coproprietes.enums import FigureKey, RetourState
from ambassadeurs.coproprietes.errors import RetourClosed
from ambassadeurs.coproprietes.models import Figure, Photo, RetourExperience
from ambassadeurs.coproprietes.retours.figures import figure_lines
from ambassadeurs.coproprietes.retours.review import (
    changes_of,
    publish,
    return_with_note,
    verify_figure,
)
from ambassadeurs.coproprietes.retours.services import (
    STORY,
    add_photo,
    attach_proof,
    drop_revision,
    propose,
    remove_photo,
    save_draft,
    take_back,
)
from communaute.moderation.enums import ContentStatus
from communaute.moderation.registry import by_key
from communaute.notifications.models import Notification
from socle.uploads import check_upload
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state
from tests.socle.test_uploads import PDF, image_bytes

from .factories import AmbassadeurFactory, FigureFactory, RetourFactory
from .test_retours import page_of, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def online(db):
    """A published sheet with both costs, the last one verified."""
    retour = RetourFactory(published=True, quote="Un hiver sans panne.")
    FigureFactory(retour=retour, key=FigureKey.COST_BEFORE, value=1400, year=2020, with_proof=True)
    after = FigureFactory(
        retour=retour, key=FigureKey.COST_AFTER, value=1100, year=2024, with_proof=True
    )
    verify_figure(actor=UserFactory(agence=True), figure=after, proof_kind="décompte 2024")
    return retour


def write(revision, **changes):
    """Save the revision with these changes, the rest as it is."""
    told = {name: getattr(revision, name) for name in STORY}
    values = {
        "story": told | changes.pop("story", {}),
        "quote": revision.quote,
        "months_from_idea": revision.months_from_idea,
        "figures": {},
    }
    return save_draft(actor=revision.author, copropriete=revision.copropriete, **(values | changes))


def begun(online, **changes):
    revision = take_back(actor=online.author, retour=online)
    return write(revision, **changes) if changes else revision


def proposed(online, **changes):
    return propose(actor=online.author, retour=begun(online, **changes))


def shown(client, online):
    """To somebody with an account: pages of the others are kept until the commit."""
    sign_in(client, UserFactory())
    page = client.get(online.copropriete.get_absolute_url())
    return BeautifulSoup(page.content, "html.parser").main.get_text(" ", strip=True)


def test_correcting_leaves_the_public_version_until_the_new_one_is_accepted(client, online):
    before = shown(client, online)
    sign_in(client, online.author)
    client.post(page_of(online.copropriete, "reprendre/"))
    form = client.get(page_of(online.copropriete)).text
    assert online.why in form and "Votre page en ligne reste telle quelle" in form
    changed = {
        "why": "La chaudière avait trente-deux ans.",
        "quote": "Deux hivers sans panne.",
        "cout_avant_value": "1400",
        "cout_avant_year": "2020",
        "cout_apres_value": "1100",
        "cout_apres_year": "2024",
    }
    assert client.post(page_of(online.copropriete), changed).status_code == 302
    assert shown(client, online) == before
    sign_in(client, online.author)
    client.post(page_of(online.copropriete, "proposer/"))
    assert shown(client, online) == before
    sign_in(client, UserFactory(agence=True))
    review = client.get(page_of(online.copropriete, "relire/")).text
    assert "Ce qui change dans la page en ligne" in review and "trente ans" in review
    client.post(page_of(online.copropriete, "relire/"), {"decision": "publier"})
    after = shown(client, online)
    assert "trente-deux ans" in after and "Deux hivers sans panne." in after
    assert "Vérifié" in after and "trente ans" not in after
    assert RetourExperience.objects.get().pk == online.pk


def test_refused_the_published_version_stays_and_the_changes_are_kept(client, online):
    revision = proposed(online, story={"why": "Rien à voir."})
    return_with_note(actor=UserFactory(agence=True), retour=revision, note="Précisez l’année.")
    assert "trente ans" in shown(client, online)
    told = Notification.objects.get(user=online.author)
    assert "Précisez l’année." in told.body and "n’a pas changé" in told.body
    sign_in(client, online.author)
    form = client.get(page_of(online.copropriete)).text
    assert "Rien à voir." in form and "Précisez l’année." in form


def test_changes_are_given_up_and_nothing_online_moves(client, online):
    begun(online, story={"why": "Rien à voir."})
    sign_in(client, online.author)
    client.post(page_of(online.copropriete, "abandonner/"))
    assert RetourExperience.objects.get() == online
    assert "trente ans" in shown(client, online)
    with pytest.raises(RetourClosed):
        drop_revision(actor=online.author, retour=online)


def test_a_yearly_refresh_adds_a_year_and_keeps_the_former_ones(client, online):
    revision = begun(online)
    sign_in(client, online.author)
    page = client.get(page_of(online.copropriete)).text
    assert 'name="cout_apres_2_value"' in page and 'name="travaux_net_2_value"' not in page
    sent = {
        "why": revision.why,
        "cout_avant_value": "1400",
        "cout_avant_year": "2020",
        "cout_apres_value": "1100",
        "cout_apres_year": "2024",
        "cout_apres_2_value": "1050",
        "cout_apres_2_year": "2025",
    }
    twice = client.post(page_of(online.copropriete), sent | {"cout_apres_2_year": "2024"})
    assert twice.status_code == 422 and "déjà donné ce chiffre pour 2024" in twice.text
    assert client.post(page_of(online.copropriete), sent).status_code == 302
    propose(actor=online.author, retour=revision)
    publish(actor=UserFactory(agence=True), retour=revision)
    told = Figure.objects.filter(key=FigureKey.COST_AFTER).values_list("year", "value")
    assert list(told) == [(2024, 1100), (2025, 1050)]
    [line] = figure_lines(RetourExperience.objects.get())
    assert [one.year for one in line.figures] == [2020, 2025]
    [former] = line.former
    assert (former.year, former.is_verified) == (2024, True)
    page = shown(client, online)
    assert "Autres années" in page and "2024, 1\xa0100 (vérifié)" in page
    online.copropriete.refresh_from_db()
    assert online.copropriete.cost_after == 1050


def test_medians_and_card_do_not_move_while_one_corrects(settings):
    settings.NUMBERS = {"coproprietes": {"median_from": 1}}
    reseau = ReseauFactory()
    retour = RetourFactory(mandate=AmbassadeurFactory(copropriete__reseau=reseau), published=True)
    FigureFactory(retour=retour, value=1000)
    before = NetworkPeople([reseau], 6).told.medians
    assert before
    revision = proposed(retour, figures={FigureKey.COST_AFTER: [(Decimal(5), 2024)]})
    assert NetworkPeople([reseau], 6).told.medians == before
    publish(actor=UserFactory(agence=True), retour=revision)
    assert NetworkPeople([reseau], 6).told.medians[0].value == 5


def test_a_figure_that_changes_is_declared_again_the_others_keep_their_mark(online):
    same = {FigureKey.COST_AFTER: [(Decimal(1100), 2024)]}
    revision = begun(online, figures=same)
    assert revision.figures.get(key=FigureKey.COST_AFTER).is_verified
    write(revision, figures={FigureKey.COST_AFTER: [(Decimal(900), 2024)]})
    changed = revision.figures.get(key=FigureKey.COST_AFTER)
    assert (changed.is_verified, changed.proof_kind, changed.verified_for) == (False, "", "")
    assert online.figures.get(key=FigureKey.COST_AFTER).is_verified


def test_a_mark_earned_online_meanwhile_is_kept(online):
    revision = proposed(online)
    before = online.figures.get(key=FigureKey.COST_BEFORE)
    verify_figure(actor=UserFactory(agence=True), figure=before, proof_kind="décompte 2020")
    publish(actor=UserFactory(agence=True), retour=revision)
    assert all(one.is_verified for one in online.figures.all())
    online.copropriete.refresh_from_db()
    assert online.copropriete.cost_verified


def test_photos_are_shared_until_no_version_shows_them(online, django_capture_on_commit_callbacks):
    checked = check_upload(SimpleUploadedFile("a.jpg", image_bytes()))
    RetourExperience.objects.filter(pk=online.pk).update(state=RetourState.DRAFT)
    kept = add_photo(actor=online.author, retour=online, photo=checked, alt="Vanne")
    last = add_photo(actor=online.author, retour=online, photo=checked, alt="Pompe")
    assert (kept.position, last.position) == (1, 2)
    last.delete()
    RetourExperience.objects.filter(pk=online.pk).update(state=RetourState.PUBLISHED)
    revision = begun(RetourExperience.objects.get(pk=online.pk))
    [copy] = revision.photos.all()
    assert copy.image.name == kept.image.name and copy.pk != kept.pk
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(actor=online.author, photo=copy)
    assert kept.image.storage.exists(kept.image.name)
    propose(actor=online.author, retour=revision)
    with django_capture_on_commit_callbacks(execute=True):
        publish(actor=UserFactory(agence=True), retour=revision)
    assert not Photo.objects.exists()
    assert not kept.image.storage.exists(kept.image.name)


def test_taking_back_twice_begins_one_revision_and_publishing_twice_changes_nothing(online):
    revision = begun(online)
    assert take_back(actor=online.author, retour=online) == revision
    propose(actor=online.author, retour=revision)
    stale = RetourExperience.objects.get(pk=revision.pk)
    published = publish(actor=UserFactory(agence=True), retour=revision)
    # A colleague who read the same revision meanwhile.
    with pytest.raises(RetourClosed, match="vient de publier"):
        publish(actor=UserFactory(agence=True), retour=stale)
    assert publish(actor=UserFactory(agence=True), retour=published) == online


def test_a_revision_of_what_moderation_hid_waits(client, online):
    revision = proposed(online)
    put_in_state(online, ContentStatus.HIDDEN)
    by_key("retour").on_change(online, ContentStatus.PUBLISHED, ContentStatus.HIDDEN)
    agency = UserFactory(agence=True)
    assert not RetourExperience.objects.to_review().reviewable_by(agency).exists()
    with pytest.raises(RetourClosed):
        publish(actor=agency, retour=revision)
    online.copropriete.refresh_from_db()
    assert (online.copropriete.quote, online.copropriete.cost_after) == ("", None)


def test_a_revision_is_never_public_itself(online):
    revision = begun(online)
    with pytest.raises(IntegrityError):
        RetourExperience.objects.filter(pk=revision.pk).update(state=RetourState.PUBLISHED)


def test_who_reviews_sees_what_changes_and_nothing_else(online):
    assert changes_of(online) == changes_of(begun(online)) == []
    revision = write(
        begun(online), quote="Autre.", figures={FigureKey.COST_AFTER: [(Decimal(900), 2025)]}
    )
    labels = {change.label: change.earlier for change in changes_of(revision)}
    assert labels == {
        "La phrase à retenir": "Un hiver sans panne.",
        "Coût du chauffage après, par lot et par an, 2024": "1\xa0100\xa0€ TTC par lot et par an",
        "Coût du chauffage après, par lot et par an, 2025": "",
    }


def test_the_quote_is_written_reviewed_then_shown_on_the_card(
    client, django_capture_on_commit_callbacks
):
    mandate = AmbassadeurFactory(copropriete__quote="", copropriete__cost_before=None)
    sign_in(client, mandate.user)
    sent = {"why": "La panne.", "quote": "Nous dormons\nmieux."}
    for length, status in ((241, 422), (240, 302)):
        bounded = client.post(page_of(mandate.copropriete), sent | {"quote": "a" * length})
        assert (length, bounded.status_code) == (length, status)
    client.post(page_of(mandate.copropriete), sent)
    assert "Nous dormons mieux." in client.get(page_of(mandate.copropriete, "apercu/")).text
    client.post(page_of(mandate.copropriete, "proposer/"))
    assert "Nous dormons" not in client.get("/ambassadeurs/").text
    sign_in(client, UserFactory(agence=True))
    assert "Nous dormons mieux." in client.get(page_of(mandate.copropriete, "relire/")).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page_of(mandate.copropriete, "relire/"), {"decision": "publier"})
    assert "Nous dormons mieux." in client.get("/ambassadeurs/").text


def test_a_document_attached_to_a_figure_that_did_not_change_goes_online(online):
    revision = begun(online)
    for row in revision.figures.all():
        document = check_upload(SimpleUploadedFile("facture.pdf", PDF))
        attach_proof(actor=online.author, figure=row, document=document)
    online.figures.update(proof="", proof_name="")
    propose(actor=online.author, retour=revision)
    publish(actor=UserFactory(agence=True), retour=revision)
    before, after = online.figures.order_by("year")
    assert before.proof and before.proof_name == "facture.pdf"
    assert after.is_verified

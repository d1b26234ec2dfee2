import io
from datetime import timedelta
from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ambassadeurs.annuaire.selection import NetworkPeople
from ambassadeurs.coproprietes.enums import FigureKey, RetourState
from ambassadeurs.coproprietes.errors import CoproprieteNotAllowed, RetourClosed
from ambassadeurs.coproprietes.models import Ambassadeur, Figure, Photo, RetourExperience
from ambassadeurs.coproprietes.perms import can_review_retour
from ambassadeurs.coproprietes.retours.figures import figure_lines
from ambassadeurs.coproprietes.retours.review import publish, verify_figure
from ambassadeurs.coproprietes.retours.services import STORY, add_photo, save_draft, take_back
from communaute.comptes.models import Connection
from communaute.moderation.enums import ContentStatus
from communaute.moderation.registry import by_key
from communaute.notifications.models import Notification
from socle.uploads import check_upload
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state
from tests.socle.test_uploads import EXE, PDF, image_bytes

from .factories import AmbassadeurFactory, FigureFactory, PhotoFactory, RetourFactory

pytestmark = pytest.mark.django_db


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def page_of(copropriete, what=""):
    return f"{copropriete.get_absolute_url()}retour/{what}"


def text_of(response):
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


@pytest.fixture
def mandate(db):
    return AmbassadeurFactory(copropriete__name="Les Tilleuls", copropriete__cost_before=None)


def test_from_the_draft_to_the_page(client, mandate):
    copropriete = mandate.copropriete
    agency = UserFactory(agence=True)
    sign_in(client, mandate.user)
    saved = client.post(
        page_of(copropriete),
        {
            "why": "La chaudière avait trente ans.",
            "months_from_idea": "26",
            "cout_avant_value": "1 450,50 €",
            "cout_avant_year": "2020",
            "cout_apres_value": "1100",
            "cout_apres_year": "2024",
            "preview": "1",
        },
    )
    assert saved.url == page_of(copropriete, "apercu/")
    assert "La chaudière avait trente ans." in client.get(saved.url).text
    public = copropriete.get_absolute_url()
    assert "trente ans" not in client.get(public).text
    client.post(page_of(copropriete, "proposer/"))
    # What may become public says where from.
    assert Connection.objects.get().account_number == mandate.user_id
    told = Notification.objects.get(user=agency)
    assert told.url == page_of(copropriete, "relire/")
    sign_in(client, agency)
    assert copropriete.name in client.get("/ambassadeurs/a-verifier/").text
    client.post(told.url, {"decision": "publier"})
    client.logout()
    shown = text_of(client.get(public))
    for words in ("trente ans", "26 mois", "1\xa0450,5", "1\xa0100", "−24\xa0%", "Déclaré"):
        assert words in shown
    copropriete.refresh_from_db()
    assert (copropriete.cost_before, copropriete.cost_after) == (1450, 1100)
    assert copropriete.cost_years == "2020 et 2024"
    assert Notification.objects.get(user=mandate.user).title.endswith("est en ligne")


@pytest.mark.parametrize(
    ("before", "after", "more", "said"),
    [
        (("-5", "2020"), ("1200", "2021"), {}, ["nombre positif", "une année d’après"]),
        (("beaucoup", "2020"), ("1200", ""), {}, ["Écrivez un nombre", "De quelle année"]),
        (("NaN", "2020"), ("", "2024"), {}, ["Écrivez un nombre", "ou effacez l’année"]),
        (("1200", "1600"), ("", ""), {"months_from_idea": "0"}, ["une année entre 1980", "1"]),
        (("1200", "2090"), ("", ""), {"why": "a" * 5001}, ["une année entre 1980", "5000"]),
        (("20001", "2020"), ("", ""), {}, ["000 au plus."]),
        (("1200", "2022"), ("", ""), {}, ["une année d’avant"]),
    ],
)
def test_wrong_figures_are_said_and_nothing_is_lost(client, mandate, before, after, more, said):
    sign_in(client, mandate.user)
    data = {"convinced": "Le syndic."} | more
    for name, (value, year) in (("cout_avant", before), ("cout_apres", after)):
        data |= {f"{name}_value": value, f"{name}_year": year}
    response = client.post(page_of(mandate.copropriete), data)
    assert response.status_code == 422
    summary = BeautifulSoup(response.content, "html.parser").select_one("#erreurs")
    assert [words for words in said if words not in summary.get_text(" ", strip=True)] == []
    assert "Le syndic." in response.text
    assert not RetourExperience.objects.exists()


def test_an_empty_sheet_is_not_proposed(client, mandate):
    sign_in(client, mandate.user)
    client.post(page_of(mandate.copropriete), {})
    response = client.post(page_of(mandate.copropriete, "proposer/"), follow=True)
    assert "au moins une réponse" in response.text
    assert RetourExperience.objects.get().state == RetourState.DRAFT


def test_it_is_returned_with_a_note_that_the_author_reads(client):
    retour = RetourFactory(proposed=True)
    sign_in(client, UserFactory(agence=True))
    address = page_of(retour.copropriete, "relire/")
    assert client.post(address, {"decision": "rendre"}).status_code == 422
    client.post(address, {"decision": "rendre", "note": "Ajoutez les années."})
    assert "Vous avez déjà renvoyé ce texte" in client.get(address, follow=True).text
    sign_in(client, retour.author)
    assert "Ajoutez les années." in client.get(page_of(retour.copropriete)).text


@pytest.mark.parametrize(
    ("speaks", "said"), [(True, "sont renvoyés"), (False, "Personne ne parle plus")]
)
def test_a_note_that_nobody_can_read_yet_is_said_so(client, speaks, said):
    retour = RetourFactory(proposed=True)
    if not speaks:
        retour.copropriete.ambassadeurs.update(status="retire")
    sign_in(client, UserFactory(agence=True))
    data = {"decision": "rendre", "note": "Ajoutez les années."}
    response = client.post(page_of(retour.copropriete, "relire/"), data, follow=True)
    assert said in response.text
    told = Notification.objects.filter(user=retour.author, kind="coproprietes.retour_returned")
    assert told.exists() is speaks


def test_a_sheet_that_left_is_changed_only_once_taken_back(client):
    retour = RetourFactory(proposed=True)
    sign_in(client, retour.author)
    client.post(page_of(retour.copropriete), {"why": "Autre chose"})
    retour.refresh_from_db()
    assert retour.why != "Autre chose"
    client.post(page_of(retour.copropriete, "reprendre/"))
    client.post(page_of(retour.copropriete), {"why": "Autre chose"})
    retour.refresh_from_db()
    assert retour.why == "Autre chose"


def test_without_a_public_mandate_one_does_not_write(client):
    mandate = AmbassadeurFactory(expired=True)
    AmbassadeurFactory(copropriete=mandate.copropriete)
    sign_in(client, mandate.user)
    assert client.get(page_of(mandate.copropriete)).url == "/ambassadeurs/mon-mandat/"
    with pytest.raises(CoproprieteNotAllowed):
        save_draft(
            actor=mandate.user,
            copropriete=mandate.copropriete,
            story=dict.fromkeys(STORY, ""),
            quote="",
            months_from_idea=None,
            figures={},
        )


def test_who_reviews_is_the_same_for_one_and_for_lists():
    """Neither the operator of the network, nor who wrote the sheet, whatever they are."""
    retour = RetourFactory(proposed=True)
    agency, operator = UserFactory(agence=True), UserFactory(exploitant=True)
    author = UserFactory(equipe=True)
    network = retour.copropriete.reseau
    network.exploitant = operator.memberships.get().organisation
    network.save()
    RetourExperience.objects.update(author=author)
    retour.refresh_from_db()
    people = (agency, operator, author)
    listed = [RetourExperience.objects.reviewable_by(one).exists() for one in people]
    assert listed == [can_review_retour(one, retour) for one in people] == [True, False, False]
    for one in (operator, author):
        with pytest.raises(CoproprieteNotAllowed):
            publish(actor=one, retour=retour)


def test_a_figure_is_verified_by_a_document(client):
    figure = FigureFactory(retour=RetourFactory(published=True), with_proof=True)
    retour, agency = figure.retour, UserFactory(agence=True)
    address = f"/ambassadeurs/chiffres/{figure.pk}/verifier/"
    sign_in(client, UserFactory(exploitant=True))
    assert client.post(address, {"proof_kind": "vu"}).status_code == 404
    sign_in(client, agency)
    assert "Dites quel document" in client.post(address, {}, follow=True).text
    client.post(address, {"proof_kind": "facture 2024"})
    shown = text_of(client.get(retour.copropriete.get_absolute_url()))
    organisation = agency.memberships.get().organisation.name
    assert f"2024 : facture 2024, par {organisation}" in shown and "Vérifié" in shown


def origin_on_card(client):
    """What the card and the CSV say of the costs: the two agree."""
    page = BeautifulSoup(client.get("/ambassadeurs/").content, "html.parser")
    [unit] = page.select(".co-card__unit")
    word = unit.get_text(strip=True).rsplit(" ", 1)[1]
    assert f",{word}," in client.get("/ambassadeurs/export.csv").text.replace(";", ",")
    return word


@pytest.mark.parametrize("published_first", [True, False])
def test_the_card_says_verified_once_both_costs_are(
    client, django_capture_on_commit_callbacks, published_first
):
    retour, agency = RetourFactory(proposed=True), UserFactory(agence=True)
    sign_in(client, agency)
    proved = partial(FigureFactory, retour=retour, with_proof=True)
    before = proved(key=FigureKey.COST_BEFORE, value=1400, year=2021)
    after = proved(key=FigureKey.COST_AFTER, value=1100, year=2024)
    if published_first:
        publish(actor=agency, retour=retour)
    committed = partial(django_capture_on_commit_callbacks, execute=True)
    with committed():
        verify_figure(actor=agency, figure=after, proof_kind="décompte 2024")
    assert origin_on_card(client) == "déclaré"
    retour.copropriete.refresh_from_db()
    assert retour.copropriete.has_verified_figures == published_first
    with committed():
        verify_figure(actor=agency, figure=before, proof_kind="décompte 2021")
    if not published_first:
        # Nobody reads the sheet yet: the card keeps what the copropriété told without it.
        assert origin_on_card(client) == "déclaré"
        with committed():
            publish(actor=agency, retour=retour)
    assert origin_on_card(client) == "vérifié"


def test_a_photo_is_public_once_its_sheet_is(client):
    photo = PhotoFactory()
    address = f"/ambassadeurs/photos/{photo.pk}/"
    assert client.get(address).status_code == 404
    published = publish(actor=UserFactory(agence=True), retour=photo.retour)
    response = client.get(address)
    assert response["Content-Type"] == "image/jpeg"
    assert b"".join(response.streaming_content)
    assert f'alt="{photo.alt}"' in client.get(photo.retour.copropriete.get_absolute_url()).text
    # None enters a sheet that left.
    checked = check_upload(SimpleUploadedFile("a.jpg", image_bytes()))
    with pytest.raises(RetourClosed):
        add_photo(actor=published.author, retour=published, photo=checked, alt="Vanne")
    put_in_state(photo.retour, ContentStatus.HIDDEN)
    assert client.get(address).status_code == 404


def test_photos_are_brought_down_and_bounded(client, mandate, settings):
    settings.NUMBERS = {"coproprietes": {"photos_max": 1}}
    sign_in(client, mandate.user)
    address = page_of(mandate.copropriete, "photos/")
    for data, said in ((EXE, "type accepté"), (PDF, "image JPEG")):
        wrong = {"photo-image": SimpleUploadedFile("a.jpg", data), "photo-alt": "Vanne"}
        response = client.post(address, wrong)
        assert response.status_code == 422 and said in response.text
    big = image_bytes(size=(2400, 800))
    no_words = client.post(address, {"photo-image": SimpleUploadedFile("a.jpg", big)})
    assert "Décrivez la photo" in no_words.text
    good = {"photo-image": SimpleUploadedFile("a.jpg", big), "photo-alt": "Vanne"}
    assert client.post(address, good).status_code == 302
    photo = Photo.objects.get()
    assert (photo.width, photo.height, photo.alt) == (1600, 533, "Vanne")
    with photo.image.open("rb") as file:
        assert Image.open(io.BytesIO(file.read())).size == (1600, 533)
    good["photo-image"] = SimpleUploadedFile("a.jpg", big)
    assert "Vous avez déjà 1 photos" in client.post(address, good).text
    client.post(f"{address}{photo.pk}/retirer/")
    assert not Photo.objects.exists()


def test_a_published_sheet_is_reported_a_draft_is_not_nor_one_that_is_hidden(client):
    retour, draft = RetourFactory(published=True), RetourFactory()
    address = f"/moderation/signaler/retour/{retour.pk}/"
    page = retour.copropriete.get_absolute_url()
    assert address in client.get(page).text
    assert client.get(address).status_code == 200
    assert client.get(f"/moderation/signaler/retour/{draft.pk}/").status_code == 404
    room = by_key("retour")
    assert retour.why in room.text(retour)
    # Hidden by moderation it leaves page and card.
    put_in_state(retour, ContentStatus.HIDDEN)
    room.on_change(retour, ContentStatus.PUBLISHED, ContentStatus.HIDDEN)
    retour.copropriete.refresh_from_db()
    assert retour.copropriete.cost_before is None
    assert retour.why not in client.get(f"{page}?").text
    with pytest.raises(RetourClosed):
        take_back(actor=retour.author, retour=retour)


def published_costs(reseau, *values, year=2023):
    for value in values:
        mandate = AmbassadeurFactory(copropriete__reseau=reseau)
        retour = RetourFactory(mandate=mandate, published=True)
        FigureFactory(retour=retour, value=value, year=year)


def test_medians_from_five_copropriétés_exactly(client):
    reseau = ReseauFactory()
    published_costs(reseau, 900, 1300, 1100, 800)
    published_costs(ReseauFactory(), 5000)
    assert NetworkPeople([reseau], 6).told.medians == []
    assert "médiane" not in client.get(reseau.get_absolute_url()).text
    published_costs(reseau, 1000, year=2020)
    [median] = NetworkPeople([reseau], 6).told.medians
    assert (median.value, median.count, median.years) == (1000, 5, "2020 à 2023")
    assert (median.lowest, median.highest) == (800, 1300)
    cache.clear()
    sign_in(client, UserFactory())
    said = text_of(client.get(reseau.get_absolute_url()))
    words = "médiane de 5 copropriétés, de 800 à 1\xa0300 · 2020 à 2023, sans correction du climat"
    assert words in said
    # Each counts once, with its last year.
    one = Figure.objects.get(value=1300)
    FigureFactory(retour=one.retour, value=700, year=one.year + 1)
    [median] = NetworkPeople([reseau], 6).told.medians
    assert (median.count, median.value, median.lowest, median.years) == (5, 900, 700, "2020 à 2024")


def test_energy_is_per_lot_and_a_building_without_lots_is_not_counted():
    reseau = ReseauFactory()
    for lots, kwh in ((10, 60_000), (20, 100_000), (30, 240_000), (40, 280_000), (50, 450_000)):
        mandate = AmbassadeurFactory(copropriete__reseau=reseau, copropriete__lots=lots)
        retour = RetourFactory(mandate=mandate, published=True)
        FigureFactory(retour=retour, key=FigureKey.KWH_AFTER, value=kwh)
    without = AmbassadeurFactory(copropriete__reseau=reseau, copropriete__lots=None)
    retour = RetourFactory(mandate=without, published=True)
    FigureFactory(retour=retour, key=FigureKey.KWH_AFTER, value=900_000)
    [median] = NetworkPeople([reseau], 6).told.medians
    assert (median.value, median.lowest, median.highest, median.count) == (7000, 5000, 9000, 5)
    assert median.unit == "kWh par lot et par an"


def test_what_is_not_public_is_not_in_the_median(monkeypatch):
    now = stop(monkeypatch)
    reseau = ReseauFactory()
    published_costs(reseau, 900, 1000, 1300, 1100, 1200, 1400)
    hidden, draft, expired = RetourExperience.objects.order_by("pk")[:3]

    def counted():
        return [one.count for one in NetworkPeople([reseau], 6).told.medians]

    put_in_state(hidden, ContentStatus.HIDDEN)
    assert counted() == [5]
    RetourExperience.objects.filter(pk=draft.pk).update(state=RetourState.DRAFT)
    assert counted() == []
    RetourExperience.objects.filter(pk=draft.pk).update(state=RetourState.PUBLISHED)
    ended = now - timedelta(seconds=1)
    Ambassadeur.objects.filter(copropriete=expired.copropriete).update(expires_at=ended)
    assert counted() == []


def test_half_a_pair_is_shown_alone_without_a_change():
    retour = RetourFactory()
    FigureFactory(retour=retour, key=FigureKey.COST_AFTER, value=0)
    assert [(len(one.figures), one.change_percent) for one in figure_lines(retour)] == [(1, None)]
    FigureFactory(retour=retour, key=FigureKey.COST_BEFORE, value=0)
    [line] = figure_lines(RetourExperience.objects.get())
    assert (len(line.figures), line.change_percent) == (2, None)

"""Unusual figures are asked again; a document makes a figure verified, then it is erased."""

from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from ambassadeurs.coproprietes.enums import FigureKey
from ambassadeurs.coproprietes.errors import ReasonMissing
from ambassadeurs.coproprietes.models import Copropriete, Figure, RetourExperience
from ambassadeurs.coproprietes.retours.plausibility import unusual, wrong_year
from ambassadeurs.coproprietes.retours.review import verify_figure
from socle.scheduler.runner import run
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.socle.test_uploads import PDF

from .factories import AmbassadeurFactory, FigureFactory, RetourFactory
from .test_retours import page_of, sign_in

pytestmark = pytest.mark.django_db

MONTH = timedelta(days=30)


def asked(key, value, lots=48, year=2024):
    return [one.words for one in unusual({key: [(Decimal(value), year)]}, Copropriete(lots=lots))]


@pytest.mark.parametrize(
    ("key", "usual", "not_usual", "lots"),
    [
        (FigureKey.COST_AFTER, (150, 4000), (149, 4001), 48),
        (FigureKey.NETWORK_PRICE, (40, 250), (39, 251), 48),
        (FigureKey.WORKS_GROSS, (100, 15000), (99, 15001), 48),
        (FigureKey.WORKS_NET, (0, 15000), (15001,), 48),
        (FigureKey.KWH_AFTER, (48 * 1500, 48 * 30000), (48 * 1500 - 1, 48 * 30000 + 1), 48),
        (FigureKey.KWH_AFTER, (1500,), (1499,), None),
    ],
)
def test_each_figure_has_its_bounds(key, usual, not_usual, lots):
    assert [asked(key, value, lots) for value in usual] == [[] for _ in usual]
    assert all(asked(key, value, lots) for value in not_usual)


@pytest.mark.parametrize(("after", "count"), [(1600, 0), (1610, 1), (250, 0), (240, 1)])
def test_a_change_has_its_bounds(after, count):
    told = {
        FigureKey.COST_BEFORE: [(Decimal(1000), 2020)],
        FigureKey.COST_AFTER: [(Decimal(after), 2024)],
    }
    assert len(unusual(told, Copropriete(lots=48))) == count


@pytest.mark.parametrize(
    ("key", "year", "wrong"),
    [
        (FigureKey.COST_BEFORE, 2021, False),
        (FigureKey.COST_BEFORE, 2022, True),
        (FigureKey.KWH_AFTER, 2022, False),
        (FigureKey.KWH_AFTER, 2021, True),
        (FigureKey.WORKS_NET, 2021, False),
    ],
)
def test_years_go_before_then_connection_then_after(key, year, wrong):
    assert bool(wrong_year(key, year, 2022)) is wrong
    assert wrong_year(key, year, None) == ""


def test_an_unusual_figure_is_asked_again_then_kept_and_shown_to_who_reviews(client):
    mandate = AmbassadeurFactory(copropriete__lots=48)
    sign_in(client, mandate.user)
    address = page_of(mandate.copropriete)
    told = {
        "why": "Appelez-moi au 06 12 34 56 78 ou écrivez à monique@exemple.fr.",
        "kwh_apres_value": "12",
        "kwh_apres_year": "2024",
    }
    response = client.post(address, told)
    assert response.status_code == 422
    assert "est-ce bien 12\xa0kWh par an pour 48 lots\xa0?" in response.text
    assert "Appelez-moi" in response.text and not RetourExperience.objects.exists()
    other = client.post(address, told | {"sure": "kwh_apres:2024:13"})
    assert other.status_code == 422
    assert client.post(address, told | {"sure": "kwh_apres:2024:12"}).status_code == 302
    # Kept, it is not asked again.
    assert client.post(address, told).status_code == 302
    client.post(page_of(mandate.copropriete, "proposer/"))
    sign_in(client, UserFactory(agence=True))
    review = client.get(page_of(mandate.copropriete, "relire/")).text
    assert "À regarder avant de publier" in review and "est-ce bien 12" in review
    assert "06 12 34 56 78" in review and "monique@exemple.fr" in review


def test_verified_is_earned_by_a_document_that_only_reviewers_read(client):
    figure, other = FigureFactory(retour=RetourFactory()), FigureFactory()
    retour, agency = figure.retour, UserFactory(agence=True)
    sign_in(client, retour.author)
    client.post(page_of(retour.copropriete, "proposer/"))
    with pytest.raises(ReasonMissing):
        verify_figure(actor=agency, figure=figure, proof_kind="facture 2024")
    client.post(page_of(retour.copropriete, "reprendre/"))
    address = page_of(retour.copropriete, "justificatifs/")
    nothing = client.post(address, {"preuve-figure": figure.pk})
    assert nothing.status_code == 422 and "Le document n’est pas joint" in nothing.text
    # That of another sheet is not replaced.
    sent = {"preuve-document": SimpleUploadedFile("f.pdf", PDF)}
    assert client.post(address, sent | {"preuve-figure": other.pk}).status_code == 422
    assert not Figure.objects.get(pk=other.pk).proof
    sent = {"preuve-figure": figure.pk, "preuve-document": SimpleUploadedFile("f.pdf", PDF)}
    assert client.post(address, sent).status_code == 302
    assert "f.pdf" in client.get(page_of(retour.copropriete)).text
    client.post(page_of(retour.copropriete, "proposer/"))
    document = f"/ambassadeurs/chiffres/{figure.pk}/justificatif/"
    assert client.get(document).status_code == 404
    sign_in(client, agency)
    assert document in client.get(page_of(retour.copropriete, "relire/")).text
    assert b"".join(client.get(document).streaming_content).startswith(b"%PDF")
    client.post(f"/ambassadeurs/chiffres/{figure.pk}/verifier/", {"proof_kind": "facture 2024"})
    assert Figure.objects.get(pk=figure.pk).is_verified


def test_the_document_is_erased_thirty_days_after_the_check(monkeypatch):
    now = stop(monkeypatch)
    retour = RetourFactory(published=True)
    kept, gone = (
        FigureFactory(retour=retour, year=year, with_proof=True, verified_at=now - age)
        for year, age in ((2023, MONTH - timedelta(seconds=1)), (2024, MONTH))
    )
    files = [(one.proof.storage, one.proof.name) for one in (kept, gone)]
    run(now, only=["coproprietes.erase_figure_proofs"])
    assert [storage.exists(name) for storage, name in files] == [True, False]
    found = Figure.objects.order_by("year")
    assert [bool(one.proof) for one in found] == [True, False]
    assert all(one.is_verified for one in found)


@pytest.mark.parametrize(("net", "status"), [("9001", 422), ("9000", 302), ("0", 302)])
def test_works_cost_no_more_after_aid_than_before(client, net, status):
    mandate = AmbassadeurFactory()
    sign_in(client, mandate.user)
    told = {"travaux_brut_value": "9000", "travaux_brut_year": "2022"}
    told |= {"travaux_net_value": net, "travaux_net_year": "2022"}
    told |= {"sure": ["travaux_brut:2022:9000", f"travaux_net:2022:{net}"]}
    response = client.post(page_of(mandate.copropriete), told)
    assert response.status_code == status, response.text
    if status == 422:
        box = BeautifulSoup(response.content, "html.parser").select_one("#id_travaux_net_value")
        assert "vérifiez les deux" in box.find_parent(class_="fr-input-group--error").get_text()

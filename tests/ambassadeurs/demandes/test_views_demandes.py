import uuid
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from ambassadeurs.coproprietes.models import Copropriete, CoproprieteMember
from ambassadeurs.demandes.enums import Kind, Purpose
from ambassadeurs.demandes.models import Demande
from cms.site.feedback import feedback_button
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory, CoproprieteFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory, UserFactory

from .asking import ask, ask_operator, asker, operator_of_network

pytestmark = pytest.mark.django_db
NEW = "/mises-en-relation/nouvelle/"
TEXT = "Bonjour Monique, combien de temps ont duré les travaux ?"


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def address(ambassadeur, more=""):
    return f"{NEW}?a=ambassadeur&id={ambassadeur.pk}{more}"


def sending(**changes):
    return {
        "purpose": "question",
        "message": TEXT,
        "share": ["commune", "lots"],
        "submission_key": str(uuid.uuid4()),
    } | changes


def test_form_is_one_screen_with_a_good_start_and_the_exact_list(client):
    user, _ = asker()
    ambassadeur = AmbassadeurFactory(takes_visits=True)
    client.force_login(user)
    page = soup(client.get(address(ambassadeur)))
    assert page.h1.get_text() == "Écrire à Monique"
    assert "Ma question :" in page.find("textarea", attrs={"name": "message"}).get_text()
    ticked = page.find_all("input", attrs={"name": "share", "checked": True})
    assert len(ticked) == len(page.find_all("input", attrs={"name": "share"})) > 2
    assert "Nombre de lots : 58" in page.get_text()
    # A neighbour receives neither address, nor syndic, nor e-mail; nothing asks for a consent.
    assert "rue Secrète" not in page.find("form", id="demande").get_text()
    assert user.email not in page.find("form", id="demande").get_text()
    assert page.find("input", attrs={"name": "consent"}) is None
    visit = soup(client.get(address(ambassadeur, "&objet=visite")))
    assert "visiter votre chaufferie" in visit.textarea.get_text()
    assert visit.find("input", attrs={"name": "purpose", "checked": True})["value"] == "visite"


def test_sending_confirms_with_what_comes_next_and_when(client, settings):
    user, _ = asker()
    client.force_login(user)
    settings.JDMA_ID = ""

    response = client.post(address(AmbassadeurFactory()), sending(), follow=True)

    demande = Demande.objects.get()
    assert response.redirect_chain == [(f"{demande.get_absolute_url()}envoyee/", 302)]
    text = soup(response).get_text()
    # It may be that nobody is found.
    assert "Nous cherchons une autre copropriété qui vous réponde" in text
    waits = soup(client.get(demande.get_absolute_url())).get_text()
    assert "nous chercherons qui d’autre peut répondre" in waits
    assert "Je donne mon avis" not in text
    assert set(demande.sent) == {"commune", "lots"}

    settings.JDMA_ID, settings.JDMA_KEY = "1234", "cle"
    link = soup(client.get(f"{demande.get_absolute_url()}envoyee/")).find(
        "a", string="Je donne mon avis"
    )
    assert link["href"].startswith("https://jedonnemonavis.numerique.gouv.fr/Demarches/1234?")
    settings.BRAND_STATE = True
    assert feedback_button(None) == []
    settings.JDMA_ID = ""
    assert [one.id for one in feedback_button(None)] == ["demandes.I001"]
    assert b"<img" not in response.content.split(b"<main")[1].split(b"</main")[0]


def test_double_click_sends_once(client):
    user, _ = asker()
    client.force_login(user)
    data, where = sending(), address(AmbassadeurFactory())
    assert client.post(where, data)["Location"] == client.post(where, data)["Location"]
    assert Demande.objects.count() == 1


def test_consent_of_operators_is_unticked_and_required(client):
    user, _ = asker()
    reseau = operator_of_network()[1]
    client.force_login(user)
    where = f"{NEW}?a=exploitant&reseau={reseau.slug}"

    page = soup(client.get(where))
    box = page.find("input", attrs={"name": "consent"})
    assert not box.has_attr("checked")
    wording = page.find("label", attrs={"for": box["id"]}).get_text()
    assert "transmis à Chaleur SA" in wording
    assert reseau.name in wording
    refused = client.post(where, sending(purpose="devis", share=["lots"]))
    assert refused.status_code == 422
    assert "sans votre accord, rien n’est transmis" in refused.text
    assert TEXT in soup(refused).textarea.get_text()
    assert not Demande.objects.exists()

    client.post(where, sending(purpose="devis", share=["lots"], consent="on"))
    demande = Demande.objects.get()
    assert (demande.kind, demande.sent) == (Kind.EXPLOITANT, {"lots": 58})


def test_agency_is_the_most_precise_one(client):
    user, _ = asker()
    OrganisationFactory(covers=["38"], name="Agence du département")
    OrganisationFactory(covers=["38185"], name="Agence de la ville")
    client.force_login(user)
    assert "Écrire à Agence de la ville" in client.get(f"{NEW}?a=agence").text
    assert "L’agence voit toujours la commune" in client.get(f"{NEW}?a=agence").text
    client.post(f"{NEW}?a=agence&commune=38185", sending(purpose="conseil"))
    assert Demande.objects.get().organisation.name == "Agence de la ville"


def test_place_without_agency_gets_the_national_number(client):
    assert "0 808 800 700" in client.get(f"{NEW}?a=agence&commune=44109").text
    assert soup(client.get(f"{NEW}?a=agence")).find("input", attrs={"name": "commune"})
    for typed, why in (("zzzzzz", "Nous ne trouvons pas de commune"), ("", "Indiquez une commune")):
        wrong = client.get(f"{NEW}?a=agence&commune={typed}&offre=")
        assert wrong.status_code == 422 and "Erreur –" in soup(wrong).title.text
        assert why in soup(wrong).select_one("#erreurs").text
    page = client.get(f"{NEW}?a=exploitant&reseau={ReseauFactory(exploitant=None).slug}")
    assert "pas encore le contact de l’exploitant" in page.text


@pytest.mark.parametrize(
    "query", ["", "?a=x", "?a=ambassadeur&id=abc", "?a=ambassadeur&id=999999", "?a=exploitant"]
)
def test_address_that_names_nobody_is_not_found(client, query):
    assert client.get(f"{NEW}{query}").status_code == 404
    assert client.post(f"{NEW}{query}", sending()).status_code == 404


@pytest.mark.parametrize("trait", ["pending", "refused"])
def test_candidate_is_not_found(client, trait):
    assert client.get(address(AmbassadeurFactory(**{trait: True}))).status_code == 404


def proposed(response):
    return [link.get_text() for link in soup(response).select(".mr-other .fr-btn")]


def test_ambassador_who_left_is_told_kindly_and_the_next_one_keeps_the_text(client):
    user, building = asker()
    spare = AmbassadeurFactory(first_name="Farida")
    gone = AmbassadeurFactory(expired=True, copropriete__reseau=spare.copropriete.reseau)
    client.force_login(user)

    shown = client.get(address(gone))
    assert shown.status_code == 200
    # Nothing of whom they helped: it may be nobody.
    told = soup(shown).find(class_="cu-lead").get_text()
    assert told == "Le mandat de Monique pour cette copropriété est terminé."

    forged = client.post(address(gone), sending())
    assert forged.status_code == 409
    assert proposed(forged) == proposed(shown) != []
    # Of the network of the reader's own building, once it is known, wherever they ask.
    building.nearest_reseau = AmbassadeurFactory(first_name="Ali").copropriete.reseau
    building.save()
    shown, refused = client.get(address(gone)), client.post(address(gone), sending())
    assert proposed(shown)[0] == "Écrire à Ali"
    assert proposed(refused) == proposed(shown)
    assert not Demande.objects.exists()
    link = soup(forged).find("a", string=lambda text: text and "Écrire à Farida" in text)
    assert TEXT in soup(client.get(link["href"])).textarea.get_text()


def test_the_next_one_is_asked_for_the_same_building_and_the_same_thing(client):
    user, _ = asker()
    other = CoproprieteFactory(connected_year=None, reseau=None, name="Le second")
    CoproprieteMember.objects.create(copropriete=other, user=user)
    spare = AmbassadeurFactory(takes_visits=True)
    network = spare.copropriete.reseau
    full = AmbassadeurFactory(max_per_month=0, takes_visits=True, copropriete__reseau=network)
    client.force_login(user)
    where = f"{address(full)}&immeuble={other.pk}"
    posted = client.post(where, sending(purpose="visite"))
    for shown in (client.get(f"{where}&objet=visite"), posted):
        form = client.get(soup(shown).select_one(".mr-other .fr-btn")["href"])
        assert form.context["building"] == other
        assert form.context["form"]["purpose"].value() == "visite"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"expired": True}, "Le mandat de Monique pour cette copropriété est terminé."),
        ({"paused_until": date(2999, 1, 1)}, "Monique fait une pause jusqu’au 1er janvier 2999."),
        # Of her own choice, or forbidden to write: nothing of why.
        ({"max_per_month": 0}, "Monique ne peut pas prendre de nouvelle demande en ce moment."),
    ],
)
def test_without_anybody_else_nobody_else_is_promised(client, facts, said):
    client.force_login(asker()[0])
    page = soup(client.get(address(AmbassadeurFactory(**facts))))
    assert page.find(class_="cu-lead").get_text() == said
    assert "peut vous répondre" not in page.get_text()


def test_to_oneself_and_to_ones_building_are_said(client):
    mine = AmbassadeurFactory()
    neighbour = AmbassadeurFactory(copropriete=mine.copropriete)
    client.force_login(mine.user)
    assert "Cet ambassadeur, c’est vous" in client.get(address(mine)).text
    assert client.post(address(mine), sending()).status_code == 409
    shown = client.get(address(neighbour))
    assert "parlez-en directement à Monique" in shown.text
    assert soup(shown).textarea is None
    refused = client.post(address(neighbour), sending())
    assert refused.status_code == 409
    assert "C’est votre immeuble" in refused.text


def test_same_request_shows_the_open_one(client):
    user, building = asker()
    demande = ask(user, building)
    client.force_login(user)
    response = client.post(address(demande.ambassadeur), sending(), follow=True)
    assert response.redirect_chain == [(demande.get_absolute_url(), 302)]
    assert "vous avez déjà une demande ouverte" in response.text.lower()
    assert soup(response).find("textarea", {"name": "body"}).get_text(strip=True) == TEXT


def test_sixth_request_of_the_week_keeps_the_text(client):
    user, building = asker()
    for _ in range(5):
        ask(user, building)
    client.force_login(user)
    refused = client.post(address(AmbassadeurFactory()), sending())
    assert refused.status_code == 409
    assert "c’est le maximum" in refused.text
    assert TEXT in soup(refused).textarea.get_text()


def test_start_alone_is_not_a_question(client):
    user, _ = asker()
    client.force_login(user)
    where = address(AmbassadeurFactory())
    start = soup(client.get(where)).textarea.get_text().strip()
    assert client.post(where, sending(message=start)).status_code == 422
    assert client.post(where, sending(message="   ")).status_code == 422
    assert client.post(where, sending(message="x" * 5001)).status_code == 422
    assert client.post(where, sending(purpose="devis")).status_code == 422
    assert client.post(where, sending(share=["inconnu"])).status_code == 422
    assert not Demande.objects.exists()
    assert client.post(where, sending(message="x" * 5000)).status_code == 302


def test_text_is_kept_across_sign_in_and_the_building_is_made(client):
    ambassadeur = AmbassadeurFactory()
    where = address(ambassadeur)
    data = sending(commune="Grenoble (38)", lots="58", energy="gaz", share=["lots"])

    response = client.post(where, data)

    assert response["Location"].startswith("/comptes/")
    assert not Demande.objects.exists()
    user = UserFactory(display_name="Nadia S.")
    client.force_login(user)
    page = soup(client.get(where))
    assert TEXT in page.textarea.get_text()
    assert page.find("input", attrs={"name": "lots"})["value"] == "58"
    shared = page.find_all("input", attrs={"name": "share", "checked": True})
    assert [box["value"] for box in shared] == ["lots"]
    client.post(where, data)
    building = Copropriete.objects.of_member(user).get()
    assert (building.commune_id, building.lots, building.current_energy) == ("38185", 58, "gaz")
    assert Demande.objects.get().sent == {"lots": 58}


def test_a_form_of_somebody_whose_session_ended_is_kept_whole(client):
    user, building = asker()
    where = address(AmbassadeurFactory(), f"&immeuble={building.pk}")
    client.force_login(user)
    boxes = soup(client.get(where)).find_all("input", attrs={"name": "share"})
    ticked = [box["value"] for box in boxes]
    client.logout()
    for message, status in (("é" * 5_001, 422), (TEXT, 302)):
        sent = sending(share=ticked, message=message)
        assert client.post(where, sent).status_code == status
    client.force_login(user)
    page = soup(client.get(where))
    assert TEXT in page.textarea.get_text()
    assert [box["value"] for box in page.select("[name=share][checked]")] == ticked


@pytest.mark.parametrize("lots", ["0", "10001", "beaucoup"])
def test_impossible_number_of_lots_is_refused(client, lots):
    client.force_login(UserFactory())
    refused = client.post(address(AmbassadeurFactory()), sending(commune="38185", lots=lots))
    assert refused.status_code == 422
    assert TEXT in soup(refused).textarea.get_text()


def test_stale_token_shows_the_text_again_and_sends_nothing():
    user, _ = asker()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    refused = browser.post(address(AmbassadeurFactory()), sending(csrfmiddlewaretoken="x" * 64))
    assert refused.status_code == 403
    assert TEXT in soup(refused).textarea.get_text()
    assert not Demande.objects.exists()


def test_building_of_somebody_else_in_the_address_is_ignored(client):
    user, building = asker()
    _, foreign = asker(name="Immeuble d’un autre")
    client.force_login(user)
    where = address(AmbassadeurFactory(), f"&immeuble={foreign.pk}")
    assert "Immeuble d’un autre" not in client.get(where).text
    client.post(where, sending())
    assert Demande.objects.get().copropriete == building


def text_of_list(response):
    return soup(response).find("ul", class_="mr-list").get_text()


def test_list_shows_mine_by_side_and_nothing_of_others(client):
    user, building = asker()
    sent_one = ask(user, building)
    stranger, their_building = asker()
    ask(stranger, their_building)
    client.force_login(user)
    page = client.get("/mises-en-relation/?page=abc")
    assert [link["href"] for link in soup(page).select(".mr-line a")] == [
        sent_one.get_absolute_url()
    ]
    assert "votre réponse" not in client.get("/mon-compte/").text
    client.force_login(sent_one.ambassadeur.user)
    assert "1 demande attend votre réponse" in client.get("/mon-compte/").text
    received = client.get("/mises-en-relation/").text
    assert "Gérard M." in received
    assert "· Grenoble" in received
    # What was not sent is not said.
    Demande.objects.update(sent={})
    assert "Grenoble" not in text_of_list(client.get("/mises-en-relation/"))
    client.force_login(UserFactory())
    assert "Vous n’avez encore rien demandé" in client.get("/mises-en-relation/").text
    empty = client.get("/mises-en-relation/?cote=recues").text
    assert "Vous n’avez reçu aucune demande" in empty


@pytest.mark.parametrize("rows", [1, 12])
def test_list_budget(client, rows, django_assert_max_num_queries):
    user, building = asker()
    demandes = [ask(user, building)]
    for _ in range(rows - 1):
        Demande.objects.create(
            kind=Kind.AMBASSADEUR,
            purpose=Purpose.QUESTION,
            requester=user,
            copropriete=CoproprieteFactory(),
            ambassadeur=AmbassadeurFactory(),
            created_at=demandes[0].created_at,
            last_act_at=demandes[0].created_at,
        )
    client.force_login(user)
    client.get("/mises-en-relation/")
    with django_assert_max_num_queries(8):
        page = client.get("/mises-en-relation/")
    assert len(soup(page).select(".mr-line")) == rows


def test_pages_of_the_directory_and_of_networks_lead_here(client):
    ambassadeur = AmbassadeurFactory(takes_visits=True)
    page = client.get(ambassadeur.copropriete.get_absolute_url()).text
    assert f"{NEW}?a=ambassadeur&amp;id={ambassadeur.pk}&amp;objet=visite" in page
    reseau = operator_of_network()[1]
    page = client.get(reseau.get_absolute_url()).text
    assert f"{NEW}?a=exploitant&amp;reseau={reseau.slug}&amp;objet=devis" in page


def test_confirmation_is_for_the_person_who_asked(client):
    user, building = asker()
    demande = ask_operator(user, building)
    MembershipFactory(organisation=demande.organisation)
    client.force_login(UserFactory())
    assert client.get(f"{demande.get_absolute_url()}envoyee/").status_code == 404
    client.force_login(user)
    text = client.get(f"{demande.get_absolute_url()}envoyee/").text
    assert "Une première réponse est attendue au plus tard le" in text
    # It may be that no collectivité of the place works here: nobody is told there.
    assert "la collectivité, si elle a un espace ici, puis l’équipe nationale" in text

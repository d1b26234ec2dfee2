"""Each démarche ends on a screen with « Je donne mon avis ».

Every address that accepts POST is here: it ends a démarche, and its last screen is read; or it does
not, and says so. One that is added fails until somebody has decided.
"""

import uuid
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from communaute.comptes.perms import memberships_of
from tests.ambassadeurs.coproprietes.applying import application
from tests.ambassadeurs.guichets.syndics.factories import ManagedBuildingFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.architecture.routes import post_names
from tests.architecture.test_permissions_matrix import session_of, use_session
from tests.architecture.test_posts_matrix import POSTS
from tests.communaute.comptes.factories import UserFactory
from tests.personas import make_person

WORDS = "Je donne mon avis"
# What ends a démarche: somebody asked the service for something, and is told that it is done.
DEMARCHES = {
    "reseaux:address_test",
    "demandes:new",  # an ambassador, an agency, an operator, even without a desk here
    "visites:book",
    "questions:ask",
    "ambassadeurs:apply",
    "syndics:ask",
    "donnees:ask",
    "donnees:right",
    "donnees:close",
    "moderation:report",
    "moderation:contest_notice",
    "moderation:appeal",
    "events:confirm",
    "cms_pages:contact",
}
# Rooms in which nobody ends a démarche: desks of organisations, accounts and their keys, programs,
# what one follows, one's own texts.
TOOLS = {
    "",
    "absences",
    "terms",
    "comptes",
    "sso",
    "sso_access",
    "subscriptions",
    "guichets",
    "guides",
    "guichets:api_v2",
    "invitations",
    "sanctions",
    "national",
    "notifications",
    "routing",
    "reseaux:api",
    "second_reading",
    "revisions",
    "reseau_subscriptions",
}
# A step of a démarche or its undoing, a conversation, a contribution, what a moderator does.
STEPS = {
    "ambassadeurs:figure_verify",
    "ambassadeurs:invitation",
    "ambassadeurs:mandate_capacity",
    "ambassadeurs:mandate_pause",
    "ambassadeurs:mandate_renew",
    "ambassadeurs:mandate_resume",
    "ambassadeurs:mandate_review",
    "ambassadeurs:mandate_undo",
    "ambassadeurs:mandate_withdraw",
    "ambassadeurs:photo_remove",
    "ambassadeurs:project_create",
    "ambassadeurs:project_edit",
    "ambassadeurs:project_invitation_withdraw",
    "ambassadeurs:project_invite",
    "ambassadeurs:project_join_answer",
    "ambassadeurs:project_join_take_back",
    "ambassadeurs:project_leave",
    "ambassadeurs:retour_drop",
    "ambassadeurs:retour_edit",
    "ambassadeurs:retour_photos",
    "ambassadeurs:retour_proofs",
    "ambassadeurs:retour_propose",
    "ambassadeurs:retour_reopen",
    "ambassadeurs:retour_review",
    "annuaire:around",
    "assemblees:asked",
    "assemblees:asked_answer",
    "assemblees:asked_remove",
    "assemblees:cancel",
    "assemblees:detail",
    "assemblees:dossier",
    "assemblees:dossier_agency",
    "assemblees:dossier_pdf",
    "assemblees:dossier_sent",
    "assemblees:dossier_unsent",
    "assemblees:lots",
    "assemblees:past",
    "assemblees:result",
    "events:give_up",
    "events:register",
    "cms:search_missed",
    "cms_pages:vote",
    "donnees:take_back",
    "demandes:block",
    "demandes:close",
    "demandes:detail",
    "demandes:follow",
    "demandes:keep",
    "demandes:reopen",
    "demandes:report_message",
    "demandes:share",
    "demandes:share_with_members",
    "demandes:thank",
    "demandes:unblock",
    "demandes:withdraw_group",
    "moderation:answer_appeal",
    "moderation:claim",
    "moderation:decide",
    "moderation:hand_over",
    "moderation:moderate",
    "moderation:read",
    "moderation:release",
    "moderation:together",
    "moderation:undo",
    "questions:accept",
    "questions:answer",
    "questions:answer_comments",
    "questions:describe",
    "questions:draft_discard",
    "questions:draft_keep",
    "questions:guide",
    "questions:question_comments",
    "questions:read",
    "questions:summary",
    "questions:useful",
    "reseaux:api_docs_moved",
    "reseaux:suggestions",
    "syndics:add",
    "syndics:building",
    "syndics:describe",
    "syndics:file",
    "syndics:file_confirm",
    "syndics:past",
    "syndics:remove",
    "syndics:result",
    "visites:attendance",
    "visites:cancel",
    "visites:change",
    "visites:decide",
    "visites:give_up",
    "visites:open",
    "visites:survey",
}


def test_every_address_that_accepts_post_ends_a_demarche_or_says_that_it_does_not():
    rooms = {_room(name) for name in post_names()}
    mine = [name for name in post_names() if _room(name) not in TOOLS]
    assert sorted(DEMARCHES | STEPS) == mine
    assert TOOLS - rooms == set()


def _room(name: str) -> str:
    return name.rpartition(":")[0]


@pytest.fixture
def posted(client: Client):
    """Send the form of a démarche as somebody who may, and give back its last screen."""

    def send(name: str) -> BeautifulSoup:
        person = None
        if name in SCENES:
            person, address, data = SCENES[name]()
        else:
            row = POSTS[name]
            is_own = row.statuses["membre"] not in {200, 302}
            scene = row.own_scene if is_own else row.scene
            person = make_person("membre")
            given = scene(person) if is_own else scene()
            address, data = given if isinstance(given, tuple) else (given, row.data)
        use_session(client, session_of(person))
        response = client.post(address, data, follow=True)
        assert response.status_code == 200, name
        return BeautifulSoup(response.content, "html.parser")

    return send


def _application():
    reseau = ReseauFactory()
    reseau.communes.set(["38185"])
    return UserFactory(), reverse("ambassadeurs:apply"), application()


def _together():
    """A syndic who writes to the operator for one of its buildings."""
    lead, operator = UserFactory(syndic=True), UserFactory(exploitant=True)
    lead.memberships.update(role="responsable")
    syndic = memberships_of(lead)[0].organisation
    network = ReseauFactory(exploitant=memberships_of(operator)[0].organisation)
    managed = ManagedBuildingFactory(
        organisation=syndic, copropriete__nearest_reseau=network, copropriete__distance_m=90
    )
    address = reverse("syndics:ask", args=[syndic.slug])
    client = Client()
    use_session(client, session_of(lead))
    (choice,) = client.get(f"{address}?immeuble={managed.pk}").context["choices"]
    query = urlencode({"immeuble": managed.pk, "vers": choice.key})
    told = {
        "purpose": "devis",
        "message": "Pouvez-vous nous dire ce qui est possible ?",
        "share": ["name", "lots", "distance"],
        "submission_key": str(uuid.uuid4()),
        "consent": "on",
    }
    return lead, f"{address}?{query}", told


SCENES = {"ambassadeurs:apply": _application, "syndics:ask": _together}


@pytest.mark.usefixtures("trusted")
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(DEMARCHES))
def test_its_last_screen_has_the_button(name, posted, settings):
    settings.JDMA_ID, settings.JDMA_KEY = "1234", "cle"
    button = posted(name).find("main").find("a", string=WORDS)
    assert button["href"].startswith("https://jedonnemonavis.numerique.gouv.fr/Demarches/1234?")


@pytest.mark.usefixtures("trusted")
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(DEMARCHES))
def test_without_a_number_there_it_is_absent(name, posted, settings):
    settings.JDMA_ID = ""
    assert WORDS not in posted(name).get_text()

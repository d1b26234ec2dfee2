"""Every page, feed, export and API answer, as every role: nothing of an ambassador leaks.

Neither e-mail, phone, surname, address nor exact point, whoever looks; the person themself and
the members of the building have pages of their own, which are not among those read here.
"""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur, Figure, RetourExperience
from ambassadeurs.coproprietes.services import set_position
from ambassadeurs.demandes.models import Message
from ambassadeurs.guichets.api.views import rotate_token
from communaute.comptes.perms import memberships_of
from socle.search import indexer
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.coproprietes.test_position import NEIGHBOURS
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory, ensure_space
from tests.architecture.test_permissions_matrix import MATRIX
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory
from tests.conftest import ROLES

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
SURNAME = "Introuvable-Durandal"
ADDRESS = "47 boulevard Introuvable"
PHONE = "06 98 76 54 32"
PHONE_DIGITS = re.compile(r"(?:\+33\W?|0)6\W?98\W?76\W?54\W?32")
# The seconds of a date in a feed may, by chance, be the digits of a point.
CLOCK = re.compile(r"\d\d:\d\d:\d\d\.\d+")


@pytest.fixture
def ambassador():
    """One whose every secret is known, in a cell that is public, busy everywhere on the site."""
    reseau = ReseauFactory(commune_id="38185", departement_id="38")
    for number, (lon, lat) in enumerate(NEIGHBOURS):
        mandate = AmbassadeurFactory(
            user__email=f"ambassadrice-{number}@introuvable.test",
            user__first_name="Monique",
            user__last_name=SURNAME,
            # What the person signs with in the forum; a mandate promises the first name alone.
            user__display_name=f"Monique {SURNAME}",
            copropriete__reseau=reseau,
            copropriete__name="Les Secrets bien gardés",
            copropriete__address=ADDRESS,
            takes_visits=True,
        )
        set_position(copropriete=mandate.copropriete, lon=lon, lat=lat)
    retour = RetourExperience.objects.create(
        copropriete=mandate.copropriete, author=mandate.user, state="publie", why="Pour le climat."
    )
    Figure.objects.create(retour=retour, key="cout_avant", value=1400, year=2021)
    space = ensure_space(reseau)
    # In the forum one signs with the name one chose: this other one chose well.
    writer = AmbassadeurFactory(
        copropriete=mandate.copropriete,
        user__email="autrice@introuvable.test",
        user__last_name=SURNAME,
        user__display_name="Monique D.",
    ).user
    question = QuestionFactory(space=space)
    AnswerFactory(question=question, author=writer)
    QuestionFactory(space=space, author=writer)
    # Waiting since long: what an agency is alerted of.
    demande = DemandeFactory(ambassadeur=mandate)
    Message.objects.create(
        demande=demande,
        author=mandate.user,
        from_requester=False,
        body=f"Appelez-moi au {PHONE} ou écrivez à {mandate.user.email}.",
    )
    AmbassadeurFactory(
        pending=True,
        user__email="candidate@introuvable.test",
        user__last_name=SURNAME,
        user__display_name=f"Monique {SURNAME}",
        copropriete__address=ADDRESS,
    )
    mandate.question = question
    return mandate


def own_pages(mandate):
    """What the rooms show of this very ambassador, and the lists where they come first."""
    copropriete = mandate.copropriete
    lon, lat = NEIGHBOURS[0]
    indexer.rebuild()
    return [
        copropriete.get_absolute_url(),
        copropriete.reseau.get_absolute_url(),
        copropriete.reseau.space.get_absolute_url(),
        mandate.question.get_absolute_url(),
        f"/moderation/signaler/retour/{copropriete.retours.get().pk}/",
        f"/mises-en-relation/nouvelle/?a=ambassadeur&id={mandate.pk}",
        f"/ambassadeurs/?lat={lat + 0.001}&lon={lon + 0.001}",
        f"/ambassadeurs/carte.geojson?reseau={copropriete.reseau.slug}",
        f"/ambassadeurs/export.csv?reseau={copropriete.reseau.slug}",
        "/recherche/?q=secrets",
        "/sitemap.xml",
        "/sitemap-ambassadeurs.xml",
    ]


def took_back(viewer, mandate):
    """A request with all their secrets, sent to the viewer's operator, then closed."""
    for membership in memberships_of(viewer):
        if membership.organisation.kind == "exploitant":
            DemandeFactory(
                exploitant=True,
                organisation=membership.organisation,
                requester=mandate.user,
                copropriete=mandate.copropriete,
                sent={"address": ADDRESS, "email": mandate.user.email},
                consent_withdrawn_at=timezone.now(),
                state="close",
            )


def text_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def leaks(text, emails):
    text = CLOCK.sub("", text)
    found = [secret for secret in (SURNAME, ADDRESS, *emails) if secret.lower() in text.lower()]
    found += [point for pair in NEIGHBOURS for point in map(str, pair) if point in text]
    return found + PHONE_DIGITS.findall(text)


def test_the_check_sees_what_it_looks_for(ambassador):
    lon, lat = NEIGHBOURS[0]
    text = (
        f"{SURNAME.upper()}, {ADDRESS}, 0698765432, +33 6.98.76.54.32, {lat}, T22:10:1{lon}23+01:00"
    )
    assert len(leaks(text + ambassador.user.email, [ambassador.user.email])) == 6


# What a page hides is the work of its template and of the checks. On PostgreSQL too: who sees
# least, and who sees most.
ON_BOTH = {"anonymous", "agence", "equipe"}


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=() if role in ON_BOTH else pytest.mark.one_database)
        for role in ("anonymous", *ROLES)
    ],
)
def test_nothing_of_an_ambassador_leaks(client, person, ambassador, role):
    viewer = person(role) if role != "anonymous" else None
    if viewer is not None:
        client.force_login(viewer, backend=BACKEND)
        took_back(viewer, ambassador)
    addresses = dict.fromkeys(own_pages(ambassador), 200)
    addresses |= {row["url"](): row[role] for name, row in MATRIX.items() if row[role] == 200}
    emails = set(Ambassadeur.objects.exclude(user=viewer).values_list("user__email", flat=True))
    found = {}
    for address in addresses:
        cache.clear()  # the API is limited to a request a second
        response = client.get(address)
        assert response.status_code == 200, address
        if leaked := leaks(text_of(response), emails):
            found[address] = leaked
    assert found == {}


@pytest.mark.parametrize("role", ["exploitant", "agence"])
def test_nothing_of_an_ambassador_leaks_by_a_key(client, person, ambassador, role):
    """Who asks an operator or an agency is an ambassador too: what they did not send stays here."""
    organisation = memberships_of(person(role))[0].organisation
    asked = {"requester": ambassador.user, "copropriete": ambassador.copropriete}
    for kind in ("exploitant", "agence"):
        to = {"organisation": organisation} if kind == role else {}
        DemandeFactory(**{kind: True}, **asked, **to)
    took_back(person(role), ambassador)
    key = rotate_token(actor=person(role), organisation=organisation)
    response = client.get("/api/v2/demands", headers={"Authorization": f"Bearer {key}"})
    assert "Les Tilleuls" in response.text
    emails = Ambassadeur.objects.values_list("user__email", flat=True)
    assert leaks(response.text, emails) == []

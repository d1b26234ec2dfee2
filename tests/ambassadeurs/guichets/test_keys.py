"""The key of the partner API, at each desk: who makes it, for which organisation, shown once."""

import pytest

from ambassadeurs.demandes.errors import NotAllowed
from ambassadeurs.guichets.api.views import rotate_token
from ambassadeurs.guichets.models import ApiToken
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
OPENS = "/api/v2/demands"
DESKS = {"exploitant", "agence"}


def enter(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")


@pytest.mark.parametrize("role", sorted(DESKS))
def test_the_key_is_shown_once_and_a_new_one_ends_it(client, person, role):
    enter(client, person(role))
    address = f"/{role}/cle/"
    assert address in client.get(f"/{role}/").text
    first = client.post(address).context["token"]
    page = client.get(address)
    assert first not in page.text
    assert OPENS in page.text
    assert "no-store" in page["Cache-Control"]
    refused = client.post(address)
    assert refused.status_code == 422
    assert "Cochez la case pour remplacer la clé." in refused.text
    second = client.post(address, {"replace": "on"}).context["token"]
    codes = [
        client.get(OPENS, headers={"Authorization": f"Bearer {one}"}).status_code
        for one in (first, second)
    ]
    assert codes == [401, 200]


def test_a_form_sent_twice_leaves_one_key_which_is_the_one_shown(client, agence):
    """The browser shows the second answer."""
    enter(client, agence)
    assert client.post("/agence/cle/").context["token"]
    again = client.post("/agence/cle/")
    assert again.status_code == 422
    assert "J’ai compris : l’ancienne clé s’arrête tout de suite." in again.text
    for _ in range(2):
        made = client.post("/agence/cle/", {"replace": "on"}).context["token"]
    assert ApiToken.objects.get().hint == made[-4:]


@pytest.mark.parametrize("role", sorted(DESKS))
def test_the_key_of_another_desk_is_not_made(client, person, role):
    enter(client, person("membre"))
    assert client.post(f"/{role}/cle/").status_code == 403
    for other in DESKS - {role}:
        enter(client, person(other))
        assert client.post(f"/{role}/cle/").status_code == 403
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("role", ["membre", "equipe"])
def test_a_stranger_makes_no_key(person, role):
    with pytest.raises(NotAllowed):
        rotate_token(actor=person(role), organisation=OrganisationFactory(kind="exploitant"))


@pytest.mark.parametrize("kind", ["collectivite", "syndic", "equipe"])
def test_an_organisation_that_nobody_writes_to_has_no_key(kind):
    member = MembershipFactory(organisation__kind=kind)
    with pytest.raises(NotAllowed):
        rotate_token(actor=member.user, organisation=member.organisation)


def test_the_page_asks_little(client, agence, django_assert_max_num_queries):
    for _ in range(9):
        MembershipFactory(user=agence)
    enter(client, agence)
    client.post("/agence/cle/")
    with django_assert_max_num_queries(8):
        client.get("/agence/cle/")

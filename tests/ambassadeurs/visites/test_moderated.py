import pytest
from django.template.loader import get_template

from ambassadeurs.visites.enums import BookingState, VisitState
from ambassadeurs.visites.models import Visit
from communaute.moderation.enums import SanctionKind
from communaute.moderation.models import Notice
from communaute.moderation.sanctions.services import lift_sanction
from communaute.moderation.services import decide_case
from communaute.moderation.templatetags.moderation_tags import text_state
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.moderation.sanctions.scenes import DAY, sanctioned

from .factories import BookingFactory, VisitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    return VisitFactory()


@pytest.fixture
def hidden(visit, equipe):
    hide(CaseFactory(content=visit), equipe)
    visit.refresh_from_db()
    return visit


def seen_by(client, user, visit):
    client.logout()
    if user is not None:
        client.force_login(user)
    return client.get(visit.get_absolute_url()).status_code


def test_a_visit_is_reported_from_its_page_and_its_place_stays_secret(client, visit):
    assert f"/moderation/signaler/visite/{visit.pk}/" in client.get(visit.get_absolute_url()).text
    url = f"/moderation/signaler/visite/{visit.pk}/"
    assert visit.meeting_point not in client.get(url).text
    data = {"category": "faux", "explanation": "Ce n’est pas une chaufferie.", "good_faith": "on"}
    assert client.post(url, data).status_code == 302
    case = Notice.objects.get().case
    assert case.target == visit
    assert (case.commune, case.author) == (visit.commune, visit.author)
    assert visit.meeting_point not in case.snapshot


def test_its_host_edits_it_and_does_not_report_it(client, visit):
    client.force_login(visit.author)
    assert client.get(f"/moderation/signaler/visite/{visit.pk}/").status_code == 403
    assert "/moderation/signaler/" not in client.get(visit.get_absolute_url()).text


def test_hidden_it_is_for_the_host_who_holds_a_place_and_who_moderates(client, hidden, equipe):
    holder = BookingFactory(visit=hidden).user
    expected = {None: 404, UserFactory(): 404, hidden.author: 200, holder: 200, equipe: 200}
    assert {one: seen_by(client, one, hidden) for one in expected} == expected
    seen = "Seuls son auteur, les personnes inscrites et les modérateurs le voient."
    for reader in (hidden.author, equipe, holder):
        client.force_login(reader)
        page = client.get(hidden.get_absolute_url()).text
        assert "Par décision de la modération, cette visite n’est plus montrée" in page
        assert "Elle a lieu pour qui a déjà une place." in page
        assert (seen in page) is (reader != holder)
    # Cancelled or over, nobody is to be told that it takes place.
    Visit.objects.update(state=VisitState.CANCELLED)
    client.force_login(holder)
    assert "cette visite n’est plus montrée" not in client.get(hidden.get_absolute_url()).text
    assert not Visit.objects.bookable(hidden.created_at).exists()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("masquer", "Vous pouvez le lire, avec les personnes inscrites et les modérateurs."),
        ("supprimer", "sauf pour vous, les personnes inscrites et les modérateurs."),
    ],
)
def test_its_host_is_told_that_those_who_hold_a_place_still_read_it(visit, equipe, kind, said):
    decision = hide(CaseFactory(content=visit), equipe, kind=kind)
    assert said in decision.statement.plain
    assert "Vous seul" not in decision.statement.plain
    visit.refresh_from_db()
    page = get_template("moderation/_text_state.html")
    assert "les personnes inscrites" in page.render(text_state({}, visit))
    holder = BookingFactory(visit=visit).user
    assert Visit.objects.visible_to(holder).get() == visit


def test_lists_say_that_it_is_withheld(client, hidden, agence):
    holder = BookingFactory(visit=hidden).user
    asked = {"state": BookingState.REQUESTED, "needs_approval": True}
    BookingFactory(visit=hidden, **asked)
    for person, path in ((hidden.author, ""), (holder, ""), (agence, "a-valider/")):
        client.force_login(person)
        assert "retenue par la modération" in client.get(f"/visites/{path}").text


def test_nobody_books_a_hidden_visit(client, hidden):
    client.force_login(UserFactory())
    assert client.post(f"{hidden.get_absolute_url()}reserver/").status_code == 404
    assert not hidden.bookings.exists()


def test_restored_it_is_there_again(client, hidden, equipe):
    from communaute.moderation.models import Case

    case = Case.objects.get()
    decide_case(actor=equipe, case=case, version=case.version, kind="retablir")
    assert seen_by(client, None, hidden) == 200
    assert Visit.objects.bookable(hidden.created_at).exists()


def test_who_moderates_reads_the_place(client, visit, equipe):
    client.force_login(equipe)
    page = client.get(CaseFactory(content=visit).get_absolute_url()).text
    assert visit.meeting_point in page
    assert "Où elle a lieu" in page
    assert "Ce à quoi il répond" not in page


def test_nobody_books_while_a_measure_forbids_the_host_to_receive(client, visit):
    holder = BookingFactory(visit=visit).user
    case = CaseFactory(content__author=visit.author)
    measure = sanctioned(SanctionKind.SUSPENSION, DAY, case=case).measure
    person, address = UserFactory(), visit.get_absolute_url()
    client.force_login(person)
    page = client.get(address).text
    assert "Cette visite ne prend plus d’inscription en ce moment." in page
    assert "reserver/" not in page
    client.post(f"{address}reserver/")
    assert not visit.bookings.filter(user=person).exists()
    assert address not in client.get("/agenda/").text
    assert address not in client.get(visit.ambassadeur.copropriete.get_absolute_url()).text
    # Who has a place keeps it.
    client.force_login(holder)
    assert "Votre place est réservée" in client.get(address).text
    why = "La personne s’est engagée par écrit."
    lift_sanction(actor=UserFactory(equipe=True), sanction=measure, why=why)
    client.force_login(person)
    assert "reserver/" in client.get(address).text
    assert address in client.get("/agenda/").text

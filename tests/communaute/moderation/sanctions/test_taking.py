"""The page that takes a measure, or proposes it; how long, who may, what is written."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communaute.moderation.appeals import Lighter
from communaute.moderation.audit_log.verification import is_intact
from communaute.moderation.deadlines import undoable_until
from communaute.moderation.enums import Act, DecisionKind, Escalation, SanctionKind
from communaute.moderation.models import Decision, Proposal, Sanction
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.sanctions.services import confirm_proposal
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox import drain
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import FACTS, CaseFactory, hide

from .scenes import DAY, lead, proposed, sanctioned

pytestmark = pytest.mark.django_db
NOON = timezone.make_aware(timezone.datetime(2026, 3, 10, 12))


@pytest.fixture
def noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return NOON


@pytest.fixture
def desk(client):
    """`desk(person)` is signed in as them."""

    def signed_in(person):
        client.force_login(person)
        return client

    return signed_in


def asked(kind, days=None, **more):
    day = "" if days is None else (timezone.localdate() + timedelta(days=days)).isoformat()
    return {"version": 1, "sanction": kind, "until": day, "rule": "3.2", "facts": FACTS} | more


def take(desk, case, data):
    return desk.post(reverse("sanctions:take", args=[case.pk]), data)


def test_the_page_says_what_is_proposed_already_towards_this_person(desk):
    proposal = proposed()
    other = CaseFactory(content__author=proposal.case.author)
    signed_in = desk(UserFactory(equipe=True))
    for case in (proposal.case, other):
        page = signed_in.get(reverse("sanctions:take", args=[case.pk])).text
        assert "En attente d’une deuxième personne" in page
        assert proposal.get_absolute_url() in page
    confirm_proposal(actor=UserFactory(equipe=True), proposal=proposal)
    page = signed_in.get(reverse("sanctions:take", args=[other.pk])).text
    assert "En attente d’une deuxième personne" not in page


def test_the_page_shows_the_ladder_what_was_given_and_what_each_may(desk):
    person = sanctioned(SanctionKind.WARNING, 180 * DAY).case.author
    case = CaseFactory(content__author=person)
    page = desk(UserFactory(agence=True)).get(reverse("sanctions:take", args=[case.pk]))
    says = {rung.kind: rung.say for rung in page.context["ladder"]}
    assert says[SanctionKind.WARNING] == "seul"
    assert says[SanctionKind.READ_ONLY] == "propose"
    assert says[SanctionKind.CLOSING] == "non"
    assert [rung.kind for rung in page.context["ladder"] if rung.is_next] == ["lecture_seule"]
    assert page.context["form"].initial["sanction"] == "lecture_seule"
    assert [past.measure.kind for past in page.context["history"]] == ["avertissement"]
    assert "Fermer un compte" not in page.text
    assert 'value="cloture"' not in page.text
    # No button « Masquer » here.
    assert "puis « Masquer »" not in page.text


def test_a_lead_takes_a_measure_and_the_person_hears_of_it_after_the_time_to_undo(
    desk, noon, monkeypatch
):
    case = CaseFactory()
    response = take(desk(lead()), case, asked(SanctionKind.READ_ONLY))
    assert response.url == case.get_absolute_url()
    measure = Sanction.objects.get()
    assert (measure.kind, measure.person) == (SanctionKind.READ_ONLY, case.author)
    assert measure.ends_at == noon + timedelta(hours=NUMBERS.ladder_hours[0])
    mine = Mail.objects.filter(user=case.author)
    assert mine.get().due_at == undoable_until(Decision.objects.get().decided_at)
    assert not Notification.objects.filter(user=case.author, not_before__lte=noon).exists()
    page = desk(Decision.objects.get().decided_by).get(case.get_absolute_url())
    assert "C’est décidé : lecture seule" in page.text
    assert "En ce moment : lecture seule" in page.text
    assert is_intact()


def test_taken_back_at_once_nothing_is_ever_told(desk, noon):
    case = CaseFactory()
    signed_in = desk(lead())
    take(signed_in, case, asked(SanctionKind.SUSPENSION))
    signed_in.post(reverse("moderation:undo"), {"decision": Decision.objects.get().pk})
    assert Sanction.objects.get().lifted_at == noon
    drain()
    assert not Mail.objects.filter(user=case.author).exclude(state=MailState.WITHDRAWN).exists()
    page = signed_in.get(reverse("sanctions:take", args=[case.pk]))
    assert "Annulée aussitôt" in page.text


@pytest.mark.parametrize(
    ("days", "status", "said"),
    [
        (0, 422, "Choisissez un jour à venir"),
        (1, 302, ""),
        (366, 302, ""),
        (367, 422, "un an au plus"),
    ],
)
def test_the_end_is_a_day_to_come_and_a_year_at_most(desk, noon, days, status, said):
    case = CaseFactory()
    response = take(desk(lead()), case, asked(SanctionKind.READ_ONLY, days))
    assert response.status_code == status
    if said:
        assert said in response.context["form"].errors["until"][0]
        assert FACTS in response.text
    assert Sanction.objects.exists() is (days == 1)
    assert Proposal.objects.exists() is (days == 366)


@pytest.mark.parametrize(
    ("kind", "said"),
    [(SanctionKind.CLOSING, "pas de fin"), (SanctionKind.WARNING, "n’interdit rien")],
)
def test_no_end_is_chosen_where_there_is_none(desk, noon, kind, said):
    response = take(desk(UserFactory(equipe=True)), CaseFactory(), asked(kind, 3))
    assert response.status_code == 422
    assert said in response.context["form"].errors["until"][0]


def test_a_closing_is_proposed_and_said_so(desk):
    case = CaseFactory()
    response = take(desk(UserFactory(equipe=True)), case, asked(SanctionKind.CLOSING))
    proposal = Proposal.objects.get()
    assert response.url == proposal.get_absolute_url()
    assert proposal.hours is None
    assert not Sanction.objects.exists()
    assert not Mail.objects.filter(user=case.author).exists()
    assert case.log.last().act == Act.PROPOSE


def test_the_mail_is_read_before_and_nothing_is_written(desk, noon):
    case = CaseFactory()
    response = take(desk(lead()), case, asked(SanctionKind.READ_ONLY, 3, apercu="1"))
    assert "plus rien écrire, jusqu’au 13 mars 2026 à 12\u00a0h" in response.context["preview"]
    assert not Decision.objects.exists()


def test_what_is_wrong_is_said_beside_its_field(desk):
    case, signed_in = CaseFactory(), desk(lead())
    for change, field in (
        ({"facts": "Trop court"}, "facts"),
        ({"rule": ""}, "modele"),
        ({"facts": "Sans rien citer, mais en plus de trente caractères."}, "passage"),
        ({"rule": "9.9"}, "rule"),
        ({"sanction": ""}, "sanction"),
        ({"sanction": "exil"}, "sanction"),
        ({"until": "hier"}, "until"),
    ):
        response = take(signed_in, case, asked(SanctionKind.READ_ONLY) | change)
        assert response.status_code == 422, change
        assert field in response.context["form"].errors
    assert not Decision.objects.exists()


def test_a_case_that_moved_and_a_measure_that_holds_already_are_refused(desk):
    case = CaseFactory()
    signed_in = desk(lead())
    response = take(signed_in, case, asked(SanctionKind.READ_ONLY, version=7))
    assert response.status_code == 409
    assert FACTS in response.text
    assert 'name="version" value="1"' in response.text
    sanctioned(case=case)
    again = take(signed_in, case, asked(SanctionKind.READ_ONLY, version=2))
    assert again.status_code == 409
    assert "déjà en cours" in again.text
    assert Sanction.objects.count() == 1


def test_a_case_without_its_author_has_nobody_to_restrict(desk):
    case = CaseFactory()
    case.author.delete()
    page = desk(UserFactory(equipe=True)).get(reverse("sanctions:take", args=[case.pk]))
    assert page.status_code == 404


def test_the_page_costs_the_same_with_many_measures(desk, django_assert_max_num_queries):
    person = UserFactory()
    for _ in range(4):
        sanctioned(SanctionKind.WARNING, case=CaseFactory(content__author=person))
    case = CaseFactory(content__author=person)
    signed_in = desk(UserFactory(agence=True))
    address = reverse("sanctions:take", args=[case.pk])
    signed_in.get(address)
    with django_assert_max_num_queries(16):
        assert len(signed_in.get(address).context["history"]) == 4


def test_the_case_and_the_history_of_the_author_lead_there(desk):
    case = CaseFactory()
    signed_in = desk(UserFactory(agence=True))
    address = reverse("sanctions:take", args=[case.pk])
    for page in (case.get_absolute_url(), reverse("moderation:author", args=[case.pk])):
        assert address in signed_in.get(page).text


def test_a_case_entrusted_to_others_offers_no_measure(desk):
    case = CaseFactory(level=Escalation.NATIONAL)
    signed_in = desk(UserFactory(agence=True))
    address = reverse("sanctions:take", args=[case.pk])
    for page in (case.get_absolute_url(), reverse("moderation:author", args=[case.pk])):
        assert address not in signed_in.get(page).text
    shown = signed_in.get(address).text
    assert "Ce dossier est confié à d’autres" in shown
    assert "Valider la mesure" not in shown
    assert "Vous la prenez" not in shown


# Across each change of the clocks in Paris, from noon.
WINTER = datetime(2026, 11, 20, 11, 11, tzinfo=UTC)
SUMMER = datetime(2026, 6, 20, 10, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begins", "kind"), [(WINTER, SanctionKind.WARNING), (SUMMER, SanctionKind.SUSPENSION)]
)
def test_a_measure_ends_at_the_hour_at_which_it_began(monkeypatch, begins, kind):
    monkeypatch.setattr(timezone, "now", lambda: begins)
    days = NUMBERS.counts_days
    if kind == SanctionKind.SUSPENSION:
        proposal = proposed(actor=UserFactory(equipe=True), kind=kind, hours=days * DAY)
        measure = confirm_proposal(actor=UserFactory(equipe=True), proposal=proposal).measure
    else:
        measure = sanctioned(kind, days * DAY).measure
    measure.refresh_from_db()
    ends = timezone.localtime(measure.ends_at)
    first = timezone.localtime(begins)
    assert (ends.hour, ends.minute) == (first.hour, first.minute)
    assert (ends.date() - first.date()).days == days
    assert measure.hours == days * DAY


def test_what_replaces_it_and_what_is_to_correct_count_days_of_paris_too(monkeypatch):
    begins = datetime(2026, 10, 23, 10, 11, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: begins)
    asked = hide(CaseFactory(), UserFactory(equipe=True), kind=DecisionKind.ASK_EDIT)
    suspended = sanctioned(SanctionKind.SUSPENSION, hours=7 * DAY)
    for lighter in (
        Lighter(kind=DecisionKind.ASK_EDIT),
        Lighter(kind=DecisionKind.SANCTION, sanction=SanctionKind.WARNING),
        Lighter(kind=DecisionKind.SANCTION, sanction=SanctionKind.READ_ONLY, hours=5 * DAY),
    ):
        assert timezone.localtime(lighter.ends_at(suspended, begins)).hour == 12
    assert timezone.localtime(asked.ends_at).hour == 12


def test_the_case_says_the_heaviest_measure_that_holds(client):
    case = CaseFactory()
    sanctioned(SanctionKind.SUSPENSION, DAY, case=case)
    sanctioned(SanctionKind.WARNING, 180 * DAY, case=case)
    client.force_login(UserFactory(equipe=True))
    assert "En ce moment : compte suspendu" in client.get(case.get_absolute_url()).text


@pytest.mark.parametrize("days", [None, 3])
def test_a_measure_sent_twice_is_taken_once_and_said_done(desk, days):
    case, boss = CaseFactory(), desk(UserFactory(equipe=True))
    sent = asked("lecture_seule", days)
    for number in range(2):
        done = boss.post(reverse("sanctions:take", args=[case.pk]), sent, follow=True)
        assert done.redirect_chain[0] == (case.get_absolute_url(), 302)
        assert ("C’était déjà enregistré" in done.text) == bool(number)
    assert Sanction.objects.count() == 1
    other = take(boss, case, asked("lecture_seule", 9))
    assert other.status_code == 409
    assert Sanction.objects.count() == 1


def test_who_comes_second_reads_which_measure_was_just_taken(desk):
    case, first = CaseFactory(), UserFactory(agence=True)
    hide(case, first)
    case.refresh_from_db()
    sent = asked("avertissement", version=case.version)
    take(desk(first), case, sent)
    late = take(desk(UserFactory(agence=True)), case, sent)
    assert late.status_code == 409
    refusal = late.text.partition('id="erreurs"')[2].partition("</div>")[0]
    assert f": avertissement, par {first.organisations.get()}. Relisez" in refusal
    assert "déjà décidé" not in refusal
    assert Sanction.objects.count() == 1


def test_a_proposal_sent_twice_is_made_once_and_said_done(desk):
    case, agent = CaseFactory(), desk(UserFactory(agence=True))
    first = take(agent, case, asked("lecture_seule", 3))
    assert take(agent, case, asked("lecture_seule", 3)).url == first.url
    assert Proposal.objects.count() == 1


def test_a_measure_taken_back_is_not_said_done(desk, client):
    case, boss = CaseFactory(), UserFactory(equipe=True)
    desk(boss)
    take(client, case, asked("avertissement"))
    client.post("/moderation/annuler/", {"decision": [Decision.objects.get().pk]})
    assert not Sanction.objects.filter(lifted_at=None).exists()
    assert take(client, case, asked("avertissement")).status_code == 409

"""The second person: who sees what waits, confirms it, or says no and why."""

import pytest
from django.urls import reverse

from communaute.comptes.closing import close_account
from communaute.moderation.appeals import appeal
from communaute.moderation.audit_log.verification import is_intact
from communaute.moderation.enums import Act, ContentStatus, DecisionKind, SanctionKind
from communaute.moderation.errors import InvalidDecisionError
from communaute.moderation.models import Decision, Proposal, Sanction
from communaute.moderation.perms import deciders_of, may_answer
from communaute.moderation.sanctions.services import (
    confirm_proposal,
    decline_proposal,
    propose_decision,
)
from communaute.moderation.services import entrust
from communaute.moderation.waiting import decisions_to_confirm
from communaute.notifications.models import Mail, Notification
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import FACTS, RULE, CaseFactory, hide
from tests.mails import leaves, says_now

from .scenes import DAY, REASONS, lead, proposed, sanctioned

pytestmark = pytest.mark.django_db
LIST = "/moderation/propositions/"
WHY = "Le texte est maladroit, sans plus."


def to_remove(case=None, actor=None):
    return propose_decision(
        actor=actor or UserFactory(agence=True),
        case=case or CaseFactory(),
        version=1,
        kind=DecisionKind.REMOVE,
        reasons=REASONS,
    )


def listed(client, person):
    client.force_login(person)
    page = client.get(LIST)
    return [one.pk for one in page.context["mine"]], [one.pk for one in page.context["others"]]


def test_each_sees_what_they_may_confirm_and_what_waits_for_others(client):
    agent = UserFactory(agence=True)
    short, removal = proposed(actor=agent), to_remove(actor=agent)
    closing = proposed(actor=lead(), kind=SanctionKind.CLOSING, hours=None)
    every = [short.pk, removal.pk, closing.pk]
    assert listed(client, agent) == ([], every)
    assert listed(client, lead()) == ([short.pk, removal.pk], [closing.pk])
    assert listed(client, UserFactory(equipe=True)) == (every, [])
    assert listed(client, UserFactory(agence_ailleurs=True)) == ([], [])


@pytest.mark.parametrize("propose", [proposed, to_remove])
def test_nobody_confirms_of_a_case_that_is_entrusted_to_others(client, propose):
    agent, second = UserFactory(agence=True), lead()
    proposal = propose(actor=agent)
    entrust(actor=agent, case=proposal.case, to="nationale", why="Un cas pour l’équipe nationale.")
    assert listed(client, second) == ([], [proposal.pk])
    page = client.get(proposal.get_absolute_url())
    assert "Ce dossier est confié à d’autres : Équipe nationale." in " ".join(page.text.split())
    assert not page.context["may_confirm"]
    assert client.post(proposal.get_absolute_url(), {"answer": "oui"}).status_code == 403
    assert not Decision.objects.exists()
    assert confirm_proposal(actor=UserFactory(equipe=True), proposal=proposal)


def test_the_account_says_how_many_wait(client):
    proposed()
    client.force_login(lead())
    assert "1 décision de modération attend votre confirmation" in client.get("/mon-compte/").text
    client.force_login(UserFactory())
    assert "attend votre confirmation" not in client.get("/mon-compte/").text


def test_confirmed_the_measure_is_taken_as_it_was_written_and_told(client, sent):
    proposal = proposed()
    second = lead()
    client.force_login(second)
    page = client.get(proposal.get_absolute_url())
    assert "Vous pouvez tout lire, mais plus rien écrire" in page.context["preview"]
    assert FACTS in page.text
    with sent() as outbox:
        response = client.post(proposal.get_absolute_url(), {"answer": "oui"})
    assert response.url == proposal.case.get_absolute_url()
    measure = Sanction.objects.get()
    assert (measure.decision.decided_by, measure.hours) == (second, DAY)
    subjects = {message.to[0]: message.subject for message in outbox}
    assert "en lecture seule" in subjects[proposal.case.author.email]
    assert subjects[proposal.proposed_by.email].startswith("Confirmé : Lecture seule")
    proposing, taking = proposal.case.log.all()
    assert (proposing.act, taking.act) == (Act.PROPOSE, Act.SANCTION)
    # Which measure it is: for auditors, and in the story of the case.
    assert taking.detail == f"Lecture seule · {RULE}"
    story = client.get(proposal.case.get_absolute_url()).text
    assert "<strong>Lecture seule</strong> ·" in story
    assert "Prendre une mesure envers la personne" not in story
    assert is_intact()
    # A second click is the same answer.
    assert client.post(proposal.get_absolute_url(), {"answer": "oui"}).status_code == 302
    assert Sanction.objects.count() == 1


def test_declined_with_its_reason_nothing_changes_and_the_first_person_knows(client, sent):
    proposal = proposed()
    client.force_login(lead())
    with sent() as outbox:
        client.post(proposal.get_absolute_url(), {"answer": "non", "why": WHY})
    assert not Decision.objects.exists()
    assert [message.to for message in outbox] == [[proposal.proposed_by.email]]
    assert WHY in outbox[0].body
    last = proposal.case.log.last()
    assert last.act == Act.DECLINE
    assert last.detail == str(proposal), "the log keeps no text"
    page = client.get(proposal.get_absolute_url())
    assert "écarté le" in page.text
    # Confirming it afterwards is refused: it may be proposed again.
    late = client.post(proposal.get_absolute_url(), {"answer": "oui", "why": "Il l’a redit."})
    assert late.status_code == 409
    assert "Il l’a redit." in late.text, "no form shows it again"
    assert is_intact()


def hide_meanwhile(proposal):
    proposal.case.refresh_from_db()
    hide(proposal.case, UserFactory(equipe=True))


def take_meanwhile(proposal):
    sanctioned(case=proposal.case)


def leave_meanwhile(proposal):
    close_account(actor=proposal.case.author)


@pytest.mark.parametrize(
    ("offer", "meanwhile"),
    [(to_remove, hide_meanwhile), (proposed, take_meanwhile), (proposed, leave_meanwhile)],
)
def test_what_is_no_longer_possible_is_not_offered_to_confirm(client, offer, meanwhile):
    UserFactory(equipe=True)
    proposal = offer()
    told = Mail.objects.filter(kind="moderation.proposal").first()
    assert leaves(told)
    meanwhile(proposal)
    assert not leaves(told)
    client.force_login(UserFactory(equipe=True))
    page = client.get(proposal.get_absolute_url())
    assert page.context["may_confirm"]
    assert "n’est plus possible" in page.text
    assert "Je confirme" not in page.text
    assert not page.context["preview"]
    lists = client.get(LIST).context
    assert ([one.pk for one in lists["over"]], lists["mine"]) == ([proposal.pk], [])
    assert not decisions_to_confirm(UserFactory(equipe=True))
    assert client.post(proposal.get_absolute_url(), {"answer": "oui"}).status_code in {403, 409}
    client.post(proposal.get_absolute_url(), {"answer": "non", "why": WHY})
    assert not Proposal.objects.waiting().exists()


@pytest.mark.parametrize("data", [{}, {"answer": "non"}, {"answer": "non", "why": "Bof"}])
def test_no_answer_or_no_reason_is_said_beside_the_field(client, data):
    proposal = proposed()
    client.force_login(lead())
    response = client.post(proposal.get_absolute_url(), data)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == ({"why"} if data else {"answer"})
    assert Proposal.objects.waiting().exists()


def test_a_reason_is_as_long_as_it_may_be():
    with pytest.raises(InvalidDecisionError):
        decline_proposal(actor=lead(), proposal=proposed(), why="x" * 301)
    decline_proposal(actor=lead(), proposal=proposed(), why="x" * 300)
    with pytest.raises(InvalidDecisionError, match="pourquoi"):
        decline_proposal(actor=lead(), proposal=proposed(), why="x" * 9)
    decline_proposal(actor=lead(), proposal=proposed(), why="x" * 10)


def test_who_proposed_takes_it_back_without_a_word(client):
    proposal = proposed()
    client.force_login(proposal.proposed_by)
    assert "Retirer ma proposition" in client.get(proposal.get_absolute_url()).text
    client.post(proposal.get_absolute_url(), {"retirer": "1"})
    assert not Proposal.objects.waiting().exists()


def test_a_text_decided_or_edited_meanwhile_is_not_removed(client):
    decided, edited = to_remove(), to_remove()
    decided.case.refresh_from_db()
    hide(decided.case, UserFactory(equipe=True))
    question = edited.case.target
    question.body = "Un tout autre texte, écrit depuis, et sans rien à vendre."
    question.save()
    client.force_login(lead())
    for proposal in (decided, edited):
        assert client.post(proposal.get_absolute_url(), {"answer": "oui"}).status_code == 409
    assert not Decision.objects.filter(kind=DecisionKind.REMOVE).exists()


def test_an_agent_who_removes_proposes_and_the_screen_says_so(client, sent):
    case = CaseFactory()
    agent = UserFactory(agence=True)
    client.force_login(agent)
    page = client.get(case.get_absolute_url())
    assert "Supprimer : une deuxième personne le confirme" in page.text
    data = {"version": 1, "kind": "supprimer", "rule": "3.2", "facts": FACTS}
    with sent() as outbox:
        response = client.post(reverse("moderation:decide", args=[case.pk]), data, follow=True)
    assert outbox == []
    assert "pas encore décidé" in response.text
    proposal = Proposal.objects.get()
    assert proposal.get_absolute_url() in response.text
    assert case.target.status == ContentStatus.PUBLISHED
    # The same again is refused, and what was typed is kept.
    again = client.post(reverse("moderation:decide", args=[case.pk]), data | {"version": 2})
    assert again.status_code == 422
    assert "déjà proposée" in again.text
    client.force_login(lead())
    assert "Supprimer : une deuxième" not in client.get(case.get_absolute_url()).text
    client.post(proposal.get_absolute_url(), {"answer": "oui"})
    assert type(case.target).objects.get(pk=case.object_id).status == ContentStatus.REMOVED


def test_the_list_costs_the_same_at_many(client, django_assert_max_num_queries):
    agent = UserFactory(agence=True)
    for _ in range(3):
        proposed(actor=agent)
    client.force_login(lead())
    client.get(LIST)
    with django_assert_max_num_queries(8):
        assert len(client.get(LIST).context["mine"]) == 3


def test_neither_of_the_two_answers_the_appeal():
    first, second, third = (UserFactory(equipe=True) for _ in range(3))
    proposal = proposed(actor=first, kind=SanctionKind.CLOSING, hours=None)
    statement = confirm_proposal(actor=second, proposal=proposal).statement
    contested = appeal(actor=statement.recipient, statement=statement, text="Ce n’est pas moi.")
    assert deciders_of(contested)[1] == [third]
    assert [may_answer(one, contested) for one in (first, second, third)] == [False, False, True]
    told = Notification.objects.get(user=statement.recipient, kind="moderation.appeal_received")
    assert told.title == "Votre recours pour votre compte est bien reçu"


def test_who_comes_second_is_told_that_it_was_settled(client):
    """Neither a reason that nobody gets, nor the undo of somebody else's decision."""
    for other_way, said in (("non", "n’est partie à personne"), ("oui", "a déjà confirmé")):
        proposal, second = proposed(), lead()
        if other_way == "non":
            decline_proposal(actor=lead(), proposal=proposal, why="Une seule fois ne suffit pas.")
        else:
            confirm_proposal(actor=lead(), proposal=proposal)
        client.force_login(second)
        address = f"/moderation/propositions/{proposal.pk}/"
        answer = {"answer": other_way, "why": "Je ne suis pas d’accord non plus."}
        page = client.post(address, answer, follow=True)
        assert said in page.text
        assert "Annuler cette décision" not in page.text


def test_declined_it_is_said_of_the_proposal_and_nothing_of_the_person():
    proposal = proposed()
    decline_proposal(actor=lead(), proposal=proposal, why=WHY)
    mail = Mail.objects.get(kind="moderation.proposal_settled")
    assert "Votre proposition n’a pas été suivie." in says_now(mail, "text")
    assert "pour la personne" not in says_now(mail, "text")

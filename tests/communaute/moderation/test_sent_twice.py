"""The same act sent twice by the same person is done, and said so: a double click, an older tab."""

import pytest
from django.urls import reverse

from communaute.moderation.enums import AppealOutcome
from communaute.moderation.models import Decision
from communaute.moderation.services import claim_case
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import FACTS, CaseFactory, answered, contested

pytestmark = pytest.mark.django_db
KEEP = {"version": 1, "kind": "garder"}
HIDE = {"version": 1, "kind": "masquer", "rule": "3.2", "facts": FACTS}
WHY = "Je connais la personne qui écrit."


def url(name, case):
    return reverse(f"moderation:{name}", args=[case.pk])


@pytest.mark.parametrize("sent", [KEEP, HIDE | {"note": "Vu avec Paul."}])
def test_a_decision_sent_twice_by_the_same_person_is_taken_once_and_said_done(desk, sent):
    case = CaseFactory()
    first = desk.post(url("decide", case), sent)
    again = desk.post(url("decide", case), sent, follow=True)
    assert again.redirect_chain[0] == (first.url, 302)
    assert "Votre décision était déjà enregistrée" in again.text
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"kind": "supprimer"}, {"facts": f"{FACTS} Et autre chose."}, {"note": "À relire."}]
)
def test_another_decision_of_the_same_person_is_kept_and_told_as_theirs(desk, change):
    case = CaseFactory()
    desk.post(url("decide", case), HIDE)
    again = desk.post(url("decide", case), HIDE | change)
    assert again.status_code == 409
    assert "Vous avez déjà décidé ce dossier : texte masqué." in again.text
    assert "Celle que vous venez d’envoyer n’a pas été enregistrée." in again.text


def test_what_a_colleague_decided_is_told_as_theirs(desk, client, agence):
    case = CaseFactory()
    desk.post(url("decide", case), KEEP)
    client.force_login(UserFactory(agence=True))
    again = client.post(url("decide", case), KEEP)
    assert again.status_code == 409
    assert "Ce dossier est déjà décidé : texte" in again.text


def test_ones_own_taking_is_not_told_as_a_colleagues(desk, agence):
    case = CaseFactory()
    claim_case(actor=agence, case=case)
    late = desk.post(url("decide", case), KEEP)
    assert late.status_code == 409
    assert "Vous examinez ce dossier, et il a changé" in late.text
    assert "Attendez sa décision" not in late.text


@pytest.mark.parametrize("to", ["personne", "equipe"])
def test_a_case_passed_on_twice_is_passed_on(desk, agence, to):
    case = CaseFactory()
    colleague = UserFactory()
    agence.memberships.get().organisation.memberships.create(user=colleague)
    choices = dict(desk.get(url("hand_over", case)).context["choices"])
    wanted = f"personne-{colleague.pk}" if to == "personne" else list(choices)[-1]
    sent = {"to": wanted, "why": WHY}
    assert desk.post(url("hand_over", case), sent).status_code == 302
    again = desk.post(url("hand_over", case), sent, follow=True)
    assert again.redirect_chain == [(reverse("moderation:queue"), 302)]
    assert "C’est transmis." in again.text
    assert case.log.filter(act__in=("passage", "escalade")).count() == 1
    other = desk.post(url("hand_over", case), sent | {"why": "Une tout autre raison."})
    assert other.status_code in {409, 422}
    assert "n’est pas encore transmis" not in other.text


def test_an_appeal_answered_twice_by_the_same_person_is_answered(client):
    found, someone = contested(), UserFactory(equipe=True)
    client.force_login(someone)
    path = reverse("moderation:answer_appeal", args=[found.pk])
    version = found.statement.decision.case.version
    sent = {"version": version, "outcome": AppealOutcome.CONFIRMED.value}
    sent["reply"] = "Vous vendiez.\r\nMerci."
    first = client.post(path, sent)
    again = client.post(path, sent, follow=True)
    assert again.redirect_chain == [(first.url, 302)]
    assert "Votre réponse est envoyée" in again.text
    other = client.post(path, sent | {"reply": "Autre chose."})
    assert other.status_code == 409
    assert "Vous avez déjà répondu à ce recours" in other.text


def test_an_appeal_that_a_colleague_answered_is_said_answered(client):
    found = contested()
    answered(found, AppealOutcome.CONFIRMED, reply="Vous vendiez.")
    client.force_login(UserFactory(equipe=True))
    sent = {"version": 1, "outcome": AppealOutcome.CONFIRMED.value, "reply": "Vous vendiez."}
    answer = client.post(reverse("moderation:answer_appeal", args=[found.pk]), sent)
    assert answer.status_code == 409
    assert "Une réponse a déjà été donnée à ce recours." in answer.text
    other = sent | {"reply": "Vous ne vendiez rien : nous remettons votre texte."}
    lost = client.post(reverse("moderation:answer_appeal", args=[found.pk]), other)
    assert "Vous ne vendiez rien" in lost.text, "no form shows it again"
    assert "<title>Erreur – " in lost.text
    assert 'id="erreurs" autofocus' in lost.text

"""What a person reads of the decisions about them: the list, the statement, the text itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from communaute.moderation.enums import DecisionKind, SanctionKind
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.sanctions.services import lift_sanction
from communaute.moderation.services import decide_case, undo_decision
from communaute.notifications.models import Notification
from communaute.questions.models import Answer
from socle.calendar import date_format
from tests.cms.terms_acceptance.test_agreeing import make_version
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, facts_about
from tests.communaute.questions.factories import AnswerFactory, CommentFactory
from tests.mails import mail_of, says_now

from .scenes import DAY, REASONS, sanctioned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]
MINE = "/moderation/mes-decisions/"
WHY = "La personne s’est engagée par écrit."


def decided(kind, *, content=None, actor=None, **more):
    case = CaseFactory(content=content) if content else CaseFactory()
    return decide_case(
        actor=actor or UserFactory(equipe=True),
        case=case,
        version=1,
        kind=kind,
        reasons=replace(REASONS, facts=facts_about(case)),
        **more,
    )


def read(client, person, address):
    client.force_login(person)
    return client.get(address)


@pytest.mark.usefixtures("told_at_once")
def test_what_holds_now_comes_first_with_its_end_and_how_to_contest(client):
    decision = sanctioned(SanctionKind.READ_ONLY, 3 * DAY)
    page = read(client, decision.case.author, MINE)
    until = date_format(timezone.localtime(decision.ends_at), "H:i")
    assert "En ce moment, sur mon compte" in page.text
    assert "Mon compte : lecture seule" in page.text
    assert until in page.text
    assert "Contestable jusqu’au" in page.text
    assert decision.statement.get_absolute_url() in page.text
    assert page.context["page_obj"].paginator.count == 1


@pytest.mark.usefixtures("told_at_once")
def test_the_end_of_a_suspension_is_not_read_as_that_of_what_stays_possible(client):
    decision = sanctioned(SanctionKind.SUSPENSION, 3 * DAY)
    page = BeautifulSoup(read(client, decision.case.author, MINE).content, "html.parser")
    assert " ".join(page.select_one(".mod-alike li").text.split()).startswith("Compte suspendu jus")
    told = Notification.objects.get(user=decision.case.author, kind="moderation.decision")
    assert "contester restent possibles.\nDepuis le " in says_now(mail_of(told), "text")


@pytest.mark.usefixtures("told_at_once")
def test_a_measure_that_is_over_or_lifted_holds_no_more(client, monkeypatch):
    over, lifted = sanctioned(), sanctioned()
    lift_sanction(actor=UserFactory(equipe=True), sanction=lifted.measure, why=WHY)
    page = read(client, lifted.case.author, MINE)
    assert "Levée le" in page.text
    assert "En ce moment" not in page.text
    assert WHY in client.get(lifted.statement.get_absolute_url()).text
    monkeypatch.setattr(timezone, "now", lambda: over.ends_at)
    page = read(client, over.case.author, MINE)
    assert "Terminée le" in page.text
    assert "En ce moment" not in page.text
    assert "Cette mesure a pris fin le" in client.get(over.statement.get_absolute_url()).text


def test_what_was_undone_at_once_is_not_shown(client):
    actor = UserFactory(equipe=True)
    decision = sanctioned(actor=actor)
    undo_decision(actor=actor, decision=decision)
    assert "Aucune décision" in read(client, decision.case.author, MINE).text


def test_the_rules_refused_are_said_there_too(client):
    person = UserFactory(date_joined=timezone.now() - timedelta(days=100))
    version = make_version()
    client.force_login(person)
    client.post("/mon-compte/regles/", {"accord": "non", "vues": str(version.pk)})
    page = client.get(MINE)
    assert "Vous avez refusé nos règles" in page.text
    assert "/mon-compte/regles/" in page.text


def test_the_list_costs_the_same_at_many(client, django_assert_max_num_queries):
    person = UserFactory()
    for _ in range(3):
        sanctioned(SanctionKind.WARNING, case=CaseFactory(content__author=person))
    read(client, person, MINE)
    with django_assert_max_num_queries(9):
        client.get(MINE)


# What each decision is called where the author reads it: on the text, and on its statement.
SAID = [
    (DecisionKind.HIDE, "Ce texte est masqué par la modération", "Nous avons masqué votre"),
    (DecisionKind.ASK_EDIT, "Ce texte est à modifier avant le", "est à corriger"),
    (DecisionKind.LIMIT, "Ce texte est moins visible", "est moins visible"),
    (DecisionKind.LOCK, "a fermé cette question aux réponses", "Plus personne ne peut répondre"),
    (DecisionKind.LABEL, "Avertissement de la modération", "Un avertissement au-dessus"),
]


@pytest.mark.usefixtures("told_at_once")
@pytest.mark.parametrize(("kind", "on_text", "on_statement"), SAID)
def test_the_text_and_its_statement_say_what_was_truly_decided(client, kind, on_text, on_statement):
    detail = "Ces prix datent de 2019." if kind == DecisionKind.LABEL else ""
    decision = decided(kind, detail=detail)
    question = decision.case.target
    page = read(client, question.author, question.get_absolute_url())
    assert on_text in page.text
    assert ("Ce texte est masqué" in page.text) is (kind == DecisionKind.HIDE)
    address = decision.statement.get_absolute_url()
    assert (address in page.text) is (kind not in {DecisionKind.LOCK, DecisionKind.LABEL})
    assert on_statement in client.get(address).text
    if kind == DecisionKind.LOCK:
        why = "Lire pourquoi, et comment contester"
        assert why in page.text
        assert why not in read(client, UserFactory(), question.get_absolute_url()).text
    if kind == DecisionKind.ASK_EDIT:
        limit = timezone.localtime(decision.decided_at + timedelta(days=NUMBERS.edit_days))
        assert limit.strftime("%H:%M") in page.text


def test_less_visible_is_said_to_its_author_only(client):
    question = decided(DecisionKind.LIMIT).case.target
    said = "Ce texte est moins visible"
    assert said not in client.get(question.get_absolute_url()).text
    assert said not in read(client, UserFactory(), question.get_absolute_url()).text


def test_removed_the_moderators_read_that_it_is(client):
    question = decided(DecisionKind.REMOVE).case.target
    page = read(client, UserFactory(agence=True), question.get_absolute_url())
    assert "Ce texte a été retiré par la modération" in page.text
    assert read(client, question.author, question.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("factory", [AnswerFactory, CommentFactory])
def test_answers_and_comments_say_it_too(client, factory):
    content = factory()
    decided(DecisionKind.ASK_EDIT, content=content)
    page = read(client, content.author, content.get_absolute_url())
    if isinstance(content, Answer):
        assert "À modifier par son auteur" in client.get("/communaute/mes-reponses/").text
    assert "Ce texte est à modifier avant le" in page.text


@pytest.mark.usefixtures("told_at_once")
def test_restored_the_statement_says_that_it_holds_no_more(client):
    decision = decided(DecisionKind.HIDE)
    case = decision.case
    case.refresh_from_db()
    decide_case(
        actor=UserFactory(equipe=True),
        case=case,
        version=case.version,
        kind=DecisionKind.RESTORE,
        reasons=REASONS,
    )
    page = read(client, case.author, decision.statement.get_absolute_url())
    assert "elle ne s’applique plus à ce texte" in page.text
    assert "Décision revue" in client.get(MINE).text

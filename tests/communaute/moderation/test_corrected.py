"""A text corrected as moderation asked: what its author, its reporter and its readers are told."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from communaute.moderation.appeals import appeal
from communaute.moderation.enums import (
    AUTOMATIC,
    EDITED,
    AppealOutcome,
    ContentStatus,
    DecisionKind,
    SanctionKind,
)
from communaute.moderation.models import Case
from communaute.moderation.prescreening.models import Review
from communaute.moderation.reasons import rule_choices
from communaute.moderation.registry import by_model
from communaute.moderation.services import decide_case, open_own_case
from communaute.moderation.tokens import signed_url
from communaute.notifications.models import Notification
from communaute.questions.models import Answer
from communaute.questions.revisions.services import edit_text
from socle.calendar import date_format
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, NoticeFactory, hide
from tests.communaute.moderation.sanctions.scenes import DAY, sanctioned
from tests.communaute.questions.factories import AnswerFactory
from tests.mails import sent_mails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]
MINE = "/moderation/mes-decisions/"
BODY = "Chez nous, 1 200 € par lot, aides déduites, en 2024."
PHONE = "Appelez-moi au 06 12 34 56 78."
SENTENCE = "Seul le texte que nous vous avons demandé de corriger se modifie encore"


@pytest.fixture
def case():
    """An answer that its author, a newcomer, was asked to correct."""
    found = CaseFactory(content=AnswerFactory(author=UserFactory()))
    hide(found, UserFactory(equipe=True), kind=DecisionKind.ASK_EDIT)
    return found


def correct(case, body=BODY):
    answer = Answer.objects.get(pk=case.object_id)
    author = answer.author
    author.forget()
    edit_text(actor=author, content=answer, body=body, version=answer.version, seconds=60)


def publish(case):
    waiting = Case.objects.to_decide().get(object_id=case.object_id)
    team = UserFactory(equipe=True)
    return decide_case(actor=team, case=waiting, version=waiting.version, kind=DecisionKind.APPROVE)


def mails(person):
    return [one for one in sent_mails() if one.to == [person.email]]


def later(monkeypatch, minutes=6):
    stop(monkeypatch, timezone.now() + timedelta(minutes=minutes))


@pytest.mark.parametrize("outcome", [AppealOutcome.OVERTURNED, AppealOutcome.ALTERED])
def test_an_appeal_waits_for_the_reading_of_what_was_corrected_meanwhile(client, case, outcome):
    statement = case.decisions.get().statement
    filed = appeal(actor=case.author, statement=statement, text="Tout y est vrai.")
    correct(case)
    waiting = Case.objects.to_decide().get(object_id=case.object_id)
    client.force_login(UserFactory(equipe=True))
    reply = "Vous avez raison : nous remettons votre texte."
    case.refresh_from_db()
    path = reverse("moderation:answer_appeal", args=[filed.pk])
    given = {"version": case.version, "outcome": outcome.value, "reply": reply}
    given |= {"lighter": DecisionKind.LABEL.value, "detail": "Des prix de 2019."}
    rule = rule_choices()[0][1][0][0]
    given |= {
        "rule": rule,
        "facts": "Vous écrivez « l’hiver s’est bien passé » : ce prix est ancien.",
    }
    page = client.post(path, given)
    assert page.status_code == 422
    assert f"dans le dossier n° {waiting.pk}, puis répondez ici" in page.text
    assert reply in page.text
    publish(case)
    filed.refresh_from_db()
    assert filed.decided_at is None


# ------------------------------------------------------------------ its reporter


@pytest.mark.usefixtures("told_at_once")
def test_its_reporter_reads_that_it_was_corrected_and_is_told_so(client, case, monkeypatch):
    later(monkeypatch)
    correct(case)
    later(monkeypatch, 12)
    publish(case)
    page = client.get(case.notices.get().get_absolute_url()).text
    assert "L’auteur a corrigé le texte, et nous l’avons relu" in page
    assert "remis en ligne" not in page
    assert "Vous êtes prévenu" in page


# ------------------------------------------------------------------ its author, once it is read


def test_published_its_author_gets_one_mail(case, monkeypatch):
    later(monkeypatch)
    # Held by the rules of the service too: it waits twice.
    correct(case, f"{BODY} {PHONE}")
    mails(case.author)
    publish(case)
    subjects = [one.subject for one in mails(case.author) if "en ligne" in one.subject]
    assert len(subjects) == 1
    assert "est en ligne" in subjects[0]


def test_a_text_that_never_was_online_is_not_said_to_come_back(case, monkeypatch):
    told = [one.body for one in mails(case.author)]
    later(monkeypatch)
    told += [one.body for one in mails(case.author)]
    correct(case)
    publish(case)
    told += [f"{one.subject} {one.body}" for one in mails(case.author)]
    text = " ".join(told)
    assert "Corriger mon texte" in text
    for false in ("de nouveau en ligne", "n’est plus visible", "Texte masqué", "comme avant"):
        assert false not in text


@pytest.mark.parametrize("read_only", [False, True])
def test_what_one_may_not_write_is_not_offered_to_edit(client, case, read_only):
    correct(case)
    publish(case)
    if read_only:
        sanctioned(SanctionKind.READ_ONLY, 7 * DAY, case=CaseFactory(content__author=case.author))
    answer = Answer.objects.get(pk=case.object_id)
    client.force_login(answer.author)
    address = f"/communaute/reponses/{answer.pk}/modifier/"
    page = client.get(answer.question.get_absolute_url()).text
    assert (address in page) is not read_only
    page = client.get(address)
    assert page.status_code == (403 if read_only else 200)
    assert ("<textarea" in page.text) is not read_only
    assert ("Votre compte est en lecture seule" in page.text) is read_only


@pytest.mark.usefixtures("told_at_once")
def test_published_its_author_reads_that_it_is(client, case):
    correct(case)
    publish(case)
    client.force_login(case.author)
    for address in (MINE, case.decisions.get().statement.get_absolute_url()):
        page = client.get(address).text
        assert "Vous avez corrigé ce texte : il est en ligne" in page
        assert "revue" not in page


# ------------------------------------------------------------------ its author, while it waits


@pytest.mark.parametrize("corrected", [False, True])
def test_what_is_corrected_is_not_told_to_correct(case, corrected):
    measure = sanctioned(SanctionKind.READ_ONLY, 7 * DAY, case=case)
    if corrected:
        correct(case)
    said = {one.subject: one.body for one in mails(case.author)}
    assert bool([one for one in said if "est à corriger" in one]) is not corrected
    told = Notification.objects.visible_to(case.author, timezone.now() + timedelta(minutes=6))
    assert told.filter(title__contains="est à corriger").exists() is not corrected
    held = next(said[one] for one in said if "en lecture seule" in one)
    assert (SENTENCE in " ".join(held.split())) is not corrected
    assert SENTENCE not in measure.statement.plain


@pytest.mark.usefixtures("told_at_once")
@pytest.mark.parametrize("corrected", [False, True])
def test_its_pages_say_where_the_correction_stands(client, case, corrected):
    measure = sanctioned(SanctionKind.READ_ONLY, 7 * DAY, case=case)
    if corrected:
        correct(case)
    client.force_login(case.author)
    asked = case.decisions.first().statement.get_absolute_url()
    for address, todo in ((MINE, "À modifier avant le"), (asked, "Vous pouvez corriger ce texte")):
        page = client.get(address).text
        assert (todo in page, "Corrigé : une personne le relit" in page) == (
            not corrected,
            corrected,
        )
    assert (SENTENCE in client.get(measure.statement.get_absolute_url()).text) is not corrected


@pytest.mark.usefixtures("told_at_once")
def test_what_asks_to_correct_leads_to_the_text(client, case):
    decision, text = case.decisions.get(), case.target.get_absolute_url()
    [mail] = [one for one in mails(case.author) if "est à corriger" in one.subject]
    assert "Corriger mon texte, ou contester la décision" in mail.body
    # By the link of the mail, one signs in first.
    page = client.get(signed_url(decision.statement)).text
    assert f'href="{reverse("account_login")}?next={quote(text)}"' in page
    client.force_login(case.author)
    assert (
        f'href="{text}">Voir mon texte, et le corriger'
        in client.get(decision.statement.get_absolute_url()).text
    )
    client.force_login(UserFactory(equipe=True))
    assert "le corriger</a>" not in client.get(decision.statement.get_absolute_url()).text


@pytest.mark.parametrize("read_only", [False, True])
def test_what_waits_is_said_to_be_edited_only_when_it_may_be(client, case, read_only):
    if read_only:
        sanctioned(SanctionKind.READ_ONLY, 7 * DAY, case=case)
    answer = Answer.objects.get(pk=case.object_id)
    client.force_login(answer.author)
    typed = {"body": BODY, "version": answer.version}
    page = client.post(f"/communaute/reponses/{answer.pk}/modifier/", typed, follow=True).text
    assert page.count("encore le modifier ou le retirer") == (0 if read_only else 1)
    assert page.count("encore le retirer") == (1 if read_only else 0)


# ------------------------------------------------------------------ two measures at once


def test_a_measure_told_says_the_longer_one_that_forbids_the_same(case):
    sanctioned(SanctionKind.READ_ONLY, DAY, case=case)
    longer = sanctioned(SanctionKind.SUSPENSION, 3 * DAY, case=case)
    until = " ".join(date_format(timezone.localtime(longer.ends_at), "j F Y à H:i").split())
    said = {one.subject: " ".join(one.body.split()) for one in mails(case.author)}
    shorter = next(said[one] for one in said if "en lecture seule" in one)
    assert f"dure plus longtemps : compte suspendu, jusqu’au {until}" in shorter
    assert "dure plus longtemps" not in next(said[one] for one in said if "est suspendu" in one)


# ------------------------------------------------------------------ its readers


def test_what_was_taken_away_is_read_in_no_version(client, case):
    answer = Answer.objects.get(pk=case.object_id)
    before = answer.body
    assert len(before) > 20
    correct(case)
    publish(case)
    answer.refresh_from_db()
    edit_text(
        actor=answer.author, content=answer, body=f"{BODY} Sans la cour.", version=answer.version
    )
    page = client.get(f"/communaute/reponses/{answer.pk}/versions/").text
    assert before not in page
    assert "Ce qui était écrit avant le" in page
    assert "Première version montrée" in page
    assert "1 200 € par lot" in page


@pytest.mark.usefixtures("told_at_once")
def test_corrected_and_held_it_keeps_its_date(case):
    answer = Answer.objects.get(pk=case.object_id)
    correct(case, f"{BODY} {PHONE}")
    assert Review.objects.about(answer).waiting().get().was_public
    publish(case)
    dated = answer.created_at
    answer.refresh_from_db()
    assert (answer.status, answer.created_at) == (ContentStatus.PUBLISHED, dated)


@pytest.mark.usefixtures("told_at_once")
@pytest.mark.parametrize("since", ["edited and held", "asked twice"])
def test_what_was_public_keeps_its_date_whatever_held_it_since(since):
    case = CaseFactory(content=AnswerFactory())
    answer, team = Answer.objects.get(pk=case.object_id), UserFactory(equipe=True)
    dated = answer.created_at
    if since == "edited and held":
        correct(case, f"{BODY} {PHONE}")
    else:
        hide(case, team, kind=DecisionKind.ASK_EDIT)
        correct(case, f"{BODY} Notre gardien en parle.")
    answer.refresh_from_db()
    assert answer.status == ContentStatus.PENDING
    hide(Case.objects.to_decide().get(object_id=answer.pk), team, kind=DecisionKind.ASK_EDIT)
    correct(case, f"{BODY} Bonne journée. {PHONE}")
    assert Review.objects.about(answer).waiting().get().was_public
    publish(case)
    answer.refresh_from_db()
    assert (answer.status, answer.created_at) == (ContentStatus.PUBLISHED, dated)


def test_what_nobody_had_read_is_dated_of_when_it_is_published():
    answer = AnswerFactory(author=UserFactory(), status=ContentStatus.PENDING)
    written = answer.created_at
    case = CaseFactory(content=answer)
    hide(case, UserFactory(equipe=True), kind=DecisionKind.ASK_EDIT)
    correct(case, f"{BODY} {PHONE}")
    assert not Review.objects.about(answer).waiting().get().was_public
    publish(case)
    answer.refresh_from_db()
    assert answer.created_at > written


# ------------------------------------------------------------------ its moderators


def test_who_reads_it_again_sees_what_was_asked_and_what_changed(client, case):
    facts = case.decisions.get().statement.facts
    correct(case)
    again = Case.objects.to_decide().get(object_id=case.object_id)
    client.force_login(UserFactory(equipe=True))
    page = client.get(again.get_absolute_url())
    asked = BeautifulSoup(page.content, "html.parser").find(string=re.compile("lui demandions"))
    said = asked.find_parent("section")
    assert facts in said.text
    kept = [one.text for one in page.context["corrections"] if one.kind != "removed"]
    assert "".join(kept) == BODY
    assert said.select("ins, del")
    first = client.get(case.get_absolute_url())
    assert "lui demandions" not in first.text


def test_a_like_case_says_that_it_was_corrected(client, case):
    correct(case)
    publish(case)
    like = CaseFactory(content=Answer.objects.get(pk=case.object_id))
    client.force_login(UserFactory(equipe=True))
    page = client.get(like.get_absolute_url()).text
    assert "· corrigé par son auteur, puis publié" in page
    assert "· levé" not in page


def test_what_nobody_reported_is_not_counted_as_a_report(client):
    found = CaseFactory(notices=0)
    for key in (AUTOMATIC, EDITED):
        NoticeFactory(case=found, reporter=None, visitor_key=key)
    client.force_login(UserFactory(equipe=True))
    page = client.get(found.get_absolute_url()).text
    assert "2\u00a0signalements" not in page
    assert "Pourquoi le relire" in page


def test_who_opened_it_before_it_was_corrected_reads_what_it_has_become(case):
    answer, team = Answer.objects.get(pk=case.object_id), UserFactory(equipe=True)
    opened = open_own_case(actor=team, kind=by_model(Answer), content=answer)
    correct(case)
    opened.refresh_from_db()
    assert BODY in opened.snapshot
    assert opened.version == 2

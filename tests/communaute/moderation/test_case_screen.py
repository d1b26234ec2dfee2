"""The case as one screen, and what follows a decision."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.models import Membership
from communaute.moderation.enums import Act, CaseStatus, ContentStatus, DecisionKind
from communaute.moderation.models import Case, Decision
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.queue.screen import SESSION
from communaute.moderation.registry import by_key
from communaute.moderation.services import (
    ask_review,
    claim_case,
    decide_case,
    undo_decision,
)
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox import drain
from communaute.questions.counters import question_status_changed
from communaute.questions.models import Answer
from communaute.questions.revisions.services import edit_text
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

from .factories import FACTS, CaseFactory, NoticeFactory, hide

pytestmark = pytest.mark.django_db
KEEP = {"version": 1, "rapide": "garder"}
HIDE = {"version": 1, "rapide": "masquer", "rule": "3.2", "facts": FACTS}


def decide(desk, case, data, query=""):
    return desk.post(reverse("moderation:decide", args=[case.pk]) + query, data)


def undo(client, page):
    """Press « Annuler cette décision » on this page."""
    pks = page.context["undo"]["pks"]
    return client.post(reverse("moderation:undo"), {"decision": pks})


def due(hours):
    return timezone.now() + timedelta(hours=hours)


def test_three_messages_on_each_side_are_shown_and_no_more(desk):
    question = QuestionFactory()
    start = timezone.now() - timedelta(days=1)
    answers = [AnswerFactory(question=question, body=f"Réponse numéro {n}.") for n in range(9)]
    for number, answer in enumerate(answers):
        Answer.objects.filter(pk=answer.pk).update(created_at=start + timedelta(hours=number))
    answers[4].refresh_from_db()
    page = desk.get(CaseFactory(content=answers[4]).get_absolute_url())
    texts = page.context["texts"]
    assert [one.text for one in texts.before] == [f"<p>Réponse numéro {n}.</p>" for n in (1, 2, 3)]
    assert [one.text for one in texts.after] == [f"<p>Réponse numéro {n}.</p>" for n in (5, 6, 7)]
    assert "Réponse numéro 7." in page.text
    # One primary button: none of the decisions is put before the others.
    assert page.text.partition("<main")[2].count('class="fr-btn"') == 1
    assert "Réponse numéro 0." not in page.text


@pytest.mark.usefixtures("trusted")
def test_what_changed_since_the_report_and_before_it_is_marked(desk):
    answer = AnswerFactory(body="Appelez le vendeur de pompes à chaleur, il est très bien.")
    Answer.objects.filter(pk=answer.pk).update(created_at=due(-2))
    answer.refresh_from_db()
    case = CaseFactory(content=answer)
    edit_text(
        actor=answer.author,
        content=answer,
        body="Appelez le syndic de votre immeuble, il est très bien.",
        version=answer.version,
    )
    page = desk.get(case.get_absolute_url())
    assert "<del>" in page.text
    assert "<ins>" in page.text
    [version] = page.context["texts"].versions
    assert "vendeur de pompes" in version.text
    assert "Ses versions d’avant (1)" in page.text


def test_like_cases_say_what_was_decided(desk, agence):
    spam = "Pompes à chaleur à prix cassés : https://vente.example/pac"
    before = CaseFactory(content=AnswerFactory(body=spam), text_key="a" * 16)
    hide(before, agence)
    case = CaseFactory(content=AnswerFactory(body=spam), text_key="a" * 16)
    page = desk.get(case.get_absolute_url())
    assert page.context["alike"] == [before]
    assert "Dossiers semblables" in page.text
    assert "· masquer" in page.text


def test_after_a_decision_comes_the_next_case_of_the_same_filter(desk):
    first, second, third = (CaseFactory(due_at=due(hours)) for hours in (2, 5, 8))
    other = CaseFactory(due_at=due(1))
    for case in (first, third):
        NoticeFactory(case=case, category="irrespect")
    claim_case(actor=UserFactory(agence=True), case=second)
    # `other` is the most urgent, and of another reason.
    response = decide(desk, first, KEEP, "?raison=irrespect")
    assert response.url == f"{third.get_absolute_url()}?raison=irrespect"
    response = decide(desk, third, KEEP, "?raison=irrespect")
    assert response.url == "/moderation/?raison=irrespect"
    # Not the one that a colleague examines.
    assert decide(desk, other, KEEP).url == "/moderation/"


def test_undo_puts_all_back_and_nothing_was_told(desk, agence):
    case, following = CaseFactory(due_at=due(1)), CaseFactory(due_at=due(2))
    told = set(Mail.objects.values_list("pk", flat=True))
    response = decide(desk, case, HIDE)
    assert response.url == following.get_absolute_url()
    assert case.target.status == ContentStatus.HIDDEN
    page = desk.get(response.url)
    assert "Annuler cette décision" in page.text
    assert "dans 5\u00a0minutes" in page.text
    assert drain() == {}
    for person in (case.author, case.notices.get().reporter):
        assert not Notification.objects.visible_to(person).exists()
    assert undo(desk, page).url == case.get_absolute_url()
    case.refresh_from_db()
    case = Case.objects.get(pk=case.pk)
    # Nobody had taken it: it is nobody's again.
    assert (case.status, case.claimed_by) == (CaseStatus.OPEN, None)
    assert case.target.status == ContentStatus.PUBLISHED
    hiding, undoing = case.decisions.all()
    assert (undoing.kind, undoing.undoes) == (DecisionKind.UNDO, hiding)
    assert [line.act for line in case.log.all()][-1] == Act.UNDO
    assert not Mail.objects.waiting().exclude(pk__in=told).exists()
    assert "Annuler cette décision" not in desk.get("/moderation/").text


def test_a_text_published_then_taken_back_may_have_been_read(desk):
    waiting = AnswerFactory(status=ContentStatus.PENDING)
    case = ask_review(kind=by_key("reponse"), content=waiting, why="Premier texte.", due_at=due(8))
    decide(desk, case, {"version": 1, "rapide": "approuver"})
    page = desk.get(undo(desk, desk.get("/moderation/")).url).text
    assert (
        "nous n’avons pas dit cette décision à l’auteur. Entre-temps, le texte a pu être lu" in page
    )
    assert "rien n’a été envoyé" not in page


def test_a_decision_is_named_elsewhere_and_undone_from_its_own_page(desk):
    first, second, third = (
        CaseFactory(due_at=due(hours), content=AnswerFactory(body=f"C’est l’avis **{hours}**."))
        for hours in (1, 2, 3)
    )
    named = f"C’est décidé pour « C’est l’avis 1. » (dossier n° {first.pk}) : laisser en ligne."
    assert decide(desk, first, KEEP).url == second.get_absolute_url()
    assert named in desk.get(second.get_absolute_url()).text
    assert named in desk.get("/moderation/").text
    # One came to this one otherwise: there, the button would be taken for its own.
    assert "mod-undo" not in desk.get(third.get_absolute_url()).text
    assert "mod-undo" not in decide(desk, second, KEEP | {"preview": "1"}).text
    shown_before = desk.get("/moderation/")
    decide(desk, second, KEEP)
    # In this window, decided before the other: it takes back what it shows, and nothing else.
    undo(desk, shown_before)
    assert [one.kind for one in first.decisions.all()] == ["garder", "annuler"]
    assert [one.kind for one in second.decisions.all()] == ["garder"]
    # The session forgot it; its own page did not.
    own = desk.get(second.get_absolute_url())
    assert "C’est décidé : laisser en ligne." in own.text
    assert undo(desk, own).url == second.get_absolute_url()
    assert "mod-undo" not in desk.get(second.get_absolute_url()).text


def test_what_led_to_a_case_is_named_before_what_was_done_of_it(desk):
    first, second = (CaseFactory(due_at=due(hours)) for hours in (1, 2))
    decide(desk, second, KEEP)
    decide(desk, first, KEEP)
    session = desk.session
    session[SESSION] |= {"landing": second.pk}
    session.save()
    assert f"(dossier n° {first.pk})" in desk.get(second.get_absolute_url()).text


def test_nobody_undoes_what_a_colleague_decided(desk):
    made = hide(CaseFactory(), UserFactory(agence=True))
    assert "mod-undo" not in desk.get(made.case.get_absolute_url()).text
    for sent in (made.pk, "x", "9" * 30):
        page = desk.post(reverse("moderation:undo"), {"decision": sent}, follow=True)
        assert "Il n’y a rien à annuler." in page.text
    assert made.case.decisions.count() == 1


def test_undo_is_offered_for_its_minutes_only(desk, monkeypatch):
    case = CaseFactory()
    decide(desk, case, HIDE)
    end = Decision.objects.get().decided_at + timedelta(minutes=NUMBERS.undo_minutes)
    monkeypatch.setattr(timezone, "now", lambda: end - timedelta(seconds=1))
    page = desk.get("/moderation/")
    assert "Annuler cette décision" in page.text
    monkeypatch.setattr(timezone, "now", lambda: end)
    assert "Annuler cette décision" not in desk.get("/moderation/").text
    undo(desk, page)
    assert "ne peut plus être annulée" in desk.get("/moderation/").text
    assert drain() == {"sent": 2}


def test_the_sentence_says_who_will_be_told_and_who_cannot(desk):
    case = CaseFactory(notices=0)
    NoticeFactory(case=case, reporter=None)
    decide(desk, case, KEEP)
    page = desk.get("/moderation/").text
    assert "Personne n’est à prévenir." in page
    assert "1\u00a0visiteur sans adresse ne peut pas être prévenu." in page


def test_a_wave_is_decided_at_once_and_undone_at_once(desk):
    cases = [CaseFactory() for _ in range(4)]
    chosen = {"dossiers": [case.pk for case in cases]}
    page = desk.get(reverse("moderation:together"), chosen)
    assert "4\u00a0dossiers à décider ensemble" in page.text
    sent = HIDE | {"lus": page.context["form"].initial["lus"]}
    assert desk.post(reverse("moderation:together"), sent).status_code == 302
    made = Decision.objects.all()
    assert len({decision.statement.puid for decision in made}) == 4
    assert {case.target.status for case in Case.objects.all()} == {ContentStatus.HIDDEN}
    page = desk.get("/moderation/")
    assert "4\u00a0textes" in page.text
    undo(desk, page)
    assert {case.target.status for case in Case.objects.all()} == {ContentStatus.PUBLISHED}
    assert Case.objects.to_decide().filter(claimed_by=None, status=CaseStatus.OPEN).count() == 4


@pytest.mark.parametrize("trouble", ["moved", "held", "elsewhere", "gone", "decided"])
def test_when_one_refuses_none_is_decided(desk, trouble, agence):
    first, second = CaseFactory(), CaseFactory()
    lus = {first.pk: 1, second.pk: 1}
    match trouble:
        case "moved":
            lus[second.pk] = 2
        case "held":
            claim_case(actor=UserFactory(agence=True), case=second)
            lus[second.pk] = 2
        case "elsewhere":
            Case.objects.filter(pk=second.pk).update(commune=None, departement=None)
        case "gone":
            lus[second.pk + 100] = 1
        case "decided":
            hide(second, agence)
    before = Decision.objects.count()
    sent = HIDE | {"lus": " ".join(f"{pk}:{version}" for pk, version in lus.items())}
    response = desk.post(reverse("moderation:together"), sent)
    assert response.status_code == 409
    assert FACTS in response.text
    assert Decision.objects.count() == before
    first.refresh_from_db()
    assert first.target.status == ContentStatus.PUBLISHED


def test_what_is_typed_for_many_is_checked_as_for_one(desk):
    case = CaseFactory()
    sent = HIDE | {"lus": f"{case.pk}:1", "facts": "Trop court."}
    response = desk.post(reverse("moderation:together"), sent)
    assert response.status_code == 422
    assert "Trop court." in response.text
    assert (
        desk.post(reverse("moderation:together"), sent | {"lus": "n’importe:quoi"}).status_code
        == 422
    )
    assert not Decision.objects.exists()


def test_too_many_at_once_are_refused(desk, settings):
    pairs = " ".join(f"{number}:1" for number in range(1, NUMBERS.bulk_max + 2))
    response = desk.post(reverse("moderation:together"), HIDE | {"lus": pairs})
    assert response.status_code == 409
    assert f"de 1 à {NUMBERS.bulk_max}" in response.text


@pytest.mark.usefixtures("trusted")
def test_moderating_from_the_page_opens_a_case_once(desk, agence, client):
    question = QuestionFactory()
    page = desk.get(question.get_absolute_url()).text
    address = reverse("moderation:moderate", args=["question", question.pk])
    assert f'action="{address}"' in page
    first = desk.post(address)
    case = Case.objects.get()
    assert first.url == case.get_absolute_url()
    assert [line.act for line in case.log.all()] == [Act.OPEN]
    assert desk.post(address, {"masquer": "1"}).url == f"{case.get_absolute_url()}#decision"
    assert "Un modérateur a ouvert ce dossier." in desk.get(case.get_absolute_url()).text
    decide(desk, case, HIDE)
    assert not case.decisions.get().statement.from_notice
    for other in (UserFactory(), question.author, UserFactory(exploitant=True)):
        client.force_login(other)
        assert address not in client.get(QuestionFactory().get_absolute_url()).text


def test_the_other_texts_of_the_author_are_one_click_away(desk):
    author = UserFactory()
    case = CaseFactory(content__author=author)
    AnswerFactory(body="Le texte de quelqu’un d’autre.")
    address = reverse("moderation:author", args=[case.pk])
    assert address not in desk.get(case.get_absolute_url()).text
    other = AnswerFactory(author=author, body="Un autre texte de cette personne.")
    page = desk.get(case.get_absolute_url()).text
    assert f'href="{address}"' in page
    page = desk.get(address).text
    assert other.body in page
    assert "quelqu’un d’autre" not in page
    assert reverse("moderation:moderate", args=["reponse", other.pk]) in page


def test_who_is_of_two_agencies_chooses_in_whose_name(desk, agence):
    metropole = OrganisationFactory(name="Agence de la métropole", covers=["200040715"])
    Membership.objects.create(user=agence, organisation=metropole)
    case = CaseFactory()
    page = desk.get(case.get_absolute_url()).text
    assert "Vous décidez au nom de" in page
    assert decide(desk, case, KEEP).status_code == 422
    elsewhere = OrganisationFactory(covers=["44"])
    assert decide(desk, case, KEEP | {"au_nom_de": elsewhere.pk}).status_code == 422
    assert decide(desk, case, KEEP | {"au_nom_de": metropole.pk}).status_code == 302
    assert case.decisions.get().organisation == metropole
    assert case.log.last().organisation == metropole


def test_who_is_of_one_agency_is_told_its_name(desk, agence):
    page = desk.get(CaseFactory().get_absolute_url()).text
    assert f"Vous décidez au nom de : {agence.organisations.get()}." in page


def crowd(number, first):
    question = first.target.question
    content_type = ContentType.objects.get_for_model(question)
    Case.objects.bulk_create(
        Case(
            content_type=content_type,
            object_id=question.pk + 1_000 + place,
            author=first.author,
            commune=first.commune,
            departement=first.departement,
            snapshot="Le même texte que les autres.",
            text_key=first.text_key,
            due_at=due(place),
        )
        for place in range(number)
    )


def test_a_case_holds_in_twelve_queries_at_a_thousand(client, person):
    answers = AnswerFactory.create_batch(7, question=QuestionFactory())
    case = CaseFactory(content=answers[3], notices=10, text_key="b" * 16)
    crowd(1_000, case)
    for role in ("agence", "equipe"):
        client.force_login(person(role))
        client.get(case.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            page = client.get(case.get_absolute_url())
        assert page.context["alike"], role
        assert len(queries) <= 12, (role, [query["sql"] for query in queries])


def test_a_publication_taken_back_leaves_the_text_its_date(agence):
    written = timezone.now() - timedelta(hours=3)
    question = QuestionFactory(status=ContentStatus.PENDING, created_at=written)
    case = CaseFactory(content=question, opened_at=written)
    approved = decide_case(actor=agence, case=case, version=1, kind=DecisionKind.APPROVE)
    question.refresh_from_db()
    assert question.created_at > written
    undo_decision(actor=agence, decision=approved)
    question.refresh_from_db()
    assert (question.status, question.created_at) == (ContentStatus.PENDING, written)


def test_who_closed_the_account_is_not_said_told(desk):
    case = CaseFactory(content__author=UserFactory(is_active=False), notices=0)
    decide(desk, case, HIDE)
    page = desk.get(reverse("moderation:queue"))
    assert "L’auteur sera prévenu" not in page.text


def test_a_text_held_again_long_after_keeps_its_date(agence):
    written = timezone.now() - timedelta(days=2)
    question = QuestionFactory()
    type(question).objects.filter(pk=question.pk).update(created_at=written)
    question.refresh_from_db()
    CaseFactory(content=question)
    question.status = ContentStatus.PENDING
    question_status_changed(question, ContentStatus.PUBLISHED, ContentStatus.PENDING)
    question.refresh_from_db()
    assert question.created_at == written

"""In what capacity one reports; several texts at once; who is kept away."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communaute.moderation.deadlines import due_at
from communaute.moderation.enums import (
    NoticeCategory,
    NoticeSource,
    Pace,
)
from communaute.moderation.models import Case, Notice
from communaute.moderation.perms import can_moderate
from communaute.moderation.querysets import moderators_of
from communaute.moderation.registry import by_key
from communaute.moderation.reports import offered_with
from communaute.moderation.services import report
from communaute.notifications.models import Notification
from communaute.questions.models import Answer
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import AnswerFactory, CommentFactory, QuestionFactory

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
KINDS = {"Question": "question", "Answer": "reponse", "Comment": "commentaire"}


def kind_of(content):
    return by_key(KINDS[type(content).__name__])


def send(content, actor=VISITOR, **more):
    said = {"category": NoticeCategory.COMMERCIAL, "explanation": "Un vendeur insiste."} | more
    return report(actor=actor, kind=kind_of(content), content=content, **said)[0]


# In what capacity, and since when.


CAPACITIES = {
    "usager": NoticeSource.MEMBER,
    "agence": NoticeSource.AGENCY,
    "equipe": NoticeSource.AGENCY,
    "exploitant": NoticeSource.MEMBER,
    "auditeur": NoticeSource.MEMBER,
    "signaleur": NoticeSource.TRUSTED,
    "autorite": NoticeSource.AUTHORITY,
}


def test_each_reporter_has_a_capacity():
    question, found = QuestionFactory(), {}
    for role in CAPACITIES:
        person = UserFactory() if role == "usager" else UserFactory(**{role: True})
        found[role] = send(question, person).source
    assert found == CAPACITIES


def test_danger_trusted_flaggers_and_authorities_come_first(agence):
    now = timezone.now()
    ordinary = send(QuestionFactory(), UserFactory(), category=NoticeCategory.ILLEGAL).case
    first = send(QuestionFactory(), UserFactory(signaleur=True)).case
    order = send(
        QuestionFactory(),
        UserFactory(autorite=True),
        category=NoticeCategory.OTHER,
        reference="TJ 26/0042",
    )
    danger = send(QuestionFactory(), UserFactory(), category=NoticeCategory.DANGER).case
    assert (first.comes_first, order.case.comes_first, ordinary.comes_first) == (1, 1, 0)
    assert first.pace == order.case.pace == Pace.URGENT
    assert order.reference == "TJ 26/0042"
    assert due_at(NoticeCategory.OTHER, now, NoticeSource.TRUSTED) == now + timedelta(hours=24)
    assert due_at(NoticeCategory.DANGER, now, NoticeSource.TRUSTED) == now + timedelta(hours=1)
    lines = list(Case.objects.visible_to(agence).to_decide().grouped())
    assert [line["first"] for line in lines] == [1, 1, 1, 0]
    assert lines[0]["key"] == danger.pk


def test_only_an_authority_has_a_reference():
    assert send(QuestionFactory(), UserFactory(), reference="moi").reference == ""


def test_who_moderates_reads_the_order_and_the_law_that_were_cited(desk):
    cited = {"reference": "TJ 26/0042", "legal_ref": "Code pénal, article 222-17"}
    page = desk.get(
        send(QuestionFactory(), UserFactory(autorite=True), **cited).case.get_absolute_url()
    )
    for said in cited.values():
        assert said in page.text


def test_the_form_of_an_authority_asks_for_the_reference(client):
    path = reverse("moderation:report", args=["question", QuestionFactory().pk])
    client.force_login(UserFactory(autorite=True))
    good = {"category": "illegal", "explanation": "Une décision de justice.", "good_faith": "on"}
    answer = client.post(path, good)
    assert answer.status_code == 422
    assert "Donnez la référence de votre décision" in answer.text
    assert client.post(path, good | {"reference": "TJ 26/0042"}).status_code == 302
    client.force_login(UserFactory())
    assert 'name="reference"' not in client.get(path).text


# Several texts of one person.


def thread_of(author):
    question = QuestionFactory(author=author)
    answer = AnswerFactory(author=author, question=question)
    comment = CommentFactory(author=author, question=question)
    elsewhere = AnswerFactory(author=author)
    return question, answer, comment, elsewhere


def test_other_texts_of_the_author_are_offered_the_same_discussion_first():
    author = UserFactory()
    question, answer, comment, elsewhere = thread_of(author)
    Answer.objects.filter(pk=elsewhere.pk).update(body="Un **devis** :\n\n- par [eux](/a/).")
    AnswerFactory(author=author, hidden=True)
    AnswerFactory(question=question)
    offered = offered_with(kind_of(answer), answer)
    assert {one.content for one in offered.values()} == {question, comment, elsewhere}
    *_, last = offered.values()
    assert last.content == elsewhere
    # As people read it, without the marks that it was typed with.
    assert "« Un devis : par eux. »" in last.label
    assert offered_with(kind_of(answer), AnswerFactory(author=None)) == {}


def test_no_more_than_eight_are_offered():
    author = UserFactory()
    answers = AnswerFactory.create_batch(12, author=author)
    assert len(offered_with(kind_of(answers[0]), answers[0])) == 8


def test_texts_ticked_by_hand_have_each_their_case_and_one_acknowledgment(client, sent):
    author, person = UserFactory(), UserFactory()
    question, answer, comment, _elsewhere = thread_of(author)
    client.force_login(person)
    path = reverse("moderation:report", args=["reponse", answer.pk])
    page = client.get(path)
    assert "Signaler aussi ces textes" in page.text
    assert "checked" not in page.text
    with sent() as outbox:
        client.post(
            path,
            {
                "category": "commercial",
                "explanation": "Trois fois la même publicité.",
                "good_faith": "on",
                "also": [f"question-{question.pk}", f"commentaire-{comment.pk}"],
            },
        )
    assert {case.target for case in Case.objects.all()} == {answer, question, comment}
    assert len({notice.batch for notice in Notice.objects.all()}) == 1
    mine = [message for message in outbox if message.to == [person.email]]
    assert len(mine) == 1
    assert "les 2 autres textes" in mine[0].body
    notice = Notice.objects.get(case__object_id=answer.pk, case__content_type__model="answer")
    page = client.get(notice.get_absolute_url())
    assert page.text.count("Signalement n°") >= 3


def test_what_was_not_offered_is_not_reported(client):
    answer, stranger = AnswerFactory(), QuestionFactory()
    AnswerFactory(author=answer.author)
    response = client.post(
        reverse("moderation:report", args=["reponse", answer.pk]),
        {
            "category": "commercial",
            "explanation": "Une publicité de trop.",
            "good_faith": "on",
            "also": [f"question-{stranger.pk}"],
        },
    )
    assert response.status_code == 422
    assert "n’est plus en ligne" in response.text
    assert not Case.objects.exists()


def test_the_service_takes_texts_of_the_same_author_only():
    answer, stranger = AnswerFactory(), QuestionFactory()
    send(answer, also=[(kind_of(stranger), stranger)])
    assert Case.objects.count() == 1


# One polite answer, and one's own text.


def test_hidden_deleted_unknown_and_withdrawn_get_the_very_same_answer(client):
    hidden = QuestionFactory(hidden=True)
    paths = [
        reverse("moderation:report", args=["question", hidden.pk]),
        reverse("moderation:report", args=["question", QuestionFactory(status="supprime").pk]),
        reverse("moderation:report", args=["question", 999_999]),
        reverse("moderation:report", args=["question", 10**22]),
        reverse("moderation:report", args=["inconnu", 1]),
    ]
    for user in (None, hidden.author, UserFactory(agence=True)):
        if user is not None:
            client.force_login(user)
        assert {client.post(path).status_code for path in paths} == {404}
        pages = [client.get(path) for path in paths]
        assert {page.status_code for page in pages} == {404}
        bodies = {page.text.replace(path, "") for page, path in zip(pages, paths, strict=True)}
        assert len({body.split("<main")[1].split("</main")[0] for body in bodies}) == 1
        assert "Ce texte n’est pas en ligne" in pages[0].text


def test_ones_own_text_is_edited_or_withdrawn_not_reported(client):
    question = QuestionFactory()
    client.force_login(question.author)
    page = client.get(reverse("moderation:report", args=["question", question.pk]))
    assert page.status_code == 403
    assert "le modifier, ou le retirer" in page.text
    assert question.get_absolute_url() in page.text


# Who is kept away.


def test_nobody_decides_in_their_own_discussion(agence):
    question = QuestionFactory(author=agence)
    answer = AnswerFactory(question=question)
    case = send(answer, UserFactory()).case
    assert list(case.kept_away.all()) == [agence]
    assert not can_moderate(agence, case)
    assert case not in Case.objects.visible_to(agence)
    assert agence not in moderators_of(case)


def test_nobody_decides_on_a_neighbour(agence):
    from tests.ambassadeurs.coproprietes.factories import CoproprieteFactory

    author, other = UserFactory(), UserFactory(agence=True)
    building = CoproprieteFactory()
    for person in (author, agence):
        building.memberships.create(user=person)
    case = send(QuestionFactory(author=author), UserFactory()).case
    assert list(case.kept_away.all()) == [agence]
    assert not can_moderate(agence, case)
    assert list(moderators_of(case)) == [other]


def test_neighbours_who_do_not_moderate_are_not_written_down():
    from tests.ambassadeurs.coproprietes.factories import CoproprieteFactory

    author = UserFactory()
    building = CoproprieteFactory()
    for person in (author, UserFactory()):
        building.memberships.create(user=person)
    assert not send(QuestionFactory(author=author), UserFactory()).case.kept_away.exists()


# In numbers.


def test_many_reports_of_one_text_make_one_case_and_one_alert(agence):
    question = QuestionFactory()
    send(question, visitor_key="premier")
    costs = []
    for number in range(20):
        with CaptureQueriesContext(connection) as queries:
            send(question, visitor_key=str(number))
        costs.append(len(queries))
    assert costs[-1] <= costs[0]
    case = Case.objects.get()
    assert case.notices_count == 21
    assert Notification.objects.filter(kind="moderation.case_to_decide").count() == 1


def test_three_hundred_new_accounts_against_one_person_hide_nothing_and_are_told_once_a_day(
    agence, equipe
):
    author = UserFactory()
    texts = QuestionFactory.create_batch(3, author=author)
    for number in range(30):
        send(texts[number % 3], UserFactory())
    for text in texts:
        text.refresh_from_db()
        assert text.is_published
    assert Case.objects.count() == 3
    told = Notification.objects.filter(kind="moderation.many_reports")
    assert [one.user for one in told] == [equipe]

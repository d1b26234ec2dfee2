from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management.sql import emit_post_migrate_signal
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from communaute.following.models import Subscription
from communaute.notifications.models import Mail
from communaute.questions.models import Answer, Draft, Question
from communaute.screening.models import RememberedText
from socle.sharing.writing import MOST_AT_ONCE, Adds, Changes, Deletes
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def test_the_same_rows_are_changed_with_other_values(django_assert_num_queries):
    made = []

    def change(pk, body, at):
        made.append(pk)
        values = {"body": body, "edited_at": at, "useful_count": F("useful_count") + 1}
        return Answer.objects.filter(pk=pk), values

    changed, at = Changes(change, int, str, type(timezone.now())), timezone.now()
    one, other = AnswerFactory(), AnswerFactory()
    for answer, body, when in ((one, "Un.", at), (other, "Deux.", None), (one, "Trois.", at)):
        with django_assert_num_queries(1):
            assert changed(answer.pk, body, when) == 1
    assert changed(other.pk + 1, "Personne.", at) == 0
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.body, one.edited_at, one.useful_count) == ("Trois.", at, 2)
    assert (other.body, other.edited_at, other.useful_count) == ("Deux.", None, 1)
    assert len(made) == 1
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    changed(one.pk, "Quatre.", at)
    assert len(made) == 2


def test_the_rows_of_these_keys_are_deleted_and_no_other():
    key, person = uuid4(), UserFactory()
    for kept in (key, uuid4()):
        Draft.objects.create(user=person, form_key=kept, updated_at=timezone.now())
    deleted = Deletes(lambda key: Draft.objects.filter(form_key=key), type(key))
    assert (deleted(key), deleted(key)) == (1, 0)
    assert Draft.objects.exclude(form_key=key).count() == Draft.objects.count() == 1


def test_a_key_that_the_statement_does_not_use_is_refused():
    change = Changes(lambda pk, _: (Question.objects.filter(pk=pk), {"title": "Le"}), int, int)
    with pytest.raises(ValueError, match="key"):
        change(1, 2)


def test_a_row_is_added_as_the_orm_would(django_assert_num_queries):
    add, question, person = Adds(Answer), QuestionFactory(), UserFactory()
    common = {"question": question, "author": person, "body": "Oui."}
    rows = [Answer(body_html=f"<p>{n} 100 %s</p>", **common) for n in range(2)]
    for row in rows:
        with django_assert_num_queries(1):
            assert add(row) is row
    by_orm = Answer.objects.create(body_html="<p>2 100 %s</p>", **common)
    assert rows[0].pk < rows[1].pk < by_orm.pk
    for row in rows:
        found = Answer.objects.get(pk=row.pk)
        assert (found, found._state.adding) == (row, row._state.adding)
        assert found.body_html == row.body_html
        assert abs(found.created_at - by_orm.created_at) < timedelta(minutes=1)
        own = {"id", "body_html", "created_at", "first_public_at", "submission_key"}
        names = [one.attname for one in Answer._meta.concrete_fields if one.attname not in own]
        assert [getattr(found, name) for name in names] == [getattr(by_orm, name) for name in names]


def test_what_is_there_already_stays_or_is_refused_as_it_is_said():
    question, person = QuestionFactory(), UserFactory()
    add = Adds(Subscription, unless_there=True)
    for is_active in (True, False):
        add(Subscription(user=person, question=question, is_active=is_active))
    assert Subscription.objects.get(user=person).is_active
    with pytest.raises(IntegrityError), transaction.atomic():
        Adds(Subscription)(Subscription(user=person, question=question))


def test_what_is_there_already_becomes_as_this_one():
    kind, now = ContentType.objects.get_for_model(Answer), timezone.now()
    add = Adds(RememberedText, unique=("content_type", "object_id"), updated=("words", "at"))
    for words, at in (("un", now), ("deux", now + timedelta(hours=1))):
        row = RememberedText(content_type=kind, object_id=7, digest=words, words=words, at=at)
        add(row)
    kept = RememberedText.objects.get()
    assert (kept.pk, kept.digest, kept.words) == (row.pk, "un", "deux")
    assert kept.at == now + timedelta(hours=1)


@pytest.mark.parametrize("count", [0, 1, 2, MOST_AT_ONCE, MOST_AT_ONCE + 1])
def test_several_rows_are_added_in_one_statement(count, django_assert_max_num_queries):
    add, question = Adds(Subscription, unless_there=True), QuestionFactory()
    people = UserFactory.create_batch(count)
    if people:
        add(Subscription(user=people[0], question=question, is_active=False))
    for _ in range(2):
        rows = [Subscription(user=person, question=question) for person in people]
        # Beyond, the ORM opens a transaction.
        with django_assert_max_num_queries(count and 1 + 2 * (count > MOST_AT_ONCE)):
            add.all(rows)
    found = Subscription.objects.filter(question=question).order_by("user")
    assert [one.user for one in found] == people
    assert [one.is_active for one in found] == [False, *[True] * count][:count]


def test_several_mails_are_added_as_each_would_be():
    now = timezone.now()
    add = Adds(Mail, unless_there=True)
    mail = {"kind": "essai", "priority": 3, "planned_at": now, "due_at": now}
    rows = [
        Mail(key="k", context={"n": [n, None]}, email=f"{n}@a.org", message_id=f"<{n}>", **mail)
        for n in range(3)
    ]
    rows[1].expires_at = now
    add.all(rows)
    found = Mail.objects.order_by("email").values_list("email", "context", "expires_at")
    assert list(found) == [
        (f"{n}@a.org", {"n": [n, None]}, now if n == 1 else None) for n in range(3)
    ]


@pytest.mark.parametrize("context", [{}, {"titre": "« 50 % » d’aides", "page": [1, None]}])
def test_json_numbers_of_any_size_and_nothing_are_kept_as_they_are(context):
    now = timezone.now()
    mail = {"kind": "essai", "email": "a@example.org", "planned_at": now, "due_at": now}
    add = Adds(Mail, unless_there=True)
    for number, priority in enumerate((1, 300)):
        row = Mail(key=f"{number}", context=context, message_id=f"<{number}>", **mail)
        row.priority = priority
        add(row)
    found = Mail.objects.order_by("pk").values_list("context", "priority", "expires_at", "user")
    assert list(found) == [(context, 1, None, None), (context, 300, None, None)]

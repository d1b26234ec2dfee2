import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.enums import ContentStatus
from communaute.questions.errors import (
    DailyLimitReached,
    InvalidText,
    NameMissing,
    PostKeyUsed,
    TooSoon,
)
from communaute.questions.models import Question, Space
from communaute.questions.services import ask_question, create_space
from communaute.territoires.models import Commune
from socle.models import PublicVersion
from tests.communaute.comptes.factories import UserFactory

from .factories import LONG_AGO, QuestionFactory, SpaceFactory

BODY = "Notre chaudière au gaz a vingt-cinq ans. Qui l’a déjà fait ?"


def ask(actor, space, title="Combien coûte le raccordement ?", **fields):
    fields = {"body": BODY, "submission_key": uuid.uuid4()} | fields
    return ask_question(actor=actor, space=space, title=title, **fields)


def age(question, **delta):
    """Move a question into the past."""
    Question.objects.filter(pk=question.pk).update(created_at=timezone.now() - timedelta(**delta))


def test_question_is_published_complete(user, space):
    question = ask(
        user,
        space,
        body="Chauffage au **gaz**.",
        stage="vote",
        lots=58,
        energy="gaz",
        period="AVANT_1949",
    )

    question.refresh_from_db()
    assert question.status == ContentStatus.PUBLISHED
    assert question.author == user
    assert question.body_html == "<p>Chauffage au <strong>gaz</strong>.</p>"
    assert question.facts == ["Vote en assemblée générale", "58 lots", "Avant 1949", "Gaz"]
    assert question.first_answer_at is None
    space.refresh_from_db()
    assert space.questions_count == 1


def test_territory_comes_from_the_space(user, space):
    question = ask(user, space)

    assert question.commune_id == "38185"
    assert question.departement_id == "38"


def test_national_question_has_no_territory(user, national):
    question = ask(user, national)

    assert question.commune is None
    assert question.departement is None


def test_themes_are_found_unless_given(user, space):
    found = ask(user, space, title="Quel prix pour le raccordement ?")
    age(found, hours=1)
    given = ask(user, space, title="Quelles aides pour le raccordement ?", tags=["Chantier"])

    assert set(found.tags.names()) == {"Prix de la chaleur"}
    assert set(given.tags.names()) == {"Chantier"}


def test_public_pages_are_renewed(user, space, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask(user, space)

    assert PublicVersion.objects.filter(pk=1).exists()


def test_double_click_stores_one(user, space):
    key = uuid.uuid4()

    first, second = ask(user, space, submission_key=key), ask(user, space, submission_key=key)

    assert first == second
    assert Question.objects.count() == 1
    with pytest.raises(PostKeyUsed):
        ask(UserFactory(display_name="Nadia S."), space, submission_key=key)
    space.refresh_from_db()
    assert space.questions_count == 1


def test_an_old_page_sent_again_with_another_text_is_refused(user, space):
    key = uuid.uuid4()
    first = ask(user, space, submission_key=key)
    for other in ({"title": "Quel prix, et pour combien de temps ?"}, {"body": "Un autre texte."}):
        with pytest.raises(PostKeyUsed):
            ask(user, space, submission_key=key, **other)
    Question.objects.update(version=2, body="Corrigé par son auteur.")
    assert ask(user, space, submission_key=key) == first


def test_a_title_stays_in_its_line(user, space):
    asked = ask(
        user, space, title="Prix \u202eed l’abonnement R2 ?", body="Le \u2066prix du R2 d’ici 2027."
    )
    assert (asked.title, asked.body) == ("Prix ed l’abonnement R2 ?", "Le prix du R2 d’ici 2027.")


@pytest.mark.parametrize(
    ("name", "length", "accepted"),
    [
        *(("title", 14, False), ("title", 15, True), ("title", 150, True), ("title", 151, False)),
        *(("body", 19, False), ("body", 20, True), ("body", 10_000, True), ("body", 10_001, False)),
    ],
)
def test_lengths(user, space, name, length, accepted):
    text = ("Oui,-on-chauffe.-" * 700)[:length]
    if accepted:
        assert ask(user, space, **{name: text}).pk
    else:
        with pytest.raises(InvalidText):
            ask(user, space, **{name: text})


def test_name_is_needed_and_never_made_from_the_mail(space):
    nameless = UserFactory(display_name="")

    with pytest.raises(NameMissing):
        ask(nameless, space)
    assert not Question.objects.exists()


@pytest.mark.parametrize(("seconds", "accepted"), [(58, False), (60, True)])
def test_sixty_seconds_between_questions(user, space, seconds, accepted):
    age(ask(user, space), seconds=seconds)
    user = User.objects.get(pk=user.pk)  # known since its first text: read once a request

    if accepted:
        assert ask(user, space, title="Une deuxième question ?").pk
    else:
        with pytest.raises(TooSoon) as caught:
            ask(user, space, title="Une deuxième question ?")
        assert 1 <= caught.value.seconds <= 2
        assert "Votre texte est gardé" in str(caught.value)


@pytest.mark.parametrize(("already", "accepted"), [(4, True), (5, False)])
def test_five_questions_a_day(space, already, accepted):
    user = UserFactory(date_joined=LONG_AGO)
    for question in QuestionFactory.create_batch(already, author=user, space=space):
        age(question, hours=23)

    if accepted:
        assert ask(user, space).pk
    else:
        with pytest.raises(DailyLimitReached):
            ask(user, space)


def test_yesterday_does_not_count(space):
    user = UserFactory(date_joined=LONG_AGO)
    for question in QuestionFactory.create_batch(5, author=user, space=space):
        age(question, hours=24, seconds=1)

    assert ask(user, space).pk


@pytest.mark.parametrize(("hours", "same"), [(23, True), (25, False)])
def test_same_text_within_24_hours_shows_the_first(user, space, hours, same):
    first = ask(user, space)
    age(first, hours=hours)

    second = ask(user, SpaceFactory(), title="COMBIEN coute le raccordement")

    assert (first == second) is same


def test_same_text_of_somebody_else_is_another_question(user, space):
    assert ask(user, space) != ask(UserFactory(), space)


def test_create_space_is_idempotent_and_deduces_the_departement(db):
    grenoble = Commune.objects.get(code="38185")

    create_space(kind="reseau", slug="r", title="Ancien titre", commune=grenoble)
    space = create_space(kind="reseau", slug="r", title="Nouveau titre", commune=grenoble)

    assert Space.objects.filter(slug="r").count() == 1
    assert space.title == "Nouveau titre"
    assert space.departement_id == "38"


def test_national_space_exists(national):
    assert national.title == "Toutes les copropriétés"
    assert national.commune is None

import uuid
from contextlib import nullcontext

import pytest

from communaute.moderation.enums import ContentStatus
from communaute.questions.errors import (
    DailyLimitReached,
    InvalidText,
    NameMissing,
    PostKeyUsed,
)
from communaute.questions.models import Question, Space
from communaute.questions.services import create_space
from communaute.territoires.models import Commune
from socle.models import PublicVersion
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import aged, ask
from tests.communaute.questions.factories import LONG_AGO, QuestionFactory, SpaceFactory


@pytest.mark.usefixtures("trusted")
def test_question_is_published_complete_in_the_territory_of_its_space(
    user, space, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        question = ask(
            user,
            space,
            title="Prix \u202eed l’abonnement R2 ?",
            body="Chauffage au **gaz**, le \u2066prix du R2.",
            stage="vote",
            lots=58,
            energy="gaz",
            period="AVANT_1949",
        )

    question.refresh_from_db()
    assert question.status == ContentStatus.PUBLISHED
    assert question.author == user
    # A title stays in its line.
    assert question.title == "Prix ed l’abonnement R2 ?"
    assert question.body_html == "<p>Chauffage au <strong>gaz</strong>, le prix du R2.</p>"
    assert question.facts == ["Vote en assemblée générale", "58 lots", "Avant 1949", "Gaz"]
    assert question.first_answer_at is None
    assert (question.commune_id, question.departement_id) == ("38185", "38")
    space.refresh_from_db()
    assert space.questions_count == 1
    assert PublicVersion.objects.filter(pk=1).exists()


@pytest.mark.usefixtures("trusted")
def test_themes_are_found_unless_given(user, space):
    found = ask(user, space, title="Quel prix pour le raccordement ?")
    aged(found, hours=1)
    given = ask(user, space, title="Quelles aides pour le raccordement ?", tags=["Chantier"])

    assert set(found.tags.names()) == {"Prix de la chaleur"}
    assert set(given.tags.names()) == {"Chantier"}


@pytest.mark.usefixtures("trusted")
def test_a_form_stores_one_question_and_refuses_another_text_or_person(user, space):
    key = uuid.uuid4()
    first = ask(user, space, submission_key=key)
    assert ask(user, space, submission_key=key) == first
    for other in (
        {"actor": UserFactory(display_name="Nadia S.")},
        {"title": "Quel prix, et pour combien de temps ?"},
        {"body": "Un autre texte."},
    ):
        with pytest.raises(PostKeyUsed):
            ask(**{"actor": user, "space": space, "submission_key": key} | other)
    Question.objects.update(version=2, body="Corrigé par son auteur.")
    assert ask(user, space, submission_key=key) == first
    space.refresh_from_db()
    assert space.questions_count == Question.objects.count() == 1


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("name", "length", "accepted"),
    [
        *(("title", 14, False), ("title", 15, True), ("title", 150, True), ("title", 151, False)),
        *(("body", 19, False), ("body", 20, True), ("body", 10_000, True), ("body", 10_001, False)),
    ],
)
def test_lengths(user, space, name, length, accepted):
    with nullcontext() if accepted else pytest.raises(InvalidText):
        ask(user, space, **{name: ("Oui,-on-chauffe.-" * 700)[:length]})


def test_name_is_needed_and_never_made_from_the_mail(space):
    nameless = UserFactory(display_name="")

    with pytest.raises(NameMissing):
        ask(nameless, space)
    assert not Question.objects.exists()


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("already", "age", "accepted"),
    [
        (4, {"hours": 23}, True),
        (5, {"hours": 23}, False),
        (5, {"hours": 24, "seconds": 1}, True),
    ],
)
def test_five_questions_a_day(space, already, age, accepted):
    user = UserFactory(date_joined=LONG_AGO)
    for question in QuestionFactory.create_batch(already, author=user, space=space):
        aged(question, **age)

    with nullcontext() if accepted else pytest.raises(DailyLimitReached):
        ask(user, space)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("hours", "same"), [(23, True), (25, False)])
def test_same_text_within_24_hours_shows_the_first(user, space, hours, same):
    first = ask(user, space)
    aged(first, hours=hours)

    second = ask(user, SpaceFactory(), title="COMBIEN coute le raccordement")

    assert (first == second) is same
    assert ask(UserFactory(), space) not in (first, second)


def test_create_space_is_idempotent_and_deduces_the_departement(national):
    grenoble = Commune.objects.get(code="38185")

    create_space(kind="reseau", slug="r", title="Ancien titre", commune=grenoble)
    space = create_space(kind="reseau", slug="r", title="Nouveau titre", commune=grenoble)

    assert Space.objects.filter(slug="r").count() == 1
    assert (space.title, space.departement_id) == ("Nouveau titre", "38")
    assert (national.title, national.commune) == ("Toutes les copropriétés", None)

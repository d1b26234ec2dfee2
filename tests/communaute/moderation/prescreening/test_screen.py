"""Which texts are read before they are public, and why: each rule at its limit."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communaute.moderation.enums import ContentStatus, Reason
from communaute.moderation.models import Case
from communaute.moderation.numbers import PRESCREENING_NUMBERS
from communaute.moderation.prescreening.models import RememberedText, Review, WordList
from communaute.moderation.prescreening.rules import (
    is_only_link,
    links_of,
    seconds_since,
    stamp,
    strangers,
)
from communaute.moderation.prescreening.services import Standing, review_due, screen, standing
from communaute.questions.models import Answer
from communaute.questions.services import answer_question
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db
TEXT = "Notre chaudière au gaz a vingt-cinq ans et le réseau passe dans la rue."


def reasons(**values):
    values = {"body": TEXT} | values
    return {reason for reason, _ in screen(**values).reasons}


@pytest.fixture
def newcomer():
    return UserFactory(display_name="Nina P.")


@pytest.fixture
def known():
    """One text that others read, and an account of more than `recent_days`."""
    joined = timezone.now() - timedelta(days=PRESCREENING_NUMBERS.recent_days)
    person = UserFactory(display_name="Karim B.", date_joined=joined)
    AnswerFactory(author=person)
    return person


@pytest.fixture
def trusted(known):
    AnswerFactory.create_batch(4, author=known)
    return known


def test_standing_is_earned(newcomer, known):
    assert standing(newcomer) == Standing.NEWCOMER
    assert standing(known) == Standing.KNOWN
    AnswerFactory.create_batch(4, author=known)
    known.forget()
    assert standing(known) == Standing.TRUSTED
    for kind in ("agence", "exploitant", "collectivite", "equipe"):
        assert standing(UserFactory(**{kind: True})) == Standing.ORGANISATION


def test_the_first_text_of_a_newcomer_is_read_the_second_is_not(newcomer):
    assert reasons(actor=newcomer) == {Reason.FIRST_POST}
    QuestionFactory(author=newcomer, status=ContentStatus.PENDING)
    assert reasons(actor=UserFactory._meta.model.objects.get(pk=newcomer.pk)) == {Reason.FIRST_POST}
    QuestionFactory(author=newcomer)
    assert reasons(actor=UserFactory._meta.model.objects.get(pk=newcomer.pk)) == set()


def test_who_speaks_for_an_organisation_is_never_read_first():
    WordList.objects.create(name="Tests", words="casino")
    for kind in ("agence", "exploitant", "collectivite", "equipe"):
        body = "Casino : https://casino.example, 06 12 34 56 78"
        assert reasons(actor=UserFactory(**{kind: True}), body=body, seconds=0) == set()


def test_links_are_seen():
    links = {
        "Voir https://exemple.com/page.": ["https://exemple.com/page"],
        "Voir www.exemple.com !": ["www.exemple.com"],
        "Voir exemple.shop/promo": ["exemple.shop/promo"],
        "Voir [ici](http://exemple.com)": ["http://exemple.com"],
        "Voir еxеmplе.com": ["exemple.com"],
        "Voir exem\u200bple.com": ["exemple.com"],
        "Écrire à a@exemple.com": [],
        "Le loyer. Com. de copropriété, art. 12.": [],
        "De 1.5 à 2.3 MWh, en 2024.Le reste": [],
    }
    assert {body: links_of(body) for body in links} == links


def test_sites_of_public_services_and_of_known_organisations_are_no_strangers():
    OrganisationFactory(website="https://www.reseau-grenoble.test/accueil")
    known = [
        "https://www.ecologie.gouv.fr/page",
        "http://ademe.fr",
        "librairie.ademe.fr/x",
        "https://reseau-grenoble.test/tarifs",
        "https://clients.reseau-grenoble.test",
    ]
    assert strangers(known) == []
    tricks = [
        "https://gouv.fr.example.com",
        "https://ademe.fr@casino.example",
        "https://faux-ademe.fr",
        "https://casino.example/?a=ademe.fr",
        "https://[",
    ]
    assert strangers(tricks) == tricks


def test_one_known_link_is_free_for_a_newcomer_two_are_read(newcomer):
    one = f"{TEXT} https://www.ademe.fr/a"
    assert reasons(actor=newcomer, body=one) == {Reason.FIRST_POST}
    assert Reason.LINK in reasons(actor=newcomer, body=f"{one} https://www.ecologie.gouv.fr")
    assert Reason.LINK in reasons(actor=newcomer, body=f"{TEXT} https://exemple.com")


def test_links_of_known_people_are_read_until_their_account_is_old_enough(known):
    body = f"{TEXT} https://exemple.com"
    assert reasons(actor=known, body=body) == set()
    known.date_joined += timedelta(minutes=1)
    assert reasons(actor=known, body=body) == {Reason.LINK}


def test_a_text_that_is_only_a_link_is_read_of_known_people(known):
    alone = ("https://exemple.com", " exemple.com ! ", "1. https://a.com/b")
    said = ("Rien", *(f"Voir {body}" for body in alone))
    assert {body: is_only_link(body) for body in alone} == dict.fromkeys(alone, True)
    assert {body: is_only_link(body) for body in said} == dict.fromkeys(said, False)
    assert reasons(actor=known, body="https://www.ademe.fr/guide") == {Reason.ONLY_LINK}


LISTED = (
    "Gagnez au casino en ligne",
    "gagnez au CASINO",
    "au c a s i n o",
    "au cаsіno",
    "au ca\u200bsino",
    "au câsïno",
    "les casinos aussi",
    "un prêt  sans justificatif, vite",
)
OTHER = ("un occasionnel casi no", "un prêt avec justificatif", "casin")


def test_listed_words_are_found_however_they_are_written_and_no_others(known):
    def found(texts):
        return {text: reasons(actor=known, body=f"{TEXT} {text}") for text in texts}

    words = WordList.objects.create(name="Jeux", words="casino*\n\nprêt sans justificatif\n***")
    assert found(LISTED) == {text: {Reason.LISTED_WORD} for text in LISTED}
    words.words = "casino\nprêt sans justificatif"
    words.save()
    assert found(OTHER) == {text: set() for text in OTHER}


def test_a_list_put_aside_counts_no_more(known):
    WordList.objects.create(name="Jeux", words="chaudière", is_active=False)
    assert reasons(actor=known) == set()


def test_private_data_is_read_of_everybody_but_organisations(trusted):
    verdict = screen(actor=trusted, body=f"{TEXT} 06 12 34 56 78")
    assert verdict.status == ContentStatus.PENDING
    assert verdict.why == "Il contient des coordonnées : téléphone."


def test_the_same_text_is_seen_for_a_day_wherever_it_was_written(known, clock):
    now = datetime(2026, 3, 10, 9, tzinfo=UTC)
    clock.move_to(now)
    other = AnswerFactory()
    from communaute.moderation.prescreening.rules import remember

    remember(other, TEXT, now)
    changed = "NOTRE chaudière, au gaz : a vingt-cinq ans et le réseau passe dans la rue !"
    known.date_joined = now - timedelta(days=30)
    assert reasons(actor=known, body=changed) == {Reason.SAME_TEXT}
    near = TEXT.replace("vingt-cinq", "trente-cinq")
    assert reasons(actor=known, body=near) == {Reason.NEAR_TEXT}
    assert reasons(actor=known, body="Quel est le prix moyen de la chaleur livrée chez vous, par "
                   "logement et par an, entretien compris ?") == set()  # fmt: skip
    assert reasons(actor=known, body=TEXT, edits=other) == set()
    clock.move_to(now + timedelta(hours=24) - timedelta(seconds=1))
    assert reasons(actor=known) == {Reason.SAME_TEXT}
    clock.move_to(now + timedelta(hours=24))
    assert reasons(actor=known) == set()


def test_short_texts_are_alike_without_being_copied(known):
    from communaute.moderation.prescreening.rules import remember

    remember(AnswerFactory(), "Merci beaucoup pour votre réponse !", timezone.now())
    assert RememberedText.objects.count() == 0
    assert reasons(actor=known, body="Merci beaucoup pour votre réponse !") == set()


def test_a_form_sent_sooner_than_three_seconds_is_read(known):
    assert reasons(actor=known, seconds=2.99) == {Reason.TOO_FAST}
    assert reasons(actor=known, seconds=3) == set()
    assert reasons(actor=known, seconds=None) == set()


def test_the_age_of_a_form_is_signed(clock):
    now = datetime(2026, 3, 10, 9, tzinfo=UTC)
    clock.move_to(now)
    shown = stamp()
    clock.move_to(now + timedelta(seconds=7))
    assert seconds_since(shown) == 7
    assert seconds_since("") is None
    for forged in ("form:1abc:signature", shown[:-1], "x", "::"):
        assert seconds_since(forged) == 0


def test_late_edits_of_recent_people_are_read(known, clock):
    now = datetime(2026, 3, 10, 9, tzinfo=UTC)
    clock.move_to(now)
    answer = AnswerFactory(author=known)
    known.date_joined = now - timedelta(days=2)
    clock.move_to(now + timedelta(minutes=5))
    assert reasons(actor=known, edits=answer) == set()
    clock.move_to(now + timedelta(minutes=5, seconds=1))
    assert reasons(actor=known, edits=answer) == {Reason.LATE_EDIT}
    known.date_joined = now - timedelta(days=40)
    assert reasons(actor=known, edits=answer) == set()


def test_a_text_is_read_within_eight_working_hours_and_never_more_than_a_day():
    due = {
        "2026-03-10T09:00+01:00": "2026-03-10T17:00+01:00",
        "2026-03-10T12:00+01:00": "2026-03-11T12:00+01:00",
        "2026-03-10T20:00+01:00": "2026-03-11T17:00+01:00",
        "2026-03-13T16:00+01:00": "2026-03-14T16:00+01:00",
    }
    found = {held: review_due(datetime.fromisoformat(held)) for held in due}
    assert found == {held: datetime.fromisoformat(moment) for held, moment in due.items()}


def write(question, *, actor, body):
    Answer.objects.update(created_at=timezone.now() - timedelta(days=2))
    return answer_question(actor=actor, question=question, body=body, submission_key=uuid.uuid4())


SLANDER = "Mme Martin doit 4 500 € à la copropriété, tout le monde le sait dans l’immeuble."


def test_a_delicate_text_is_public_and_moderators_are_told(trusted):
    verdict = screen(actor=trusted, body=SLANDER)
    assert not verdict.is_held
    answer = write(QuestionFactory(), actor=trusted, body=SLANDER)
    assert answer.status == ContentStatus.PUBLISHED
    [case] = Case.objects.to_decide()
    [notice] = case.notices.all()
    assert case.object_id == answer.pk
    assert notice.is_automatic
    assert notice.is_of_public_text
    assert "dette («\u202fMme Martin doit 4 500 €\u202f»)" in notice.explanation
    assert not Review.objects.exists()


def test_a_delicate_text_that_waits_anyway_says_both(newcomer):
    verdict = screen(actor=newcomer, body=SLANDER)
    assert [reason for reason, _ in verdict.reasons] == [Reason.FIRST_POST]
    assert "n’a encore été relu" in verdict.why
    assert "dette" in verdict.why


def test_an_ordinary_text_opens_no_case(trusted):
    write(QuestionFactory(), actor=trusted, body=TEXT)
    assert not Case.objects.exists()


def test_the_queue_says_that_a_delicate_text_is_public(client, trusted):
    answer = write(QuestionFactory(), actor=trusted, body=SLANDER)
    client.force_login(UserFactory(equipe=True))
    page = client.get(reverse("moderation:queue")).text
    assert "Publié, à relire" in page
    assert "À relire avant publication" not in page
    page = client.get(Case.objects.get(object_id=answer.pk).get_absolute_url()).text
    assert "Publié, à relire" in page

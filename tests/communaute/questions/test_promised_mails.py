"""A mail is promised to who gets it, by the way that they chose; to others, where to read."""

import uuid

import pytest
from django.utils import timezone

from communaute.moderation.enums import ContentStatus
from communaute.notifications.catalogue import Channel
from communaute.notifications.channels import Ways
from communaute.notifications.enums import Preset
from communaute.notifications.models import BouncingAddress
from communaute.notifications.preferences.services import apply_preset, comes_by, set_ways
from communaute.questions.models import Question
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import soup
from tests.communaute.questions.factories import QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]
ASK = "/communaute/questions/poser/"
ANSWER = "Chez nous, les travaux ont duré trois semaines au printemps."
FIRST = "questions.first_answer"
MAILED = "vous recevrez un courriel (la nuit, à 7 h)"


def text(response):
    return " ".join(soup(response).main.get_text(" ").replace("\u00a0", " ").split())


@pytest.mark.parametrize("preset", [None, Preset.NOTHING])
def test_each_place_says_how_the_first_answer_comes(client, user, ask_data, preset):
    if preset:
        apply_preset(actor=user, preset=preset)
    said = "vous la lirez sur le site" if preset is Preset.NOTHING else MAILED
    client.force_login(user)
    assert said in text(client.get("/communaute/mes-questions/"))
    assert said in text(client.get(ASK))
    posted = client.post(ASK, ask_data, follow=True)
    asked = Question.objects.get()
    assert text(posted).count(said) == 1  # where the answers will be
    more = "sur le site, sans courriel" if preset else "dans le courriel du matin"
    assert f"Les réponses qui suivront la première, vous les lirez {more}." in text(posted)
    may_choose = "choisir ce que je reçois" in text(client.get(asked.get_absolute_url()))
    assert may_choose is bool(preset)  # what one follows
    waits = QuestionFactory(author=user, status=ContentStatus.PENDING)
    assert said in text(client.get(waits.get_absolute_url()))


@pytest.mark.parametrize("preset", [Preset.ALL, Preset.ESSENTIAL])
def test_each_place_says_how_what_one_follows_comes(client, user, preset):
    apply_preset(actor=user, preset=preset)
    said = "dans le courriel du matin" if preset is Preset.ALL else "sur le site, sans courriel"
    client.force_login(user)
    asked = QuestionFactory()
    for what, page in (("question", asked), ("espace", asked.space)):
        data = {"quoi": what, "id": page.pk, "suivre": "oui"}
        assert text(client.post("/communaute/suivre/", data, follow=True)).count(said) == 2
    assert said in text(client.get("/communaute/suivies/"))
    # And a network: the message, and the line under the button.
    reseau = ReseauFactory(name="Réseau de Grenoble")
    followed = client.post(f"/reseaux/{reseau.slug}/suivre/", {"suivre": "oui"}, follow=True)
    # Of a new ambassador, and of a visit.
    assert text(followed).count(said) == 2 * 2
    assert text(client.get(reseau.get_absolute_url())).count(said) == 2


@pytest.mark.parametrize("number", [1, 2])
def test_nothing_says_that_who_stopped_it_all_is_told(client, user, number):
    question = QuestionFactory()
    asker, kind = question.author, ("", FIRST, "questions.new_answer")[number]
    set_ways(actor=asker, ways={kind: Ways(site=False, mail=Channel.NONE)})
    for each in range(1, number + 1):
        client.force_login(user if each == 1 else UserFactory(display_name="Claire V."))
        sent = {"body": f"{ANSWER} {each}", "submission_key": str(uuid.uuid4())}
        url = f"/communaute/questions/{question.pk}/repondre/"
        page = text(client.post(url, sent, follow=True))
        assert "Votre réponse est publiée" in page
        assert ("la personne qui a posé la question est prévenue" in page) is (each != number)
    client.force_login(asker)
    assert "le gardent" not in text(client.get("/communaute/suivies/"))


def test_the_sentence_follows_the_choice_and_the_address(user):
    for way, said in (
        (Channel.INSTANT, MAILED),
        (Channel.DAILY, "vous la lirez dans le courriel du matin"),
        (Channel.WEEKLY, "vous la lirez dans le courriel de la semaine"),
        (Channel.NONE, "vous la lirez sur le site, sans courriel"),
    ):
        set_ways(actor=user, ways={FIRST: Ways(site=True, mail=way)})
        assert comes_by(user, FIRST) == said
    set_ways(actor=user, ways={FIRST: Ways(site=True, mail=Channel.INSTANT)})
    BouncingAddress.objects.create(email=user.email, score=4, last_at=timezone.now())
    assert "sans courriel" in comes_by(user, FIRST)
    # Nor is the site promised to who reads none of it there.
    set_ways(actor=user, ways={FIRST: Ways(site=False, mail=Channel.NONE)})
    assert comes_by(user, FIRST) == "vous n’en serez pas prévenu, selon vos choix"

"""What a measure forbids is forbidden wherever one writes: pages, mails, messages, visits."""

import uuid
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from cms.terms_acceptance.services import answer_rules
from communaute.moderation.enums import ContentStatus, Reason, SanctionKind
from communaute.moderation.prescreening.models import Review
from communaute.moderation.prescreening.services import screen
from communaute.moderation.sanction_rules import why_not_message, why_not_write
from communaute.moderation.sanctions.services import lift_sanction
from communaute.notifications.enums import ReceivedState
from communaute.notifications.inbound.services import receive
from communaute.notifications.models import Mail
from communaute.notifications.reply_addresses import make_address
from communaute.questions.models import Answer, Comment, UsefulVote
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory, CoproprieteFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.visites.factories import VisitFactory
from tests.cms.terms_acceptance.test_agreeing import make_version
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

from .scenes import sanctioned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]
BODY = "Chez nous, 1 100 € par lot, aides déduites, en 2023."


def about(person, kind):
    return sanctioned(kind, case=CaseFactory(content__author=person))


def data():
    return {"body": BODY, "submission_key": str(uuid.uuid4())}


def mailed(person, code, pk):
    """What receiving a mail of this person gives."""
    message = EmailMessage()
    message["From"] = person.email
    message["To"] = make_address(code=code, pk=pk, user_pk=person.pk, now=timezone.now())
    message["Message-ID"] = f"<{uuid.uuid4()}@example.org>"
    message.set_content(BODY)
    return receive(message.as_bytes())


def answers(client, person):
    client.post(f"/communaute/questions/{QuestionFactory().pk}/repondre/", data())
    return Answer.objects.filter(author=person)


def comments(client, person):
    address = f"/communaute/reponses/{AnswerFactory().pk}/commentaires/"
    client.post(address, {"body": "Merci, c’est très clair."})
    return Comment.objects.filter(author=person)


def votes(client, person):
    client.post(f"/communaute/reponses/{AnswerFactory().pk}/utile/")
    return UsefulVote.objects.filter(user=person)


def edits(client, person):
    own = AnswerFactory(author=person, body="Texte d’avant, que rien ne doit changer.")
    client.post(f"/communaute/reponses/{own.pk}/modifier/", {"body": BODY, "version": 1})
    return Answer.objects.filter(pk=own.pk, body=BODY)


def answers_by_mail(client, person):
    question = QuestionFactory()
    mailed(person, "q", question.pk)
    return Answer.objects.filter(author=person)


def messages(client, person):
    demande = DemandeFactory(requester=person)
    client.post(demande.get_absolute_url(), data())
    return demande.messages.filter(author=person)


def messages_by_mail(client, person):
    demande = DemandeFactory(requester=person)
    mailed(person, "m", demande.pk)
    return demande.messages.filter(author=person)


def bookings(client, person):
    visit = VisitFactory()
    client.post(f"{visit.get_absolute_url()}reserver/")
    return visit.bookings.filter(user=person)


def invitations(client, person):
    building = CoproprieteFactory()
    building.memberships.create(user=person)
    client.post(f"/mon-compte/copropriete/{building.pk}/inviter/", {"email": "voisin@demo.test"})
    return building.invitations.all()


PUBLIC = [answers, comments, votes, edits, answers_by_mail, invitations]
PRIVATE = [messages, messages_by_mail, bookings]


@pytest.fixture(autouse=True)
def mailbox(settings):
    settings.INBOUND_EMAIL = "reponse+{token}@chauffage.example"


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


@pytest.mark.parametrize("writes", [*PUBLIC, *PRIVATE])
def test_a_suspended_account_writes_nowhere_until_it_is_lifted(client, person, writes):
    decision = about(person, SanctionKind.SUSPENSION)
    assert not writes(client, person).exists()
    why = "La personne s’est engagée par écrit."
    lift_sanction(actor=decision.decided_by, sanction=decision.measure, why=why)
    assert writes(client, person).exists()


@pytest.mark.parametrize("writes", [answers, answers_by_mail, messages_by_mail, bookings])
def test_reading_only_and_refusing_the_rules_neither(client, person, writes):
    if writes in {answers, bookings}:
        about(person, SanctionKind.READ_ONLY)
    else:
        person.date_joined = timezone.now() - timedelta(days=100)
        person.save()
        answer_rules(actor=person, accepted=False, seen=[make_version().pk])
    assert not writes(client, person).exists()


@pytest.mark.parametrize("writes", [*PRIVATE, answers])
def test_suspended_messages_leave_public_writing(client, person, writes):
    about(person, SanctionKind.MESSAGES)
    assert writes(client, person).exists() is (writes is answers)


def test_a_refusal_by_mail_says_until_when_and_how_to_contest(person):
    about(person, SanctionKind.SUSPENSION)
    assert mailed(person, "q", QuestionFactory().pk) == ReceivedState.REFUSED
    said = Mail.objects.get(user=person, kind="notifications.reply_refused").context["said"]
    assert said == why_not_write(person)
    assert "Décisions et mesures me concernant" in said


@pytest.mark.parametrize("role", ["exploitant", "collectivite", "agence"])
def test_an_account_of_an_organisation_is_no_exception(role):
    person = UserFactory(**{role: True})
    assert not screen(actor=person, body=BODY).is_held
    about(person, SanctionKind.PRE_MODERATION)
    person.forget()
    assert screen(actor=person, body=BODY).reasons == ((Reason.MEASURE, ""),)
    about(person, SanctionKind.SUSPENSION)
    person.forget()
    assert why_not_write(person)
    assert why_not_message(person)


@pytest.mark.parametrize("writes", [answers, comments, answers_by_mail])
def test_pre_moderation_has_texts_read_first(client, person, writes):
    about(person, SanctionKind.PRE_MODERATION)
    assert writes(client, person).get().status == ContentStatus.PENDING
    assert Review.objects.get().reasons == ["mesure"]


def test_pre_moderation_lets_private_messages_go(client, person):
    about(person, SanctionKind.PRE_MODERATION)
    assert messages(client, person).exists()


def test_a_measure_that_may_still_be_taken_back_is_said_and_its_reasons_announced(client, person):
    about(person, SanctionKind.READ_ONLY)
    page = client.get("/communaute/questions/poser/").text
    assert "par une décision de modération" in page
    assert "dans quelques minutes : un courriel" in page
    assert "ou la contester</a>" not in page
    assert "vous lirez ici pourquoi" in client.get(reverse("moderation:my_decisions")).text


def test_a_suspended_ambassador_is_not_told_that_requests_wait_for_their_answer(client, person):
    demande = DemandeFactory(ambassadeur__user=person)
    assert "1 demande attend votre réponse" in client.get("/mon-compte/").text
    about(person, SanctionKind.SUSPENSION)
    assert "attend votre réponse" not in client.get("/mon-compte/").text
    page = client.get(demande.get_absolute_url()).text
    assert "Votre compte est suspendu" in page
    assert "Vous ne pouvez pas écrire ici pour le moment" in page
    assert 'name="body"' not in page


@pytest.mark.usefixtures("told_at_once")
@pytest.mark.parametrize("page", ["questions/poser/", "questions/{}/repondre/"])
def test_before_typing_one_reads_that_one_may_not_write(client, person, page):
    address = "/communaute/" + page.format(QuestionFactory().pk)
    before = client.get(address).text
    assert "par une décision de modération" not in before
    assert 'name="body"' in before
    about(person, SanctionKind.READ_ONLY)
    page = client.get(address).text
    assert told_once(page)
    assert 'name="body"' not in page
    # What was sent is given back, to be copied.
    assert BODY in client.post(address, data() | {"title": "Combien cela coûte ?"}).text


def told_once(page):
    """Why one may not write is said, with one link to the decision."""
    return (
        page.count("par une décision de modération") == 1
        and page.count(f'<a href="{reverse("moderation:my_decisions")}">') == 1
        and "puis « Décisions et mesures me concernant »" not in page.replace("\xa0", " ")
    )


def own_text(person):
    return f"/communaute/reponses/{AnswerFactory(author=person).pk}/modifier/"


def own_sheet(person):
    building = AmbassadeurFactory(user=person).copropriete
    return reverse("ambassadeurs:retour_edit", args=[building.pk, building.slug])


def contact(host):
    return f"{reverse('demandes:new')}?a=ambassadeur&id={host.pk}"


@pytest.mark.usefixtures("told_at_once")
def test_wherever_one_types_one_reads_before_that_one_is_suspended(client, person):
    question = QuestionFactory()
    addresses = [
        "/communaute/questions/poser/",
        question.get_absolute_url(),
        f"/communaute/questions/{question.pk}/repondre/",
        f"/communaute/questions/{question.pk}/commentaires/",
        f"/communaute/reponses/{AnswerFactory().pk}/commentaires/",
        own_text(person),
        reverse("ambassadeurs:apply"),
        own_sheet(person),
        contact(AmbassadeurFactory()),
        DemandeFactory(requester=person).get_absolute_url(),
        VisitFactory().get_absolute_url(),
        reverse("visites:open"),
    ]
    about(person, SanctionKind.SUSPENSION)
    assert [one for one in addresses if not told_once(client.get(one).text)] == []
    client.force_login(UserFactory())
    said = "par une décision de modération"
    assert [one for one in addresses if said in client.get(one).text] == []


@pytest.mark.parametrize(
    ("kind", "receives"),
    [
        (SanctionKind.MESSAGES, False),
        (SanctionKind.SUSPENSION, False),
        (SanctionKind.WARNING, True),
    ],
)
def test_nobody_is_sent_to_an_ambassador_who_may_not_answer(kind, receives):
    host = AmbassadeurFactory()
    assert Ambassadeur.objects.contactable().filter(pk=host.pk).exists()
    about(host.user, kind)
    assert Ambassadeur.objects.contactable().filter(pk=host.pk).exists() is receives
    end = timezone.now() + timedelta(days=200)
    assert Ambassadeur.objects.contactable(end).filter(pk=host.pk).exists()

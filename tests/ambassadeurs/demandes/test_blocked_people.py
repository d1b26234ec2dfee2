"""Blocking somebody of a private thread: nothing more goes either way, and nobody is shamed."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes.enums import ClosedBecause, State
from ambassadeurs.demandes.errors import (
    BlockedByMyself,
    NoLongerReceived,
    NotAllowed,
    NotContactable,
    ThreadClosed,
)
from ambassadeurs.demandes.models import Block, Demande
from ambassadeurs.demandes.perms import can_block, can_reopen
from ambassadeurs.demandes.services.blocked_people import block, unblock
from ambassadeurs.demandes.services.demandes import reoffer
from ambassadeurs.demandes.services.messages import post_message, reopen, thank
from ambassadeurs.visites.errors import BookingRefused
from ambassadeurs.visites.services import book_visit
from communaute.comptes.closing import close_account
from communaute.comptes.models import User
from communaute.moderation.models import Case
from communaute.notifications.enums import ReceivedState
from communaute.notifications.inbound.services import receive
from communaute.notifications.models import Mail
from communaute.questions.comments import add_comment
from communaute.questions.kinds import is_still_named
from communaute.questions.models import Mention
from communaute.questions.routing.answerers import Candidate
from communaute.questions.routing.services import reach_first
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.visites.factories import VisitFactory
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import CommentFactory, QuestionFactory
from tests.hooks import hook
from tests.mails import sent_mails

from .asking import ask, ask_operator, asker
from .factories import DemandeFactory
from .test_by_mail import mail

pytestmark = pytest.mark.django_db

REFUSED = "Cet échange ne reçoit plus de messages"


@pytest.fixture
def host(demande):
    return demande.ambassadeur.user


def write(actor, demande, body="Répondez-moi !"):
    return post_message(actor=actor, demande=demande, body=body, submission_key=uuid.uuid4())


def main_of(response):
    return BeautifulSoup(response.content, "html.parser").main


def test_the_host_blocks_who_asks_and_their_exchanges_end(demande, host):
    other = DemandeFactory(requester=demande.requester)

    found = block(actor=host, demande=demande)
    assert block(actor=host, demande=demande) == found

    demande.refresh_from_db()
    assert (demande.state, demande.closed_because) == (State.CLOSED, ClosedBecause.RECIPIENT)
    assert Ambassadeur.objects.get(pk=demande.ambassadeur_id).open_demandes == 0
    other.refresh_from_db()
    assert other.state == State.WAITING
    told = Mail.objects.filter(user=demande.requester, kind="demandes.closed")
    assert told.count() == 1
    assert "bloqu" not in str(told.get().context)
    (left,) = [one for one in sent_mails() if "a clos votre échange" in one.subject]
    line = demande.requester.notifications.get(kind="demandes.closed")
    for text in (left.body, line.body):
        assert "lisible" in text
        assert "rouvrir" not in text


@pytest.mark.parametrize("decided_by_host", [True, False])
def test_neither_writes_thanks_or_opens_again(demande, host, decided_by_host):
    write(host, demande)
    demande.requester, decider = demande.requester, host if decided_by_host else demande.requester
    blocked = demande.requester if decided_by_host else host
    block(actor=decider, demande=demande)
    before = demande.messages.count()

    with pytest.raises(NoLongerReceived, match=REFUSED):
        write(blocked, demande)
    with pytest.raises(BlockedByMyself, match="Débloquez-la"):
        write(decider, demande)
    with pytest.raises((NoLongerReceived, BlockedByMyself)):
        thank(actor=demande.requester, demande=demande)
    with pytest.raises((NoLongerReceived, BlockedByMyself)):
        reopen(actor=demande.requester, demande=demande)
    assert not can_reopen(demande.requester, Demande.objects.for_list().get(pk=demande.pk))
    assert demande.messages.count() == before


def test_what_never_opens_again_is_said_before_the_block(demande):
    block(actor=demande.requester, demande=demande)
    Demande.objects.update(closed_because=ClosedBecause.REOFFERED)
    with pytest.raises(ThreadClosed, match="ne se rouvre pas"):
        write(demande.requester, demande)
    with pytest.raises(ThreadClosed, match="ne se rouvre pas"):
        reopen(actor=demande.requester, demande=demande)


def test_unblocked_the_exchange_opens_again_when_asked(demande, host):
    found = block(actor=host, demande=demande)
    with pytest.raises(NotAllowed):
        unblock(actor=demande.requester, found=found)
    unblock(actor=host, found=found)
    unblock(actor=host, found=found)
    demande.refresh_from_db()
    assert demande.state == State.CLOSED
    reopen(actor=demande.requester, demande=demande)
    assert write(demande.requester, demande)


def test_a_new_request_is_refused_in_words_for_each(demande, host):
    block(actor=host, demande=demande)
    again = {"ambassadeur": demande.ambassadeur}
    with pytest.raises(NotContactable, match="ne peut pas prendre votre demande"):
        ask(demande.requester, demande.copropriete, **again)
    Block.objects.all().delete()
    block(actor=demande.requester, demande=demande)
    with pytest.raises(NotContactable, match="Vous avez bloqué Monique"):
        ask(demande.requester, demande.copropriete, **again)


def test_a_request_is_never_offered_again_to_somebody_apart(demande):
    """The only other ambassador of the network blocked the person once; a third one did not."""
    apart = AmbassadeurFactory(copropriete__reseau=demande.reseau)
    Block.objects.create(blocker=apart.user, blocked=demande.requester, at=timezone.now())
    with transaction.atomic():
        assert reoffer(demande) is None
        transaction.set_rollback(True)
    third = AmbassadeurFactory(copropriete__reseau=demande.reseau)
    assert reoffer(demande).ambassadeur == third


def test_a_visit_is_not_booked_with_somebody_apart(demande, host):
    visit = VisitFactory(ambassadeur=demande.ambassadeur)
    block(actor=host, demande=demande)
    with pytest.raises(BookingRefused, match="ne peut pas prendre votre demande"):
        book_visit(actor=demande.requester, visit=visit)
    assert book_visit(actor=UserFactory(), visit=visit)


def test_only_a_party_and_only_in_front_of_a_person():
    demande, operator = DemandeFactory(), ask_operator(*asker())
    for actor, thread in ((UserFactory(equipe=True), demande), (operator.requester, operator)):
        assert not can_block(actor, thread)
        with pytest.raises(NotAllowed):
            block(actor=actor, demande=thread)
    assert not Block.objects.exists()


def test_the_database_holds_a_block_once_and_never_of_oneself(demande, host):
    block(actor=host, demande=demande)
    for blocked in (demande.requester, host):
        with pytest.raises(IntegrityError), transaction.atomic():
            Block.objects.create(blocker=host, blocked=blocked, at=timezone.now())


@pytest.mark.usefixtures("trusted")
def test_naming_the_other_tells_them_nothing_and_one_is_not_asked_to_answer(
    demande, host, monkeypatch
):
    question = QuestionFactory(author=demande.requester)
    CommentFactory(question=question, author=host)

    def source(question, without, limit):
        return [] if host.pk in without else [Candidate(host, "Monique", "même réseau")]

    hook(monkeypatch, "questions.answerers", source)
    block(actor=host, demande=demande)

    name = f"@{host.display_name}"
    add_comment(
        actor=demande.requester,
        about=question,
        body=f"{name}, répondez-moi !",
        submission_key=uuid.uuid4(),
    )

    assert Mention.objects.filter(user=host).exists()
    assert not Mail.objects.filter(user=host, kind="mentions.named").exists()
    assert not host.notifications.filter(kind="mentions.named").exists()
    reach_first(question)
    assert not Mail.objects.filter(user=host, kind="routing.asked_you").exists()


@pytest.mark.usefixtures("trusted")
def test_a_name_told_before_the_block_leaves_no_more(demande, host):
    question = QuestionFactory(author=demande.requester)
    CommentFactory(question=question, author=host)
    comment = add_comment(
        actor=demande.requester,
        about=question,
        body=f"@{host.display_name}, répondez-moi !",
        submission_key=uuid.uuid4(),
    )
    told = {"question_pk": question.pk, "comment_pk": comment.pk}
    assert is_still_named(host, told)
    block(actor=host, demande=demande)
    assert not is_still_named(host, told)


def test_a_closed_account_takes_its_blocks_with_it(demande, host):
    block(actor=host, demande=demande)
    close_account(actor=demande.requester)
    assert not Block.objects.exists()


def test_the_page_of_each_side(client, demande, host):
    url = demande.get_absolute_url()
    client.force_login(host)
    assert "Bloquer cette personne" in main_of(client.get(url)).text
    said = main_of(client.post(f"{url}bloquer/", follow=True)).text
    assert "elle ne peut plus vous écrire ici" in said
    assert main_of(client.get("/mises-en-relation/")).find(string="Débloquer")

    client.force_login(demande.requester)
    page = main_of(client.get(url))
    assert page.find("a", href="/ambassadeurs/")
    assert not page.find(id="repondre")
    assert "bloqué" not in page.text
    data = {"body": "Vous m’entendez ?", "submission_key": str(uuid.uuid4())}
    refused = client.post(url, data)
    assert refused.status_code == 409
    assert REFUSED in main_of(refused).text
    assert "Vous m’entendez ?" in main_of(refused).text


def test_both_may_still_report(client, demande, host):
    write(host, demande, "Achetez chez mon cousin.")
    block(actor=demande.requester, demande=demande)
    client.force_login(demande.requester)
    message = demande.messages.get(author=host)
    url = f"{demande.get_absolute_url()}messages/{message.pk}/signaler/"
    said = {"category": "commercial", "explanation": "Une publicité.", "good_faith": "on"}
    assert client.post(url, said).status_code == 302
    assert Case.objects.count() == 1


def test_unblocking_is_for_who_decided(client, demande, host):
    url = f"/mises-en-relation/blocages/{block(actor=host, demande=demande).pk}/lever/"
    client.force_login(demande.requester)
    assert client.post(url)["Location"] == "/mises-en-relation/"
    assert Block.objects.exists()
    client.force_login(host)
    assert client.post(url)["Location"] == demande.get_absolute_url()
    assert "plus de blocage" in client.post(url, follow=True).text


def test_a_reply_by_mail_is_refused_in_the_same_words(settings, demande, host):
    settings.INBOUND_EMAIL = "reponse+{token}@chauffage.example"
    block(actor=host, demande=demande)
    assert receive(mail(demande, demande.requester)) == ReceivedState.REFUSED
    assert demande.messages.count() == 1
    told = Mail.objects.filter(user=demande.requester).latest("pk")
    assert told.context["said"].startswith(REFUSED)


@pytest.mark.parametrize("is_active", [True, False])
def test_one_is_promised_to_open_it_again_only_while_somebody_reads(client, demande, is_active):
    User.objects.filter(pk=demande.ambassadeur.user_id).update(is_active=is_active)
    client.force_login(demande.requester)
    text = main_of(client.get(demande.get_absolute_url())).text
    assert "Clore l’échange" in text
    assert ("Vous pourrez le rouvrir" in text) == is_active

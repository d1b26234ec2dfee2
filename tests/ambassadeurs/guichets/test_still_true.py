"""What desks tell leaves only while it is still so, for who still has it in hand."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.services.messages import close, post_message
from ambassadeurs.guichets.collectivite.demandes import nudge
from ambassadeurs.guichets.exploitant.services import change_status
from ambassadeurs.guichets.handling.services import assign, come_back, forget_day, tell_day
from communaute.comptes.models import Membership
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail
from communaute.notifications.outbox.pending import is_worth_sending
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import MembershipFactory
from tests.personas import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleagues(operator):
    """Two people of the operator."""
    return [one.user for one in MembershipFactory.create_batch(2, organisation=operator)]


@pytest.fixture
def late(operator):
    asked_at = timezone.now() - timedelta(days=30)
    return DemandeFactory(exploitant=True, organisation=operator, created_at=asked_at)


def is_reminded(demande, one, other):
    nudge(actor=make_person("collectivite"), demande=demande)
    return "nudge"


def is_given(demande, one, other):
    assign(actor=one, demande=demande, colleague=other)
    return "assigned"


def is_to_come_back(demande, one, other):
    day = timezone.localdate() + timedelta(days=1)
    come_back(actor=one, demande=demande, day=day)
    tell_day(demande.pk, timezone.now() + timedelta(days=1))
    return "come_back"


def moves(demande, one, other):
    change_status(actor=one, demande=demande, status="proposition")
    return "status"


def one_answers(demande, one, other):
    post_message(actor=one, demande=demande, body="Bonjour.", submission_key=uuid.uuid4())


def asker_withdraws(demande, one, other):
    close(actor=demande.requester, demande=demande)


def all_leave(demande, one, other):
    Membership.objects.filter(organisation=demande.organisation).delete()


def one_takes_it(demande, one, other):
    assign(actor=one, demande=Demande.objects.get(), colleague=one)


def given_to_the_other(demande, one, other):
    assign(actor=one, demande=Demande.objects.get(), colleague=other)


def day_is_forgotten(demande, one, other):
    forget_day(actor=one, demande=demande)


def moves_on(demande, one, other):
    change_status(actor=one, demande=demande, status="vote")


@pytest.mark.parametrize(
    ("tells", "meanwhile"),
    [
        (is_reminded, one_answers),
        (is_reminded, asker_withdraws),
        (is_reminded, all_leave),
        (is_given, one_takes_it),
        (is_given, asker_withdraws),
        (is_given, all_leave),
        (is_to_come_back, one_answers),
        (is_to_come_back, day_is_forgotten),
        (is_to_come_back, given_to_the_other),
        (is_to_come_back, asker_withdraws),
        (is_to_come_back, all_leave),
        (moves, moves_on),
        (moves, asker_withdraws),
    ],
)
def test_what_a_desk_tells_leaves_only_while_it_is_so(late, colleagues, tells, meanwhile):
    key = f"guichets.{tells(late, *colleagues)}"
    # What may still be taken back is another story.
    late.acts.update(until=None)
    Demande.objects.update(told_from=None)
    mail = Mail.objects.filter(kind=key).latest("pk")
    assert is_worth_sending(mail, kind_of(key))
    meanwhile(late, *colleagues)
    assert not is_worth_sending(Mail.objects.get(pk=mail.pk), kind_of(key))

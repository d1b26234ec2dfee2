"""What an account that closes leaves to the others of its buildings, and what goes with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.coproprietes.enums import RetourState
from ambassadeurs.coproprietes.models import Copropriete, Invitation, RetourExperience
from ambassadeurs.coproprietes.projects.invitations import (
    accept_invitation,
    erase_expired,
    invite,
    token_of,
)
from ambassadeurs.coproprietes.retours.review import publish, return_with_note
from communaute.comptes.closing import close_account
from tests import clock
from tests.ambassadeurs.demandes.asking import asker
from tests.communaute.comptes.factories import UserFactory
from tests.mails import sent_mails

from .factories import HIDDEN_TRAITS, AmbassadeurFactory, CoproprieteFactory, RetourFactory

pytestmark = pytest.mark.django_db


def test_a_sheet_that_another_ambassador_goes_on_with_is_still_reviewed():
    sheet, returned = RetourFactory.create_batch(2, proposed=True)
    others = []
    for one in (sheet, returned):
        others.append(AmbassadeurFactory(copropriete=one.copropriete).user)
        close_account(actor=one.author)
        one.refresh_from_db()
        assert (one.author, one.state) == (None, RetourState.PROPOSED)
    reviewer = UserFactory(is_superuser=True)
    assert set(RetourExperience.objects.to_review().reviewable_by(reviewer)) == {sheet, returned}
    publish(actor=reviewer, retour=sheet)
    return_with_note(actor=reviewer, retour=returned, note="Quelle année ?")
    assert [one.notifications.count() for one in others] == [1, 1]


def test_a_draft_that_nobody_else_may_write_goes():
    sheet = RetourFactory()
    for trait in HIDDEN_TRAITS:
        AmbassadeurFactory(copropriete=sheet.copropriete, **{trait: True})
    close_account(actor=sheet.author)
    assert not RetourExperience.objects.exists()


def test_a_draft_left_to_another_goes_with_the_last_one():
    sheet = RetourFactory()
    other = AmbassadeurFactory(copropriete=sheet.copropriete).user
    close_account(actor=sheet.author)
    assert RetourExperience.objects.get().author is None
    close_account(actor=other)
    assert not RetourExperience.objects.exists()


def test_a_project_left_with_nobody_goes_with_the_application():
    user, building = asker()
    another = CoproprieteFactory(connected_year=None)
    # Of the second one the person is no member any more.
    for one in (building, another):
        AmbassadeurFactory(copropriete=one, user=user, pending=True)
    close_account(actor=user)
    assert not Copropriete.objects.exists()


def test_a_project_where_somebody_else_applies_and_a_connected_building_stay():
    user, building = asker()
    connected = CoproprieteFactory()
    for one, person in ((building, user), (building, UserFactory()), (connected, user)):
        AmbassadeurFactory(copropriete=one, user=person, pending=True)
    close_account(actor=user)
    assert set(Copropriete.objects.all()) >= {building, connected}


def test_invitations_received_go_with_the_account_and_those_accepted_keep_no_address():
    owner, building = asker()
    invited = UserFactory(email="Invitee@exemple.test")
    invite(actor=owner, copropriete=building, email=invited.email)
    kept = invite(actor=owner, copropriete=building, email="autre@exemple.test")
    close_account(actor=invited)
    assert Invitation.objects.get() == kept
    # The address as it was invited, in lower case: that mail had not left, it leaves no more.
    assert ["invitee@exemple.test"] not in [mail.to for mail in sent_mails()]
    accept_invitation(actor=UserFactory(), token=token_of(kept))
    kept.refresh_from_db()
    assert kept.email == ""
    assert kept.accepted_at is not None


def test_an_invitation_without_answer_is_erased_when_it_ends():
    now = timezone.now()
    building, by = CoproprieteFactory(), UserFactory()
    # Until when it holds, when it was accepted: neither the next one nor the last two end now.
    _, *kept = [
        Invitation.objects.create(
            copropriete=building,
            invited_by=by,
            email=f"ici{days}@exemple.test",
            expires_at=now + timedelta(days=days),
            accepted_at=accepted_at,
        )
        for days, accepted_at in ((0, None), (1, None), (-1, now), (-400, now))
    ]
    assert clock.tick(now, "coproprietes") == {"invitations_erased": 1}
    assert list(Invitation.objects.order_by("pk")) == kept
    # Accepted between the list and the act it is kept.
    assert erase_expired(kept[1].pk, now) == {"invitations_erased": 0}
    assert list(Invitation.objects.order_by("pk")) == kept

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.coproprietes.enums import AmbassadeurStatus
from ambassadeurs.coproprietes.errors import CoproprieteNotAllowed, MandateClosed, ReasonMissing
from ambassadeurs.coproprietes.households import ambassador_badges
from ambassadeurs.coproprietes.mandats.services import (
    refuse_ambassadeur,
    verify_ambassadeur,
    withdraw_ambassadeur,
)
from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.coproprietes.perms import can_review, can_verify, deciders_of
from communaute.comptes.badges import badges_for
from communaute.comptes.models import Membership
from communaute.moderation.enums import SanctionKind
from communaute.notifications.models import Notification
from socle.calendar import end_of_day, months_after
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.sanctions.scenes import sanctioned

from .applying import ask
from .factories import HIDDEN_TRAITS, AmbassadeurFactory, CoproprieteFactory

pytestmark = pytest.mark.django_db


def operator_of(copropriete):
    user = UserFactory(exploitant=True)
    copropriete.reseau.exploitant = Membership.objects.get(user=user).organisation
    copropriete.reseau.save(update_fields=["exploitant"])
    return user


def test_the_operator_of_the_network_is_consulted_and_never_decides():
    mandate = AmbassadeurFactory(pending=True)
    operator = operator_of(mandate.copropriete)
    with pytest.raises(CoproprieteNotAllowed):
        verify_ambassadeur(actor=operator, ambassadeur=mandate)
    with pytest.raises(CoproprieteNotAllowed):
        refuse_ambassadeur(actor=operator, ambassadeur=mandate, reason="Non")
    with pytest.raises(CoproprieteNotAllowed):
        withdraw_ambassadeur(actor=operator, ambassadeur=AmbassadeurFactory())
    # Nor does who is concerned, whatever they are.
    own = AmbassadeurFactory(pending=True, user=UserFactory(equipe=True))
    with pytest.raises(CoproprieteNotAllowed):
        verify_ambassadeur(actor=own.user, ambassadeur=own)
    assert not Ambassadeur.objects.decidable_by(operator).exists()
    assert not Ambassadeur.objects.visible_to(operator).exists()
    assert not can_review(operator)
    assert operator not in deciders_of(mandate.copropriete)


@pytest.mark.parametrize("who", ["agence", "equipe"])
def test_a_mandate_lasts_24_months(who):
    """Verified by the agency of the territory, or by the team: the person is told."""
    mandate = AmbassadeurFactory(pending=True)
    verified = verify_ambassadeur(actor=UserFactory(**{who: True}), ambassadeur=mandate)
    assert Ambassadeur.objects.public().get() == verified
    assert verified.expires_at == end_of_day(months_after(verified.verified_at, 24))
    assert Notification.objects.get(user=mandate.user).url == mandate.copropriete.get_absolute_url()


@pytest.mark.parametrize(
    "facts", [{"refused": True}, {"withdrawn": True}, {"copropriete__connected_year": None}]
)
def test_a_closed_mandate_is_not_verified_again(facts):
    """Nor the first one of a building that is not connected."""
    mandate = AmbassadeurFactory(**{"pending": "copropriete__connected_year" in facts} | facts)
    with pytest.raises(MandateClosed):
        verify_ambassadeur(actor=UserFactory(equipe=True), ambassadeur=mandate)


def test_a_project_without_network_is_managed_by_its_agency_not_by_operators():
    mandate = AmbassadeurFactory(
        pending=True, copropriete__connected_year=None, copropriete__reseau=None
    )
    assert can_verify(UserFactory(agence=True), mandate)
    assert not can_verify(UserFactory(exploitant=True), mandate)


def test_an_expired_mandate_is_renewed(monkeypatch):
    mandate = AmbassadeurFactory(expired=True, renewal_asked_at=stop(monkeypatch))
    verify_ambassadeur(actor=UserFactory(agence=True), ambassadeur=mandate)
    assert Ambassadeur.objects.public().exists()


def test_a_refusal_has_its_reason_and_tells_it():
    mandate, verified = AmbassadeurFactory(pending=True), AmbassadeurFactory()
    agency = UserFactory(agence=True)
    with pytest.raises(ReasonMissing):
        refuse_ambassadeur(actor=agency, ambassadeur=mandate, reason="  ")
    refuse_ambassadeur(actor=agency, ambassadeur=mandate, reason="Immeuble non raccordé.")
    mandate.refresh_from_db()
    assert mandate.status == AmbassadeurStatus.REFUSED
    assert Notification.objects.get(user=mandate.user).body == "Immeuble non raccordé."
    # What was verified is not refused.
    with pytest.raises(MandateClosed):
        refuse_ambassadeur(actor=agency, ambassadeur=verified, reason="Trop tard")


def test_one_ends_ones_own_mandate_alone():
    own = AmbassadeurFactory()
    with pytest.raises(CoproprieteNotAllowed):
        withdraw_ambassadeur(actor=UserFactory(agence=True), ambassadeur=own)
    for _ in range(2):
        withdraw_ambassadeur(actor=own.user, ambassadeur=own)
    assert not Ambassadeur.objects.public().exists()


def test_the_badge_names_the_residence_while_the_mandate_is_public():
    public = AmbassadeurFactory(copropriete__name="Les Tilleuls")
    hidden = [AmbassadeurFactory(**{trait: True}) for trait in HIDDEN_TRAITS]
    badges = badges_for([one.user for one in (public, *hidden)])
    shown = {pk: [one.label for one in found] for pk, found in badges.items() if found}
    assert shown == {public.user_id: ["Ambassadeur · Les Tilleuls"]}


@pytest.mark.parametrize("people", [1, 12])
def test_badges_cost_one_query(django_assert_num_queries, people):
    ids = {mandate.user_id for mandate in AmbassadeurFactory.create_batch(people)}
    with django_assert_num_queries(1):
        assert len(ambassador_badges(ids)) == people


def test_a_mandate_ends_exactly_at_its_hour(monkeypatch):
    mandate = AmbassadeurFactory()
    for left, is_public in ((timedelta(microseconds=1), True), (timedelta(0), False)):
        stop(monkeypatch, mandate.expires_at - left)
        assert Ambassadeur.objects.public().exists() is is_public
        assert Ambassadeur.objects.contactable().exists() is is_public


def test_who_may_not_write_does_not_ask_to_speak_for_a_building():
    person = UserFactory()
    sanctioned(SanctionKind.SUSPENSION, case=CaseFactory(content__author=person))
    with pytest.raises(CoproprieteNotAllowed):
        ask(person, CoproprieteFactory())
    assert not Ambassadeur.objects.filter(user=person).exists()


def test_what_waits_longest_comes_first_renewals_by_the_day_they_were_asked():
    now = timezone.now()
    renewed = AmbassadeurFactory(renewal_asked_at=now)
    asked = AmbassadeurFactory(pending=True)
    for mandate, days in ((renewed, 300), (asked, 20)):
        Ambassadeur.objects.filter(pk=mandate.pk).update(applied_at=now - timedelta(days=days))
    assert list(Ambassadeur.objects.to_decide()) == [asked, renewed]

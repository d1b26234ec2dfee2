from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.coproprietes.enums import AmbassadeurStatus
from ambassadeurs.coproprietes.errors import CoproprieteNotAllowed, MandateClosed, ReasonMissing
from ambassadeurs.coproprietes.households import ambassador_badges
from ambassadeurs.coproprietes.mandats.services import (
    declare_ambassadeur,
    refuse_ambassadeur,
    verify_ambassadeur,
    withdraw_ambassadeur,
)
from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.coproprietes.perms import can_review, can_verify, deciders_of
from ambassadeurs.coproprietes.services import declare_copropriete
from communaute.comptes.badges import badges_for
from communaute.comptes.models import Membership
from communaute.moderation.enums import SanctionKind
from communaute.notifications.models import Notification
from socle.calendar import months_after
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.sanctions.scenes import sanctioned

from .factories import HIDDEN_TRAITS, AmbassadeurFactory, CoproprieteFactory
from .test_proof_replaced import ask

pytestmark = pytest.mark.django_db


def operator_of(copropriete):
    user = UserFactory(exploitant=True)
    copropriete.reseau.exploitant = Membership.objects.get(user=user).organisation
    copropriete.reseau.save(update_fields=["exploitant"])
    return user


@pytest.mark.parametrize("who", ["agence", "equipe"])
def test_the_agency_of_the_territory_and_the_team_verify(who):
    mandate = AmbassadeurFactory(pending=True)
    verified = verify_ambassadeur(actor=UserFactory(**{who: True}), ambassadeur=mandate)
    assert Ambassadeur.objects.public().get() == verified
    assert Notification.objects.get(user=mandate.user).url == mandate.copropriete.get_absolute_url()


def test_the_operator_of_the_network_is_consulted_and_never_decides():
    mandate = AmbassadeurFactory(pending=True)
    operator = operator_of(mandate.copropriete)
    with pytest.raises(CoproprieteNotAllowed):
        verify_ambassadeur(actor=operator, ambassadeur=mandate)
    with pytest.raises(CoproprieteNotAllowed):
        refuse_ambassadeur(actor=operator, ambassadeur=mandate, reason="Non")
    with pytest.raises(CoproprieteNotAllowed):
        withdraw_ambassadeur(actor=operator, ambassadeur=AmbassadeurFactory(), reason="Non")
    assert not Ambassadeur.objects.decidable_by(operator).exists()
    assert not Ambassadeur.objects.visible_to(operator).exists()
    assert not can_review(operator)
    assert operator not in deciders_of(mandate.copropriete)


@pytest.mark.parametrize(
    "who", ["agence_ailleurs", "exploitant", "collectivite", "syndic", "editeur"]
)
def test_others_do_not_verify(who):
    mandate = AmbassadeurFactory(pending=True)
    with pytest.raises(CoproprieteNotAllowed):
        verify_ambassadeur(actor=UserFactory(**{who: True}), ambassadeur=mandate)
    assert not Ambassadeur.objects.public().exists()


def test_nobody_verifies_oneself():
    mandate = AmbassadeurFactory(pending=True, user=UserFactory(equipe=True))
    with pytest.raises(CoproprieteNotAllowed):
        verify_ambassadeur(actor=mandate.user, ambassadeur=mandate)


def test_a_mandate_lasts_24_months():
    mandate = verify_ambassadeur(
        actor=UserFactory(equipe=True), ambassadeur=AmbassadeurFactory(pending=True)
    )
    assert mandate.expires_at == months_after(mandate.verified_at, 24)


@pytest.mark.parametrize("trait", ["refused", "withdrawn"])
def test_a_closed_mandate_is_not_verified_again(trait):
    mandate = AmbassadeurFactory(**{trait: True})
    with pytest.raises(MandateClosed):
        verify_ambassadeur(actor=UserFactory(equipe=True), ambassadeur=mandate)


def test_a_building_that_is_not_connected_has_no_ambassador():
    mandate = AmbassadeurFactory(pending=True, copropriete__connected_year=None)
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
    mandate = AmbassadeurFactory(pending=True)
    agency = UserFactory(agence=True)
    with pytest.raises(ReasonMissing):
        refuse_ambassadeur(actor=agency, ambassadeur=mandate, reason="  ")
    refuse_ambassadeur(actor=agency, ambassadeur=mandate, reason="Immeuble non raccordé.")
    mandate.refresh_from_db()
    assert mandate.status == AmbassadeurStatus.REFUSED
    assert Notification.objects.get(user=mandate.user).body == "Immeuble non raccordé."


def test_two_colleagues_who_decide_at_once_tell_the_person_once(client):
    mandate = AmbassadeurFactory(pending=True)
    first, second = UserFactory.create_batch(2, agence=True)
    stale = Ambassadeur.objects.get(pk=mandate.pk)
    verify_ambassadeur(actor=first, ambassadeur=mandate)
    with pytest.raises(MandateClosed, match="un collègue vient de décider"):
        verify_ambassadeur(actor=second, ambassadeur=stale)
    with pytest.raises(MandateClosed, match="un collègue vient de décider"):
        refuse_ambassadeur(actor=second, ambassadeur=stale, reason="Illisible.")
    assert Notification.objects.filter(user=mandate.user).count() == 1
    client.force_login(second, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/ambassadeurs/mandats/{mandate.pk}/"
    assert "un collègue vient de décider" in client.post(address, {"decision": "accepter"}).text


def test_a_verified_mandate_is_withdrawn_not_refused():
    mandate = AmbassadeurFactory()
    with pytest.raises(MandateClosed):
        refuse_ambassadeur(actor=UserFactory(agence=True), ambassadeur=mandate, reason="Trop tard")


@pytest.mark.parametrize("who", ["agence_ailleurs", "exploitant"])
def test_others_neither_refuse_nor_withdraw(who):
    actor = UserFactory(**{who: True})
    with pytest.raises(CoproprieteNotAllowed):
        refuse_ambassadeur(actor=actor, ambassadeur=AmbassadeurFactory(pending=True), reason="Non")
    with pytest.raises(CoproprieteNotAllowed):
        withdraw_ambassadeur(actor=actor, ambassadeur=AmbassadeurFactory(), reason="Non")


def test_one_leaves_without_giving_a_reason_and_at_once():
    mandate = AmbassadeurFactory()
    withdraw_ambassadeur(actor=mandate.user, ambassadeur=mandate)
    withdraw_ambassadeur(actor=mandate.user, ambassadeur=mandate)
    assert not Ambassadeur.objects.public().exists()


def test_the_agency_withdraws_with_a_reason():
    mandate = AmbassadeurFactory()
    agency = UserFactory(agence=True)
    with pytest.raises(ReasonMissing):
        withdraw_ambassadeur(actor=agency, ambassadeur=mandate)
    withdraw_ambassadeur(actor=agency, ambassadeur=mandate, reason="Vous avez déménagé.")
    assert Notification.objects.get(user=mandate.user).body == "Vous avez déménagé."


def test_declaring_twice_keeps_one_mandate():
    user, copropriete = UserFactory(), CoproprieteFactory()
    same = {
        "actor": user,
        "user": user,
        "copropriete": copropriete,
        "first_name": " Monique ",
        "role": "conseil_syndical",
    }
    first, second = declare_ambassadeur(**same), declare_ambassadeur(**same)
    assert first == second
    assert (first.first_name, first.status) == ("Monique", AmbassadeurStatus.PENDING)


def test_nobody_is_declared_by_a_stranger():
    with pytest.raises(CoproprieteNotAllowed):
        declare_ambassadeur(
            actor=UserFactory(),
            user=UserFactory(),
            copropriete=CoproprieteFactory(),
            first_name="Monique",
            role="syndic",
        )


def test_a_member_does_not_declare_a_building():
    with pytest.raises(CoproprieteNotAllowed):
        declare_copropriete(
            actor=UserFactory(),
            name="Chez moi",
            reseau=ReseauFactory(),
            commune=CoproprieteFactory().commune,
            lots=10,
            period="AVANT_1949",
            former_energy="gaz",
            connected_year=2020,
        )


def test_the_badge_names_the_residence():
    mandate = AmbassadeurFactory(copropriete__name="Les Tilleuls")
    assert [badge.label for badge in badges_for([mandate.user])[mandate.user.pk]] == [
        "Ambassadeur · Les Tilleuls"
    ]


@pytest.mark.parametrize("trait", HIDDEN_TRAITS)
def test_no_badge_without_a_public_mandate(trait):
    mandate = AmbassadeurFactory(**{trait: True})
    assert badges_for([mandate.user])[mandate.user.pk] == []


@pytest.mark.parametrize("people", [1, 12])
def test_badges_cost_one_query(django_assert_num_queries, people):
    ids = {mandate.user_id for mandate in AmbassadeurFactory.create_batch(people)}
    with django_assert_num_queries(1):
        assert len(ambassador_badges(ids)) == people


def test_a_mandate_ends_exactly_at_its_hour(monkeypatch):
    mandate = AmbassadeurFactory()
    stop(monkeypatch, mandate.expires_at - timedelta(microseconds=1))
    assert Ambassadeur.objects.public().exists()
    stop(monkeypatch, mandate.expires_at)
    assert not Ambassadeur.objects.public().exists()


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

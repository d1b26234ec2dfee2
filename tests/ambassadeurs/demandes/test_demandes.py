import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.coproprietes.enums import AmbassadeurStatus
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete, CoproprieteMember
from ambassadeurs.demandes import facts
from ambassadeurs.demandes.enums import ClosedBecause, Kind, Purpose, State
from ambassadeurs.demandes.errors import (
    ConsentMissing,
    DemandeToOneself,
    DuplicateDemande,
    NotContactable,
    TooManyDemandes,
    UsedKey,
    WrongBuilding,
    WrongPurpose,
)
from ambassadeurs.demandes.models import Demande, ReportedMessage
from ambassadeurs.demandes.recipients import next_best
from ambassadeurs.demandes.services import preconditions
from ambassadeurs.demandes.services.demandes import open_demande_for_new_building, reoffer
from ambassadeurs.demandes.services.messages import close, post_message
from communaute.comptes.models import Membership
from communaute.moderation.enums import ContentStatus
from communaute.moderation.registry import by_key
from communaute.territoires.models import Commune
from tests.ambassadeurs.coproprietes.factories import (
    HIDDEN_TRAITS,
    AmbassadeurFactory,
    CoproprieteFactory,
)
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.clock import tick
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state
from tests.mails import mail_of, sent_mails

from .asking import ask, ask_operator, asker

pytestmark = pytest.mark.django_db


def test_request_keeps_exactly_what_was_ticked_and_takes_a_place():
    user, building = asker()

    demande = ask(user, building, share={"lots", "address", "email"})

    assert demande.sent == {"lots": 58}
    assert demande.state == State.WAITING
    assert demande.reseau == demande.ambassadeur.copropriete.reseau
    demande.ambassadeur.refresh_from_db()
    assert demande.ambassadeur.open_demandes == 1
    assert demande.ambassadeur.demandes_this_month == 1
    assert demande.ambassadeur.demandes_month == f"{timezone.localdate():%Y-%m}"


def test_mail_carries_the_text_and_a_link_never_an_address_or_a_phone():
    user, building = asker()
    demande = ask(user, building, message="Bonjour, appelez-moi au 06 12 34 56 78.")

    (sent,) = sent_mails()
    assert sent.to == [demande.ambassadeur.user.email]
    for part in (sent.body, sent.alternatives[0].content):
        assert "Bonjour, appelez-moi au [téléphone masqué]." in part
        assert demande.get_absolute_url() in part
        assert "06 12" not in part
        assert user.email not in part
        assert building.address not in part


def test_operator_receives_with_consent_only_and_its_wording_is_kept():
    user, building = asker()
    with pytest.raises(ConsentMissing):
        ask_operator(user, building, consent=False)
    assert not Demande.objects.exists()

    demande = ask_operator(user, building, share={"lots", "email"})

    assert "Chaleur SA" in demande.consent_text
    assert demande.consent_version
    assert demande.consent_at is not None
    assert demande.sent == {"lots": 58, "email": user.email}


def test_double_click_opens_one_request():
    user, building = asker()
    ambassadeur, key = AmbassadeurFactory(), uuid.uuid4()

    first = ask(user, building, ambassadeur=ambassadeur, submission_key=key)
    again = ask(user, building, ambassadeur=ambassadeur, submission_key=key)

    assert again == first
    ambassadeur.refresh_from_db()
    assert ambassadeur.open_demandes == 1


def test_key_of_somebody_else_opens_nothing_of_theirs():
    user, building = asker()
    key = uuid.uuid4()
    ask(user, building, submission_key=key)
    other, other_building = asker()
    with pytest.raises(UsedKey):
        ask(other, other_building, submission_key=key)


@pytest.mark.parametrize(("days", "is_same"), [(30, True), (31, False)])
def test_same_recipient_within_thirty_days_shows_the_open_one(days, is_same):
    user, building = asker()
    first = ask(user, building)
    almost = timezone.now() - timedelta(days=days) + timedelta(minutes=1 if is_same else 0)
    Demande.objects.update(created_at=almost)

    if is_same:
        with pytest.raises(DuplicateDemande) as caught:
            ask(user, building, ambassadeur=first.ambassadeur)
        assert caught.value.existing == first
    else:
        assert ask(user, building, ambassadeur=first.ambassadeur) != first


def test_closed_request_does_not_prevent_a_new_one():
    user, building = asker()
    first = ask(user, building)
    close(actor=user, demande=first)
    assert ask(user, building, ambassadeur=first.ambassadeur) != first


def test_sixth_request_of_the_week_is_refused():
    user, building = asker()
    for _ in range(5):
        ask(user, building)
    with pytest.raises(TooManyDemandes):
        ask(user, building)

    Demande.objects.update(created_at=timezone.now() - timedelta(days=7))
    assert ask(user, building)


def test_to_oneself_to_ones_building_or_to_ones_organisation_is_refused():
    user, building = asker()
    myself = AmbassadeurFactory(user=user)
    neighbour = AmbassadeurFactory(copropriete=myself.copropriete)
    joined = AmbassadeurFactory()
    CoproprieteMember.objects.create(copropriete=joined.copropriete, user=user)
    for ambassadeur in (myself, neighbour, joined):
        with pytest.raises(DemandeToOneself):
            ask(user, building, ambassadeur=ambassadeur)
    demande = ask_operator(user, building)
    Membership.objects.create(user=user, organisation=demande.organisation)
    user.forget()
    with pytest.raises(DemandeToOneself):
        ask_operator(user, building, organisation=demande.organisation)


def test_building_of_others_is_refused():
    user, _ = asker()
    _, foreign = asker()
    with pytest.raises(WrongBuilding):
        ask(user, foreign)


@pytest.mark.parametrize(
    "changes",
    [
        {"purpose": Purpose.DEVIS},
        {"kind": "inconnu", "ambassadeur": None},
        {"kind": Kind.EXPLOITANT, "ambassadeur": None},
        {"purpose": Purpose.VISITE},
    ],
)
def test_forged_purpose_or_kind_is_refused(changes):
    user, building = asker()
    with pytest.raises(WrongPurpose):
        ask(user, building, **changes)


@pytest.mark.parametrize("trait", HIDDEN_TRAITS)
def test_ambassador_without_mandate_is_never_contacted(trait):
    user, building = asker()
    with pytest.raises(NotContactable):
        ask(user, building, ambassadeur=AmbassadeurFactory(**{trait: True}))


def test_paused_or_full_ambassador_is_refused_and_the_next_best_offered():
    user, building = asker()
    free = AmbassadeurFactory()
    today = timezone.localdate()
    month = f"{today:%Y-%m}"
    for values in (
        {"paused_until": today},
        {"open_demandes": 2},
        {"demandes_month": month, "demandes_this_month": 4},
    ):
        busy = AmbassadeurFactory(copropriete__reseau=free.copropriete.reseau, **values)
        with pytest.raises(NotContactable):
            ask(user, building, ambassadeur=busy)
        matches = next_best(
            user=user, building=building, reseau=None, purpose="question", tried={busy.pk}
        )
        offered = [match.ambassadeur for match in matches]
        assert free in offered
        assert busy not in offered
    assert not Demande.objects.exists()


def test_last_place_is_taken_once():
    ambassadeur = AmbassadeurFactory(max_open=1)
    stale = Ambassadeur.objects.get(pk=ambassadeur.pk)

    assert preconditions.reserve(ambassadeur)
    assert not preconditions.reserve(stale)

    preconditions.release(ambassadeur.pk)
    preconditions.release(ambassadeur.pk)
    ambassadeur.refresh_from_db()
    assert ambassadeur.open_demandes == 0


def test_new_month_starts_its_own_count():
    ambassadeur = AmbassadeurFactory(demandes_month="2020-01", demandes_this_month=4)
    assert preconditions.reserve(ambassadeur)
    ambassadeur.refresh_from_db()
    assert ambassadeur.demandes_this_month == 1


def test_person_without_building_gets_one_with_the_request_or_none_at_all():
    user = UserFactory(display_name="Nadia S.")
    values = {
        "actor": user,
        "building": {
            "name": "Mon immeuble à Grenoble",
            "commune": Commune.objects.get(pk="38185"),
            "lots": 30,
        },
        "kind": Kind.AMBASSADEUR,
        "purpose": Purpose.QUESTION,
        "message": "Bonjour ?",
        "share": {"lots"},
    }
    with pytest.raises(NotContactable):
        open_demande_for_new_building(
            **values, ambassadeur=AmbassadeurFactory(expired=True), submission_key=uuid.uuid4()
        )
    assert not Copropriete.objects.of_member(user).exists()

    key = uuid.uuid4()
    ambassadeur = AmbassadeurFactory()
    for _ in range(2):
        demande = open_demande_for_new_building(
            **values, ambassadeur=ambassadeur, submission_key=key
        )
    assert demande.sent == {"lots": 30}
    assert Copropriete.objects.of_member(user).get() == demande.copropriete


def test_reoffer_goes_to_the_next_best_with_the_same_text():
    user, building = asker()
    first = ask(user, building)
    second = AmbassadeurFactory(copropriete__reseau=first.reseau)

    renewed = reoffer(first)

    first.refresh_from_db()
    assert (first.state, first.closed_because) == (State.CLOSED, ClosedBecause.REOFFERED)
    assert renewed.ambassadeur == second
    assert renewed.reoffered_from == first
    assert renewed.messages.get().body == first.messages.get().body
    assert renewed.sent == first.sent
    first.ambassadeur.refresh_from_db()
    assert first.ambassadeur.open_demandes == 0
    second.refresh_from_db()
    assert second.open_demandes == 1
    assert reoffer(first) is None
    # Everybody was tried: the person is told, nobody gets it a second time.
    assert reoffer(renewed) is None
    told = user.notifications.filter(kind="demandes.reoffered").values_list("title", flat=True)
    assert set(told) == {
        "Nous avons proposé votre demande à une autre copropriété",
        "Votre demande n’a pas trouvé de réponse",
    }


def test_reoffer_greets_the_next_ambassador_where_the_greeting_was_ready():
    user, building = asker()
    ready = ask(user, building, message="Bonjour Monique,\n\nMa question : combien ?")
    typed = ask(user, building, message="Bonsoir Monique, combien ?")
    own = ask(user, building, message="Bonjour Monique Martin, combien ?")
    asked = (ready, typed, own)
    for demande in asked:
        AmbassadeurFactory(first_name="Farida", copropriete__reseau=demande.reseau)
    tried = {demande.ambassadeur_id for demande in asked}
    Ambassadeur.objects.filter(pk__in=tried).update(max_per_month=0)
    texts = [reoffer(demande).messages.get().body for demande in asked]
    assert texts == [
        "Bonjour Farida,\n\nMa question : combien ?",
        "Bonsoir Farida, combien ?",
        "Bonjour Monique Martin, combien ?",
    ]


def test_reoffer_stays_on_the_network_of_the_request():
    """A building without point nor network: the request alone says where it is."""
    user, building = asker()
    first = ask(user, building)
    for _ in range(3):
        AmbassadeurFactory()
    near = AmbassadeurFactory(copropriete__reseau=first.reseau)
    for _ in range(3):
        AmbassadeurFactory()
    assert reoffer(first).ambassadeur == near


def test_a_visit_is_offered_near_or_to_nobody():
    user, building = asker()
    hosts = {
        purpose: AmbassadeurFactory(takes_visits=True)
        for purpose in (Purpose.VISITE, Purpose.QUESTION)
    }
    visit, question = (
        ask(user, building, purpose=purpose, ambassadeur=host) for purpose, host in hosts.items()
    )
    Ambassadeur.objects.update(max_per_month=0)
    AmbassadeurFactory(takes_visits=True, copropriete__commune_id="2A004")
    assert reoffer(visit) is None
    assert reoffer(question)


def test_text_hidden_by_moderation_is_offered_to_nobody(client):
    user, building = asker()
    demande = ask(user, building, message="Insulte.")
    spare = AmbassadeurFactory()
    message = demande.messages.get()
    reported = ReportedMessage.objects.create(message=message, created_at=message.sent_at)
    put_in_state(reported, ContentStatus.HIDDEN)
    by_key("message").on_change(reported, ContentStatus.PUBLISHED, ContentStatus.HIDDEN)

    assert reoffer(demande) is None

    spare.refresh_from_db()
    assert spare.open_demandes == 0
    (told,) = user.notifications.filter(kind="demandes.reoffered")
    assert mail_of(told).context["has_text"] is False
    client.force_login(user)
    page = client.get(demande.get_absolute_url()).content.decode()
    assert "Écrivez une nouvelle demande, avec d’autres mots." in page
    assert "Rouvrir" not in page


def test_answered_request_is_not_offered_again():
    user, building = asker()
    demande = ask(user, building)
    post_message(
        actor=demande.ambassadeur.user,
        demande=demande,
        body="Bonjour !",
        submission_key=uuid.uuid4(),
    )
    assert reoffer(demande) is None
    demande.refresh_from_db()
    assert demande.state == State.ANSWERED


@pytest.mark.parametrize("departure", ["account", "withdrawn", "expired", "inactive"])
def test_request_of_an_ambassador_who_leaves_is_offered_again(departure):
    user, building = asker()
    demande = ask(user, building)
    left, spare = demande.ambassadeur, AmbassadeurFactory()
    assert "orphans_reoffered" not in tick(None, "demandes")
    if departure == "account":
        left.user.delete()
    elif departure == "inactive":
        left.user.is_active = False
        left.user.save()
    else:
        left.status = (
            AmbassadeurStatus.WITHDRAWN if departure == "withdrawn" else AmbassadeurStatus.VERIFIED
        )
        left.expires_at = timezone.now()
        left.save()

    assert tick(None, "demandes")["orphans_reoffered"] == 1
    assert "orphans_reoffered" not in tick(None, "demandes")

    demande.refresh_from_db()
    assert demande.closed_because == ClosedBecause.WITHDRAWN
    assert Demande.objects.open().get().ambassadeur == spare


def test_a_connected_building_is_told_as_heated_by_the_network():
    user, building = asker(connected_year=2026, reseau=ReseauFactory())
    sent = ask(user, building, share={"commune", "energy"}).sent
    assert sent["energy"] == "reseau"


def test_a_connected_building_is_told_so_whatever_stage_it_told():
    building = CoproprieteFactory(stage="vote")
    assert facts.readable(Kind.AGENCE, building, None)["stage"] == "raccorde"

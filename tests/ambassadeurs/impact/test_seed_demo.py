import io
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from ambassadeurs.coproprietes.figures import network_medians
from ambassadeurs.coproprietes.models import (
    Ambassadeur,
    Copropriete,
    Figure,
    RetourExperience,
)
from ambassadeurs.impact.demo.people import LOGINS, PASSWORD
from ambassadeurs.mises_en_relation.enums import State
from ambassadeurs.mises_en_relation.models import MiseEnRelation
from ambassadeurs.reseaux.enums import Outcome
from ambassadeurs.reseaux.models import AddressTest, Reseau
from cms.models import GuidePage
from communaute.comptes.models import Organisation, User
from communaute.moderation.enums import ContentStatus
from communaute.moderation.models import Case, StatementOfReasons
from communaute.notifications.models import Notification
from communaute.questions.models import Answer, Question

pytestmark = pytest.mark.django_db


def seed():
    out = io.StringIO()
    call_command("seed_demo", stdout=out)
    return out.getvalue()


def everything():
    """How many rows each table of ours holds."""
    return Counter(
        {
            model._meta.label: model._default_manager.count()
            for model in apps.get_models()
            if model.__module__.startswith(("ambassadeurs.", "communaute.", "cms."))
        }
    )


def test_refused_in_production(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="refusée en production"):
        seed()
    assert not User.objects.exists()


def test_seeded_twice(settings, client):
    settings.DEBUG = True
    first = seed()
    for person in LOGINS:
        assert person.email in first
    _check_people(client)
    _check_networks_and_residences()
    _check_conversations()
    _check_requests()
    _check_retours(client)
    assert GuidePage.objects.live().count() >= 10
    before = everything()
    dates = list(Question.objects.order_by("pk").values_list("created_at", "last_activity_at"))

    second = seed()
    assert "Rien à changer" in second
    assert everything() == before
    assert dates == list(
        Question.objects.order_by("pk").values_list("created_at", "last_activity_at")
    )
    call_command("sync_counters", check=True, stdout=io.StringIO())


def _check_people(client):
    assert PASSWORD == "demo-chauffage"
    for person in LOGINS:
        assert client.login(username=person.email, password=PASSWORD), person.email
        client.logout()
    editor = User.objects.get(email="editrice@demo.test")
    assert editor.has_perm("wagtailadmin.access_admin")
    team = User.objects.get(email="equipe@demo.test")
    assert team.has_perm("wagtailadmin.access_admin")
    assert team.has_perm("cms.change_sitesettings")
    assert not editor.has_perm("cms.change_sitesettings")
    assert not User.objects.filter(is_superuser=True).exists()
    for organisation in Organisation.objects.all():
        assert "démonstration" in organisation.name


def _check_networks_and_residences():
    grenoble = Reseau.objects.get(identifiant="3802C")
    assert grenoble.source_key == "3802C"
    assert (grenoble.enrr_rate, grenoble.co2_acv, grenoble.environment_year) == (80.9, 93, "2024")
    assert Copropriete.objects.with_public_ambassadors().count() == 12
    assert Ambassadeur.objects.public().get(
        user__email="ambassadrice@demo.test"
    ).copropriete.reseau == (grenoble)
    # Three of a cell in Grenoble and in Dijon, none in Rennes.
    assert Copropriete.objects.filter(public_latitude__isnull=False).count() == 6
    outcomes = set(AddressTest.objects.values_list("outcome", flat=True))
    assert {Outcome.PDP_EXISTANT, Outcome.FUTUR_TRES_PROCHE} <= outcomes


def _check_conversations():
    assert Question.objects.published().count() == 40
    assert Question.objects.filter(space__kind="reseau").count() == 31
    assert Question.objects.unanswered().count() == 3
    assert not Answer.objects.filter(created_at__gt=timezone.now()).exists()
    assert not Answer.objects.filter(created_at__lt=F("question__created_at")).exists()
    hidden = Answer.objects.get(status=ContentStatus.HIDDEN)
    assert StatementOfReasons.objects.get().recipient == hidden.author
    agency = User.objects.get(email="agence@demo.test")
    assert Case.objects.visible_to(agency).to_decide().count() == 1
    elsewhere = User.objects.get(email="agence.dijon@demo.test")
    assert not Case.objects.visible_to(elsewhere).exists()
    assert Notification.objects.filter(mailed_at__isnull=False).count() > 20


def _check_requests():
    asked = MiseEnRelation.objects.filter(requester__email="coproprietaire@demo.test")
    assert Counter(asked.values_list("kind", flat=True)) == {
        "ambassadeur": 2,
        "exploitant": 1,
        "agence": 1,
    }
    answered = asked.get(state=State.ANSWERED)
    assert answered.ambassadeur.user.email == "ambassadrice@demo.test"
    assert answered.messages.count() == 4
    assert answered.created_at < answered.first_answer_at < timezone.now()
    assert asked.get(kind="exploitant").consent_text
    # One still may write to the ambassador of the demonstration.
    assert Ambassadeur.objects.contactable().filter(pk=answered.ambassadeur_id).exists()


def _check_retours(client):
    sheets = RetourExperience.objects.published().select_related("copropriete__reseau")
    assert sheets.count() == 3
    for sheet in sheets:
        assert len(sheet.story) == 4
        assert sheet.proposed_at < sheet.published_at < timezone.now()
        assert sheet.reviewed_by.email == "agence@demo.test"
        # The card says what the residence told before the sheet: the two agree.
        assert sheet.copropriete.has_cost_figures and sheet.copropriete.works_cost_per_lot
        assert client.get(sheet.copropriete.get_absolute_url()).status_code == 200
    told = {(one.label, one.value) for one in network_medians(sheets[0].copropriete.reseau)}
    assert ("Coût du chauffage avant, par lot et par an", 1320) in told
    assert ("Coût du chauffage après, par lot et par an", 1090) in told
    assert ("Coût des travaux après aides, par lot", 1150) in told
    verified = Figure.objects.filter(verified_at__isnull=False)
    assert {one.key for one in verified} == {"cout_avant", "cout_apres"}
    assert {one.verified_at for one in verified} == {verified[0].retour.published_at}
    tilleuls = Copropriete.objects.get(name="Résidence Les Tilleuls")
    assert (tilleuls.cost_before, tilleuls.cost_after) == (1480, 1090)
    assert tilleuls.cost_years == "2021 et 2024"
    assert Copropriete.objects.filter(cost_verified=True).get() == tilleuls

"""A few weeks of acts around the midnights of Paris, for whoever counts them."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

from django.core.management import call_command

from ambassadeurs.demandes.enums import ClosedBecause, DeskStatus, State
from ambassadeurs.demandes.models import StatusEvent
from ambassadeurs.reseaux.enums import Outcome, Precision
from ambassadeurs.reseaux.models import AddressTest
from ambassadeurs.visites.enums import VisitState
from communaute.questions.models import Question
from socle.audience import add_views
from tests.ambassadeurs.assemblees.factories import AssembleeFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.ambassadeurs.visites.factories import SurveyFactory, VisitFactory
from tests.cms.kept import once
from tests.communaute.questions.factories import QuestionFactory

# A Wednesday at noon; winter time, so that midnight in Paris is 23:00 UTC of the day before.
NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 9, 23, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def address_tests(at, number=1, outcome=Outcome.EXISTANT_PROCHE, **place):
    for _ in range(number):
        row = AddressTest.objects.create(outcome=outcome, precision=Precision.ADRESSE, **place)
        AddressTest.objects.filter(pk=row.pk).update(created_at=at)


def asked(at, *, after=None, **facts):
    """A question asked at `at`, answered so much later."""
    question = QuestionFactory(**facts)
    Question.objects.filter(pk=question.pk).update(
        created_at=at, first_answer_at=None if after is None else at + after
    )
    return question


def demanded(at, *, after=None, **facts):
    first = None if after is None else at + after
    return DemandeFactory(created_at=at, first_answer_at=first, **facts)


def moved(demande, at, status, before=DeskStatus.A_TRAITER):
    """The operator told a status at `at`."""
    event = StatusEvent.objects.create(demande=demande, from_status=before, to_status=status)
    StatusEvent.objects.filter(pk=event.pk).update(at=at)


def build():
    """The acts of `_acts`, written once by each process of tests."""
    once(_acts)


def build_and_count():
    """The same, and their figures as the command counts them."""
    once(_counted_acts)


def _counted_acts():
    _acts()
    call_command("compute_impact", stdout=StringIO())


def _acts():
    """Acts one second before a midnight, at it, and one second after, then some of each kind."""
    reseau = ReseauFactory()
    for at in (MIDNIGHT - SECOND, MIDNIGHT, MIDNIGHT + SECOND):
        address_tests(at, reseau=reseau, commune_id="38185")
        address_tests(at, outcome=Outcome.TROP_ELOIGNE)
        asked(at, after=2 * DAY)
        asked(at, after=2 * DAY + SECOND)
        asked(at)
        asked(at, hidden=True, after=HOUR)
        demanded(at, after=3 * HOUR, agence=True)
        demanded(at, after=10 * DAY + SECOND)
        demanded(at, exploitant=True, after=9 * DAY)
        VisitFactory(starts_at=at, state=VisitState.HELD)
        VisitFactory(starts_at=at)
        for result in ("adoptee", "second_vote", "rejetee"):
            AssembleeFactory(adopted=True, result=result, told_at=at, may_be_counted=True)
            AssembleeFactory(adopted=True, result=result, told_at=at)
        SurveyFactory(answered_at=at, helpful=True, stage="idee")
        SurveyFactory(answered_at=at, helpful=False, stage="idee")
    for day in (9, 10, 11):
        views = {("/guides/", ""): 3, ("/guides/", "-"): 4, ("", "moteur.test"): 2}
        add_views({(date(2026, 11, day), *key): number for key, number in views.items()})
    offered = demanded(MIDNIGHT, state=State.CLOSED, closed_because=ClosedBecause.REOFFERED)
    demanded(MIDNIGHT + DAY, reoffered_from=offered, after=HOUR)
    demanded(MIDNIGHT, state=State.CLOSED, closed_at=MIDNIGHT + DAY)
    demanded(MIDNIGHT - 20 * DAY, reopened_at=MIDNIGHT, after=20 * DAY + 5 * HOUR)
    project = demanded(MIDNIGHT, exploitant=True, desk_status=DeskStatus.RACCORDE)
    moved(project, MIDNIGHT + HOUR, DeskStatus.PROPOSITION)
    moved(project, MIDNIGHT + DAY, DeskStatus.VOTE, DeskStatus.PROPOSITION)
    moved(project, MIDNIGHT + 2 * DAY, DeskStatus.RACCORDE, DeskStatus.VOTE)
    moved(project, MIDNIGHT + 3 * DAY, DeskStatus.PROPOSITION, DeskStatus.RACCORDE)
    same = {"copropriete": project.copropriete, "reseau": project.reseau, "purpose": "conseil"}
    again = demanded(MIDNIGHT, exploitant=True, desk_status=DeskStatus.RACCORDE, **same)
    moved(again, MIDNIGHT + 2 * DAY + HOUR, DeskStatus.RACCORDE)
    undone = demanded(MIDNIGHT, exploitant=True, desk_status=DeskStatus.A_TRAITER)
    moved(undone, MIDNIGHT + 2 * DAY, DeskStatus.RACCORDE)

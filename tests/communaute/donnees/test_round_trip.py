"""Somebody with something in every room leaves: a whole dump holds neither name nor address, but
where the law, or proof, says so."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from ambassadeurs.coproprietes.models import CoproprieteMember, Invitation
from ambassadeurs.demandes.models import Message
from ambassadeurs.reseaux.subscriptions.models import NetworkFollow
from cms.models import Consent
from communaute.comptes.models import Connection, RoleChange
from communaute.comptes.personal_data_registry import Closing, counts_of, rooms
from communaute.comptes.services import add_member
from communaute.donnees.account_closing import leave
from communaute.notifications.models import BouncingAddress, Received
from communaute.notifications.outbox import drain
from communaute.notifications.services import tell
from communaute.organisations.models import Absence
from communaute.questions.mentions.services import name_people
from communaute.questions.models import Asked, ReadMark, Revision, UsefulVote
from communaute.questions.text_pipeline.text import quoted_as
from socle.scheduler.runner import run
from tests.ambassadeurs.coproprietes.factories import (
    AmbassadeurFactory,
    CoproprieteFactory,
    RetourFactory,
)
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.visites.factories import BookingFactory, SurveyFactory, VisitFactory
from tests.cms.terms_acceptance.test_agreeing import make_version
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.comptes.test_closing import places_of
from tests.communaute.moderation.factories import CaseFactory, NoticeFactory, hidden_case
from tests.communaute.questions.attachments.factories import AttachmentFactory
from tests.communaute.questions.factories import (
    AnswerFactory,
    CommentFactory,
    DraftFactory,
    QuestionFactory,
)
from tests.mails import sent_mails

from .factories import ExportFactory

pytestmark = pytest.mark.django_db
EMAIL = "introuvable@exemple.test"
NAME = "Zenobie Quarante"
# Where a name stays, on purpose: what `closing = "law"` says in the files of the rooms.
LEGAL = {one.model for room in rooms() for one in room.held if one.closing == Closing.LAW}


@pytest.fixture
def person():
    return UserFactory(email=EMAIL, display_name=NAME)


def in_the_community(person, now):
    question = QuestionFactory(author=person)
    answer = AnswerFactory(author=person, question=question)
    CommentFactory(author=person, answer=answer, question=question)
    quoted = f"{quoted_as(NAME)}\n>\n> Son avis\n\n@{NAME}, merci."
    name_people(AnswerFactory(question=question, body=quoted))
    Revision.objects.create(editor=person, answer=answer, body=quoted, edited_at=now)
    DraftFactory(user=person)
    AttachmentFactory(author=person, content=answer)
    UsefulVote.objects.create(user=person, answer=AnswerFactory())
    ReadMark.objects.create(user=person, question=question, read_at=now)
    Asked.objects.create(user=person, question=QuestionFactory(), role="agence")
    Consent.objects.create(user=person, version=make_version(), accepted=True)
    NoticeFactory(case=CaseFactory(), reporter=person, reporter_email=EMAIL)
    hidden_case(content=QuestionFactory(author=person))
    tell("questions.new_answer", to=person, key="q", context={"author": "x", "question": "y"})
    Received.objects.create(user=person, fingerprint="x", state="done")
    BouncingAddress.objects.create(email=EMAIL, score=1, last_at=now)


def among_ambassadors(person, now):
    mandate = AmbassadeurFactory(user=person, first_name="Prénom")
    RetourFactory(author=person, copropriete=mandate.copropriete)
    building = CoproprieteFactory()
    CoproprieteMember.objects.create(user=person, copropriete=building)
    Invitation.objects.create(copropriete=building, email=EMAIL, expires_at=now + timedelta(days=9))
    NetworkFollow.objects.create(user=person, reseau=mandate.copropriete.reseau)
    VisitFactory(ambassadeur=mandate)
    BookingFactory(user=person)
    SurveyFactory(user=person)
    mine = DemandeFactory(requester=person)
    Message.objects.create(
        demande=mine, author=person, from_requester=True, body=f"Écrivez à {EMAIL}"
    )


def at_work(person, now):
    organisation = OrganisationFactory(kind="agence")
    add_member(organisation=organisation, user=person)
    RoleChange.objects.create(
        organisation=organisation, actor=person, actor_name=NAME, person=person, person_name=NAME
    )
    Absence.objects.create(user=person, starts_on=now, ends_on=now)
    ExportFactory(user=person)
    Connection.objects.create(
        account_number=person.pk,
        content_type=ContentType.objects.get_for_model(person),
        object_id=1,
        ip="192.0.2.7",
        at=now,
    )


@pytest.mark.parametrize("texts", ["garder", "effacer"])
def test_a_whole_dump_holds_no_trace(person, texts, django_capture_on_commit_callbacks):
    now = timezone.now()
    for room in (in_the_community, among_ambassadors, at_work):
        room(person, now)
    assert sum(1 for count in counts_of(person).values() if count) >= 25
    row = leave(actor=person, texts=texts)
    with django_capture_on_commit_callbacks(execute=True):
        assert run(row.due_at, only=["donnees.close_accounts"]).counts == {"accounts_closed": 1}
    # What moderation had decided is sent in spite of it: then nothing says to whom.
    assert any("voici pourquoi" in one.subject for one in sent_mails() if one.to == [EMAIL])
    while drain():
        pass
    left = {place.rpartition(".")[0] for place in places_of(EMAIL) | places_of(NAME)}
    assert left == {"comptes.RoleChange"}
    assert left <= LEGAL
    assert Connection.objects.filter(account_number=person.pk).exists()

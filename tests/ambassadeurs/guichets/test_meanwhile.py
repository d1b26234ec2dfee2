"""Two colleagues at the same demande: the second is told what the first did; some minutes to take
back what one has just done; answer, files and status in one form."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.enums import ActKind, DeskStatus, State
from ambassadeurs.demandes.errors import ActedMeanwhile, NotAllowed, TooLateToUndo
from ambassadeurs.demandes.models import Attachment, DeskAct
from ambassadeurs.demandes.numbers import NUMBERS
from ambassadeurs.demandes.services.desk_acts import version_of_mail
from ambassadeurs.demandes.services.messages import post_message
from ambassadeurs.guichets.exploitant import services
from ambassadeurs.guichets.undo import take_back
from communaute.notifications.models import Notification
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.clock import NOON, stop
from tests.communaute.comptes.factories import MembershipFactory

from .acts import BODY, desk, later, mails, quote, reply, typed, undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]


BOTH_DESKS = pytest.mark.parametrize("received", ["exploitant", "agence"], indirect=True)


@pytest.fixture
def received(request):
    """At the desk of an operator, unless the test is of both desks."""
    return DemandeFactory(**{getattr(request, "param", "exploitant"): True})


@pytest.fixture
def pair(received, client_of):
    """The demande, and two colleagues who opened its page."""
    people = MembershipFactory.create_batch(2, organisation=received.organisation)
    return received, *(client_of(one.user) for one in people)


@BOTH_DESKS
def test_the_second_answer_is_refused_and_kept_with_what_the_first_one_said(pair):
    demande, one, two = pair
    mine, theirs = typed(one, demande, body=BODY), typed(two, demande, body="Rien avant juin.")
    assert one.post(desk(demande, "repondre/"), mine).status_code == 302
    refused = two.post(desk(demande, "repondre/"), theirs)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert f"Votre collègue {one.person.public_name} vient de répondre" in page
    assert "12 h" in page.replace("\u00a0", " ")
    assert BODY in page
    assert "Rien avant juin." in page
    assert demande.messages.get(from_requester=False).body == BODY
    # Read, it may be sent: the same form, whose version is that of now.
    again = refused.context["reply_form"]
    assert again["version"].value() == 1
    sent = {name: again[name].value() for name in again.fields if name != "attachments"}
    assert two.post(desk(demande, "repondre/"), sent).status_code == 302
    assert demande.messages.filter(from_requester=False).count() == 2


@pytest.mark.parametrize("received", ["agence"], indirect=True)
def test_where_a_colleague_closed_the_text_is_kept_and_no_other_try_is_offered(pair):
    demande, one, two = pair
    theirs = typed(two, demande, body="Rien avant juin.")
    one.post(desk(demande, "repondre/"), typed(one, demande, body=BODY) | {"stage": "close"})
    page = two.post(desk(demande, "repondre/"), theirs).content.decode()
    assert "Rien avant juin." in page
    assert "recommencez" not in page
    assert ">Envoyer</button>" not in page


@BOTH_DESKS
@pytest.mark.parametrize("act", ["confier/", "relancer/", "suivi/"])
def test_what_else_is_done_over_a_colleagues_answer_is_refused(pair, act):
    demande, one, two = pair
    if demande.kind == "agence":
        act = act.replace("suivi", "etat")
    version = two.get(desk(demande)).context["demande"].version
    reply(one, demande, body=BODY)
    given = {
        "version": version,
        "colleague": two.person.pk,
        "day": (timezone.localdate() + timedelta(days=3)).isoformat(),
        "status": "abandonne",
        "stage": "close",
    }
    refused = two.post(desk(demande, act), given)
    assert refused.status_code == 409
    assert "vient de répondre" in refused.content.decode()
    demande.refresh_from_db()
    assert demande.assigned_to == one.person
    assert demande.state == State.ANSWERED
    assert demande.follow_up_on is None


def test_the_thread_page_refuses_too(pair):
    demande, one, two = pair
    version = two.get(demande.get_absolute_url()).context["form"]["version"].value()
    reply(one, demande, body=BODY)
    sent = {"body": "Rien avant juin.", "submission_key": uuid.uuid4(), "version": version}
    refused = two.post(demande.get_absolute_url(), sent)
    assert refused.status_code == 409
    assert "vient de répondre" in refused.content.decode()
    assert "Rien avant juin." in refused.content.decode()
    two.post(f"{demande.get_absolute_url()}clore/", {"version": version})
    demande.refresh_from_db()
    assert demande.state == State.ANSWERED


def test_another_window_of_ones_own_is_refused_like_a_colleagues(pair):
    demande, one, _ = pair
    here, there = (typed(one, demande, body=body) for body in (BODY, "Rien avant juin."))
    assert one.post(desk(demande, "repondre/"), here).status_code == 302
    refused = one.post(desk(demande, "repondre/"), there)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Dans une autre fenêtre, vous venez de répondre" in page
    assert "Rien avant juin." in page
    assert demande.messages.get(from_requester=False).body == BODY
    again = refused.context["reply_form"]
    sent = {name: again[name].value() for name in again.fields if name != "attachments"}
    assert one.post(desk(demande, "repondre/"), sent).status_code == 302


def test_at_night_it_says_when_the_mail_leaves(pair, monkeypatch):
    demande, one, _ = pair
    stop(monkeypatch, NOON.replace(hour=23, minute=55))
    reply(one, demande, body=BODY)
    page = one.get(desk(demande)).content.decode().replace("\u00a0", " ")
    assert "sur le site, et par courriel à 7 h" in page
    assert "(la nuit, à 7&nbsp;h)" in page


@BOTH_DESKS
def test_a_double_click_is_no_colleague(pair):
    demande, one, _ = pair
    sent = typed(one, demande, body=BODY)
    for _ in range(2):
        assert one.post(desk(demande, "repondre/"), sent).status_code == 302
    assert demande.messages.filter(from_requester=False).count() == 1
    assert demande.acts.count() == 1


def test_a_note_never_conflicts(client_of):
    demande = DemandeFactory(agence=True)
    one, two = MembershipFactory.create_batch(2, organisation=demande.organisation)
    one, two = client_of(one.user), client_of(two.user)
    reply(one, demande, body=BODY)
    assert two.post(desk(demande, "noter/"), {"note": "Vu hier."}).status_code == 302


@BOTH_DESKS
def test_an_answer_leaves_after_some_minutes_and_the_person_reads_nothing_before(
    pair, client_of, monkeypatch
):
    demande, one, _ = pair
    asker = client_of(demande.requester)
    reply(one, demande, body=BODY)
    offered = one.get(desk(demande)).content.decode()
    assert "Annuler" in offered
    assert BODY in offered
    assert mails() == []
    assert not Notification.objects.visible_to(demande.requester).exists()
    page = asker.get(demande.get_absolute_url()).content.decode()
    assert BODY not in page
    assert "Première réponse" in page
    assert "votre message est remis" in page
    assert "En attente" in asker.get("/mises-en-relation/").content.decode()

    later(monkeypatch, NUMBERS.undo_minutes)
    assert len(mails()) == 1
    assert BODY in asker.get(demande.get_absolute_url()).content.decode()
    assert "En attente" not in asker.get("/mises-en-relation/").content.decode()
    assert undo(one).status_code == 302
    assert demande.messages.filter(from_requester=False).count() == 1


@BOTH_DESKS
def test_an_answer_taken_back_never_was_and_its_text_is_kept(pair, client_of, monkeypatch):
    demande, one, _ = pair
    before = (demande.state, demande.desk_status, demande.assigned_to, demande.first_answer_at)
    assert reply(one, demande, body=BODY, attachments=quote()).status_code == 302
    assert Attachment.objects.get().name == "devis.pdf"
    back = undo(one)
    assert back["Location"] == desk(demande)
    demande.refresh_from_db()
    after = (demande.state, demande.desk_status, demande.assigned_to, demande.first_answer_at)
    assert after == before
    assert not Attachment.objects.exists()
    assert not demande.messages.filter(from_requester=False).exists()
    assert one.get(desk(demande)).context["reply_form"]["body"].value() == BODY
    later(monkeypatch, NUMBERS.undo_minutes + 1)
    assert mails() == []
    assert BODY not in client_of(demande.requester).get(demande.get_absolute_url()).text
    # Twice: nothing is left to take back.
    assert undo(one).status_code == 302


def test_only_who_did_it_takes_it_back_and_in_time(received, monkeypatch):
    one, two = MembershipFactory.create_batch(2, organisation=received.organisation)
    post_message(actor=one.user, demande=received, body=BODY, submission_key=uuid.uuid4())
    act = DeskAct.objects.get()
    with pytest.raises(NotAllowed):
        take_back(actor=two.user, acts=[act])
    later(monkeypatch, NUMBERS.undo_minutes)
    with pytest.raises(TooLateToUndo):
        take_back(actor=one.user, acts=[DeskAct.objects.get()])


def test_what_was_done_since_stays(received):
    """Closed by who asked while the answer waits: taking the answer back does not open it."""
    one = MembershipFactory(organisation=received.organisation).user
    post_message(actor=one, demande=received, body=BODY, submission_key=uuid.uuid4())
    received.refresh_from_db()
    received.state, received.closed_at = State.CLOSED, timezone.now()
    received.save()
    take_back(actor=one, acts=[DeskAct.objects.get()])
    received.refresh_from_db()
    assert received.state == State.CLOSED
    assert received.first_answer_at is None


def test_answer_file_and_status_leave_in_one_mail(monkeypatch, at_desk):
    demande, one = at_desk("exploitant")
    sent = {"body": "Voici notre devis.", "status": "proposition", "note": "Rabais 5 %"}
    assert reply(one, demande, attachments=quote(), **sent).status_code == 302
    demande.refresh_from_db()
    assert demande.desk_status == DeskStatus.PROPOSITION
    (event,) = demande.events.all()
    assert (event.from_status, event.to_status, event.note) == (
        "a_traiter",
        "proposition",
        "Rabais 5 %",
    )
    later(monkeypatch, NUMBERS.undo_minutes)
    assert len(mails()) == 1
    text = mail.outbox[0].body
    assert "Voici notre devis." in text
    assert "proposition envoyée" in text
    assert "Une pièce jointe" in text
    assert "Rabais" not in text


def test_the_status_alone_and_what_is_empty(at_desk):
    demande, one = at_desk("exploitant")
    assert reply(one, demande, status="vote").status_code == 302
    demande.refresh_from_db()
    assert demande.desk_status == DeskStatus.VOTE
    assert not demande.messages.filter(from_requester=False).exists()
    empty = reply(one, demande)
    assert empty.status_code == 422
    assert "Écrivez votre réponse" in empty.content.decode()
    alone = reply(one, demande, attachments=quote())
    assert alone.status_code == 422
    assert "Écrivez quelques mots" in alone.content.decode()


def test_a_file_that_is_none_is_said_beside_its_field(at_desk):
    demande, one = at_desk("exploitant")
    file = SimpleUploadedFile("devis.pdf", b"MZ\x90", "application/pdf")
    refused = reply(one, demande, body=BODY, attachments=file)
    assert refused.status_code == 422
    assert refused.context["reply_form"].errors.keys() == {"attachments"}
    assert BODY in refused.content.decode()
    assert not demande.messages.filter(from_requester=False).exists()


def test_connected_taken_back_tells_nobody(monkeypatch, at_desk):
    demande, one = at_desk("exploitant")
    reply(one, demande, status="raccorde")
    undo(one)
    later(monkeypatch, NUMBERS.undo_minutes + 1)
    assert not Copropriete.objects.connected().exists()
    assert mails() == []
    moves = [(one.from_status, one.to_status) for one in demande.events.all()]
    assert moves == [("a_traiter", "raccorde"), ("raccorde", "a_traiter")]


def test_several_moved_at_once_are_refused_then_taken_back_together(client_of, monkeypatch):
    first = DemandeFactory(exploitant=True)
    other = DemandeFactory(exploitant=True, organisation=first.organisation, reseau=first.reseau)
    one, two = MembershipFactory.create_batch(2, organisation=first.organisation)
    one, two = client_of(one.user), client_of(two.user)
    read = two.get("/exploitant/").context["read"]
    reply(one, first, body=BODY)
    move = {"acte": "suivre", "status": "vote", "demandes": [first.public_id, other.public_id]}
    refused = two.post("/exploitant/demandes/ensemble/", move | {"lus": read})
    assert refused.status_code == 409
    assert "vient de répondre" in refused.content.decode()
    assert not other.events.exists()

    read = two.get("/exploitant/").context["read"]
    assert two.post("/exploitant/demandes/ensemble/", move | {"lus": read}).status_code == 302
    assert "Annuler" in two.get("/exploitant/").content.decode()
    undo(two)
    for demande, status in ((first, "recontacte"), (other, "a_traiter")):
        demande.refresh_from_db()
        assert demande.desk_status == status
    later(monkeypatch, NUMBERS.undo_minutes + 1)
    assert len(mails()) == 1


def test_the_partner_api_tells_at_once_and_is_seen_by_colleagues(at_desk):
    demande, one = at_desk("exploitant")
    sent = typed(one, demande, body=BODY)
    services.change_status(actor=None, demande=demande, status="vote", by_partner_api=True)
    assert len(mails()) == 1
    refused = one.post(desk(demande, "repondre/"), sent)
    assert refused.status_code == 409
    assert "Votre logiciel vient de changer le suivi" in refused.content.decode()


def test_who_answers_by_mail_twice_crosses_nobody_but_a_colleague_is_refused(received):
    people = MembershipFactory.create_batch(2, organisation=received.organisation)
    one, two = (member.user for member in people)

    def by_mail(actor, body):
        received.refresh_from_db()
        version, key = version_of_mail(received, actor), uuid.uuid4()
        post_message(actor=actor, demande=received, body=body, submission_key=key, version=version)

    by_mail(one, BODY)
    by_mail(one, "Ou mercredi.")
    with pytest.raises(ActedMeanwhile) as refused:
        by_mail(two, "Rien avant juin.")
    assert refused.value.act.kind == ActKind.ANSWER
    assert received.messages.filter(from_requester=False).count() == 2

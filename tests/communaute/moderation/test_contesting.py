"""What was left online is read again by somebody else, once, for who reported it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communaute.moderation.enums import (
    DecisionKind,
    Escalation,
)
from communaute.moderation.errors import AppealRefusedError
from communaute.moderation.models import Case, Notice
from communaute.moderation.perms import can_moderate
from communaute.moderation.querysets import moderators_of
from communaute.moderation.services import contest_outcome, decide_case
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail, Notification
from communaute.notifications.words import mail_parts
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import hide, reported
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def mailed(person):
    """The last mail about what they reported."""
    mail = Mail.objects.filter(user=person, kind="moderation.notice_decided").order_by("pk").last()
    return mail_parts(kind_of(mail.kind), mail.context)["text"]


def kept(notice, actor):
    notice.case.refresh_from_db()
    decide_case(actor=actor, case=notice.case, version=notice.case.version, kind=DecisionKind.KEEP)
    notice.refresh_from_db()
    return notice


@pytest.mark.usefixtures("told_at_once")
def test_what_was_left_online_is_contested_once_and_somebody_else_decides(agence, client):
    other = UserFactory(agence=True)
    person = UserFactory()
    notice = kept(reported(QuestionFactory(), person), agence)
    client.force_login(person)
    assert "Demander une nouvelle lecture" in client.get(notice.get_absolute_url()).text
    assert "une nouvelle lecture par une autre personne" in mailed(person)
    path = f"{notice.get_absolute_url()}contester/"
    assert client.post(path, {"text": "court"}).status_code == 422
    response = client.post(path, {"text": "Le numéro est dans la photo."}, follow=True)
    again = Notice.objects.get(contests=notice)
    assert again.number in response.text
    assert again.case != notice.case
    assert again.case.target == notice.case.target
    assert again.case.notices_count == 1
    assert not can_moderate(agence, again.case)
    assert again.case not in Case.objects.visible_to(agence)
    assert can_moderate(other, again.case)
    assert list(moderators_of(again.case)) == [other]
    assert contest_outcome(notice=notice, text="Encore une fois.") == again
    # A page of before, with another text.
    other_text = client.post(path, {"text": "Regardez aussi la deuxième photo."})
    assert other_text.status_code == 409
    assert "Regardez aussi la deuxième photo." in other_text.text
    kept(again, other)
    assert "d’accord ? Écrivez à" in mailed(person)
    assert "Demander une nouvelle lecture" not in client.get(again.get_absolute_url()).text
    with pytest.raises(AppealRefusedError):
        contest_outcome(notice=again, text="Et encore une fois.")


@pytest.mark.usefixtures("told_at_once")
def test_the_national_team_reads_again_when_the_agency_is_one_person(agence, equipe):
    notice = kept(reported(QuestionFactory()), agence)
    again = contest_outcome(notice=notice, text="Le numéro est dans la photo.")
    assert again.case.level == Escalation.NATIONAL
    assert list(moderators_of(again.case)) == [equipe]
    assert Notification.objects.filter(user=equipe, kind="moderation.case_to_decide").exists()


@pytest.mark.usefixtures("told_at_once")
def test_somebody_without_account_contests_by_the_address_of_the_report(agence, client):
    notice = kept(
        reported(QuestionFactory(), AnonymousUser(), email="voisine@exemple.test"), agence
    )
    response = client.post(
        f"{notice.get_absolute_url()}contester/", {"text": "Le numéro est dans la photo."}
    )
    assert response.status_code == 302
    again = Notice.objects.get(contests=notice)
    assert again.reporter_email == "voisine@exemple.test"
    assert Mail.objects.filter(email="voisine@exemple.test", kind="moderation.notice_received")


@pytest.mark.usefixtures("told_at_once")
def test_a_hidden_text_an_old_decision_or_an_open_case_is_not_contested(agence, client):
    hidden = reported(QuestionFactory())
    hide(hidden.case, agence)
    waiting = reported(QuestionFactory())
    late = kept(reported(QuestionFactory()), agence)
    for notice, moved in ((hidden, 0), (waiting, 0), (late, 184)):
        notice = Notice.objects.get(pk=notice.pk)
        at = timezone.now() + timedelta(days=moved)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timezone, "now", lambda at=at: at)
            with pytest.raises(AppealRefusedError):
                contest_outcome(notice=notice, text="Le numéro est dans la photo.")
    gone = kept(reported(QuestionFactory()), agence)
    type(gone.case.target).objects.filter(pk=gone.case.object_id).update(status="supprime")
    assert "Une autre personne peut relire" not in client.get(gone.get_absolute_url()).text
    response = client.post(
        f"{gone.get_absolute_url()}contester/", {"text": "Le numéro est dans la photo."}
    )
    assert response.status_code == 409
    assert "<title>Erreur – " in response.text
    refusal, _, rest = response.text.partition('id="erreurs" autofocus')[2].partition("</div>")
    assert "ne se lit plus" in refusal
    assert "Le numéro est dans la photo." in rest
    assert not Notice.objects.filter(contests__isnull=False).exists()


def test_an_outcome_is_read_and_contested_once_nobody_may_undo_it(agence, client, monkeypatch):
    now, person = stop(monkeypatch), UserFactory()
    notice = kept(reported(QuestionFactory(), person), agence)
    client.force_login(person)
    page = client.get(notice.get_absolute_url()).text
    assert "Merci, c’est bien reçu" in page
    assert "dès que c’est décidé" in page
    assert Notice.objects.get(pk=notice.pk).answered_at is None
    with pytest.raises(AppealRefusedError):
        contest_outcome(notice=notice, text="Le numéro est dans la photo.")

    stop(monkeypatch, now + timedelta(minutes=5))
    page = client.get(notice.get_absolute_url()).text
    assert "Votre signalement a été examiné" in page
    assert "Demander une nouvelle lecture" in page
    assert Notice.objects.get(pk=notice.pk).answered_at == timezone.now()

"""A measure that ends by itself, or before its time: the person is told, once, and truly."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communaute.moderation.audit_log.verification import is_intact
from communaute.moderation.enums import Act, SanctionKind
from communaute.moderation.models import Sanction
from communaute.moderation.sanction_rules import may_write
from communaute.moderation.sanctions.services import confirm_proposal, lift_sanction
from communaute.moderation.services import undo_decision
from socle.scheduler.runner import run
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory

from .scenes import DAY, lead, proposed, sanctioned

pytestmark = pytest.mark.django_db
WHY = "La personne s’est engagée par écrit."


def tick(moment):
    return run(moment, only=["moderation.measures_ended"]).counts


def test_the_end_is_told_at_its_moment_and_once(sent, monkeypatch):
    measure = sanctioned().measure
    assert not tick(measure.ends_at - timedelta(microseconds=1)).get("measures_ended")
    monkeypatch.setattr(timezone, "now", lambda: measure.ends_at)
    with sent() as outbox:
        assert tick(measure.ends_at)["measures_ended"] == 1
        assert not tick(measure.ends_at).get("measures_ended")
    assert [message.to for message in outbox] == [[measure.person.email]]
    assert outbox[0].subject == "C’est terminé : Lecture seule"
    assert "Vous n’avez rien à faire." in outbox[0].body
    assert measure.decision.case.log.last().act == Act.SANCTION_ENDED
    assert is_intact()


def test_what_still_holds_is_said(sent, monkeypatch):
    first = sanctioned()
    sanctioned(SanctionKind.MESSAGES, 3 * DAY, case=CaseFactory(content__author=first.case.author))
    monkeypatch.setattr(timezone, "now", lambda: first.measure.ends_at)
    with sent() as outbox:
        tick(first.measure.ends_at)
    assert "encore à votre compte : Messages privés suspendus." in outbox[0].body
    assert "rien à faire" not in outbox[0].body


@pytest.mark.parametrize("how", ["lifted", "undone", "erased"])
def test_no_end_is_told_of_what_was_lifted_undone_or_has_nobody(how, sent):
    actor = UserFactory(equipe=True)
    decision = sanctioned(actor=actor)
    measure = decision.measure
    if how == "lifted":
        lift_sanction(actor=actor, sanction=measure, why=WHY)
    elif how == "undone":
        undo_decision(actor=actor, decision=decision)
    else:
        decision.case.author.delete()
    with sent() as outbox:
        tick(measure.ends_at)
    assert outbox == []


def test_a_closing_has_no_end():
    assert Sanction.objects.filter(ends_at=None).count() == 0
    assert not tick(timezone.now() + timedelta(days=4000)).get("measures_ended")


def test_lifting_from_the_page_with_a_reason_that_the_person_reads(client, sent, monkeypatch):
    decision = sanctioned()
    stop(monkeypatch, timezone.now() + timedelta(minutes=6))
    address = reverse("sanctions:lift", args=[decision.measure.pk])
    client.force_login(lead())
    page = client.get(reverse("sanctions:take", args=[decision.case.pk]))
    assert address in page.text
    assert client.post(address, {"why": "Bof"}).status_code == 422
    with sent() as outbox:
        assert client.post(address, {"why": WHY}).url == decision.case.get_absolute_url()
    person = decision.case.author
    assert [message.to for message in outbox] == [[person.email]]
    assert WHY in outbox[0].body
    person.forget()
    assert may_write(person)
    assert is_intact()
    # Again is the same; the page then says that it holds no more.
    assert client.post(address, {"why": WHY}).status_code == 302
    assert "ne s’applique déjà plus" in client.get(address).text
    assert "Levée le" in client.get(reverse("sanctions:take", args=[decision.case.pk])).text


def test_a_measure_that_ended_meanwhile_is_not_lifted(client, monkeypatch):
    measure = sanctioned().measure
    client.force_login(lead())
    monkeypatch.setattr(timezone, "now", lambda: measure.ends_at)
    response = client.post(reverse("sanctions:lift", args=[measure.pk]), {"why": WHY})
    assert response.status_code == 409
    assert "déjà arrivée à son terme" in response.text


@pytest.mark.parametrize(
    ("hours", "who", "status"),
    [
        (7 * DAY, "lead", 302),
        (7 * DAY + 1, "lead", 403),
        (7 * DAY, "agence", 403),
    ],
)
def test_who_lifts(client, hours, who, status):
    case = CaseFactory()
    if hours > 7 * DAY:
        proposal = proposed(case, lead(), hours=hours)
        measure = confirm_proposal(actor=UserFactory(equipe=True), proposal=proposal).measure
    else:
        measure = sanctioned(hours=hours, case=case).measure
    client.force_login(lead() if who == "lead" else UserFactory(agence=True))
    response = client.post(reverse("sanctions:lift", args=[measure.pk]), {"why": WHY})
    assert response.status_code == status
    measure.refresh_from_db()
    assert (measure.lifted_at is not None) is (status == 302)

"""A private message is sealed on every page and in every mail of moderation, not on its case alone;
and nobody decides, confirms, measures or answers about one that they did not open."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from communaute.comptes.enums import MembershipRole
from communaute.moderation import urls
from communaute.moderation.appeals import appeal, decide_appeal
from communaute.moderation.decision_rules import Reasons
from communaute.moderation.enums import Act, AppealOutcome, DecisionKind, Ground, SanctionKind
from communaute.moderation.errors import InvalidDecisionError, TogetherRefusedError
from communaute.moderation.models import Case
from communaute.moderation.queue.screen import decide_together
from communaute.moderation.sanctions.services import (
    confirm_proposal,
    propose_measure,
    sanction_person,
)
from communaute.moderation.services import decide_case
from communaute.moderation.services.private import open_private
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail
from communaute.notifications.words import mail_parts
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import an_hour_ago, hide
from tests.communaute.moderation.states import RULE

from .asking import SECRET

pytestmark = pytest.mark.django_db

REASONS = Reasons(
    facts="Ce message vend un produit : « beau-frère ».", ground=Ground.CGU, rule=RULE
)
# Pages that show no text of a case to who moderates, or none of a private one.
ELSEWHERE = {"report", "notice", "contest_notice", "my_decisions", "reading"}


@pytest.fixture
def settled(case):
    """All that moderation may write about a private message, by somebody who read it."""
    first = UserFactory(equipe=True)
    open_private(actor=first, case=case)
    with an_hour_ago():
        statement = hide(case, first, facts="", reasons=REASONS, note=SECRET).statement
        measure = sanction_person(
            actor=first,
            case=case,
            version=now(case).version,
            sanction=SanctionKind.READ_ONLY,
            hours=24,
            reasons=REASONS,
        ).measure
    proposal = propose_measure(
        actor=first,
        case=case,
        version=now(case).version,
        sanction=SanctionKind.CLOSING,
        hours=None,
        reasons=REASONS,
        note=SECRET,
    )
    contested = appeal(
        actor=statement.recipient, statement=statement, text=f"« {SECRET} » : c’est vrai."
    )
    return {"case": case, "statement": statement, "measure": measure, "proposal": proposal} | {
        "appeal": contested
    }


def now(case):
    return Case.objects.get(pk=case.pk)


def pages(settled):
    """The address of every page of moderation that is about something, and of the lists."""
    case, statement = settled["case"].pk, settled["statement"].puid
    about = {
        "statement": statement,
        "appeal": statement,
        "appeal_detail": settled["appeal"].pk,
        "answer_appeal": settled["appeal"].pk,
        "proposal": settled["proposal"].pk,
        "lift": settled["measure"].pk,
    }
    found = []
    for space, patterns in (("moderation", urls.urlpatterns), ("sanctions", urls.sanctions[0])):
        for pattern in patterns:
            if pattern.name in ELSEWHERE or pattern.name == "moderate":
                continue
            has = bool(pattern.pattern.converters)
            args = [about.get(pattern.name, case)] if has else []
            found.append(reverse(f"{space}:{pattern.name}", args=args))
    return [*found, f"/moderation/ensemble/?dossiers={case}", "/moderation/apprendre/"]


def reader(client):
    person = UserFactory(equipe=True)
    client.force_login(person)
    return person


def test_no_page_shows_the_text_nor_what_quotes_it_before_it_is_opened(client, settled):
    reader(client)
    shown = 0
    for address in pages(settled):
        answer = client.get(address, follow=True)
        assert answer.status_code in {200, 405}, address
        shown += answer.status_code == 200
        assert "beau-frère" not in answer.content.decode(), address
    assert shown >= 14
    assert settled["case"].log.filter(act=Act.READ).count() == 1


@pytest.mark.parametrize("name", ["statement", "appeal", "proposal", "measure", "take"])
def test_it_is_opened_where_it_is_asked_for_and_logged(client, settled, name):
    person = reader(client)
    address = {
        "statement": settled["statement"].get_absolute_url(),
        "appeal": settled["appeal"].get_absolute_url(),
        "proposal": settled["proposal"].get_absolute_url(),
        "measure": reverse("sanctions:lift", args=[settled["measure"].pk]),
        "take": reverse("sanctions:take", args=[settled["case"].pk]),
    }[name]
    form = BeautifulSoup(client.get(address).content, "html.parser").main.find(
        "form", action=lambda at: at and at.endswith("/lire/")
    )
    sent = {one["name"]: one["value"] for one in form.find_all("input")}
    page = client.post(form["action"], sent, follow=True)
    assert page.request["PATH_INFO"] == address
    assert "beau-frère" in page.content.decode()
    assert settled["case"].log.filter(act=Act.READ, actor=person).count() == 1


def test_an_address_of_elsewhere_is_not_followed(client, settled):
    reader(client)
    url = reverse("moderation:read", args=[settled["case"].pk])
    answer = client.post(url, {"retour": "https://ailleurs.test/"})
    assert answer["Location"] == settled["case"].get_absolute_url()


def test_the_author_reads_their_own_text(client, settled):
    client.force_login(settled["statement"].recipient)
    assert SECRET in client.get(settled["statement"].get_absolute_url()).content.decode()


def test_who_answers_the_appeal_reads_it_even_of_a_case_that_is_not_theirs(client, settled):
    settled["appeal"].open_to_agencies = True
    settled["appeal"].save()
    lead = UserFactory(agence_ailleurs=True)
    lead.memberships.update(role=MembershipRole.RESPONSABLE)
    client.force_login(lead)
    assert client.get(settled["case"].get_absolute_url()).status_code == 404
    url = reverse("moderation:read", args=[settled["case"].pk])
    page = client.post(url, {"retour": settled["appeal"].get_absolute_url()}, follow=True)
    assert SECRET in page.content.decode()


def test_no_mail_to_who_moderates_quotes_it(settled):
    author = settled["statement"].recipient
    mails = Mail.objects.filter(kind__startswith="moderation").exclude(user=author)
    assert mails.filter(kind="moderation.case_urgent").exists()
    assert mails.filter(kind="moderation.appeal_to_decide").exists()
    for mail in mails:
        told = "".join(map(str, mail_parts(kind_of(mail.kind), mail.context).values()))
        assert "beau-frère" not in told + str(mail.context), mail.kind


def test_nobody_decides_measures_confirms_or_answers_what_they_did_not_read(settled):
    person, case = UserFactory(equipe=True), settled["case"]
    more = {"version": now(case).version, "reasons": REASONS}
    acts = [
        lambda: sanction_person(
            actor=person, case=case, sanction=SanctionKind.WARNING, hours=24, **more
        ),
        lambda: confirm_proposal(actor=person, proposal=settled["proposal"]),
        lambda: decide_appeal(
            actor=person,
            appeal=settled["appeal"],
            outcome=AppealOutcome.CONFIRMED,
            reply="Nous avons tout relu.",
        ),
    ]
    for act in acts:
        with pytest.raises(InvalidDecisionError, match="privé"):
            act()
    open_private(actor=person, case=case)
    acts[-1]()


def test_nor_several_at_once(client, case):
    person = reader(client)
    answer = client.post(f"{case.get_absolute_url()}decider/", {"kind": DecisionKind.KEEP})
    assert answer["Location"] == case.get_absolute_url()
    with pytest.raises(InvalidDecisionError, match="privé"):
        decide_case(actor=person, case=case, kind=DecisionKind.KEEP, version=case.version)
    with pytest.raises(TogetherRefusedError, match="privé"):
        decide_together(actor=person, versions={case.pk: case.version}, kind=DecisionKind.KEEP)
    open_private(actor=person, case=case)
    decide_together(actor=person, versions={case.pk: case.version}, kind=DecisionKind.KEEP)

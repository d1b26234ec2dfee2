"""A decision about a private message is told as it is: the public never read it, and its author
reads it no more in the exchange than the other person."""

import re

import pytest
from bs4 import BeautifulSoup

from communaute.moderation.appeals import appeal, decide_appeal
from communaute.moderation.enums import AppealOutcome, DecisionKind
from communaute.moderation.errors import StaleCaseError
from communaute.moderation.services import decide_case
from communaute.moderation.services.private import open_private
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail
from communaute.notifications.words import mail_parts
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, an_hour_ago, hide

from .asking import SECRET

pytestmark = pytest.mark.django_db

OF_THE_PUBLIC = re.compile(r"public\b|en ligne|[Vv]ous seul|publié|à lire dans son dossier")


@pytest.fixture
def equipe(case):
    person = UserFactory(equipe=True)
    open_private(actor=person, case=case)
    return person


def mailed(person, kind):
    """What the last mail of this kind says, its subject first."""
    mail = Mail.objects.filter(user=person, kind=f"moderation.{kind}").order_by("pk").last()
    parts = mail_parts(kind_of(mail.kind), mail.context)
    said = " ".join(str(parts[name]) for name in ("subject", "body", "text") if name in parts)
    assert not OF_THE_PUBLIC.search(said), said
    return said


def read(client, person, address):
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    said = BeautifulSoup(answer.content, "html.parser").main.get_text(" ", strip=True)
    assert not OF_THE_PUBLIC.search(said), said
    return said


def reporter_of(case):
    return case.notices.get().reporter


@pytest.mark.parametrize(
    ("kind", "done"), [(DecisionKind.HIDE, "masqué"), (DecisionKind.REMOVE, "supprimé")]
)
def test_hidden_or_removed_neither_side_reads_it_any_more(client, case, equipe, kind, done):
    with an_hour_ago():
        statement = hide(case, equipe, kind=kind).statement
    said = mailed(case.author, "decision")
    assert "lisible dans l’échange, ni par vous ni par l’autre personne" in said
    assert f"Message {done} : il n’est plus lisible dans l’échange" in said
    assert SECRET in read(client, case.author, statement.get_absolute_url())
    assert SECRET in read(client, case.author, "/moderation/mes-decisions/")
    told = f"Nous avons {done} le message : il n’est plus lisible dans l’échange."
    assert told in mailed(reporter_of(case), "notice_decided")
    assert told in read(client, reporter_of(case), case.notices.get().get_absolute_url())
    thread = case.target.message.demande.get_absolute_url()
    for person in (case.author, reporter_of(case)):
        client.force_login(person)
        page = client.get(thread).text
        assert "Ce message a été masqué par la modération" in page
        assert ("Lire pourquoi, et comment contester" in page) is (person == case.author)
        assert SECRET not in page


def test_left_it_is_still_read_in_the_exchange(client, case, equipe):
    with an_hour_ago():
        decide_case(actor=equipe, case=case, version=case.version, kind=DecisionKind.KEEP)
    told = "Nous avons examiné le message : il reste lisible dans l’échange."
    assert told in mailed(reporter_of(case), "notice_decided")
    assert told in read(client, reporter_of(case), case.notices.get().get_absolute_url())


def test_who_moderates_leaves_it_in_the_exchange_not_online(client, case, equipe):
    url, together = case.get_absolute_url(), f"/moderation/ensemble/?dossiers={case.pk}"
    client.force_login(equipe)
    assert "Tout laisser dans l’échange" in client.get(together).text
    page = client.get(url).text
    assert "Laisser dans l’échange" in page
    assert "Laisser en ligne" not in page
    done = client.post(f"{url}decider/", {"version": case.version, "rapide": "garder"}, follow=True)
    assert f"(dossier n° {case.pk}) : laisser dans l’échange." in done.text
    page = client.get(f"{url}?journal=1").text
    assert "<strong>Laisser dans l’échange</strong>" in page
    assert "en ligne" not in BeautifulSoup(page, "html.parser").main.get_text()
    assert "Décision : ne rien restreindre" in page
    said = client.get("/moderation/journal.csv").content.decode()
    assert "laisser en ligne" not in said
    with pytest.raises(StaleCaseError, match="texte laissé dans l’échange"):
        decide_case(actor=equipe, case=case, version=case.version, kind=DecisionKind.HIDE)


def test_with_public_texts_it_is_not_left_online_either(client, case, equipe):
    together = f"/moderation/ensemble/?dossiers={case.pk}&dossiers={CaseFactory().pk}"
    client.force_login(equipe)
    page = client.get(together)
    assert "en ligne" not in BeautifulSoup(page.text, "html.parser").main.get_text()
    sent = {"lus": page.context["form"]["lus"].value(), "rapide": "garder"}
    done = client.post("/moderation/ensemble/", sent, follow=True)
    assert ": ne rien restreindre, 2 textes." in " ".join(done.text.split())


def test_given_back_it_is_read_again_in_the_exchange(case, equipe):
    with an_hour_ago():
        hide(case, equipe)
    case.refresh_from_db()
    decide_case(actor=equipe, case=case, version=case.version, kind=DecisionKind.RESTORE)
    again = "de nouveau lisible dans"
    assert f"Votre message privé est {again} votre échange" in mailed(case.author, "restored")
    assert f"{again} l’échange" in mailed(reporter_of(case), "notice_decided")


def test_an_appeal_that_is_accepted_says_the_same(case, equipe):
    with an_hour_ago():
        statement = hide(case, equipe).statement
    filed = appeal(actor=case.author, statement=statement, text="C’est faux.")
    other = UserFactory(equipe=True)
    open_private(actor=other, case=case)
    reply = "Vous avez raison."
    decide_appeal(actor=other, appeal=filed, outcome=AppealOutcome.OVERTURNED, reply=reply)
    assert "de nouveau lisible dans votre échange" in mailed(case.author, "appeal_decided")
    assert "de nouveau lisible dans l’échange" in mailed(reporter_of(case), "notice_decided")
    assert "n’est plus lisible dans l’échange" in mailed(equipe, "appeal_overturned")

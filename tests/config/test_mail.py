"""Mails of the demonstration: written whole, read at /demo/mails/, only in development."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

import config.views
from ambassadeurs.demonstration.past import PastAct, forget_old_mails, replay
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail
from communaute.notifications.outbox import drain
from communaute.notifications.services import tell
from communaute.notifications.steps import gather
from config.mail import MailFolderBackend, stored_mails
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory


@pytest.fixture
def mail_folder(settings, tmp_path):
    settings.DEBUG = True
    settings.MAILERS = {
        "default": {
            "BACKEND": "config.mail.MailFolderBackend",
            "OPTIONS": {"folder": str(tmp_path / "mails")},
        }
    }
    return tmp_path / "mails"


def send(mail_folder, subject="Une réponse vous attend", html="<p>Bonjour <b>Monique</b></p>"):
    message = EmailMultiAlternatives(
        subject,
        "Bonjour Monique, voir http://exemple.test/page/",
        "a@exemple.test",
        ["b@exemple.test"],
    )
    if html:
        message.attach_alternative(html, "text/html")
    MailFolderBackend(folder=str(mail_folder)).send_messages([message])


@pytest.mark.django_db
def test_list_and_one_mail(client, mail_folder):
    send(mail_folder)
    page = client.get("/demo/mails/")
    assert page.status_code == 200
    assert "Une réponse vous attend" in page.content.decode()
    stored = stored_mails(mail_folder)[0]
    assert stored.recipient == "b@exemple.test"
    one = client.get(f"/demo/mails/{stored.name}/")
    assert '<a href="http://exemple.test/page/"' in one.content.decode()
    assert "<iframe" in one.content.decode()
    html = client.get(f"/demo/mails/{stored.name}/html/")
    assert "<b>Monique</b>" in html.content.decode()
    assert "sandbox" in html["Content-Security-Policy"]
    assert "script-src" not in html["Content-Security-Policy"]
    assert "default-src 'none'" in html["Content-Security-Policy"]


@pytest.mark.django_db
def test_newest_first_an_empty_folder_says_so_and_an_unknown_mail_is_404(client, mail_folder):
    assert "Aucun courriel" in client.get("/demo/mails/").content.decode()
    send(mail_folder, "Premier")
    send(mail_folder, "Second", html="")
    assert [mail.subject for mail in stored_mails(mail_folder)] == ["Second", "Premier"]
    assert not list(mail_folder.glob("*.part"))
    text = client.get("/demo/mails/").content.decode()
    assert text.index("Second") < text.index("Premier")
    assert client.get("/demo/mails/inconnu/").status_code == 404


@pytest.mark.django_db
def test_not_in_production_nor_is_anything_let_go(client, mail_folder, evening, settings):
    send(mail_folder)
    settings.DEBUG = False
    for path in ("", "20260101T000000000000-00000000/", "x/html/"):
        assert client.get(f"/demo/mails/{path}").status_code == 404
    assert client.post("/demo/mails/maintenant/").status_code == 404
    assert len(stored_mails(mail_folder)) == 1


@pytest.mark.django_db
def test_not_when_mails_really_leave(client, settings):
    settings.DEBUG = True
    assert client.get("/demo/mails/").status_code == 404


@pytest.fixture
def evening(monkeypatch):
    """Two mails told at 21:30: one that leaves in the morning, one that is gathered with others."""
    stop(monkeypatch, datetime(2026, 11, 25, 20, 30, tzinfo=UTC))
    names = {"person": "Léa", "organisation": "Agence de l’Isère"}
    tell("invitations.accepted", to=UserFactory(email="lea@exemple.test"), key="x", context=names)
    quoted = {"author": "Paul", "question": "Quel prix ?", "quote": "Voici", "is_cut": False}
    useful = {"question_pk": 1, "answer_pk": 1}
    tell("questions.answer_accepted", to=UserFactory(), key="y", context=quoted | useful)
    assert drain() == {}


@pytest.mark.django_db
def test_what_waits_is_shown_with_why_and_one_button_lets_it_go(client, mail_folder, evening):
    page = client.get("/demo/mails/").content.decode().replace("\u00a0", " ")
    assert "2 courriels attendent" in page
    assert "à lea@exemple.test : c’est la nuit, il part à 7 h" in page
    assert "Le courriel qui réunit vos nouvelles" in page
    assert "part le jeudi 26 novembre à 7 h" in page
    assert client.get("/demo/mails/maintenant/").status_code == 405
    shown = client.post("/demo/mails/maintenant/", follow=True).content.decode()
    assert "attendent" not in shown
    assert [mail.recipient for mail in stored_mails(mail_folder)] == ["lea@exemple.test"]
    assert not Mail.objects.filter(state__in=[MailState.WAITING, MailState.HELD]).exists()


@pytest.mark.django_db
def test_the_button_skips_the_night_but_no_undo(client, mail_folder, evening):
    names = {"person": "Paul", "organisation": "Agence de l’Isère"}
    paul, until = UserFactory(email="paul@exemple.test"), timezone.now() + timedelta(minutes=5)
    tell("invitations.accepted", to=paul, key="z", context=names, not_before=until)
    page = client.post("/demo/mails/maintenant/", follow=True).content.decode()
    page = page.replace("\u00a0", " ")
    assert "et ce qui peut encore être annulé" in page
    assert "1 courriel attend" in page
    assert [mail.recipient for mail in stored_mails(mail_folder)] == ["lea@exemple.test"]


@pytest.mark.django_db
def test_no_mail_is_said_to_leave_at_an_hour_that_is_over(
    client, mail_folder, evening, monkeypatch
):
    thursday = datetime(2026, 11, 26, 8, tzinfo=UTC)
    stop(monkeypatch, thursday)
    page = client.get("/demo/mails/").content.decode()
    assert "part au prochain passage de l’horloge" in page
    assert "à lea@exemple.test : part dans quelques secondes" in page
    assert "26 novembre" not in page
    # Late in the evening, the postman keeps for the morning what should have left.
    stop(monkeypatch, thursday + timedelta(hours=13))
    page = client.get("/demo/mails/").content.decode().replace("\u00a0", " ")
    assert "à lea@exemple.test : c’est la nuit, il part à 7 h" in page
    assert "part le vendredi 27 novembre à 7 h" in page


@pytest.mark.django_db
def test_what_one_mail_gathers_counts_once(client, mail_folder, evening, monkeypatch):
    def page() -> str:
        return client.get("/demo/mails/").content.decode().replace("\u00a0", " ")

    reader = Mail.objects.get(state=MailState.HELD).user
    quoted = {"author": "Paul", "question": "Et l’eau ?", "quote": "Voici", "is_cut": False}
    useful = {"question_pk": 2, "answer_pk": 2}
    tell("questions.answer_accepted", to=reader, key="z", context=quoted | useful)
    assert "2 courriels attendent" in page()
    stop(monkeypatch, datetime(2026, 11, 26, 8, tzinfo=UTC))
    assert gather(reader.pk, timezone.now()) == {"digests": 1}
    assert "2 courriels attendent" in page()


@pytest.mark.django_db
def test_every_mail_that_waits_may_be_read(client, mail_folder, evening, monkeypatch):
    monkeypatch.setattr(config.views, "WAITING_SHOWN", 1)
    assert 'href="?page=2"' in client.get("/demo/mails/").content.decode()
    pages = [client.get("/demo/mails/", {"page": page}).content.decode() for page in (1, 2)]
    assert ["lea@exemple.test" in page for page in pages].count(True) == 1


@pytest.mark.django_db
def test_a_demonstration_begun_in_the_evening_has_its_mails(mail_folder, evening):
    # Told by day, while the past was replayed: the postman would keep it until the morning.
    names = {"person": "Paul", "organisation": "Agence de l’Isère"}
    told = tell("invitations.accepted", to=UserFactory(), key="z", context=names)
    Mail.objects.filter(pk=told.mail.pk).update(due_at=timezone.now() - timedelta(hours=4))
    forget_old_mails(timezone.now())
    assert drain() == {"sent": 2}
    assert Mail.objects.get(state=MailState.HELD).kind == "questions.answer_accepted"


@pytest.mark.django_db
def test_nothing_of_a_demonstration_happens_after_it_is_loaded(evening):
    now, seen = timezone.now(), []
    acts = [
        PastAct(now + timedelta(hours=hours), lambda: seen.append(timezone.now()))
        for hours in (3, -2)
    ]
    replay(acts, now)
    assert seen == [now - timedelta(hours=2), now]

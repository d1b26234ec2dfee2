"""The copy of one’s data: asked once, made once, given to its owner, erased on its hour."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadeurs.demandes.models import Message
from communaute.comptes.closing import close_account
from communaute.donnees import data_copy
from communaute.donnees.data_copy import build, link_of
from communaute.donnees.enums import ExportState
from communaute.donnees.models import Export
from communaute.donnees.numbers import NUMBERS
from communaute.donnees.services import ask_export, find_export
from communaute.notifications.models import Notification
from socle.scheduler.runner import run
from socle.uploads import private_storage
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.attachments.factories import AttachmentFactory
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory
from tests.mails import sent_mails
from tests.sessions import sign_in_long_ago

pytestmark = pytest.mark.django_db
URL = "/mon-compte/donnees/copie/"
ASK = f"{URL}demander/"


@pytest.fixture
def person():
    return UserFactory(email="moi@exemple.test", display_name="Zoé M.")


@pytest.fixture
def ready(person):
    export = ask_export(actor=person)
    assert build(export.pk) is True
    export.refresh_from_db()
    return export


def opened(export):
    with private_storage().open(export.file.name) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def test_the_copy_holds_what_is_ones_own_and_nothing_of_others(person):
    answer = AnswerFactory(author=person, body="Ma réponse bien à moi")
    stored = private_storage().save("pieces-jointes/devis.pdf", ContentFile(b"%PDF-"))
    AttachmentFactory(author=person, content=answer, file=stored)
    AttachmentFactory(author=person, content=answer)  # its file is gone from the disk
    QuestionFactory(body="Le texte d’une autre")
    demande = DemandeFactory(requester=person)
    other = UserFactory(display_name="Paul K.")
    Message.objects.create(demande=demande, author=other, from_requester=False, body="Rappelez-moi")
    export = ask_export(actor=person)
    build(export.pk)
    export.refresh_from_db()
    archive = opened(export)
    names = archive.namelist()
    page = archive.read("mes-donnees.html").decode()
    data = archive.read("mes-donnees.json").decode()
    assert sum(name.startswith("fichiers/questions-attachment-") for name in names) == 1
    titles = {kind["titre"] for room in json.loads(data)["pieces"] for kind in room["contenu"]}
    assert titles >= {"Votre compte", "Vos réponses", "Vos demandes", "Vos messages privés"}
    for text in (page, data):
        assert "moi@exemple.test" in text
        assert "Ma réponse bien à moi" in text
        assert "la personne qui répond" in text
        for absent in ("Rappelez-moi", "Paul K.", other.email, "Le texte d’une autre"):
            assert absent not in text
    assert not any(mark in page for mark in ("<script", "<link", "src=", "http"))


def test_ten_requests_give_one_copy_and_another_only_after_a_day(person):
    now = timezone.now()
    asked = {ask_export(actor=person, now=now).pk for _ in range(10)}
    assert len(asked) == 1
    build(*asked, now)
    edge = now + timedelta(hours=NUMBERS.again_hours)
    assert ask_export(actor=person, now=edge - timedelta(seconds=1)).pk in asked
    assert ask_export(actor=person, now=edge).pk not in asked
    assert Export.objects.count() == 1


def test_the_database_refuses_two_that_wait(person):
    Export.objects.create(user=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.create(user=person)


def test_made_twice_it_is_told_once(person, ready):
    assert build(ready.pk) is False
    assert Notification.objects.filter(user=person, kind="donnees.export_ready").count() == 1
    (mail,) = sent_mails()
    assert mail.subject == "La copie de vos données est prête"


def test_what_loses_the_race_leaves_no_file(person, monkeypatch):
    export = ask_export(actor=person)
    saved = []
    whole = data_copy._ready

    def first_another(row, name, now):
        saved.append(name)
        Export.objects.filter(pk=row.pk).delete()
        return whole(row, name, now)

    monkeypatch.setattr(data_copy, "_ready", first_another)
    assert build(export.pk) is False
    assert not private_storage().exists(saved[0])


def test_the_link_is_for_its_owner_alone(client, person, ready):
    client.force_login(person)
    response = client.get(link_of(ready))
    assert response["Content-Disposition"] == 'attachment; filename="mes-donnees.zip"'
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert client.get(f"{URL}{ready.pk}:faux:faux/").url == URL
    client.force_login(UserFactory())
    assert "celle d’un autre compte" in client.get(link_of(ready), follow=True).text


def test_past_its_hours_the_copy_is_erased(person, ready, django_capture_on_commit_callbacks):
    token = link_of(ready).split("/")[-2]
    name, end = ready.file.name, ready.expires_at
    before = end - timedelta(seconds=1)
    assert find_export(actor=person, token=token, now=before) == ready
    assert find_export(actor=person, token=token, now=end) is None
    with django_capture_on_commit_callbacks(execute=True):
        assert run(before, only=["donnees.erase_copies"]).counts == {}
        assert run(end, only=["donnees.erase_copies"]).counts == {"copies_erased": 1}
    ready.refresh_from_db()
    assert (ready.state, ready.file.name) == (ExportState.EXPIRED, "")
    assert not private_storage().exists(name)


def test_the_clock_makes_what_the_worker_did_not(person):
    export = ask_export(actor=person)
    late = export.asked_at + timedelta(minutes=NUMBERS.late_minutes)
    step = ["donnees.make_copies"]
    assert run(late - timedelta(seconds=1), only=step).counts == {}
    assert run(late, only=step).counts == {"copies_made": 1}


def test_the_page_says_where_it_stands(client, person):
    client.force_login(person)
    assert "Demander une copie" in client.get(URL).text
    assert client.post(ASK).url == URL
    assert "en préparation" in client.get(URL).text
    export = Export.objects.get()
    build(export.pk)
    # Its signature changes with the second.
    link = re.search(rf"{URL}[^/\"]+:[^/\"]+/", client.get(URL).text)
    assert client.get(link[0]).getvalue().startswith(b"PK")
    Export.objects.update(expires_at=timezone.now())
    assert "a été effacée" in client.get(URL).text


def test_it_is_asked_again_who_one_is(client):
    person = UserFactory(password="un secret bien long")
    sign_in_long_ago(client, person)
    assert client.post(ASK).url.startswith("/comptes/identite/")
    assert not Export.objects.exists()


def test_a_closed_account_leaves_no_copy(person, ready, django_capture_on_commit_callbacks):
    name = ready.file.name
    with django_capture_on_commit_callbacks(execute=True):
        close_account(actor=person)
    assert not private_storage().exists(name)
    assert not Export.objects.exists()

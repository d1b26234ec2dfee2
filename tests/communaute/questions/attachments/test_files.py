"""Files joined to a question or an answer: what is accepted, who reads them, when they go."""

import io
import os
import struct
import uuid
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageOps

from communaute.comptes.closing import close_account
from communaute.comptes.trust import TrustLevel
from communaute.moderation.enums import ContentStatus
from communaute.questions.attachments import services
from communaute.questions.attachments.services import STEPS, join_files, keep_files
from communaute.questions.errors import FilesRefused
from communaute.questions.models import Answer, Attachment, Question
from communaute.questions.moderated import moderated_types
from communaute.questions.numbers import FILE_NUMBERS
from socle.scheduler.runner import run
from socle.uploads import PDF, CheckedFile, check_upload, private_storage
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state
from tests.communaute.questions.acts import soup
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory
from tests.files import PDF as DOCUMENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]

ASK = "/communaute/questions/poser/"
PROGRAM = b"4 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\ntrailer"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def photo(width=60, height=40, kind="JPEG"):
    data = io.BytesIO()
    image = Image.new("RGB", (width, height), "teal")
    exif = image.getexif()
    exif[0x010E] = "45.1885, 5.7245"
    image.save(data, kind, exif=exif)
    return data.getvalue()


def sent(data, name="photo.jpg"):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def user():
    return UserFactory(display_name="Monique D.")


@pytest.fixture(autouse=True)
def level(monkeypatch):
    """Everybody is known, unless a test says otherwise."""

    def set_to(wanted):
        monkeypatch.setattr(services, "trust_level", lambda user: wanted)

    set_to(TrustLevel.KNOWN)
    return set_to


def joined(content, **fields):
    row = Attachment(
        author=content.author,
        form_key=uuid.uuid4(),
        kind="image/jpeg",
        name="a.jpg",
        alt="La sous-station",
        size=9,
        width=6,
        height=4,
        **fields,
    )
    row.file.save("a.jpg", io.BytesIO(photo()), save=False)
    row.content = content
    row.save()
    type(content).objects.filter(pk=content.pk).update(files_count=1)
    content.refresh_from_db()
    return row


def test_an_image_and_a_pdf_are_published_with_the_question(client, user, ask_data):
    client.force_login(user)
    assert "10 Mo chacun" in client.get(ASK).text

    data = ask_data | {"files": [sent(photo()), sent(DOCUMENT, "devis.pdf")], "alt": "Le compteur"}
    assert client.post(ASK, data).status_code == 302

    question = Question.objects.get()
    assert question.files_count == 2
    page = soup(client.get(question.get_absolute_url()))
    image = page.select_one(".cu-files img")
    assert (image["alt"], image["width"], image["height"]) == ("Le compteur", "60", "40")
    link = page.select_one(".cu-files a[download]")
    assert "devis.pdf" in link.get_text()
    assert "PDF" in link.get_text()
    shown = client.get(image["src"])
    body = b"".join(shown.streaming_content)
    assert b"45.1885" not in body
    assert Image.open(io.BytesIO(body)).size == (60, 40)
    pdf = client.get(link["href"])
    assert pdf["Content-Disposition"].startswith("attachment")
    for response, kind in ((shown, "image/jpeg"), (pdf, PDF)):
        assert response["Content-Type"] == kind
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "photo" not in Attachment.objects.first().file.name


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("dessin.png", SVG, "pas d’un type accepté"),
        ("devis.pdf", DOCUMENT.replace(b"trailer", PROGRAM), "un programme"),
        ("lourde.jpg", b"\xff" * (30 * 2**20), "trop lourd"),
    ],
)
def test_a_bad_file_is_said_beside_the_field_and_the_text_is_not_lost(
    client, user, ask_data, name, data, said
):
    client.force_login(user)

    response = client.post(ASK, ask_data | {"files": [sent(data, name)]})

    assert response.status_code == 422
    page = soup(response)
    assert said in page.select_one("details[open] #id_files").find_parent("div").get_text()
    assert page.select_one("[name=body]").get_text().strip() == ask_data["body"]
    assert not Question.objects.exists()
    assert not Attachment.objects.exists()


def test_files_wait_while_the_rest_is_wrong_and_images_are_described(client, user, ask_data):
    # A visitor is offered none.
    assert not soup(client.get(ASK)).select("input[type=file]")
    client.post(ASK, ask_data | {"files": [sent(photo())]})
    assert not Attachment.objects.exists()
    client.force_login(user)
    wrong = client.post(ASK, ask_data | {"title": "court", "files": [sent(photo())]})
    assert wrong.status_code == 422
    row = Attachment.objects.get()
    assert "photo.jpg" in soup(wrong).select_one("details[open]").get_text()

    undescribed = client.post(ASK, ask_data)
    assert undescribed.status_code == 422
    assert "Décrivez en une phrase" in undescribed.text

    preview = client.post(ASK, ask_data | {f"alt_{row.pk}": "Le compteur", "apercu": "1"})
    assert soup(preview).select_one(".cu-files img")["alt"] == "Le compteur"
    client.force_login(UserFactory())
    assert client.get(row.get_absolute_url()).status_code == 404
    client.force_login(user)
    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.post(ASK, ask_data).status_code == 302
    question = Question.objects.get()
    assert question.attachments.get() == row

    # An answer has its files too.
    data = {"body": "Voici notre facture.", "files": [sent(photo())], "alt": "Facture"}
    client.post(f"/communaute/questions/{question.pk}/repondre/", data)
    assert Answer.objects.get().files_count == 1
    page = soup(client.get(question.get_absolute_url()))
    assert page.select_one(".cu-answer .cu-files img")["alt"] == "Facture"


def test_a_file_received_may_be_taken_off(
    client, user, ask_data, django_capture_on_commit_callbacks
):
    client.force_login(user)
    client.post(ASK, ask_data | {"title": "court", "files": [sent(photo())]})
    row = Attachment.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(ASK, ask_data | {f"retirer_{row.pk}": "on"})

    assert Question.objects.get().files_count == 0
    assert not private_storage().exists(row.file.name)


@pytest.mark.parametrize(
    ("trust", "before", "added", "refused"),
    [
        (TrustLevel.NEWCOMER, [], ["image/png"], False),
        (TrustLevel.NEWCOMER, ["image/png"], ["image/png"], True),
        (TrustLevel.NEWCOMER, [], [PDF], True),
        (TrustLevel.KNOWN, ["image/png"] * 3, [PDF], False),
        (TrustLevel.KNOWN, ["image/png"] * 3, [PDF, "image/png"], True),
        (TrustLevel.TRUSTED, [PDF] * FILE_NUMBERS.files_max, [], False),
    ],
)
def test_how_many_files_one_may_join(user, level, trust, before, added, refused):
    level(TrustLevel.TRUSTED)
    key = uuid.uuid4()
    files = {PDF: CheckedFile("a.pdf", PDF, DOCUMENT)}
    files["image/png"] = CheckedFile("a.png", "image/png", photo(kind="PNG"))
    keep_files(actor=user, form_key=key, files=[files[kind] for kind in before])
    level(trust)

    with pytest.raises(FilesRefused) if refused else nullcontext():
        keep_files(actor=user, form_key=key, files=[files[kind] for kind in added])

    kept = len(before) + (0 if refused else len(added))
    assert Attachment.objects.pending(user).count() == kept


def test_the_files_of_an_answer_are_served_while_it_is_read_with_its_question(client):
    answer = AnswerFactory()
    row, question = joined(answer), Question.objects.get()
    address = row.get_absolute_url()
    found = []
    for content, status in (
        (answer, ContentStatus.PUBLISHED),
        (question, ContentStatus.DELETED),
        (question, ContentStatus.HIDDEN),
        (question, ContentStatus.PUBLISHED),
        (answer, ContentStatus.HIDDEN),
    ):
        put_in_state(content, status)
        found.append(client.get(address).status_code)
    assert found == [200, 200, 404, 200, 404]
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.force_login(answer.author)
    assert client.get(address)["Cache-Control"] == "no-store"
    put_in_state(question, ContentStatus.DELETED)
    client.logout()
    assert client.get(joined(question).get_absolute_url()).status_code == 404


def test_files_are_judged_with_their_text():
    question = QuestionFactory()
    joined(question)
    text = next(one.text for one in moderated_types() if one.key == "question")

    assert text(question).endswith("Fichier joint : La sous-station")


def test_a_pdf_with_the_name_of_an_image_is_a_pdf_that_nobody_joins_to_the_text_of_another(user):
    key = uuid.uuid4()
    files = [CheckedFile("photo.pdf", PDF, DOCUMENT)]
    (row,) = keep_files(actor=user, form_key=key, files=files)
    assert not row.is_image

    join_files(actor=user, form_key=key, content=QuestionFactory())
    join_files(actor=UserFactory(), form_key=key, content=QuestionFactory(author=user))

    assert Attachment.objects.pending(user).exists()


def test_files_of_no_text_are_erased(user, django_capture_on_commit_callbacks):
    keys = [step.key for step in STEPS]
    assert run(only=keys).counts == {}
    rows = keep_files(
        actor=user, form_key=uuid.uuid4(), files=[CheckedFile("a.pdf", PDF, DOCUMENT)] * 2
    )
    now = timezone.now()
    hours = timedelta(hours=FILE_NUMBERS.waiting_hours)
    Attachment.objects.filter(pk=rows[0].pk).update(created_at=now - hours)
    young = now - hours + timedelta(seconds=1)
    Attachment.objects.filter(pk=rows[1].pk).update(created_at=young)
    erased = joined(question := QuestionFactory()).file.name
    question.delete()
    # Files are dated by the machine.
    for name in (erased, *(row.file.name for row in rows)):
        os.utime(private_storage().path(name), (now.timestamp(), now.timestamp()))

    with django_capture_on_commit_callbacks(execute=True):
        run(now, only=keys)
    assert [private_storage().exists(row.file.name) for row in rows] == [False, True]
    assert private_storage().exists(erased)
    with django_capture_on_commit_callbacks(execute=True):
        run(now + hours + timedelta(minutes=5), only=keys[1:])
    assert not private_storage().exists(erased)

    with django_capture_on_commit_callbacks(execute=True):
        close_account(actor=user)
    assert not private_storage().exists(rows[1].file.name)


def test_a_form_sent_again_adds_no_file_to_what_it_published(client, user):
    """Neither beyond the number of files, nor after the time when one may edit, nor once hidden."""
    answer = AnswerFactory(author=user)
    url = f"/communaute/questions/{answer.question_id}/repondre/"
    data = {"body": answer.body, "submission_key": str(answer.submission_key), "alt": "La cave."}
    client.force_login(user)
    for number in (1, 1):
        client.post(url, data | {"files": sent(photo())})
        answer.refresh_from_db()
        assert answer.files_count == Attachment.objects.of([answer]).count() == number
    other = AnswerFactory(author=user, hidden=True, question=answer.question)
    client.post(url, data | {"submission_key": str(other.submission_key), "files": sent(photo())})
    assert Attachment.objects.of([other]).count() == 0


@pytest.mark.parametrize("error", [TypeError("abs"), struct.error("not an integer")])
def test_an_image_whose_orientation_is_damaged_is_refused_kindly(monkeypatch, error):
    def fail(image):
        raise error

    monkeypatch.setattr(ImageOps, "exif_transpose", fail)
    with pytest.raises(ValidationError, match="abîmée"):
        check_upload(sent(photo()))

import pytest

from communaute.moderation.enums import ContentStatus
from communaute.moderation.models import Notice
from communaute.moderation.services import decide_case
from communaute.questions.models import Attachment
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.questions.factories import QuestionFactory

from .attachments.factories import AttachmentFactory
from .attachments.test_files import joined

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]


@pytest.fixture
def question():
    return QuestionFactory()


@pytest.fixture
def file(question):
    row = joined(question)
    Attachment.objects.filter(pk=row.pk).update(
        alt="Une facture au nom d’un voisin",
        commune=question.commune,
        departement=question.departement,
    )
    row.refresh_from_db()
    return row


def seen_by(client, user, file):
    client.logout()
    if user is not None:
        client.force_login(user)
    return client.get(file.get_absolute_url()).status_code


def report(client, file):
    return client.post(
        f"/moderation/signaler/fichier/{file.pk}/",
        {
            "category": "donnees",
            "explanation": "On lit le nom d’un voisin.",
            "good_faith": "on",
        },
    )


def test_a_file_is_reported_from_the_page_of_its_text(client, agence, question, file):
    page = client.get(question.get_absolute_url()).text
    assert f"/moderation/signaler/fichier/{file.pk}/" in page
    assert report(client, file).status_code == 302
    case = Notice.objects.get().case
    assert case.target == file
    assert (case.commune, case.departement) == (question.commune, question.departement)
    assert "Une facture" in case.snapshot
    # The moderator reads the text around.
    client.force_login(agence)
    shown = client.get(case.get_absolute_url()).text
    assert question.title in shown
    assert file.get_absolute_url() in shown
    # Nobody reports their own file.
    client.force_login(file.author)
    assert report(client, file).status_code == 403
    assert f"/signaler/fichier/{file.pk}/" not in client.get(question.get_absolute_url()).text


def test_hidden_alone_its_text_stays_and_it_comes_back_restored(client, agence, question, file):
    case = CaseFactory(content=file)
    hide(case, agence)
    file.refresh_from_db()
    assert file.status == ContentStatus.HIDDEN
    page = client.get(question.get_absolute_url())
    assert page.status_code == 200
    assert file.get_absolute_url() not in page.text
    expected = {None: 404, UserFactory(): 404, file.author: 200, agence: 200}
    assert {one: seen_by(client, one, file) for one in expected} == expected
    case.refresh_from_db()
    decide_case(actor=agence, case=case, version=case.version, kind="retablir")
    # The anonymous page is kept until the transaction of the decision ends.
    client.force_login(UserFactory())
    assert file.get_absolute_url() in client.get(question.get_absolute_url()).text
    assert seen_by(client, None, file) == 200


def test_a_file_that_others_cannot_read_is_neither_reported_nor_named(
    client, agence, question, file
):
    waiting = AttachmentFactory()
    assert not Attachment.objects.visible_to(UserFactory()).filter(pk=waiting.pk).exists()
    assert client.get(f"/moderation/signaler/fichier/{waiting.pk}/").status_code == 404
    hide(CaseFactory(content=question), agence)
    response = client.get(f"/moderation/signaler/fichier/{file.pk}/")
    assert response.status_code == 404
    assert "facture" not in response.text

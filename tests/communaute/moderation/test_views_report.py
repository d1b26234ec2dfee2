import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from communaute.moderation.enums import DecisionKind
from communaute.moderation.models import Case, Notice
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.services import decide_case
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail
from communaute.notifications.words import mail_parts
from tests.clock import NOON, stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import (
    CaseFactory,
    answered,
    contested,
    hidden_case,
    hide,
)
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db

GOOD = {
    "category": "commercial",
    "explanation": "Un vendeur laisse son numéro.",
    "good_faith": "on",
}


def address(content, key="question"):
    return reverse("moderation:report", args=[key, content.pk])


def test_a_visitor_reads_the_text_and_examples_before_reporting(client):
    question = QuestionFactory(title="Achetez ma pompe à chaleur")
    page = client.get(address(question))
    assert "Achetez ma pompe à chaleur" in page.text
    assert "Par exemple" in page.text
    assert 'name="email"' in page.text
    client.force_login(UserFactory())
    assert 'name="email"' not in client.get(address(question)).text


def test_a_visitor_reports_and_gets_a_number_and_a_date(client):
    answer = AnswerFactory()
    response = client.post(
        address(answer, "reponse"), GOOD | {"email": "voisine@exemple.test"}, follow=True
    )
    notice = Notice.objects.get()
    assert response.redirect_chain == [(notice.get_absolute_url(), 302)]
    assert notice.number in response.text
    assert (notice.reporter, notice.reporter_email) == (None, "voisine@exemple.test")
    assert notice.case.target == answer


@pytest.mark.parametrize(("category", "said"), [("danger", True), ("commercial", False)])
def test_in_danger_whom_to_call_is_said_before_and_after(client, category, said):
    call = "Appelez le 17 ou le 112\u00a0; pour un enfant, le 119."
    question = QuestionFactory()
    form = client.get(address(question)).text
    assert call in form
    assert "agence locale, ou de l’équipe nationale, le lira" in form
    sent = GOOD | {"category": category, "email": "voisine@exemple.test"}
    assert (call in client.post(address(question), sent, follow=True).text) is said
    mail = Mail.objects.get(kind="moderation.notice_received")
    assert (call in mail_parts(kind_of(mail.kind), mail.context)["text"]) is said


def test_the_second_time_one_sees_the_first_report(client):
    question = QuestionFactory()
    client.post(address(question), GOOD)
    for response in (
        client.get(address(question), follow=True),
        client.post(address(question), GOOD, follow=True),
    ):
        assert "Vous avez déjà signalé ce texte" in response.text
    assert Notice.objects.count() == 1


@pytest.mark.usefixtures("told_at_once")
def test_the_page_of_a_report_tells_the_outcome(client, agence):
    notice = hidden_case(agence).notices.get()
    page = client.get(notice.get_absolute_url())
    assert "Nous avons masqué le texte" in page.text
    assert "Défenseur des droits" in page.text
    assert "Ouvrir le dossier" not in page.text
    client.force_login(agence)
    assert "Ouvrir le dossier" in client.get(notice.get_absolute_url()).text


def test_the_page_of_a_report_never_goes_back_in_time(client, equipe, monkeypatch):
    filed = contested()
    notice = filed.statement.decision.case.notices.get()
    Notice.objects.filter(pk=notice.pk).update(received_at=NOON)
    # Five minutes later it is told hidden; then the appeal is accepted.
    stop(monkeypatch, NOON + timedelta(minutes=8))
    assert "Nous avons masqué le texte" in client.get(notice.get_absolute_url()).text
    answered(filed, actor=equipe, reply="Rien à redire ici.")
    page = client.get(notice.get_absolute_url()).text
    assert "nous l’avons remis en ligne" in page
    assert "au plus tard le" not in page
    assert "dès que c’est décidé" not in page


def test_what_was_decided_before_a_report_is_not_its_outcome(client, agence, monkeypatch):
    first = CaseFactory()
    decide_case(actor=agence, case=first, version=1, kind=DecisionKind.KEEP)
    stop(monkeypatch, NOON + timedelta(hours=1))
    case = CaseFactory(content=first.target)
    case.notices.update(received_at=NOON + timedelta(hours=1))
    hide(case, agence)
    page = client.get(case.notices.get().get_absolute_url()).text
    assert "nous le laissons en ligne" not in page


def test_another_text_of_the_report_is_examined_once_that_is_told(client, agence, monkeypatch):
    now = stop(monkeypatch)
    cases = [CaseFactory(), CaseFactory()]
    Notice.objects.update(batch=uuid.uuid4(), received_at=now)
    decide_case(actor=agence, case=cases[0], version=1, kind=DecisionKind.KEEP)
    page = cases[1].notices.get().get_absolute_url()
    assert "à examiner</span>" in client.get(page).text
    stop(monkeypatch, now + timedelta(minutes=NUMBERS.undo_minutes))
    assert "examiné</span>" in client.get(page).text


def test_bad_input_is_said_and_nothing_typed_is_lost(client):
    question = QuestionFactory()
    for field, value, message in (
        ("category", "", "Choisissez une raison"),
        ("category", "inconnue", "choisissez dans la liste"),
        ("explanation", "", "Expliquez en une phrase"),
        ("explanation", "x" * 9, "Expliquez un peu plus"),
        ("explanation", "x" * 2001, "trop longue"),
        ("email", "pas une adresse", "n’a pas la bonne forme"),
        ("email", f"{'x' * 247}@mail.fr", "Cette adresse est trop longue"),
        ("good_faith", "", "Cochez cette case"),
    ):
        sent = GOOD | {field: value}
        response = client.post(address(question), sent)
        assert response.status_code == 422, (field, value)
        assert message in response.text
        assert "aria-invalid" in response.text, (field, value)
        assert sent["explanation"] in response.text
    assert not Case.objects.exists()


@pytest.mark.parametrize("length", [10, 2000])
def test_explanations_at_the_limits_are_accepted(client, length):
    client.post(address(QuestionFactory()), GOOD | {"explanation": "x" * length})
    assert len(Notice.objects.get().explanation) == length


def test_so_many_reports_a_day_and_not_one_more(client, settings):
    assert NUMBERS.reports_per_day == 20
    settings.NUMBERS = {"moderation": {"reports_per_day": 2}}
    client.force_login(UserFactory())
    for _ in range(2):
        assert client.post(address(QuestionFactory()), GOOD).status_code == 302
    response = client.post(address(QuestionFactory()), GOOD)
    assert response.status_code == 429
    assert "Réessayez demain" in response.text
    assert GOOD["explanation"] in response.text
    assert Notice.objects.count() == 2


def test_the_link_to_report_is_quiet_and_not_for_the_author(client, rf):
    from django.contrib.auth.models import AnonymousUser
    from django.template.loader import render_to_string

    question, hidden = QuestionFactory(), QuestionFactory(hidden=True)
    request = rf.get("/")
    request.user = UserFactory(equipe=True)
    assert "Signaler" not in render_to_string(
        "components/report_link.html", {"key": "question", "object": hidden}, request=request
    )
    for person, shown in ((AnonymousUser(), True), (UserFactory(), True), (question.author, False)):
        request.user = person
        html = render_to_string(
            "components/report_link.html", {"key": "question", "object": question}, request=request
        )
        assert (address(question) in html) is shown

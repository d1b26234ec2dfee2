"""How texts are shown to who moderates, and how a decision says what made it known."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.moderation.enums import AUTOMATIC
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail
from communaute.notifications.words import mail_parts
from communaute.questions.models import Answer
from communaute.questions.text_pipeline.text import render
from tests.communaute.questions.factories import AnswerFactory, CommentFactory, QuestionFactory

from .factories import CaseFactory, NoticeFactory, hide

pytestmark = pytest.mark.django_db


def test_what_surrounds_a_text_is_shown_as_the_site_shows_it(desk):
    """A title is plain text, whatever its stars."""
    question = QuestionFactory(
        title="MWh *ou* en kWh ?", body="Un **tarif** ?", body_html=render("Un **tarif** ?")
    )
    body = "En **MWh**.\n\n- la part fixe"
    start = timezone.now() - timedelta(days=1)
    answers = [
        AnswerFactory(question=question, body=body, body_html=render(body)) for _ in range(2)
    ]
    for number, answer in enumerate(answers):
        Answer.objects.filter(pk=answer.pk).update(created_at=start + timedelta(hours=number))
    answers[1].refresh_from_db()
    comment = CommentFactory(question=question, answer=answers[1])
    page = desk.get(CaseFactory(content=answers[1]).get_absolute_url()).text
    before = page[page.index("mod-around") :].partition("</details>")[0]
    assert "<strong>MWh</strong>" in before
    assert "<li>la part fixe</li>" in before
    asked = page[page.index("Ce à quoi il répond") :].partition("</details>")[0]
    assert "<p>MWh *ou* en kWh ?</p>" in asked
    assert "<strong>tarif</strong>" in asked
    page = desk.get(CaseFactory(content=comment).get_absolute_url()).text
    asked = page[page.index("Ce à quoi il répond") :].partition("</details>")[0]
    assert "<strong>MWh</strong>" in asked
    page = desk.get(CaseFactory(content=question).get_absolute_url()).text
    quoted = page[page.index("data-quotable") :].partition("</blockquote>")[0]
    assert "<p>MWh *ou* en kWh ?</p>" in quoted


@pytest.mark.usefixtures("told_at_once")
@pytest.mark.parametrize("is_detected", [False, True])
@pytest.mark.parametrize("is_reported", [False, True])
def test_the_mail_says_as_its_page_how_it_became_known(client, agence, is_detected, is_reported):
    case = CaseFactory(notices=0)
    if is_detected:
        NoticeFactory(case=case, reporter=None, visitor_key=AUTOMATIC)
    if is_reported:
        NoticeFactory(case=case)
    statement = hide(case, agence).statement
    client.force_login(case.author)
    page = client.get(statement.get_absolute_url()).text
    known = page[page.index("Comment nous l’avons su</dt><dd>") :].partition("</dd>")[0]
    known = known.partition("<dd>")[2]
    mail = Mail.objects.get(user=case.author, kind="moderation.decision")
    assert (
        f"Comment nous l’avons su : {known}."
        in mail_parts(kind_of(mail.kind), mail.context)["text"]
    )


@pytest.mark.usefixtures("told_at_once")
def test_the_mail_of_a_decision_quotes_links_and_lists(agence):
    body = "Voyez [le devis](https://devis.test/lilas) :\n\n- la pose\n- la part fixe"
    case = CaseFactory(content=AnswerFactory(body=body, body_html=render(body)))
    hide(case, agence)
    mail = Mail.objects.get(user=case.author, kind="moderation.decision")
    text = mail_parts(kind_of(mail.kind), mail.context)["text"]
    assert "> Voyez le devis (https://devis.test/lilas)" in text
    assert "\n> - la pose\n> - la part fixe" in text

"""A closed account is named nowhere in what others were told; the word it was called by stays."""

import pytest

from communaute.notifications.account_mails import forget_name
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail, Notification
from tests.communaute.comptes.factories import UserFactory

pytestmark = pytest.mark.django_db
THREAD = "question-1"


def told(title, body=""):
    """What a notice of this thread says once « Rose » is gone."""
    row = Notification.objects.create(
        user=UserFactory(),
        kind="questions.new_answer",
        key="k",
        thread=THREAD,
        title=title,
        body=body,
    )
    forget_name("Rose", [THREAD])
    row.refresh_from_db()
    return row.title, row.body


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Rose a répondu à « Qui connaît la Résidence Rose ? »",
            "Un ancien membre a répondu à « Qui connaît la Résidence Rose ? »",
        ),
        (
            "Rose (Ambassadrice · Les Tilleuls) vous nomme dans « Merci @Rose, et « Rose » ? »",
            "Un ancien membre (Ambassadrice · Les Tilleuls) vous nomme dans "
            "« Merci @un ancien membre, et « Rose » ? »",
        ),
        (
            "Rose demande : « Le réseau de Rose, quand ? » (Réseau de Rose)",
            "Un ancien membre demande : « Le réseau de Rose, quand ? » (Réseau de Rose)",
        ),
        # The end is cut where the line is too long.
        ("Rose demande : « Rue de la Rose, un", "Un ancien membre demande : « Rue de la Rose, un"),
        ("Sans réponse, la question de Rose : « Le rosé »", None),
        ("Votre réponse à « Rose » a été utile", "Votre réponse à « Rose » a été utile"),
        ("Roseline a répondu à « Une rose »", "Roseline a répondu à « Une rose »"),
    ],
)
def test_a_notice_forgets_who_acted_and_no_word_that_was_typed(before, after):
    title, _ = told(before)
    assert title == (after or before.replace("Rose", "Un ancien membre"))


def test_the_text_under_it_too():
    _, body = told("Une place", "Rose a annulé. Sa place va à Paul.\n\n> La Rose est rose")
    assert body == "Un ancien membre a annulé. Sa place va à Paul.\n\n> La Rose est rose"


def test_a_mail_that_waits_forgets_who_signs_and_no_word_that_was_typed():
    mail = Mail.objects.create(
        user=UserFactory(),
        kind="questions.new_answer",
        key="k",
        message_id="<k@localhost>",
        priority=1,
        state=MailState.HELD,
        planned_at="2026-11-27T09:00Z",
        due_at="2026-11-27T09:00Z",
        thread=THREAD,
        context={
            "author": "Rose (Ambassadrice · Les Tilleuls)",
            "asker": "Rose",
            "before": "Rose, Résidence Rose",
            "instead": "Paul, Rose, Léa",
            "question": "Rose ou bleu : la Résidence Rose chauffe-t-elle mieux ?",
            "quote": "Rose\u00a0:\nLa Rose est à vendre.\n\nMerci @rose. Rose des vents.",
        },
    )
    forget_name("Rose", [THREAD])
    mail.refresh_from_db()
    assert mail.context == {
        "author": "Un ancien membre (Ambassadrice · Les Tilleuls)",
        "asker": "Un ancien membre",
        "before": "Un ancien membre, Résidence Rose",
        "instead": "Paul, Un ancien membre, Léa",
        "question": "Rose ou bleu : la Résidence Rose chauffe-t-elle mieux ?",
        "quote": "Un ancien membre\u00a0:\nLa Rose est à vendre.\n\nMerci @un ancien membre. "
        "Rose des vents.",
    }


def test_other_threads_are_left_alone():
    row = Notification.objects.create(
        user=UserFactory(), kind="questions.new_answer", key="k", thread="question-2", title="Rose"
    )
    forget_name("Rose", [THREAD])
    row.refresh_from_db()
    assert row.title == "Rose"

"""A closed account is named nowhere in what others were told."""

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
        ("Rose a répondu à « Un prix ? »", "Un ancien membre a répondu à « Un prix ? »"),
        ("« Merci @Rose, et @rose ? »", "« Merci @Un ancien membre, et @Un ancien membre ? »"),
        ("Roseline a répondu à « Une rose »", "Roseline a répondu à « Une rose »"),
    ],
)
def test_a_notice_forgets_the_name_wherever_it_is_a_whole_word(before, after):
    assert told(before)[0] == after


def test_the_text_under_it_too():
    _, body = told("Une place", "Rose a annulé. Sa place va à Paul.")
    assert body == "Un ancien membre a annulé. Sa place va à Paul."


def test_a_mail_that_waits_forgets_it_too():
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
            "people": ["Paul", "Rose"],
            "shown": {"quote": "Rose\u00a0:\nMerci @rose.", "count": 2},
        },
    )
    forget_name("Rose", [THREAD])
    mail.refresh_from_db()
    assert mail.context == {
        "author": "Un ancien membre (Ambassadrice · Les Tilleuls)",
        "people": ["Paul", "Un ancien membre"],
        "shown": {"quote": "Un ancien membre\u00a0:\nMerci @Un ancien membre.", "count": 2},
    }


def test_other_threads_are_left_alone():
    row = Notification.objects.create(
        user=UserFactory(), kind="questions.new_answer", key="k", thread="question-2", title="Rose"
    )
    forget_name("Rose", [THREAD])
    row.refresh_from_db()
    assert row.title == "Rose"

"""The answer to a message of `/contact/`, by mail: people without an account wrote it."""

from cms.pages.models import ContactMessage
from communaute.notifications.services import tell, withdraw


def mail_answer(message: ContactMessage) -> None:
    tell(
        "contact.answered",
        to=message.email,
        key=_key(message),
        url="/contact/",
        context={
            "name": message.name,
            "subject_label": message.get_subject_display(),
            "asked": message.message,
            "answer": message.answer,
            "sent_at": message.sent_at,
        },
        not_before=message.answer_leaves_at,
    )


def keep_answer(message: ContactMessage) -> None:
    withdraw(key=_key(message))


def _key(message: ContactMessage) -> str:
    """Of one answer: another one may follow that was taken back."""
    return f"contact-{message.pk}-{message.handled_at}"

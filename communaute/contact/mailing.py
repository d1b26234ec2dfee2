"""The answer to a message of `/contact/`, by mail: people without an account wrote it."""

from cms.pages.models import ContactMessage
from communaute.notifications.services import tell


def mail_answer(message: ContactMessage) -> None:
    tell(
        "contact.answered",
        to=message.email,
        key=f"contact-{message.pk}",
        url="/contact/",
        context={
            "name": message.name,
            "subject_label": message.get_subject_display(),
            "asked": message.message,
            "answer": message.answer,
            "sent_at": message.sent_at,
        },
    )

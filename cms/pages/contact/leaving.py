"""How an answer leaves: by mail, to people without an account."""

from communaute.notifications.services import tell, withdraw

from ..models import ContactMessage


def send(message: ContactMessage) -> None:
    """Have the answer of a message leave when it can be taken back no more, in the transaction of
    who answers."""
    tell(
        "cms_pages.contact_answered",
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


def keep(message: ContactMessage) -> None:
    """Keep the answer of a message from leaving, before its time."""
    withdraw(key=_key(message))


def _key(message: ContactMessage) -> str:
    """Of one answer: another one may follow that was taken back."""
    return f"contact-{message.pk}-{message.handled_at}"

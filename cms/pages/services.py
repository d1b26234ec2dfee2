"""Writing to the service and answering, by mail to people without an account; votes on a page;
the pages of a new installation."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from cms.indexed import register_kind
from cms.models import HomePage
from cms.starter import add_missing
from cms.stream_builder import prose
from cms.text import plain
from communaute.notifications.catalogue import Kind, Priority
from communaute.notifications.services import tell, withdraw
from socle.errors import Refused
from socle.scheduler import Step
from socle.search.sources import Row

from .enums import MessageState
from .models import (
    ContactMessage,
    ContactPage,
    DossierPage,
    EditorialPage,
    EventPage,
    FaqPage,
    NewsPage,
    PageComment,
    PageUsefulness,
    PlacePage,
    StoryPage,
)


@transaction.atomic
def receive_message(
    *, key: str, name: str, email: str, subject: str, message: str
) -> ContactMessage:
    """Put what somebody without an account wrote in the queue; the same `key` twice is one."""
    kept, _ = ContactMessage.objects.get_or_create(
        key=key, defaults={"name": name, "email": email, "subject": subject, "message": message}
    )
    return kept


@transaction.atomic
def answer_message(*, actor: Any, pk: int, answer: str) -> ContactMessage:
    """Answer by mail, which leaves after some minutes; the same answer twice is one. Raises
    AlreadyHandled, ContactMessage.DoesNotExist."""
    message = ContactMessage.objects.select_for_update().get(pk=pk)
    if _is_handled(message, MessageState.ANSWERED, actor, answer):
        return message
    message.answer = answer
    _handled(message, MessageState.ANSWERED, actor)
    send(message)
    return message


@transaction.atomic
def take_answer_back(*, actor: Any, pk: int) -> str:
    """Take back the answer one has just written: it does not leave, the message waits again.
    Returns its words. Raises NotTakenBack."""
    message = ContactMessage.objects.select_for_update().get(pk=pk)
    if not can_take_back(actor, message):
        raise NotTakenBack(_why_not_taken_back(actor, message))
    withdraw(key=_key(message))
    answer, message.answer = message.answer, ""
    message.state, message.handled_by, message.handled_at = MessageState.NEW, None, None
    message.save(update_fields=["state", "answer", "handled_by", "handled_at"])
    return answer


def can_take_back(user: Any, message: ContactMessage) -> bool:
    """Who wrote the answer may, until it leaves."""
    leaves_at = message.answer_leaves_at
    return leaves_at is not None and message.handled_by_id == user.pk and timezone.now() < leaves_at


@transaction.atomic
def close_message(*, actor: Any, pk: int) -> ContactMessage:
    """Put aside what asks for no answer; twice is once. Raises AlreadyHandled,
    ContactMessage.DoesNotExist."""
    message = ContactMessage.objects.select_for_update().get(pk=pk)
    if not _is_handled(message, MessageState.CLOSED, actor):
        _handled(message, MessageState.CLOSED, actor)
    return message


def _is_handled(message: ContactMessage, state: MessageState, actor: Any, answer: str = "") -> bool:
    """Whether this person did the same already. Raises AlreadyHandled when something else was."""
    if message.state == MessageState.NEW:
        return False
    if (message.state, message.answer, message.handled_by_id) != (state, answer, actor.pk):
        raise AlreadyHandled(_by_whom(actor, message))
    return True


def _handled(message: ContactMessage, state: MessageState, actor: Any) -> None:
    message.state = state
    message.handled_by = actor
    message.handled_at = timezone.now()
    message.save(update_fields=["state", "answer", "handled_by", "handled_at"])


@transaction.atomic
def erase_message(*, pk: int, now: datetime) -> bool:
    """Erase a message and its answer; False when it is not due, or was erased meanwhile."""
    due = ContactMessage.objects.to_erase(now).select_for_update().filter(pk=pk)
    return bool(due.delete()[0])


def _by_whom(actor: Any, message: ContactMessage) -> str:
    who = "Vous avez" if message.handled_by_id == actor.pk else "Une autre personne a"
    return f"{who} déjà traité ce message."


def _why_not_taken_back(actor: Any, message: ContactMessage) -> str:
    if message.state == MessageState.NEW:
        return "Cette réponse est déjà annulée : rien n’est parti."
    if message.state == MessageState.ANSWERED and message.handled_by_id == actor.pk:
        return "C’est trop tard pour annuler : la réponse est partie."
    return _by_whom(actor, message)


class AlreadyHandled(Refused):
    """Something else was done with the message."""


class NotTakenBack(Refused):
    """Nothing is left to take back, or it is somebody else's."""


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


def _key(message: ContactMessage) -> str:
    """Of one answer: another one may follow that was taken back."""
    return f"contact-{message.pk}-{message.handled_at}"


KINDS = (
    Kind(
        key="cms_pages.contact_answered",
        label="Réponse à un message envoyé à la rédaction",
        who="La personne qui a écrit, à l’adresse qu’elle a donnée.",
        when="Quand une personne du service répond.",
        may_be_off=False,
        on_site=False,
        keeps_address=False,
        priority=Priority.SOON,
    ),
)


@transaction.atomic
def count_vote(*, page: Page, is_useful: bool) -> None:
    """Count one reader of today."""
    day = timezone.localdate()
    PageUsefulness.objects.get_or_create(page=page, day=day)
    name = "useful" if is_useful else "useless"
    PageUsefulness.objects.filter(page=page, day=day).update(**{name: F(name) + 1})


def keep_words(*, page: Page, is_useful: bool, text: str) -> None:
    """Keep what a reader wrote of a page; the same words again that day are one."""
    day = timezone.localdate()
    PageComment.objects.get_or_create(page=page, is_useful=is_useful, text=text, day=day)


@transaction.atomic
def erase_comment(*, pk: int, now: datetime) -> bool:
    """Erase a comment; False when it is not due, or was erased meanwhile."""
    due = PageComment.objects.to_erase(timezone.localdate(now)).select_for_update().filter(pk=pk)
    return bool(due.delete()[0])


def _messages_to_erase(now: datetime) -> list[int]:
    return list(ContactMessage.objects.to_erase(now).values_list("pk", flat=True))


def _comments_to_erase(now: datetime) -> list[int]:
    due = PageComment.objects.to_erase(timezone.localdate(now))
    return list(due.values_list("pk", flat=True))


STEPS = (
    Step(
        key="pages.erase_messages",
        label="Messages reçus et traités depuis longtemps : ils sont effacés",
        due=_messages_to_erase,
        do=lambda pk, now: {"contact_messages_erased": erase_message(pk=pk, now=now)},
    ),
    Step(
        key="pages.erase_comments",
        label="Avis des lecteurs sur une page : leurs mots sont effacés au bout d’un an",
        due=_comments_to_erase,
        do=lambda pk, now: {"page_comments_erased": erase_comment(pk=pk, now=now)},
    ),
)


INTRODUCTION = (
    "Une question sur le service, une erreur dans une page, un souci avec votre compte ? "
    "Écrivez-nous : une personne lit chaque message et y répond.\n\n"
    "Pour une question sur le chauffage de votre immeuble, "
    "[posez-la aux copropriétés déjà raccordées](/communaute/) : la réponse servira aussi à "
    "d’autres."
)
CONFIRMATION = (
    "En attendant, les [guides](/guides/) et les [questions déjà posées](/communaute/) répondent "
    "peut-être à la vôtre."
)


def create_pages() -> list[str]:
    """Create what is missing, once; an edit is never undone. Returns the titles."""
    page = ContactPage(
        title="Nous écrire",
        slug="contact",
        introduction=prose(INTRODUCTION).source,
        confirmation=prose(CONFIRMATION).source,
        search_description="Une question sur le service, une erreur, un souci avec votre "
        "compte : une personne vous répond.",
    )
    return add_missing(HomePage.objects.get(), [page])


# How these pages are found by the search.


# Words that people use for a kind of page and that its text does not say.
SAID: dict[type[Any], str] = {
    FaqPage: "FAQ, foire aux questions",
    EventPage: "événement, webinaire, portes ouvertes, agenda",
    StoryPage: "témoignage, récit, retour d’expérience",
    DossierPage: "parcours, étapes, par où commencer",
    NewsPage: "actualité, nouveauté",
    PlacePage: "ville, quartier, réseau",
}


def _contact(page: ContactPage) -> Row:
    return Row(
        pk=page.pk,
        title=page.title,
        url="/contact/",
        lead="contact, joindre, écrire, une personne, aide, assistance, réclamation",
        text=plain(page.introduction),
    )


def _editorial(page: EditorialPage) -> Row:
    headings = [section["title"] for section in page.sections]
    return Row(
        pk=page.pk,
        title=page.title,
        url=page.url or "/",
        lead=" ".join((SAID[type(page)], *headings, page.introduction)),
        text=" ".join((page.introduction, *page.searched_texts)),
        happened_at=page.last_published_at,
    )


def add_kinds() -> None:
    register_kind(ContactPage, _contact)
    for kind in SAID:
        register_kind(kind, _editorial)

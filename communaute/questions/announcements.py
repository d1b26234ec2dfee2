"""What people are told when an answer comes, in which words."""

from communaute.comptes.badges import badges_for
from communaute.comptes.models import User
from communaute.notifications.enums import NotificationKind
from communaute.notifications.services import notify

from .models import Answer
from .text import plain

QUOTED_CHARACTERS = 1_500


def answer_key(answer: Answer) -> str:
    """Key of the notifications about an answer: withdrawn when it is hidden."""
    return f"questions-reponse-{answer.pk}"


def announce_answer(answer: Answer, *, asker: User, is_first: bool) -> None:
    """Tell the asker: at once by mail for the first answer, on the site for the next ones."""
    author = _signed(answer.author)
    text = plain(answer.body_html)
    quote = text[:QUOTED_CHARACTERS]
    notify(
        user=asker,
        kind=NotificationKind.FIRST_ANSWER if is_first else NotificationKind.NEW_ANSWER,
        key=answer_key(answer),
        title=f"{author} a répondu à « {answer.question.title} »",
        url=answer.get_absolute_url(),
        mail="questions_first_answer" if is_first else None,
        context={
            "thread": f"question-{answer.question_id}",
            "author": author,
            "question": answer.question.title,
            "quote": quote,
            "is_cut": len(quote) < len(text),
            "action_label": "Lire la réponse sur le site",
            "why": (
                "Vous recevez ce message parce que vous avez posé cette question sur "
                "ChauffageUrbain. Les réponses suivantes seront signalées sur le site, "
                "sans courriel."
            ),
        },
    )


def _signed(author: User | None) -> str:
    """Who answered, as the site shows it: « Monique D. (Ambassadeur · Les Tilleuls) »."""
    if author is None:
        return "Un ancien membre"
    badges = ", ".join(badge.label for badge in badges_for([author])[author.pk])
    return f"{author.public_name} ({badges})" if badges else author.public_name


def announce_accepted(answer: Answer, *, author: User) -> None:
    """Tell the author, on the site, that the answer helped."""
    notify(
        user=author,
        kind=NotificationKind.ANSWER_ACCEPTED,
        key=f"questions-retenue-{answer.pk}",
        title=f"Votre réponse à « {answer.question.title} » a été retenue",
        url=answer.get_absolute_url(),
    )

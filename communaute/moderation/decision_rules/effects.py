"""What each kind of decision does to a text, and how the law calls it."""

from __future__ import annotations

from dataclasses import dataclass

from ..enums import (
    RESTRICTED,
    AccountRestriction,
    ContentStatus,
    DecisionKind,
    SanctionKind,
    ServiceRestriction,
    Visibility,
)

# The state that a decision gives to a text; the others leave it.
STATUS_OF = {
    DecisionKind.APPROVE: ContentStatus.PUBLISHED,
    DecisionKind.ASK_EDIT: ContentStatus.TO_EDIT,
    DecisionKind.HIDE: ContentStatus.HIDDEN,
    DecisionKind.REMOVE: ContentStatus.REMOVED,
    DecisionKind.AUTO_HIDE: ContentStatus.AUTO_HIDDEN,
}
# Those by which nobody else reads it any more.
HIDING = tuple(kind for kind, status in STATUS_OF.items() if status in RESTRICTED)
# A short notice, or less room for a text that stays online: as its room says that it may have.
MARKS = (DecisionKind.LOCK, DecisionKind.LIMIT, DecisionKind.LABEL)
# Where each is kept on the text, and the statement that explains it.
COLUMNS_OF = {
    DecisionKind.LOCK: ("locked_at", "locked_for"),
    DecisionKind.LIMIT: ("limited_at", "limited_for"),
    DecisionKind.LABEL: ("caution", "labelled_for"),
}


def state_after(kind: DecisionKind, status: str) -> str:
    """The state of a text after such a decision, when it takes nothing back."""
    if kind in {DecisionKind.KEEP, DecisionKind.RESTORE} and status in RESTRICTED:
        return ContentStatus.PUBLISHED
    return STATUS_OF.get(kind, status)


@dataclass(frozen=True)
class Restriction:
    """A restriction in words, and by the codes of the Commission's database."""

    words: str
    visibility: str = ""
    service: str = ""
    account: str = ""


_PARTIAL, _TOTAL = ServiceRestriction.PARTIAL, ServiceRestriction.TOTAL
OF_TEXT = {
    DecisionKind.ASK_EDIT: Restriction(
        "Texte hors ligne jusqu’à ce que son auteur le modifie", Visibility.DISABLED
    ),
    DecisionKind.HIDE: Restriction("Texte masqué : le public ne le voit plus", Visibility.DISABLED),
    DecisionKind.REMOVE: Restriction(
        "Texte supprimé : il n’est plus sur le site", Visibility.REMOVED
    ),
    DecisionKind.LOCK: Restriction(
        "Texte fermé aux réponses : plus personne n’y répond", Visibility.OTHER
    ),
    DecisionKind.LIMIT: Restriction(
        "Texte moins visible : il se lit à son adresse, mais ni les moteurs de recherche, ni les "
        "fils, ni les résumés par courriel ne le montrent",
        Visibility.DEMOTED,
    ),
    DecisionKind.LABEL: Restriction(
        "Avertissement affiché au-dessus du texte", Visibility.LABELLED
    ),
    DecisionKind.AUTO_HIDE: Restriction(
        "Texte masqué en attendant qu’une personne décide", Visibility.DISABLED
    ),
}
OF_PERSON = {
    SanctionKind.NOTICE: Restriction("Rappel des règles, sans autre effet"),
    SanctionKind.WARNING: Restriction("Avertissement, sans autre effet"),
    SanctionKind.PRE_MODERATION: Restriction(
        "Textes relus par une personne avant d’être publiés", service=_PARTIAL
    ),
    SanctionKind.READ_ONLY: Restriction(
        "Lecture seule : ni texte, ni vote, ni message", service=_PARTIAL
    ),
    SanctionKind.MESSAGES: Restriction(
        "Messages privés, mises en relation et visites suspendus", service=_PARTIAL
    ),
    SanctionKind.SUSPENSION: Restriction(
        "Compte suspendu : ni texte, ni vote, ni message, ni invitation, ni visite ; lire, "
        "retrouver ses données et contester restent possibles",
        service=_TOTAL,
        account=AccountRestriction.SUSPENDED,
    ),
    SanctionKind.CLOSING: Restriction(
        "Compte fermé : il ne sert plus qu’à retrouver ses données et à contester",
        service=_TOTAL,
        account=AccountRestriction.CLOSED,
    ),
}


def restriction_of(kind: str, sanction: str = "") -> Restriction:
    """The restriction that this decision is."""
    if sanction:
        return OF_PERSON[SanctionKind(sanction)]
    return OF_TEXT[DecisionKind(kind)]

"""Ruling: what each kind of decision does, who may take it, in which words it is told.

Who may take which decision, alone or with a second person: the rights matrix of moderation.
"""

from dataclasses import dataclass
from datetime import datetime

from communaute.comptes.perms import is_lead_of, is_national_team

from .deadlines import HOURS_A_DAY
from .enums import (
    RESTRICTED,
    AccountRestriction,
    Automation,
    ContentStatus,
    DecisionKind,
    Ground,
    SanctionKind,
    Say,
    ServiceRestriction,
    Visibility,
)
from .errors import InvalidDecisionError
from .models import Case, Proposal
from .numbers import NUMBERS
from .perms import acting_organisation, can_moderate, has_reach
from .reasons import named, resolve
from .wordings import category_of, fault_of

# Longer is no length any more: an account is closed instead.
LONGEST_HOURS = 366 * HOURS_A_DAY
# What tells a person something and forbids nothing.
WORDS_ONLY = (SanctionKind.NOTICE, SanctionKind.WARNING)
# Nobody takes them on purpose: a program does, or another decision brings them.
_NOT_ASKED = (DecisionKind.AUTO_HIDE, DecisionKind.SANCTION, DecisionKind.LIFT)


def say_on_text(user: object, case: Case, kind: str) -> Say:
    """What this person's word is worth to decide so on the text of this case.

    A moderator of the territory does all that can be taken back; removing takes who answers for
    the agency, or the national team.
    """
    if kind not in DecisionKind or kind in _NOT_ASKED or not can_moderate(user, case):
        return Say.NO
    return Say.PROPOSE if takes_second(user, case, kind) else Say.ALONE


def takes_second(user: object, case: Case, kind: str) -> bool:
    """Whether a moderator of this case only proposes this decision on its text; no query."""
    return kind == DecisionKind.REMOVE and not _leads(user, case)


def say_on_person(user: object, case: Case, sanction: str, hours: int | None) -> Say:
    """What this person's word is worth for this measure towards the author of the case.

    A reminder or a warning: any moderator. Up to `alone_days`: who answers for the agency, or the
    national team; the other moderators propose. Longer, or closing the account: two people, of
    whom the second is of the national team.
    """
    if sanction not in SanctionKind or not can_moderate(user, case):
        return Say.NO
    return measure_say(user, case, sanction, hours)


def measure_say(user: object, case: Case, sanction: str, hours: int | None) -> Say:
    """The same, for who opens the case; no query."""
    if sanction in WORDS_ONLY:
        return Say.ALONE
    if not takes_two(sanction, hours):
        return Say.ALONE if _leads(user, case) else Say.PROPOSE
    return Say.PROPOSE if _leads(user, case) else Say.NO


def takes_two(sanction: str, hours: int | None) -> bool:
    """Whether the measure is one that nobody takes alone."""
    if sanction in WORDS_ONLY:
        return False
    return hours is None or hours > NUMBERS.alone_days * HOURS_A_DAY


def can_confirm(user: object, proposal: Proposal) -> bool:
    """May be the second person of this proposal: another one, with the right that it takes."""
    return is_second_for(user, proposal) and can_moderate(user, proposal.case)


def is_second_for(user: object, proposal: Proposal) -> bool:
    """The same, for who opens the case of this proposal; no query. Nobody confirms what they may
    not decide: a case that was entrusted to others since."""
    if proposal.proposed_by_id == getattr(user, "pk", None):
        return False
    if not has_reach(user, proposal.case):
        return False
    if proposal.sanction and takes_two(proposal.sanction, proposal.hours):
        return is_national_team(user)
    return _leads(user, proposal.case)


def can_lift(user: object, case: Case, sanction: str, hours: int | None) -> bool:
    """May end this measure before its time: who could take it, or be its second person."""
    return could_lift(user, case, sanction, hours) and can_moderate(user, case)


def could_lift(user: object, case: Case, sanction: str, hours: int | None) -> bool:
    """The same, for who opens the case; no query."""
    if takes_two(sanction, hours):
        return is_national_team(user)
    return sanction in WORDS_ONLY or _leads(user, case)


def _leads(user: object, case: Case) -> bool:
    """Answers for the agency in whose name they act on this case, or is of the national team."""
    if is_national_team(user):
        return True
    organisation = acting_organisation(user, case)
    return organisation is not None and is_lead_of(user, organisation)


# Why something is restricted: what a statement of reasons is written from.


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """Why something is restricted: the facts, then the rule or the law, and how they meet.

    `rule` is the whole citation, `code` and `version` name it; `why` says in what the text breaks
    it; `category` is that of the reason chosen, never of a report. `source` is found from the
    notices of the case when it is empty.
    """

    facts: str = ""
    ground: str = ""
    rule: str = ""
    code: str = ""
    version: str = ""
    why: str = ""
    also_illegal: bool = False
    category: str = ""
    source: str = ""
    automated_decision: str = Automation.NO

    def check(self, text: str) -> None:
        """Raises InvalidDecisionError when a statement about `text` could not be written so."""
        shortest = NUMBERS.facts_min_length
        if len(self.facts.strip()) < shortest:
            raise InvalidDecisionError(f"Expliquez les faits en {shortest} caractères au moins.")
        if self.ground not in Ground or not self.rule.strip():
            message = "Indiquez la règle ou la loi sur laquelle la décision s’appuie."
            raise InvalidDecisionError(message)
        if fault := fault_of(self.facts, text):
            raise InvalidDecisionError(fault)


NO_REASONS = Reasons()


def reasons_of(
    code: str, on: datetime | None, facts: str, *, also_illegal: bool = False, category: str = ""
) -> Reasons:
    """The reasons that rest on one rule or law, as it stood `on` the day of the text; `category`
    goes with the rule unless it is given."""
    if not code:
        return Reasons(facts=facts)
    ground, citation = resolve(code, on)
    version, text = named(code, on)
    return Reasons(
        facts=facts,
        ground=ground,
        rule=citation,
        code=code,
        version=version,
        why=text,
        also_illegal=also_illegal,
        category=category or category_of(code),
    )


# What each kind of decision does to a text, and how the law calls it.


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
    DecisionKind.HIDE: Restriction("Texte masqué : le public ne le voit pas", Visibility.DISABLED),
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
# A text that the public never read.
OF_PRIVATE_TEXT = {
    DecisionKind.HIDE: Restriction(
        "Message masqué : il n’est plus lisible dans l’échange", Visibility.DISABLED
    ),
    DecisionKind.REMOVE: Restriction(
        "Message supprimé : il n’est plus lisible dans l’échange", Visibility.REMOVED
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


def restriction_of(kind: str, sanction: str = "", *, private: bool = False) -> Restriction:
    """The restriction that this decision is; `private`, of a text that only some people read."""
    if sanction:
        return OF_PERSON[SanctionKind(sanction)]
    known = OF_TEXT | OF_PRIVATE_TEXT if private else OF_TEXT
    return known[DecisionKind(kind)]

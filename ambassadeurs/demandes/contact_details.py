"""Contact details between people: shared with which consent, masked until then."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from django.utils import timezone

from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import Membership, Organisation
from communaute.moderation.prescreening.personal import (
    Found,
    PersonalKind,
    find_contacts,
    same_contact,
)
from socle.calendar import date_format

from .facts import EMAIL_KEY, FactLine, Raw, labels
from .models import Demande, Message

VERSION: Final = "2026-11-c"
_WORDING: Final = (
    "J’accepte que les informations cochées ci-dessus et mon message soient transmis à "
    "{operator}, qui exploite {network}, pour étudier le raccordement de mon immeuble. "
    "Je peux clore ma demande à tout moment : cela retire mon accord, et l’exploitant ne la voit "
    "plus."
)
_TOGETHER: Final = (
    "J’accepte que les informations cochées ci-dessus et mon message soient transmis à "
    "{operator}, pour étudier le raccordement de ces immeubles : {buildings}. "
    "Je peux clore la demande de chaque immeuble à tout moment : cela retire mon accord pour cet "
    "immeuble, et l’exploitant ne voit plus sa demande."
)
# To open an exchange again: nothing is ticked there, and who asked may be a property manager.
_AGAIN: Final = (
    "J’accepte que les informations et les messages de cette demande soient de nouveau transmis à "
    "{operator}, qui exploite {network}, pour étudier le raccordement de cet immeuble. "
    "Je peux clore la demande à tout moment : cela retire mon accord, et l’exploitant ne la voit "
    "plus."
)


def consent_to_reread(agency: str) -> str:
    """What the person agrees to when an agency reads an operator's offer again."""
    return (
        "J’accepte que les nombres de cette offre, dans mon message, soient transmis à "
        f"{agency}, pour la relire."
    )


def consent_together(organisation: Organisation, buildings: list[str]) -> str:
    """What the person agrees to for several buildings, each named."""
    return _TOGETHER.format(operator=organisation.name, buildings=", ".join(buildings))


def consent_wording(organisation: Organisation, reseau: Reseau | None) -> str:
    """What the person agrees to, with the name of the operator and of the network."""
    return _WORDING.format(operator=organisation.name, network=_named(reseau))


def consent_to_reopen(organisation: Organisation, reseau: Reseau | None) -> str:
    """The same when the person opens again an exchange that withdrew it."""
    return _AGAIN.format(operator=organisation.name, network=_named(reseau))


def _named(reseau: Reseau | None) -> str:
    return f"le réseau « {reseau.name} »" if reseau else "un réseau voisin"


def again_wording(wording: str, now: datetime) -> str:
    """What follows the first consent of a thread, when the person agrees again."""
    return f"\n\nAccord redonné le {_moment(now)} (texte {VERSION}) : {wording}"


def ticked_wording(before: Mapping[str, Raw], ticked: Mapping[str, Raw]) -> str:
    """What follows it when something was ticked anew: which facts, and those sent before."""
    return f"\nCoché cette fois : {labels(ticked)}. Envoyé auparavant : {labels(before)}."


def withdrawn_wording(moment: datetime) -> str:
    """What follows a consent that was withdrawn, once another one is given."""
    return f"\n\nAccord retiré le {_moment(moment)}."


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y à H:i")


PHONE_MASK = "[téléphone masqué]"
EMAIL_MASK = "[adresse masquée]"
MASKS = {PersonalKind.PHONE: PHONE_MASK, PersonalKind.EMAIL: EMAIL_MASK}

_WORD = re.compile(r"\w")

QUOTED_CHARACTERS = 3_000


def mask(text: str, but: Collection[str] = ()) -> str:
    """Return the text with every phone number and e-mail address replaced by a word.

    `but`: the phones and addresses that pass, however they are spaced or capitalised.
    """
    passing = {same_contact(one) for one in but}
    hidden = [one for one in find_contacts(text) if same_contact(one.text) not in passing]
    return _replaced(text, hidden, lambda one: MASKS[one.kind])


def _replaced(text: str, found: list[Found], word: Callable[[Found], str]) -> str:
    for one in reversed(found):
        text = f"{text[: one.start]}{word(one)}{text[one.end :]}"
    return text


def is_masked(text: str) -> bool:
    """Whether `mask` would change this text."""
    return bool(find_contacts(text))


def quoted(shown: str) -> dict[str, object]:
    """What a mail quotes of a text as its reader may see it: cut when it is long."""
    return {"quote": shown[:QUOTED_CHARACTERS], "is_cut": len(shown) > QUOTED_CHARACTERS}


def without_contact(facts: Iterable[FactLine]) -> list[dict[str, str]]:
    """The facts that hold neither phone nor e-mail, for a mail: {"label", "value"}."""
    return [
        {"label": fact.label, "value": fact.value} for fact in facts if not is_masked(fact.value)
    ]


def is_only_contact(text: str) -> bool:
    """Whether nothing readable is left once phones and e-mails are taken out."""
    found = find_contacts(text)
    return bool(found) and not _WORD.search(_replaced(text, found, lambda _: ""))


def both_share(demande: Demande) -> bool:
    return demande.requester_shares_contact and demande.recipient_shares_contact


def is_from_organisation(message: Message, demande: Demande) -> bool:
    """Typed by a professional, for the organisation that was written to."""
    return demande.organisation is not None and not message.from_requester


def readable_text(message: Message, demande: Demande, *, for_both: bool = True) -> str:
    """The text as the two sides read it. `for_both=False`: whatever they agreed to (moderation)."""
    body = message.body
    if is_from_organisation(message, demande) or (for_both and both_share(demande)):
        return body
    # Most texts hold no contact: no need to look for those that pass.
    if not is_masked(body):
        return body
    return mask(body, but=published(demande) | (_joined(demande) if for_both else frozenset()))


def hides_something(message: Message, demande: Demande) -> bool:
    """Whether `readable_text` replaces anything."""
    return readable_text(message, demande) != message.body


def hides_all(message: Message, demande: Demande) -> bool:
    """Whether nothing readable is left of the message."""
    return is_only_contact(message.body) and readable_text(message, demande) == mask(message.body)


def _joined(demande: Demande) -> frozenset[str]:
    """The address that the person ticked among what they sent."""
    joined = demande.sent.get(EMAIL_KEY)
    return frozenset([joined] if joined else [])


def published(demande: Demande) -> frozenset[str]:
    """Phone and e-mails of the organisation and of those who answer for it (1 query)."""
    organisation = demande.organisation
    if organisation is None:
        return frozenset()
    members = Membership.objects.filter(organisation=organisation, user__is_active=True)
    emails = members.values_list("user__email", flat=True)
    return frozenset(one for one in (organisation.phone, organisation.email, *emails) if one)

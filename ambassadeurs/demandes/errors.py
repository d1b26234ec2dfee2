"""What the rules of the room refuse; each message is for the person."""

from socle.errors import FormUsed, Refused

from .models import Demande, DeskAct


class DemandeError(Refused):
    """A rule says no; the message tells the person why and what to do, near `field` when it is
    about one; `demande`: which one refuses, of several."""

    field = ""
    demande: Demande | None = None


class DemandeToOneself(DemandeError):
    """To oneself, to one's own building or to one's own organisation."""


class WrongPurpose(DemandeError):
    """A purpose that this recipient does not answer (forged or out of date)."""


class WrongBuilding(DemandeError):
    """A building the person does not belong to (forged)."""


class NotContactable(DemandeError):
    """The ambassador is withdrawn, expired, paused or full."""


class DuplicateDemande(DemandeError):
    """The same request is open: `existing` is shown instead of a second one."""

    def __init__(self, existing: Demande) -> None:
        super().__init__("Vous avez déjà une demande ouverte avec ce destinataire : la voici.")
        self.existing = existing


class AskedByMember(DemandeError):
    """Somebody else of the building asks the same of this organisation: `existing` is theirs."""

    def __init__(self, existing: Demande) -> None:
        super().__init__(
            "Un membre de votre copropriété a déjà fait cette demande : une seule suffit. "
            "Rien n’est parti."
        )
        self.existing = existing


class AskedByColleague(DemandeError):
    """A colleague of the same syndic has asked the same for this building: one answer is enough."""


class AskedAnew(DemandeError):
    """A project that was given up does not begin again where its building asked anew since."""

    message = "L’immeuble vous a fait une nouvelle demande depuis : changez le suivi de celle-là."


class YearStays(DemandeError):
    """The date of a connection is kept with a building that is known here, and corrected by the
    operator who said it until the building has confirmed it."""

    field = "connected_on"
    message = (
        "Cette date n’est pas retenue : l’immeuble ou son réseau n’est pas connu ici, ce "
        "raccordement n’a pas été noté par vous, ou l’immeuble l’a confirmé depuis. Retirez-la "
        "pour enregistrer le reste."
    )


class ConsentMissing(DemandeError):
    """Nothing goes to an operator without the separate consent."""

    message = "Cochez la case d’accord pour que l’exploitant reçoive votre demande."


class TooManyDemandes(DemandeError):
    """More new requests in a week than one may follow."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Vous avez envoyé {most} demandes cette semaine : c’est le maximum. "
            "Attendez les premières réponses, puis revenez. Votre texte reste ci-dessous."
        )


class ThreadClosed(DemandeError):
    """One writes in an open thread only; `may_reopen`: the page has the button that opens it;
    `is_mine`: who asked, of an exchange that nobody opens again."""

    def __init__(self, *, may_reopen: bool = False, is_mine: bool = False) -> None:
        if may_reopen:
            message = "Cet échange est clos. Rouvrez-le, puis envoyez votre texte."
        elif is_mine:
            message = "Cet échange est clos et ne se rouvre pas."
        else:
            message = "Cet échange est clos. Seule la personne qui a fait une demande la rouvre."
        super().__init__(message)


class UsedKey(FormUsed, DemandeError):
    """The key of this form already stored something else: of an old page, or of somebody else."""


class MessagesSuspended(DemandeError):
    """A measure of moderation forbids private messages and requests for now."""


class NoLongerReceived(DemandeError):
    """The other person blocked this one: told without saying so, nor why."""

    message = "Cet échange ne reçoit plus de messages : le vôtre n’est pas transmis."


class BlockedByMyself(DemandeError):
    """One does not write to whom one blocked, which ended the exchange."""

    message = (
        "Vous avez bloqué cette personne, et cet échange est clos. Débloquez-la d’abord : "
        "ensuite, seule la personne qui a fait la demande peut le rouvrir."
    )


class ActedMeanwhile(DemandeError):
    """Somebody of the organisation acted since the page was shown, a colleague or the person from
    another page: `act` is what was done, `said` in words. The same for an answer by mail that
    crosses one."""

    def __init__(self, act: DeskAct, said: str) -> None:
        super().__init__(
            f"{said} : rien de votre envoi n’est parti. "
            "Lisez d’abord, puis recommencez si c’est encore utile."
        )
        self.act, self.said = act, said


class TooLateToUndo(DemandeError):
    """What was done is told, or taken back already, or something was done since."""


class NotAllowed(DemandeError):
    """Not a party of the thread, or not the side this act belongs to."""

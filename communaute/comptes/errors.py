"""What a rule about accounts refuses, in words for the person."""

from socle.errors import Refused


class ComptesError(Refused):
    """Base of the room's refusals; `str(error)` is French, for the person."""


class AccountExists(ComptesError):
    """There is already an account with this e-mail."""

    message = "Un compte existe déjà avec cette adresse."


class InvalidDisplayName(ComptesError):
    """The name others see is empty, too long, an address, a phone number, or passes for a role."""


class NotLead(ComptesError):
    """Neither a lead of the organisation nor of the national team."""

    message = (
        "Les rôles sont donnés par un responsable de l’organisation ou par l’équipe nationale."
    )


class NotThere(ComptesError):
    """Somebody who does not work for the organisation, or not any more."""

    message = "Cette personne ne travaille plus ici : choisissez quelqu’un d’autre."


class ClosingRefused(ComptesError):
    """This account cannot close yet; the text says what to do first."""


class ErasureNotWritten(ComptesError):
    """The list of erased accounts cannot be added to: nothing is erased now."""

    message = (
        "Ce compte ne peut pas être effacé en ce moment : rien n’a changé. "
        "Réessayez dans quelques minutes."
    )


class ModeratesAndOperates(ComptesError):
    """Who works for an operator never moderates: not both at once."""

    message = (
        "Qui travaille pour un exploitant de réseau ne modère jamais : la même personne ne "
        "peut pas être membre d’un exploitant et d’une agence ou de l’équipe nationale."
    )


class LastLead(ComptesError):
    """An organisation that has a lead keeps one."""

    message = "C’est la dernière personne responsable. Nommez d’abord quelqu’un d’autre."


class AlreadyActive(ComptesError):
    """An application already gives the codes of this account."""

    message = "Une application donne déjà les codes de votre compte."


class LastFactor(ComptesError):
    """The role of this person asks for a factor, and this is the last one."""

    message = (
        "Votre espace de travail demande une seconde preuve, et c’est la dernière. "
        "Ajoutez-en d’abord une autre."
    )


class ProtectionAwaited(ComptesError):
    """The desk waits for a second factor, of an account protected or not; what was sent is shown
    again."""

    message = (
        "Votre espace attend une seconde preuve que c’est vous : ouvrez-le dans une autre "
        "fenêtre, suivez ce qu’il demande, puis revenez ici et recommencez."
    )


class NothingToSpare(ComptesError):
    """Spare codes stand in for a factor: without one they would open the account alone."""

    message = "Ajoutez d’abord une clé d’accès ou une application de codes."

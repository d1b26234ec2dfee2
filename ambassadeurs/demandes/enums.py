from django.db import models


class Kind(models.TextChoices):
    """To whom a mise en relation goes: one object, one thread, one clock each."""

    AMBASSADEUR = "ambassadeur", "Ambassadeur"
    EXPLOITANT = "exploitant", "Exploitant du réseau"
    AGENCE = "agence", "Agence locale de l’énergie"


class Purpose(models.TextChoices):
    QUESTION = "question", "Poser une question"
    VISITE = "visite", "Visiter la chaufferie"
    REUNION = "reunion", "Inviter à une réunion"
    RENDEZ_VOUS = "rendez_vous", "Demander un rendez-vous"
    DEVIS = "devis", "Demander un devis"
    CONSEIL = "conseil", "Demander un conseil"

    @property
    def noun(self) -> str:
        """What it is called inside a sentence: « sa demande de devis »."""
        return {
            "question": "question",
            "visite": "demande de visite",
            "reunion": "invitation à une réunion",
        }.get(self.value, self.label.replace("Demander un", "demande de"))


PURPOSES = {
    Kind.AMBASSADEUR: (Purpose.QUESTION, Purpose.VISITE, Purpose.REUNION),
    Kind.EXPLOITANT: (Purpose.RENDEZ_VOUS, Purpose.DEVIS),
    Kind.AGENCE: (Purpose.CONSEIL,),
}
# Whose requests are the building's; those to an ambassador are between two people.
ORGANISATIONS = (Kind.EXPLOITANT, Kind.AGENCE)


class State(models.TextChoices):
    """Where the conversation stands, for both parties."""

    WAITING = "en_attente", "En attente de réponse"
    ANSWERED = "en_cours", "En cours"
    CLOSED = "close", "Close"


class DeskStatus(models.TextChoices):
    """Where the connection project stands, moved at the operator's desk."""

    A_TRAITER = "a_traiter", "À traiter"
    RECONTACTE = "recontacte", "Recontacté pour étude"
    PROPOSITION = "proposition", "Proposition envoyée"
    VOTE = "vote", "Voté en assemblée générale"
    TRAVAUX = "travaux", "Travaux en cours"
    RACCORDE = "raccorde", "Raccordé"
    NON_REALISABLE = "non_realisable", "Non réalisable"
    ABANDONNE = "abandonne", "Abandonné"

    @property
    def is_over(self) -> bool:
        return self in OVER


# The project has ended there: nothing more to win, nobody's turn.
OVER = (DeskStatus.RACCORDE, DeskStatus.NON_REALISABLE, DeskStatus.ABANDONNE)
# Of those, what may be asked again: the building is not heated by the network.
GIVEN_UP = (DeskStatus.NON_REALISABLE, DeskStatus.ABANDONNE)


class ClosedBecause(models.TextChoices):
    REQUESTER = "demandeur", "Close par la personne"
    RECIPIENT = "destinataire", "Close par le destinataire"
    REOFFERED = "repropose", "Restée sans réponse"
    WITHDRAWN = "retrait", "Le destinataire s’est retiré"


# Closed by the service: the person's request goes on with another ambassador, or with nobody.
OFFERED_AGAIN = frozenset({ClosedBecause.REOFFERED, ClosedBecause.WITHDRAWN})


class ActKind(models.TextChoices):
    """What somebody of an organisation did with a demande; the label follows their name."""

    ANSWER = "reponse", "vient de répondre"
    STATUS = "suivi", "vient de changer le suivi"
    CLOSE = "cloture", "vient de clore l’échange"
    ASSIGN = "confier", "vient de confier la demande"
    DAY = "relance", "vient de changer le jour où y revenir"
    UNDO = "annulation", "vient d’annuler ce qui avait été fait"


# What may be done beside what somebody takes back: nobody but colleagues reads it.
BESIDE = (ActKind.ASSIGN, ActKind.DAY, ActKind.UNDO)


class ClockStep(models.TextChoices):
    """What `manage.py tick` did once, and only once, for one mise en relation or visit."""

    REMINDER_3D = "rappel_3j", "Premier rappel"
    REMINDER_7D = "rappel_7j", "Second rappel"
    AGENCY_ALERT = "alerte_agence", "Agence alertée"
    REOFFER = "reproposition", "Reproposition"
    WORKING_DAYS_REMINDER = "rappel_5jo", "Rappel à l’organisme"
    COLLECTIVITE_ALERT = "alerte_collectivite", "Collectivité alertée"
    NATIONAL_ALERT = "alerte_nationale", "Équipe nationale alertée"
    SURVEY_J2 = "enquete_j2", "Première enquête"
    SURVEY_J90 = "enquete_j90", "Seconde enquête"

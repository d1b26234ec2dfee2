from django.db import models


class OrganisationKind(models.TextChoices):
    """What an organisation is; `EQUIPE` is the national team of the service. The last three only
    watch or report: `AUDIT` reads the log of moderation, the notices of a trusted flagger (DSA
    art. 22) and the orders of an authority (art. 9) come first."""

    AGENCE = "agence", "Agence locale de l’énergie"
    EXPLOITANT = "exploitant", "Exploitant de réseau"
    COLLECTIVITE = "collectivite", "Collectivité"
    SYNDIC = "syndic", "Syndic"
    EQUIPE = "equipe", "Équipe nationale"
    AUDIT = "audit", "Auditeur de la modération"
    SIGNALEUR = "signaleur", "Signaleur de confiance"
    AUTORITE = "autorite", "Autorité (justice, administration)"


MODERATING = {OrganisationKind.AGENCE, OrganisationKind.EQUIPE}


class Closed(models.TextChoices):
    """Why an account was closed, as its last mail says it."""

    ASKED = "demande", "La personne l’a demandé"
    IDLE = "inactivite", "La personne ne s’était pas connectée depuis longtemps"
    HELPED = "aide", "L’équipe nationale, à la demande de la personne"
    TEAM = "equipe", "L’équipe nationale"
    AGAIN = "de_nouveau", "Effacé avant, revenu d’une sauvegarde"


class MembershipRole(models.TextChoices):
    MEMBRE = "membre", "Membre"
    RESPONSABLE = "responsable", "Responsable"

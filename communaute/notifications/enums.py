from enum import StrEnum

from django.db import models


class MailState(models.TextChoices):
    """Where a mail of the outbox stands; only the first leaves by itself."""

    WAITING = "waiting", "En attente"
    HELD = "held", "Attend d’être réuni"
    SENT = "sent", "Parti"
    FAILED = "failed", "En échec"
    GIVEN_UP = "given_up", "Abandonné"
    WITHDRAWN = "withdrawn", "Retiré"
    EXPIRED = "expired", "Périmé"
    GATHERED = "gathered", "Réuni dans un récapitulatif"
    STOPPED = "stopped", "Arrêté : l’adresse refuse nos courriels"


class ReceivedState(models.TextChoices):
    """What became of a mail received; the last is never stored: the first time is."""

    DONE = "done", "Publié ou transmis"
    REFUSED = "refused", "Refusé, et dit"
    IGNORED = "ignored", "Ignoré"
    BOUNCED = "bounced", "Retour d’un de nos courriels"
    AGAIN = "again", "Déjà reçu"


class Preset(StrEnum):
    """What a person may choose in one click for all kinds at once."""

    ESSENTIAL = "essentiel"
    ALL = "tout"
    NOTHING = "rien"

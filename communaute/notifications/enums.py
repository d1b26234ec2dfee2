from enum import StrEnum

from django.db import models


class MailState(models.TextChoices):
    """Where a mail of the outbox stands; only the first leaves by itself."""

    WAITING = "waiting", "En attente"
    HELD = "held", "Attend d’être réuni"
    SENT = "sent", "Parti"
    FAILED = "failed", "En échec"
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


class Why(models.TextChoices):
    """Why a mail is not taken; all its words are in `kinds/notifications/reply_refused.txt`."""

    EXPIRED = "expired", "L’adresse de réponse était trop ancienne"
    TAMPERED = "tampered", "L’adresse de réponse était mal recopiée"
    OTHER_SENDER = "other_sender", "Il venait d’une autre adresse que la vôtre"
    TOO_HEAVY = "too_heavy", "Trop lourd"
    TOO_LONG = "too_long", "Trop long"
    GONE = "gone", "Ce n’était plus ouvert aux réponses"
    EMPTY = "empty", "Sans texte à publier"
    AUTOMATIC = "automatic", "Une réponse automatique"
    TOO_SOON = "too_soon", "Trop de réponses à la fois"
    RULE = "rule", "Une règle du service"


class Preset(StrEnum):
    """What a person may choose in one click for all kinds at once."""

    ESSENTIAL = "essentiel"
    ALL = "tout"
    NOTHING = "rien"

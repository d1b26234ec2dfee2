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

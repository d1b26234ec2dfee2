from django.db import models


class StateMarks(models.TextChoices):
    """Whether the marks of the State are shown: they are for State sites only."""

    DEFAULT = "", "comme l’installation le prévoit"
    SHOWN = "shown", "montrées"
    HIDDEN = "hidden", "cachées : ce site n’est pas un site de l’État"


class Level(models.TextChoices):
    """How serious a banner is, the most serious last."""

    INFO = "info", "information"
    WARNING = "warning", "avertissement"
    ALERT = "alert", "alerte"


SERIOUSNESS = [str(level) for level in Level]

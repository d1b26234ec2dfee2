from django.db import models


class CaseKind(models.TextChoices):
    WORKED = "exemple", "Cas d’école"
    BORDERLINE = "limite", "Cas limite, tranché par l’équipe"


class Verdict(models.TextChoices):
    """What the second reader would have done, without knowing what was decided."""

    KEEP = "laisser", "Le laisser en ligne"
    RESTRICT = "restreindre", "Le masquer, le supprimer ou le faire modifier"

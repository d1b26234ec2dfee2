from django.db.models import TextChoices


class CommentState(TextChoices):
    """What is listed at `/gestion/avis/`."""

    WAITING = "a-traiter", "À traiter"
    HANDLED = "traites", "Déjà traités"

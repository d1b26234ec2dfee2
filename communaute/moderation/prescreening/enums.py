from django.db import models


class Reason(models.TextChoices):
    """Why a text is read by somebody before it is public, in words for moderators."""

    FIRST_POST = "premier", "C’est le premier texte de son auteur"
    LINK = "lien", "Il contient un lien"
    ONLY_LINK = "lien_seul", "Il ne contient qu’un lien"
    LISTED_WORD = "mot", "Il contient un mot de nos listes"
    PERSONAL_DATA = "donnees", "Il contient des coordonnées"
    SAME_TEXT = "repetition", "Le même texte vient d’être publié ailleurs"
    NEAR_TEXT = "ressemblance", "Un texte très proche vient d’être publié"
    TOO_FAST = "vitesse", "Il a été envoyé en quelques secondes"
    MEASURE = "mesure", "Une mesure le demande pour tous les textes de son auteur"
    LATE_EDIT = "modification", "Il a été modifié après sa publication"
    # Alone, it stops nothing: the text is public, and moderators are told.
    DELICATE = "delicat", "Il dit peut-être quelque chose de privé sur quelqu’un"


class Outcome(models.TextChoices):
    """What became of a text that was read before publication."""

    PUBLISHED = "publie", "Publié"
    REFUSED = "refuse", "Refusé"
    WITHDRAWN = "retire", "Retiré par son auteur"

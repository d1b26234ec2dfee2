from django.db import models


class ContentStatus(models.TextChoices):
    """State of a piece of content that others may read (questions, answers, …)."""

    PUBLISHED = "publie", "Publié"
    HIDDEN = "masque", "Masqué"
    DELETED = "supprime", "Supprimé par son auteur"


class NoticeCategory(models.TextChoices):
    ILLEGAL = "illegal", "Contenu illégal (haine, menace, escroquerie…)"
    PERSONAL_DATA = "donnees", "Données personnelles de quelqu’un"
    COMMERCIAL = "commercial", "Publicité ou démarchage"
    FALSE = "faux", "Information fausse ou trompeuse"
    OFF_TOPIC = "hors_sujet", "Hors sujet"
    RUDE = "irrespect", "Propos irrespectueux"
    OTHER = "autre", "Autre raison"


class CaseStatus(models.TextChoices):
    OPEN = "ouvert", "À traiter"
    CLAIMED = "en_examen", "En cours d’examen"
    DECIDED = "decide", "Décidé"


class DecisionKind(models.TextChoices):
    KEEP = "garder", "Laisser en ligne"
    HIDE = "masquer", "Masquer"
    RESTORE = "retablir", "Rétablir"

    @property
    def done(self) -> str:
        """What became of the text, after « texte »."""
        return {"garder": "laissé en ligne", "masquer": "masqué", "retablir": "rétabli"}[self.value]


class Ground(models.TextChoices):
    """Legal or contractual ground of a restriction (DSA art. 17(3)(d) and (e))."""

    ILLEGAL = "illegal", "Contenu contraire à la loi"
    CGU = "cgu", "Contenu contraire aux conditions d’utilisation"


class Act(models.TextChoices):
    """What the log records, in the words people read."""

    NOTICE = "signalement", "Signalement reçu"
    CLAIM = "prise", "Dossier pris en charge"
    RELEASE = "remise", "Dossier remis dans la file"
    KEEP = "garder", "Décision : laisser en ligne"
    HIDE = "masquer", "Décision : masquer"
    RESTORE = "retablir", "Décision : rétablir"
    APPEAL = "recours", "Recours déposé"
    APPEAL_UPHELD = "recours_accepte", "Recours accepté"
    APPEAL_REJECTED = "recours_rejete", "Recours rejeté"


class QueueState(models.TextChoices):
    """What a moderator asks the queue for."""

    TO_DECIDE = "a_traiter", "À traiter"
    MINE = "les_miens", "Que je traite"
    LATE = "en_retard", "En retard"
    DECIDED = "decides", "Décidés"
    ALL = "tous", "Tous"


class AppealRoute(models.TextChoices):
    """Who answers an appeal: the team, its lead when only they took no part, or nobody yet."""

    TEAM = "equipe", "L’équipe nationale"
    LEAD = "responsable", "La personne responsable de l’équipe nationale"
    NOBODY = "personne", "Personne pour le moment"

from django.db import models


class ContentStatus(models.TextChoices):
    """State of a piece of content that others may read (questions, answers, …).

    Only `PUBLISHED` is public: whoever reads asks for it, and never for "all but some".
    """

    PENDING = "en_attente", "En attente de relecture"
    PUBLISHED = "publie", "Publié"
    AUTO_HIDDEN = "masque_auto", "Masqué en attendant une décision"
    TO_EDIT = "a_modifier", "À modifier par son auteur"
    HIDDEN = "masque", "Masqué"
    REMOVED = "retire", "Supprimé par la modération"
    DELETED = "supprime", "Supprimé par son auteur"


# What no text becomes without a statement of reasons (`services.enactment`).
RESTRICTED = (
    ContentStatus.AUTO_HIDDEN,
    ContentStatus.TO_EDIT,
    ContentStatus.HIDDEN,
    ContentStatus.REMOVED,
)
# What its author and its moderators still read, and nobody else.
WITHHELD = (
    ContentStatus.PENDING,
    ContentStatus.AUTO_HIDDEN,
    ContentStatus.TO_EDIT,
    ContentStatus.HIDDEN,
)


# In the place of a visitor's key: no person reported this, a rule of the service did.
AUTOMATIC = "automatique"
# The same of a text that its author corrected on demand.
EDITED = "modifie"


class NoticeCategory(models.TextChoices):
    DANGER = "danger", "Quelqu’un est en danger (menace de mort, violence sur un enfant)"
    ILLEGAL = "illegal", "Contenu illégal (haine, menace, escroquerie…)"
    PERSONAL_DATA = "donnees", "Données personnelles de quelqu’un"
    COMMERCIAL = "commercial", "Publicité ou démarchage"
    FALSE = "faux", "Information fausse ou trompeuse"
    OFF_TOPIC = "hors_sujet", "Hors sujet"
    RUDE = "irrespect", "Propos irrespectueux"
    OTHER = "autre", "Autre raison"


class NoticeSource(models.TextChoices):
    """In what capacity somebody reports (DSA art. 9, 16 and 22)."""

    VISITOR = "visiteur", "Une personne sans compte"
    MEMBER = "usager", "Une personne qui a un compte"
    AGENCY = "agence", "Une agence, ou l’équipe nationale"
    TRUSTED = "confiance", "Un signaleur de confiance"
    AUTHORITY = "autorite", "Une autorité"
    AUTOMATIC = "automatique", "Un programme"


class Pace(models.TextChoices):
    """Which clock a case follows: hours day and night, working hours, or working days."""

    URGENT = "urgent", "Urgent"
    REVIEW = "relecture", "À relire avant publication"
    ORDINARY = "ordinaire", "Ordinaire"


class CaseStatus(models.TextChoices):
    OPEN = "ouvert", "À traiter"
    CLAIMED = "en_examen", "En cours d’examen"
    DECIDED = "decide", "Décidé"


class DecisionKind(models.TextChoices):
    """What may be decided. All but those of `WITHOUT_STATEMENT` carry a statement of reasons."""

    KEEP = "garder", "Laisser en ligne"
    APPROVE = "approuver", "Publier"
    ASK_EDIT = "modifier", "Demander une modification"
    HIDE = "masquer", "Masquer"
    REMOVE = "supprimer", "Supprimer"
    LOCK = "verrouiller", "Fermer aux réponses"
    MOVE = "deplacer", "Déplacer"
    LIMIT = "limiter", "Limiter la visibilité"
    LABEL = "etiqueter", "Ajouter un avertissement au-dessus du texte"
    AUTO_HIDE = "masquer_auto", "Masquer en attendant une décision"
    SANCTION = "sanctionner", "Prendre une mesure envers la personne"
    RESTORE = "retablir", "Rétablir"
    UNDO = "annuler", "Annuler la décision qui vient d’être prise"
    LIFT = "lever", "Mettre fin à la mesure"

    def named(self, *, private: bool | None) -> str:
        """What it is called, about texts that only some people read too: they never were online;
        `private` is None when only some of them are."""
        if self != self.KEEP or private is False:
            return str(self.label)
        return "Laisser dans l’échange" if private else "Ne rien restreindre"

    @property
    def done(self) -> str:
        """What became of the text, after « texte »: of those that `outcome.last_word` gives."""
        return {
            "garder": "laissé en ligne",
            "approuver": "publié",
            "modifier": "à modifier par son auteur",
            "masquer": "masqué",
            "supprimer": "supprimé",
            "verrouiller": "fermé aux réponses",
            "deplacer": "déplacé",
            "limiter": "rendu moins visible",
            "etiqueter": "accompagné d’un avertissement",
            "retablir": "rétabli",
        }[self.value]


# Nothing is restricted by these: there is nothing to give reasons for.
WITHOUT_STATEMENT = (
    DecisionKind.KEEP,
    DecisionKind.APPROVE,
    DecisionKind.MOVE,
    DecisionKind.RESTORE,
    DecisionKind.UNDO,
    DecisionKind.LIFT,
)
WITH_STATEMENT = tuple(kind for kind in DecisionKind if kind not in WITHOUT_STATEMENT)
# Those that a person took: what a program hides meanwhile says nothing of anybody yet.
JUDGED = tuple(kind for kind in WITH_STATEMENT if kind != DecisionKind.AUTO_HIDE)


class SanctionKind(models.TextChoices):
    """Measures towards a person, from the lightest to the heaviest."""

    NOTICE = "rappel", "Rappel des règles"
    WARNING = "avertissement", "Avertissement"
    PRE_MODERATION = "relecture", "Textes relus avant publication"
    READ_ONLY = "lecture_seule", "Lecture seule"
    MESSAGES = "messages", "Messages privés suspendus"
    SUSPENSION = "suspension", "Compte suspendu"
    CLOSING = "cloture", "Compte fermé"


class Say(models.TextChoices):
    """What a person's word is worth for a decision."""

    ALONE = "seul", "Décide"
    PROPOSE = "propose", "Propose à une deuxième personne"
    NO = "non", "Ne décide pas"


class Visibility(models.TextChoices):
    """What became of a text's visibility, as the Commission's database of statements has it."""

    REMOVED = "supprime", "Contenu supprimé"
    DISABLED = "inaccessible", "Contenu rendu inaccessible"
    DEMOTED = "limite", "Contenu rendu moins visible"
    LABELLED = "etiquete", "Contenu accompagné d’un avertissement"
    OTHER = "autre", "Autre restriction"


class ServiceRestriction(models.TextChoices):
    """What the person may no longer do on the service."""

    PARTIAL = "partielle", "Suspension d’une partie du service"
    TOTAL = "totale", "Suspension de tout le service"


class AccountRestriction(models.TextChoices):
    SUSPENDED = "suspendu", "Compte suspendu"
    CLOSED = "ferme", "Compte fermé"


class Source(models.TextChoices):
    """How we came to know of it (DSA art. 17(3)(b))."""

    NOTICE = "signalement", "Un signalement"
    TRUSTED = "confiance", "Un signaleur de confiance"
    AUTHORITY = "autorite", "L’ordre d’une autorité"
    OWN = "initiative", "Un contrôle de notre équipe"


class Automation(models.TextChoices):
    """How much of a decision a program took (DSA art. 17(3)(c))."""

    NO = "non", "Non"
    PARTLY = "partie", "En partie"
    WHOLLY = "entier", "Entièrement"


class Redress(models.TextChoices):
    """Where else a decision is contested (DSA art. 17(3)(f))."""

    INTERNAL = "interne", "Un recours auprès de nous"
    BODY = "organisme", "Un organisme certifié de règlement des litiges"
    COURT = "tribunal", "Le tribunal"
    RIGHTS = "defenseur", "Le Défenseur des droits"
    CNIL = "cnil", "La CNIL"


class Ground(models.TextChoices):
    """Legal or contractual ground of a restriction (DSA art. 17(3)(d) and (e))."""

    ILLEGAL = "illegal", "Contenu contraire à la loi"
    CGU = "cgu", "Contenu contraire aux conditions d’utilisation"


class Act(models.TextChoices):
    """What the log records, in the words people read."""

    NOTICE = "signalement", "Signalement reçu"
    REVIEW = "relecture", "À relire, sans signalement"
    CLAIM = "prise", "Dossier pris en charge"
    READ = "lecture", "Message privé lu par la modération"
    RELEASE = "remise", "Dossier remis dans la file"
    TERRITORY = "deplacement", "Dossier passé à un autre territoire"
    OPEN = "ouverture", "Dossier ouvert sans signalement"
    TAKE_OVER = "reprise", "Dossier repris à un collègue"
    HAND_OVER = "passage", "Dossier passé à un collègue"
    ESCALATE = "escalade", "Dossier confié à d’autres"
    KEEP = "garder", "Décision : ne rien restreindre"
    APPROVE = "approuver", "Décision : publier"
    ASK_EDIT = "modifier", "Décision : demander une modification"
    HIDE = "masquer", "Décision : masquer"
    REMOVE = "supprimer", "Décision : supprimer"
    LOCK = "verrouiller", "Décision : fermer aux réponses"
    MOVE = "deplacer", "Décision : déplacer"
    LIMIT = "limiter", "Décision : limiter la visibilité"
    LABEL = "etiqueter", "Décision : ajouter un avertissement"
    AUTO_HIDE = "masquer_auto", "Masqué automatiquement, en attendant une décision"
    SANCTION = "sanctionner", "Décision : mesure envers la personne"
    RESTORE = "retablir", "Décision : rétablir"
    UNDO = "annuler", "Décision annulée aussitôt"
    LIFT = "lever", "Décision : fin de la mesure"
    PROPOSE = "proposition", "Décision proposée à une deuxième personne"
    DECLINE = "refus", "Proposition écartée"
    EDITED = "modifie", "Texte modifié par son auteur, à relire"
    SANCTION_ENDED = "fin_mesure", "Mesure arrivée à son terme"
    CONTEST = "contestation", "Rien n’était restreint : nouvelle lecture demandée"
    SHOW_AGAIN = "remontre", "Remontré : personne n’avait décidé à temps"
    EVASION = "contournement", "Compte créé pendant une mesure envers la même adresse"
    APPEAL = "recours", "Recours déposé"
    APPEAL_UPHELD = "recours_accepte", "Recours accepté"
    APPEAL_ALTERED = "recours_reforme", "Recours accepté en partie : décision plus légère"
    APPEAL_REJECTED = "recours_rejete", "Recours non accepté"


class QueueState(models.TextChoices):
    """What a moderator asks the queue for."""

    TO_DECIDE = "a_traiter", "À traiter"
    MINE = "les_miens", "Que je traite"
    LATE = "en_retard", "En retard"
    ELSEWHERE = "ailleurs", "Confiés à d’autres"
    DECIDED = "decides", "Décidés"
    ALL = "tous", "Tous"


class AppealRoute(models.TextChoices):
    """Who answers an appeal: the team, its lead when only they took no part, or nobody yet."""

    TEAM = "equipe", "L’équipe nationale"
    AGENCIES = "agences", "La personne responsable d’une autre agence"
    LEAD = "responsable", "La personne responsable de l’équipe nationale"
    NOBODY = "personne", "Personne pour le moment"


class Gravity(models.IntegerChoices):
    """How grave what is reported is, whoever reports it."""

    LOW = 1, "Peu grave"
    NORMAL = 2, "Gênant"
    HIGH = 3, "Grave"
    HIGHEST = 4, "Très grave"


class Escalation(models.TextChoices):
    """Whom a case was entrusted to, beyond the moderators of its territory."""

    LEAD = "responsable", "Responsable de l’agence"
    NEIGHBOUR = "voisine", "Agence voisine"
    NATIONAL = "nationale", "Équipe nationale"


class AppealOutcome(models.TextChoices):
    """What became of a decision that was contested."""

    CONFIRMED = "confirme", "Ne pas accepter : la décision n’est pas annulée"
    OVERTURNED = "infirme", "Accepter : tout est remis comme avant"
    ALTERED = "reforme", "Accepter en partie : une décision plus légère la remplace"


class Reason(models.TextChoices):
    """Why a text is read by somebody before it is public, in words for moderators."""

    FIRST_POST = "premier", "Aucun texte de son auteur n’a encore été relu et publié"
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


class CaseKind(models.TextChoices):
    WORKED = "exemple", "Cas d’école"
    BORDERLINE = "limite", "Cas limite, tranché par l’équipe"


class Verdict(models.TextChoices):
    """What the second reader would have done, without knowing what was decided."""

    KEEP = "laisser", "Le laisser en ligne"
    RESTRICT = "restreindre", "Le masquer, le supprimer ou le faire modifier"

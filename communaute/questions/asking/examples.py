"""Examples of questions that get good answers, by stage: shown beside the ask form."""

from dataclasses import dataclass

from socle.buildings import Stage


@dataclass(frozen=True)
class Examples:
    stage: Stage
    questions: tuple[str, ...]

    @property
    def label(self) -> str:
        return str(self.stage.label)


EXAMPLES = (
    Examples(
        Stage.IDEA,
        (
            "Notre chaudière au fioul a 27 ans : par quoi commencer pour un raccordement ?",
            "Le réseau passe à 90 m de chez nous : qui décide si c’est faisable ?",
        ),
    ),
    Examples(
        Stage.AUDIT,
        (
            "Que doit contenir l’étude de l’exploitant pour comparer avec le gaz ?",
            "Faut-il isoler avant de choisir la puissance à souscrire ?",
        ),
    ),
    Examples(
        Stage.VOTE,
        (
            "Quelle majorité avez-vous retenue pour voter le raccordement ?",
            "Comment avez-vous présenté l’abonnement (R2) en assemblée générale ?",
        ),
    ),
    Examples(
        Stage.WORKS,
        (
            "Combien de jours êtes-vous restés sans eau chaude pendant les travaux ?",
            "Que devient le local de l’ancienne chaufferie ?",
        ),
    ),
    Examples(
        Stage.CONNECTED,
        (
            "Après le premier hiver, vos charges ont-elles baissé ou augmenté ?",
            "Comment demander une baisse de la puissance souscrite ?",
        ),
    ),
)

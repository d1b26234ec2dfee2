"""The cases of a new installation."""

from typing import Any

from ..enums import CaseKind
from .models import WorkedCase

CASES: tuple[dict[str, Any], ...] = (
    {
        "title": "Un professionnel qui répond, et qui vend",
        "text": "« Nous installons des sous-stations dans toute la région, appelez-nous pour un "
        "devis gratuit. »",
        "context": "Réponse à une copropriété qui demande comment se passe une étude.",
        "decision": "Masquer",
        "rule": "CGU 3.2 Pas de démarchage",
        "why": "Le texte ne répond pas : il cherche des clients. Le même professionnel qui "
        "explique une étude, en disant pour qui il travaille, resterait en ligne.",
    },
    {
        "title": "Un prix élevé, raconté avec colère",
        "text": "« 4 200 € par lot, c’est du vol organisé, et personne ne nous a rien expliqué. »",
        "context": "Récit d’une copropriété raccordée.",
        "decision": "Laisser en ligne",
        "why": "On peut critiquer un prix, un réseau ou un choix, même durement. Aucune personne "
        "n’est visée.",
    },
    {
        "title": "Le voisin que l’on reconnaît",
        "text": "« Le monsieur du 3e gauche, bâtiment B, refuse tout depuis dix ans. »",
        "context": "Question sur une assemblée générale bloquée.",
        "decision": "Demander une modification",
        "rule": "CGU 3.4 Protéger la vie privée",
        "why": "La question est utile ; l’étage et le bâtiment désignent quelqu’un. L’auteur peut "
        "enlever ces mots et garder le reste.",
    },
    {
        "kind": CaseKind.BORDERLINE,
        "title": "« Le raccordement est obligatoire partout »",
        "text": "« De toute façon, la loi vous oblige à vous raccorder, vous n’avez pas le "
        "choix. »",
        "context": "Réponse dans un espace où le réseau n’a pas de périmètre prioritaire.",
        "decision": "Laisser en ligne, avec un avertissement au-dessus du texte",
        "rule": "CGU 3.5 Ne pas tromper",
        "why": "C’est faux ici, mais l’erreur est courante et sincère. L’équipe a choisi "
        "d’avertir les lecteurs plutôt que de masquer : la réponse suivante corrige.",
    },
    {
        "kind": CaseKind.BORDERLINE,
        "title": "Le nom du syndic",
        "text": "« Notre syndic, qui gère la moitié du quartier, n’a jamais mis le sujet à l’ordre "
        "du jour. »",
        "context": "L’entreprise est nommée dans le message.",
        "decision": "Laisser en ligne",
        "why": "Une entreprise n’est pas une personne : la nommer en racontant des faits est "
        "permis. Le nom du gestionnaire, lui, aurait été à enlever.",
    },
)


def create_worked_cases() -> list[str]:
    """Create them when there is none at all; returns their titles. An edit is never undone."""
    if WorkedCase.objects.exists():
        return []
    for position, fields in enumerate(CASES):
        case = WorkedCase(position=position, **fields)
        case.save()
        case.save_revision().publish()
    return [str(fields["title"]) for fields in CASES]

"""Which ambassadors are asked to answer a question of the community: those best matched."""

from collections.abc import Collection

from ambassadeurs.reseaux.models import Reseau
from communaute.questions.enums import SpaceKind
from communaute.questions.models import Question
from communaute.questions.routing.answerers import Candidate

from .matching import Match, match_ambassadeurs

# Of another network or territory: left out of the proposals once matched.
SPARE = 3


def ambassadors_for(question: Question, without: Collection[int], limit: int) -> list[Candidate]:
    """Ambassadors who may answer, the best first, with why: never paused or full ones.

    In the space of a network, its own only; in that of a territory, those of its département; in
    the national one, those of the buildings most like the one described.
    """
    reseau = Reseau.objects.filter(space=question.space_id).first()
    matches = match_ambassadeurs(
        reseau=reseau,
        commune=question.commune,
        lots=question.lots,
        period=question.period,
        energy=question.energy,
        heating_mode=question.heating_mode,
        exclude_user=question.author,
        exclude_people=without,
        limit=limit if reseau is None else limit * SPARE,
    )
    return [
        Candidate(
            user=match.ambassadeur.user,
            # The first name alone: a mandate promises no more.
            of=f"{match.ambassadeur.first_name}, {match.copropriete.name}",
            why=", ".join(match.reasons),
        )
        for match in matches
        if _concerned(match, question, reseau)
    ][:limit]


def _concerned(match: Match, question: Question, reseau: Reseau | None) -> bool:
    if reseau is not None:
        return match.copropriete.reseau_id == reseau.pk
    if question.space.kind == SpaceKind.TERRITORY:
        commune = match.copropriete.commune
        return bool(commune and commune.departement_id == question.departement_id)
    return True

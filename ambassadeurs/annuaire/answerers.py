"""The ambassadors of a question: those asked to answer it, those whom its space shows."""

from collections.abc import Collection

from ambassadeurs.coproprietes.matching import Match, match_ambassadeurs
from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import User
from communaute.questions.enums import SpaceKind
from communaute.questions.models import Question, Space
from communaute.questions.routing.answerers import Candidate
from communaute.questions.spaces.people import Person

from .directory import OF_COPROPRIETE

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


def still_answers(user: User) -> bool:
    """Whether somebody asked to answer is an ambassador still, and not on pause."""
    return Ambassadeur.objects.public().awake().filter(user=user).exists()


def _concerned(match: Match, question: Question, reseau: Reseau | None) -> bool:
    if reseau is not None:
        return match.copropriete.reseau_id == reseau.pk
    if question.space.kind == SpaceKind.TERRITORY:
        commune = match.copropriete.commune
        return bool(commune and commune.departement_id == question.departement_id)
    return True


def ambassadors_of_space(space: Space, limit: int) -> list[Person]:
    """Public ambassadors of the network of a space, or of its département; one query."""
    rows = Ambassadeur.objects.public().of_public_pages()
    if space.kind == SpaceKind.NETWORK:
        rows = rows.filter(copropriete__reseau__space=space)
    else:
        rows = rows.filter(copropriete__commune__departement=space.departement_id)
    shown = rows.select_related("copropriete").order_by(*OF_COPROPRIETE, "pk")[:limit]
    return [
        # The first name alone: a mandate promises no more.
        Person(one.first_name, one.copropriete.name, one.copropriete.get_absolute_url())
        for one in shown
    ]

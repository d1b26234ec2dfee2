"""Who gets what at each address of the room (see tests/architecture)."""

from .factories import AnswerFactory, QuestionFactory, SpaceFactory

SIGNED_IN = (
    "membre",
    "ambassadeur",
    "agence",
    "agence_ailleurs",
    "exploitant",
    "collectivite",
    "editeur",
    "equipe",
)


def _row(url, anonymous, signed_in):
    return {"url": url, "anonymous": anonymous} | dict.fromkeys(SIGNED_IN, signed_in)


MATRIX = {
    "questions:home": _row(lambda: "/communaute/", 200, 200),
    "questions:space": _row(lambda: SpaceFactory().get_absolute_url(), 200, 200),
    "questions:my_questions": _row(lambda: "/communaute/mes-questions/", 302, 200),
    "questions:my_answers": _row(lambda: "/communaute/mes-reponses/", 302, 200),
    "questions:ask": _row(lambda: "/communaute/questions/poser/", 200, 200),
    "questions:similar": _row(
        lambda: "/communaute/questions/proches/?q=prix+du+raccordement", 200, 200
    ),
    "questions:feed": _row(lambda: "/communaute/questions/atom.xml", 200, 200),
    "questions:detail": _row(lambda: QuestionFactory().get_absolute_url(), 200, 200),
    "questions:answer": _row(
        lambda: f"/communaute/questions/{QuestionFactory().pk}/repondre/", 200, 200
    ),
    "questions:accept": _row(
        lambda: f"/communaute/reponses/{AnswerFactory().pk}/retenir/", 302, 405
    ),
}

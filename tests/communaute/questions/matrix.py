"""Who gets what at each address of the room (see tests/architecture)."""

from taggit.models import Tag

from communaute.questions.models import Answer
from tests.architecture.posts import post

from .factories import AnswerFactory, DraftFactory, QuestionFactory, SpaceFactory

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
    "questions:spaces": _row(lambda: "/communaute/espaces/?q=grenoble", 200, 200),
    "questions:departements": _row(lambda: "/communaute/espaces/departements/", 200, 200),
    "questions:describe": {
        "url": lambda: f"{SpaceFactory().get_absolute_url()}decrire/",
        "anonymous": 302,
        **dict.fromkeys(SIGNED_IN, 403),
        "agence": 200,
        "editeur": 200,
        "equipe": 200,
    },
    "questions:theme": _row(lambda: _theme(), 200, 200),
    "questions:news": _row(
        lambda: f"{_at(QuestionFactory(), 'nouveautes')}?depuis=2026-01-01T00:00", 200, 200
    ),
    "questions:unread": _row(lambda: _at(QuestionFactory(), "premiere-non-lue"), 302, 302),
    "questions:read": _row(lambda: _at(QuestionFactory(), "lu"), 302, 405),
    "questions:guide": _row(lambda: _at(QuestionFactory(), "guide"), 302, 405),
    "questions:summary": {
        "url": lambda: _at(QuestionFactory(answers_count=10), "resume"),
        "anonymous": 302,
        **dict.fromkeys(SIGNED_IN, 403),
        "agence": 200,
        "editeur": 200,
        "equipe": 200,
    },
    "questions:my_questions": _row(lambda: "/communaute/mes-questions/", 302, 200),
    "questions:my_answers": _row(lambda: "/communaute/mes-reponses/", 302, 200),
    "questions:ask": _row(lambda: "/communaute/questions/poser/", 200, 200),
    "questions:drafts": _row(lambda: "/communaute/brouillons/", 302, 200),
    "questions:draft_keep": _row(lambda: "/communaute/brouillons/garder/", 405, 405),
    # A draft of somebody else.
    "questions:draft_discard": _row(lambda: _discard(DraftFactory()), 302, 302),
    "questions:similar": _row(
        lambda: "/communaute/questions/proches/?q=prix+du+raccordement", 200, 200
    ),
    "questions:detail": _row(lambda: QuestionFactory().get_absolute_url(), 200, 200),
    "questions:answer": _row(
        lambda: f"/communaute/questions/{QuestionFactory().pk}/repondre/", 200, 200
    ),
    "questions:question_comments": _row(
        lambda: f"/communaute/questions/{QuestionFactory().pk}/commentaires/", 200, 200
    ),
    "questions:answer_comments": _row(
        lambda: f"/communaute/reponses/{AnswerFactory().pk}/commentaires/", 200, 200
    ),
    "questions:useful": _row(lambda: f"/communaute/reponses/{AnswerFactory().pk}/utile/", 302, 405),
    "questions:accept": _row(
        lambda: f"/communaute/reponses/{AnswerFactory().pk}/retenir/", 302, 405
    ),
}


def _discard(draft):
    return f"/communaute/brouillons/{draft.pk}/jeter/"


_ASKED = {
    "title": "Combien de temps durent les travaux ?",
    "body": "Notre chaudière a trente ans, et nous votons au printemps.",
    "space": "national",
}
_ANSWERED = {"body": "Chez nous, les travaux ont duré trois semaines."}

_COMMENTED = {"body": "Merci beaucoup !"}


def _place(content, word):
    folder = "reponses" if isinstance(content, Answer) else "questions"
    return f"/communaute/{folder}/{content.pk}/{word}/"


def _answer_to(question):
    return f"/communaute/questions/{question.pk}/repondre/"


def _useful(answer):
    return f"/communaute/reponses/{answer.pk}/utile/"


def _at(question, page):
    return f"/communaute/questions/{question.pk}/{page}/"


def _theme():
    Tag.objects.get_or_create(name="Travaux", slug="travaux")
    return "/communaute/themes/travaux/"


def _accept(answer):
    return f"/communaute/reponses/{answer.pk}/retenir/"


# A visitor's text is kept while they sign in.
POSTS = {
    "questions:ask": post(lambda: "/communaute/questions/poser/", _ASKED, others=302),
    "questions:answer": post(lambda: _answer_to(QuestionFactory()), _ANSWERED, others=302).own(
        lambda user: _answer_to(QuestionFactory(author=user)), others=302
    ),
    "questions:draft_keep": post(
        lambda: "/communaute/brouillons/garder/",
        _ASKED | {"submission_key": "2f1d3c3e-7a43-4c0c-9f5e-6f0c2f3f9a11"},
        anonymous=403,
        others=200,
        nobody_owns="creates what one writes",
    ),
    "questions:draft_discard": post(lambda: _discard(DraftFactory()), others=302).own(
        lambda user: _discard(DraftFactory(user=user)), others=302
    ),
    # The agency of the territory, the editors and the national team.
    "questions:describe": post(
        lambda: f"{SpaceFactory().get_absolute_url()}decrire/",
        {"description": "Pour les copropriétés du centre."},
        others=403,
        agence=302,
        editeur=302,
        equipe=302,
        nobody_owns="a space belongs to a territory, and nobody",
    ),
    "questions:read": post(lambda: _at(QuestionFactory(), "lu"), others=302).own(
        lambda user: _at(QuestionFactory(author=user), "lu"), others=302
    ),
    # Who writes guides in /gestion/: nobody while there is no list of guides.
    "questions:guide": post(
        lambda: _at(QuestionFactory(), "guide"),
        others=403,
        nobody_owns="one writes a guide, or not, whoever asked",
    ),
    # A long thread: the agency of the territory, the editors and the national team.
    "questions:summary": post(
        lambda: _at(QuestionFactory(answers_count=10), "resume"),
        {"body": "Comptez trois semaines."},
        others=403,
        agence=302,
        editeur=302,
        equipe=302,
        nobody_owns="a summary is not the asker’s",
    ),
    # A visitor's text is kept while they sign in.
    "questions:question_comments": post(
        lambda: (_place(QuestionFactory(), "commentaires"), _COMMENTED), others=302
    ).own(
        lambda user: (_place(QuestionFactory(author=user), "commentaires"), _COMMENTED), others=302
    ),
    "questions:answer_comments": post(
        lambda: (_place(AnswerFactory(), "commentaires"), _COMMENTED), others=302
    ).own(
        lambda user: (_place(AnswerFactory(author=user), "commentaires"), _COMMENTED), others=302
    ),
    # Anybody may, except of one's own answer.
    "questions:useful": post(lambda: _useful(AnswerFactory()), others=302).own(
        lambda user: _useful(AnswerFactory(author=user)), others=403
    ),
    # Retained by who asked; when they are long gone, by the agency and the national team.
    "questions:accept": post(
        lambda: _accept(AnswerFactory(question__absent=True)), others=403, agence=302, equipe=302
    ).own(lambda user: _accept(AnswerFactory(question__author=user)), others=302),
}

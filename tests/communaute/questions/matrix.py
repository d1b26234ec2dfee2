"""Who gets what at each address of the room (see tests/architecture)."""

from taggit.models import Tag

from communaute.questions.models import Answer
from tests.architecture.posts import post
from tests.conftest import ROLES

from .attachments.factories import AttachmentFactory
from .factories import AnswerFactory, DraftFactory, QuestionFactory, SpaceFactory


def _row(url, anonymous=200, signed_in=200, **others):
    return {"url": url, "anonymous": anonymous} | dict.fromkeys(ROLES, signed_in) | others


def _place(content, word):
    folder = "reponses" if isinstance(content, Answer) else "questions"
    return f"/communaute/{folder}/{content.pk}/{word}/"


def _asked(word, **fields):
    return lambda: _place(QuestionFactory(**fields), word)


def _answered(word, **fields):
    return lambda: _place(AnswerFactory(**fields), word)


def _space(word=""):
    return lambda: f"{SpaceFactory().get_absolute_url()}{word}"


def _theme(word=""):
    def address():
        Tag.objects.get_or_create(slug="travaux", defaults={"name": "Travaux"})
        return f"/communaute/themes/travaux/{word}"

    return address


def _draft(user=None):
    draft = DraftFactory(user=user) if user else DraftFactory()
    return f"/communaute/brouillons/{draft.pk}/jeter/"


KEEPERS = {"agence": 200, "editeur": 200, "equipe": 200}
MATRIX = {
    "questions:home": _row(lambda: "/communaute/"),
    "questions:space": _row(_space()),
    "questions:spaces": _row(lambda: "/communaute/espaces/?q=grenoble"),
    "questions:departements": _row(lambda: "/communaute/espaces/departements/"),
    "questions:describe": _row(_space("decrire/"), 302, 403, **KEEPERS),
    "questions:theme": _row(_theme()),
    "questions:news": _row(
        lambda: f"{_place(QuestionFactory(), 'nouveautes')}?depuis=2026-01-01T00:00"
    ),
    "questions:unread": _row(_asked("premiere-non-lue"), 302, 302),
    "questions:read": _row(_asked("lu"), 302, 405),
    "questions:guide": _row(_asked("guide"), 302, 405),
    "questions:summary": _row(_asked("resume", answers_count=10), 302, 403, **KEEPERS),
    "questions:my_questions": _row(lambda: "/communaute/mes-questions/", 302),
    "questions:my_answers": _row(lambda: "/communaute/mes-reponses/", 302),
    "questions:ask": _row(lambda: "/communaute/questions/poser/"),
    "questions:drafts": _row(lambda: "/communaute/brouillons/", 302),
    "questions:draft_keep": _row(lambda: "/communaute/brouillons/garder/", 405, 405),
    # A draft of somebody else.
    "questions:draft_discard": _row(_draft, 302, 302),
    "questions:similar": _row(lambda: "/communaute/questions/proches/?q=prix+du+raccordement"),
    "questions:detail": _row(lambda: QuestionFactory().get_absolute_url()),
    "questions:answer": _row(_asked("repondre")),
    "questions:question_comments": _row(_asked("commentaires")),
    "questions:answer_comments": _row(_answered("commentaires")),
    "questions:useful": _row(_answered("utile"), 302, 405),
    "questions:accept": _row(_answered("retenir"), 302, 405),
    # A file of a text that nobody published yet.
    "attachments:file": _row(lambda: AttachmentFactory().get_absolute_url(), 404, 404),
    "feeds:latest": _row(lambda: "/communaute/questions/atom.xml"),
    "feeds:unanswered": _row(lambda: "/communaute/questions/sans-reponse.atom.xml"),
    "feeds:useful": _row(lambda: "/communaute/questions/utiles.atom.xml"),
    "feeds:space": _row(_space("atom.xml")),
    "feeds:theme": _row(_theme("atom.xml")),
    "mentions:people": _row(_asked("personnes")),
    "profiles:detail": _row(lambda: AnswerFactory().author.get_absolute_url()),
    "routing:invite": _row(_asked("inviter"), 302, 403, agence=200, equipe=200),
    "subscriptions:list": _row(lambda: "/communaute/suivies/", 302),
    "subscriptions:follow": _row(lambda: "/communaute/suivre/", 405, 405),
}

_QUESTION = {
    "title": "Combien de temps durent les travaux ?",
    "body": "Notre chaudière a trente ans, et nous votons au printemps.",
    "space": "national",
}
_ANSWER = {"body": "Chez nous, les travaux ont duré trois semaines."}
_COMMENT = {"body": "Merci beaucoup !"}


def _follow(user=None):
    asked = QuestionFactory(author=user) if user else QuestionFactory()
    return "/communaute/suivre/", {"quoi": "question", "id": asked.pk, "suivre": "oui"}


def _comments(make):
    return post(lambda: (_place(make(), "commentaires"), _COMMENT), others=302).own(
        lambda user: (_place(make(author=user), "commentaires"), _COMMENT), others=302
    )


# A visitor's text is kept while they sign in.
POSTS = {
    "questions:ask": post(lambda: "/communaute/questions/poser/", _QUESTION, others=302),
    "questions:answer": post(_asked("repondre"), _ANSWER, others=302).own(
        lambda user: _place(QuestionFactory(author=user), "repondre"), others=302
    ),
    "questions:draft_keep": post(
        lambda: "/communaute/brouillons/garder/",
        _QUESTION | {"submission_key": "2f1d3c3e-7a43-4c0c-9f5e-6f0c2f3f9a11"},
        anonymous=403,
        others=200,
        nobody_owns="creates what one writes",
    ),
    "questions:draft_discard": post(_draft, others=302).own(_draft, others=302),
    # The agency of the territory, the editors and the national team.
    "questions:describe": post(
        _space("decrire/"),
        {"description": "Pour les copropriétés du centre."},
        others=403,
        agence=302,
        editeur=302,
        equipe=302,
        nobody_owns="a space belongs to a territory, and nobody",
    ),
    "questions:read": post(_asked("lu"), others=302).own(
        lambda user: _place(QuestionFactory(author=user), "lu"), others=302
    ),
    # Who writes guides in /gestion/: nobody while there is no list of guides.
    "questions:guide": post(
        _asked("guide"),
        others=403,
        nobody_owns="one writes a guide, or not, whoever asked",
    ),
    # A long thread: the agency of the territory, the editors and the national team.
    "questions:summary": post(
        _asked("resume", answers_count=10),
        {"body": "Comptez trois semaines."},
        others=403,
        agence=302,
        editeur=302,
        equipe=302,
        nobody_owns="a summary is not the asker’s",
    ),
    "questions:question_comments": _comments(QuestionFactory),
    "questions:answer_comments": _comments(AnswerFactory),
    # Anybody may, except of one's own answer.
    "questions:useful": post(_answered("utile"), others=302).own(
        lambda user: _place(AnswerFactory(author=user), "utile"), others=403
    ),
    # Retained by who asked; when they are long gone, by the agency and the national team.
    "questions:accept": post(
        _answered("retenir", question__absent=True), others=403, agence=302, equipe=302
    ).own(lambda user: _place(AnswerFactory(question__author=user), "retenir"), others=302),
    # The asker, the agency of the territory and the national team; nobody chosen is an error.
    "routing:invite": post(_asked("inviter"), others=403, agence=422, equipe=422).own(
        lambda user: _place(QuestionFactory(author=user), "inviter"), others=422
    ),
    "subscriptions:follow": post(_follow, others=302).own(_follow, others=302),
}

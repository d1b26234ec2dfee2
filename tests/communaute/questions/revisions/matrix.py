"""Who gets what at each address of the room (see tests/architecture)."""

from communaute.questions.models import Answer, Comment
from tests.architecture.posts import post
from tests.communaute.questions.factories import AnswerFactory, CommentFactory, QuestionFactory
from tests.conftest import ROLES


def _row(url, anonymous, signed_in):
    return {"url": url, "anonymous": anonymous} | dict.fromkeys(ROLES, signed_in)


def _move(question):
    return f"/communaute/questions/{question.pk}/deplacer/"


# Only the author edits: the person of the matrix is somebody else.
MATRIX = {
    "revisions:move": _row(lambda: _move(QuestionFactory()), 302, 403)
    | {"agence": 200, "equipe": 200},
    "revisions:edit_question": _row(
        lambda: f"/communaute/questions/{QuestionFactory().pk}/modifier/", 302, 403
    ),
    "revisions:edit_answer": _row(
        lambda: f"/communaute/reponses/{AnswerFactory().pk}/modifier/", 302, 403
    ),
    "revisions:edit_comment": _row(
        lambda: f"/communaute/commentaires/{CommentFactory().pk}/modifier/", 302, 403
    ),
    "revisions:comment_versions": _row(
        lambda: f"/communaute/commentaires/{CommentFactory().pk}/versions/", 200, 200
    ),
    "revisions:question_versions": _row(
        lambda: f"/communaute/questions/{QuestionFactory().pk}/versions/", 200, 200
    ),
    "revisions:answer_versions": _row(
        lambda: f"/communaute/reponses/{AnswerFactory().pk}/versions/", 200, 200
    ),
    "revisions:withdraw_question": _row(
        lambda: f"/communaute/questions/{QuestionFactory().pk}/retirer/", 302, 405
    ),
    "revisions:put_back_question": _row(
        lambda: f"/communaute/questions/{QuestionFactory().pk}/remettre/", 302, 405
    ),
    "revisions:withdraw_answer": _row(
        lambda: f"/communaute/reponses/{AnswerFactory().pk}/retirer/", 302, 405
    ),
    "revisions:put_back_answer": _row(
        lambda: f"/communaute/reponses/{AnswerFactory().pk}/remettre/", 302, 405
    ),
    "revisions:withdraw_comment": _row(
        lambda: f"/communaute/commentaires/{CommentFactory().pk}/retirer/", 302, 405
    ),
    "revisions:put_back_comment": _row(
        lambda: f"/communaute/commentaires/{CommentFactory().pk}/remettre/", 302, 405
    ),
}

_ANSWERED_AGAIN = {"body": "Chez nous, les travaux ont duré trois semaines.", "version": 1}
_SAID_AGAIN = {"body": "Merci, c’est vraiment très clair.", "version": 1}
_EDITED = {
    "title": "Combien de temps durent les travaux ?",
    "body": "Notre chaudière a trente ans, et nous votons au printemps.",
    "version": 1,
}


def _place(content, word):
    folders = {Answer: "reponses", Comment: "commentaires"}
    folder = folders.get(type(content), "questions")
    return f"/communaute/{folder}/{content.pk}/{word}/"


def _edit(content):
    return _place(content, "modifier")


# One's own only; what is there already stays. A visitor's text is kept while they sign in.
POSTS = {
    # The author, the agency of the territory and the national team; nowhere chosen is an error.
    "revisions:move": post(
        lambda: _move(QuestionFactory()), others=403, agence=422, equipe=422
    ).own(lambda user: _move(QuestionFactory(author=user)), others=422),
    "revisions:edit_question": post(lambda: (_edit(QuestionFactory()), _EDITED), others=403).own(
        lambda user: (_edit(QuestionFactory(author=user)), _EDITED), others=302
    ),
    "revisions:edit_answer": post(
        lambda: (_edit(AnswerFactory()), _ANSWERED_AGAIN), others=403
    ).own(lambda user: (_edit(AnswerFactory(author=user)), _ANSWERED_AGAIN), others=302),
    "revisions:edit_comment": post(lambda: (_edit(CommentFactory()), _SAID_AGAIN), others=403).own(
        lambda user: (_edit(CommentFactory(author=user)), _SAID_AGAIN), others=302
    ),
    "revisions:withdraw_question": post(
        lambda: _place(QuestionFactory(), "retirer"), others=403
    ).own(lambda user: _place(QuestionFactory(author=user), "retirer"), others=302),
    "revisions:put_back_question": post(
        lambda: _place(QuestionFactory(), "remettre"), others=403
    ).own(lambda user: _place(QuestionFactory(author=user), "remettre"), others=302),
    "revisions:withdraw_answer": post(lambda: _place(AnswerFactory(), "retirer"), others=403).own(
        lambda user: _place(AnswerFactory(author=user), "retirer"), others=302
    ),
    "revisions:put_back_answer": post(lambda: _place(AnswerFactory(), "remettre"), others=403).own(
        lambda user: _place(AnswerFactory(author=user), "remettre"), others=302
    ),
    "revisions:withdraw_comment": post(
        lambda: f"/communaute/commentaires/{CommentFactory().pk}/retirer/", others=403
    ).own(
        lambda user: f"/communaute/commentaires/{CommentFactory(author=user).pk}/retirer/",
        others=302,
    ),
    "revisions:put_back_comment": post(
        lambda: f"/communaute/commentaires/{CommentFactory().pk}/remettre/", others=403
    ).own(
        lambda user: f"/communaute/commentaires/{CommentFactory(author=user).pk}/remettre/",
        others=302,
    ),
}

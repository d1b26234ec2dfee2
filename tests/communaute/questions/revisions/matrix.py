"""Who gets what at each address of the room (see tests/architecture)."""

from tests.architecture.posts import post
from tests.communaute.questions.factories import AnswerFactory, CommentFactory, QuestionFactory
from tests.conftest import ROLES

FOLDERS = {
    "question": ("questions", QuestionFactory),
    "answer": ("reponses", AnswerFactory),
    "comment": ("commentaires", CommentFactory),
}
_EDITED = {
    "title": "Combien de temps durent les travaux ?",
    "body": "Chez nous, les travaux ont duré trois semaines.",
    "version": 1,
}


def _scene(name, word):
    """An address of a text of somebody else, or of the person who is given."""
    folder, make = FOLDERS[name]

    def scene(user=None):
        content = make(author=user) if user else make()
        return f"/communaute/{folder}/{content.pk}/{word}/"

    return scene


def _row(name, word, anonymous, signed_in, **others):
    row = {"url": _scene(name, word), "anonymous": anonymous}
    return row | dict.fromkeys(ROLES, signed_in) | others


def _own_only(name, word, typed=None):
    """What is there already stays; a visitor's text is kept while they sign in."""
    scene = _scene(name, word)
    return post(scene, typed or {}, others=403).own(scene, others=302)


# Only the author edits: the person of the matrix is somebody else.
MATRIX = {"revisions:move": _row("question", "deplacer", 302, 403, agence=200, equipe=200)}
# The author, the agency of the territory and the national team; nowhere chosen is an error.
POSTS = {
    "revisions:move": post(_scene("question", "deplacer"), others=403, agence=422, equipe=422).own(
        _scene("question", "deplacer"), others=422
    )
}
for name in FOLDERS:
    MATRIX |= {
        f"revisions:edit_{name}": _row(name, "modifier", 302, 403),
        f"revisions:{name}_versions": _row(name, "versions", 200, 200),
        f"revisions:withdraw_{name}": _row(name, "retirer", 302, 405),
        f"revisions:put_back_{name}": _row(name, "remettre", 302, 405),
    }
    POSTS |= {
        f"revisions:edit_{name}": _own_only(name, "modifier", _EDITED),
        f"revisions:withdraw_{name}": _own_only(name, "retirer"),
        f"revisions:put_back_{name}": _own_only(name, "remettre"),
    }

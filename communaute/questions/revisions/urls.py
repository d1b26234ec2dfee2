from django.urls import path

from . import views
from .moving import views as moving
from .withdrawing import views as withdrawing

app_name = "revisions"

FOLDERS = {"questions": "question", "reponses": "answer", "commentaires": "comment"}

urlpatterns = [
    path("questions/<int:pk>/deplacer/", moving.move, name="move"),
    path("questions/<int:pk>/versions/", views.question_versions, name="question_versions"),
    path("reponses/<int:pk>/versions/", views.answer_versions, name="answer_versions"),
    path("commentaires/<int:pk>/versions/", views.comment_versions, name="comment_versions"),
    *(
        path(f"{folder}/<int:pk>/{word}/", view, {"kind": kind}, name=f"{name}_{kind}")
        for folder, kind in FOLDERS.items()
        for word, name, view in (
            ("modifier", "edit", views.edit_own),
            ("retirer", "withdraw", withdrawing.withdraw),
            ("remettre", "put_back", withdrawing.put_back),
        )
    ),
]

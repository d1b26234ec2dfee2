from django.urls import path

from . import views
from .withdrawing import views as withdrawing

app_name = "revising"

urlpatterns = [
    path("questions/<int:pk>/modifier/", views.edit_own_question, name="edit_question"),
    path("questions/<int:pk>/versions/", views.question_versions, name="question_versions"),
    path("reponses/<int:pk>/modifier/", views.edit_own_answer, name="edit_answer"),
    path("reponses/<int:pk>/versions/", views.answer_versions, name="answer_versions"),
    path(
        "questions/<int:pk>/retirer/", withdrawing.withdraw_own_question, name="withdraw_question"
    ),
    path(
        "questions/<int:pk>/remettre/", withdrawing.put_back_own_question, name="put_back_question"
    ),
    path("reponses/<int:pk>/retirer/", withdrawing.withdraw_own_answer, name="withdraw_answer"),
    path("reponses/<int:pk>/remettre/", withdrawing.put_back_own_answer, name="put_back_answer"),
    path(
        "commentaires/<int:pk>/retirer/", withdrawing.withdraw_own_comment, name="withdraw_comment"
    ),
    path(
        "commentaires/<int:pk>/remettre/", withdrawing.put_back_own_comment, name="put_back_comment"
    ),
]

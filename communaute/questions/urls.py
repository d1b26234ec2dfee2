from django.urls import path

from . import views
from .asking import drafts_views
from .comments import views as comments
from .reading import views as reading
from .spaces import views as spaces

app_name = "questions"

urlpatterns = [
    path("", views.home, name="home"),
    path("espaces/", spaces.index, name="spaces"),
    path("espaces/departements/", spaces.departements, name="departements"),
    path("espaces/<slug:slug>/", spaces.space, name="space"),
    path("themes/<str:slug>/", reading.theme, name="theme"),
    path("espaces/<slug:slug>/decrire/", spaces.describe, name="describe"),
    path("mes-questions/", views.my_questions, name="my_questions"),
    path("mes-reponses/", views.my_answers, name="my_answers"),
    path("brouillons/", drafts_views.drafts, name="drafts"),
    path("brouillons/garder/", drafts_views.keep, name="draft_keep"),
    path("brouillons/<int:pk>/jeter/", drafts_views.discard, name="draft_discard"),
    path("questions/poser/", views.ask, name="ask"),
    path("questions/proches/", views.similar, name="similar"),
    path("questions/<int:pk>-<slug:slug>/", views.detail, name="detail"),
    path("questions/<int:pk>/repondre/", views.answer, name="answer"),
    path("questions/<int:pk>/lu/", reading.read, name="read"),
    path("questions/<int:pk>/premiere-non-lue/", reading.unread, name="unread"),
    path("questions/<int:pk>/nouveautes/", reading.news, name="news"),
    path("questions/<int:pk>/resume/", reading.summary, name="summary"),
    path("questions/<int:pk>/guide/", reading.guide, name="guide"),
    path("questions/<int:pk>/commentaires/", comments.question_comments, name="question_comments"),
    path("reponses/<int:pk>/commentaires/", comments.answer_comments, name="answer_comments"),
    path("reponses/<int:pk>/utile/", views.useful, name="useful"),
    path("reponses/<int:pk>/retenir/", views.accept, name="accept"),
]

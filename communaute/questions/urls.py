"""Addresses of questions, and of all that stands around them."""

from django.urls import path

from . import comments, views
from . import feeds as feeds_views
from . import profiles as profiles_views
from . import subscriptions as subscriptions_views
from .asking import views as asking
from .attachments import views as attachments_views
from .mentions import views as mentions_views
from .reading import views as reading
from .revisions import views as revisions_views
from .routing import views as routing_views
from .spaces import views as spaces

app_name = "questions"

FOLDERS = {"questions": "question", "reponses": "answer", "commentaires": "comment"}

urlpatterns = [
    path("", views.home, name="home"),
    path("espaces/", spaces.index, name="spaces"),
    path("espaces/departements/", spaces.departements, name="departements"),
    path("espaces/<slug:slug>/", spaces.space, name="space"),
    path("themes/<str:slug>/", reading.theme, name="theme"),
    path("espaces/<slug:slug>/decrire/", spaces.describe, name="describe"),
    path("mes-questions/", views.my_questions, name="my_questions"),
    path("mes-reponses/", views.my_answers, name="my_answers"),
    path("brouillons/", asking.kept_drafts, name="drafts"),
    path("brouillons/garder/", asking.keep, name="draft_keep"),
    path("brouillons/<int:pk>/jeter/", asking.discard, name="draft_discard"),
    path("questions/poser/", asking.ask, name="ask"),
    path("questions/proches/", asking.similar, name="similar"),
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

feeds = (
    [
        path("questions/atom.xml", feeds_views.LATEST_ASKED, name="latest"),
        path("questions/sans-reponse.atom.xml", feeds_views.UNANSWERED, name="unanswered"),
        path("questions/utiles.atom.xml", feeds_views.USEFUL, name="useful"),
        path("espaces/<slug:slug>/atom.xml", feeds_views.OF_SPACE, name="space"),
        path("themes/<str:slug>/atom.xml", feeds_views.OF_THEME, name="theme"),
    ],
    "feeds",
)

subscriptions = (
    [
        path("suivies/", subscriptions_views.followed, name="list"),
        path("suivre/", subscriptions_views.follow, name="follow"),
    ],
    "subscriptions",
)

attachments = (
    [path("<int:pk>/", attachments_views.attachment, name="file")],
    "attachments",
)

routing = (
    [path("questions/<int:pk>/inviter/", routing_views.invite, name="invite")],
    "routing",
)

profiles = (
    [path("membres/<int:pk>-<slug:slug>/", profiles_views.detail, name="detail")],
    "profiles",
)

revisions = (
    [
        path("questions/<int:pk>/deplacer/", revisions_views.move, name="move"),
        *(
            path(
                f"{folder}/<int:pk>/versions/",
                revisions_views.versions,
                {"kind": kind},
                name=f"{kind}_versions",
            )
            for folder, kind in FOLDERS.items()
        ),
        *(
            path(f"{folder}/<int:pk>/{word}/", view, {"kind": kind}, name=f"{name}_{kind}")
            for folder, kind in FOLDERS.items()
            for word, name, view in (
                ("modifier", "edit", revisions_views.edit_own),
                ("retirer", "withdraw", revisions_views.withdraw),
                ("remettre", "put_back", revisions_views.put_back),
            )
        ),
    ],
    "revisions",
)

mentions = (
    [path("questions/<int:pk>/personnes/", mentions_views.people, name="people")],
    "mentions",
)

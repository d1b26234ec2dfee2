"""All addresses of moderation, under one name: for who moderates, then for everybody."""

from django.urls import path

from communaute.recourse.urls import urlpatterns as pages_for_everybody

from .views import cases, contents, holding, queue, together, undoing

app_name = "moderation"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("dossiers.csv", queue.queue_csv, name="queue_csv"),
    path("dossiers/<int:pk>/", cases.case, name="case"),
    path("dossiers/<int:pk>/lire/", cases.read, name="read"),
    path("dossiers/<int:pk>/prendre/", holding.claim, name="claim"),
    path("dossiers/<int:pk>/rendre/", holding.release, name="release"),
    path("dossiers/<int:pk>/confier/", holding.hand_over, name="hand_over"),
    path("dossiers/<int:pk>/decider/", cases.decide, name="decide"),
    path("dossiers/<int:pk>/auteur/", contents.author, name="author"),
    path("annuler/", undoing.undo, name="undo"),
    path("ensemble/", together.together, name="together"),
    path("moderer/<slug:key>/<int:pk>/", contents.moderate, name="moderate"),
    *pages_for_everybody,
]

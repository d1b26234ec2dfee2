"""Under the names of `moderation`, whose other pages are for everybody (`config.urls`)."""

from django.urls import path

from .views import cases, contents, holding, queue, together, undoing

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("dossiers.csv", queue.queue_csv, name="queue_csv"),
    path("dossiers/<int:pk>/", cases.case, name="case"),
    path("dossiers/<int:pk>/prendre/", holding.claim, name="claim"),
    path("dossiers/<int:pk>/rendre/", holding.release, name="release"),
    path("dossiers/<int:pk>/confier/", holding.hand_over, name="hand_over"),
    path("dossiers/<int:pk>/decider/", cases.decide, name="decide"),
    path("dossiers/<int:pk>/auteur/", contents.author, name="author"),
    path("annuler/", undoing.undo, name="undo"),
    path("ensemble/", together.together, name="together"),
    path("moderer/<slug:key>/<int:pk>/", contents.moderate, name="moderate"),
]

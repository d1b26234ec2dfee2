"""All addresses of moderation, under one name: for who moderates, then for everybody."""

from django.urls import path

from . import reports, statements
from .appeals import views as appeals
from .audit_log import views as journal
from .queue.sanction_views import proposals
from .queue.views import acts, cases, queue, together
from .second_reading import views as second_reading_views
from .transparency import views as transparency_views

app_name = "moderation"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("dossiers.csv", queue.queue_csv, name="queue_csv"),
    path("dossiers/<int:pk>/", cases.case, name="case"),
    path("dossiers/<int:pk>/lire/", cases.read, name="read"),
    path("dossiers/<int:pk>/prendre/", acts.claim, name="claim"),
    path("dossiers/<int:pk>/rendre/", acts.release, name="release"),
    path("dossiers/<int:pk>/confier/", acts.hand_over, name="hand_over"),
    path("dossiers/<int:pk>/decider/", cases.decide, name="decide"),
    path("dossiers/<int:pk>/auteur/", acts.author, name="author"),
    path("annuler/", acts.undo, name="undo"),
    path("ensemble/", together.together, name="together"),
    path("moderer/<slug:key>/<int:pk>/", acts.moderate, name="moderate"),
    path("signaler/<slug:key>/<int:pk>/", reports.report, name="report"),
    path("signalements/<uuid:puid>/", reports.notice, name="notice"),
    path("signalements/<uuid:puid>/contester/", reports.contest, name="contest_notice"),
    path("decisions/<uuid:puid>/", statements.statement, name="statement"),
    path("decisions/<uuid:puid>/contester/", statements.appeal, name="appeal"),
    path("mes-decisions/", statements.my_decisions, name="my_decisions"),
    path("recours/", appeals.appeals, name="appeals"),
    path("recours/<int:pk>/", appeals.appeal_detail, name="appeal_detail"),
    path("recours/<int:pk>/repondre/", appeals.answer_appeal, name="answer_appeal"),
    path("journal/", journal.journal, name="journal"),
    path("journal.csv", journal.journal_csv, name="journal_csv"),
]

transparency = (
    [
        path("transparence/", transparency_views.page, name="page"),
        path("transparence.csv", transparency_views.csv, name="csv"),
        path("transparence.json", transparency_views.json, name="json"),
    ],
    "transparency",
)

second_reading = (
    [
        path("apprendre/", second_reading_views.learning, name="learning"),
        path("apprendre/relectures/<int:pk>/", second_reading_views.reading, name="reading"),
    ],
    "second_reading",
)

sanctions = (
    [
        path("dossiers/<int:pk>/mesure/", proposals.take, name="take"),
        path("propositions/", proposals.proposals, name="proposals"),
        path("propositions/<int:pk>/", proposals.proposal, name="proposal"),
        path("mesures/<int:pk>/lever/", proposals.lift, name="lift"),
    ],
    "sanctions",
)

from django.urls import path

from .views import appeals, cases, queue, reports, statements, transparency

app_name = "moderation"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("dossiers.csv", queue.queue_csv, name="queue_csv"),
    path("dossiers/<int:pk>/", cases.case, name="case"),
    path("dossiers/<int:pk>/prendre/", cases.claim, name="claim"),
    path("dossiers/<int:pk>/rendre/", cases.release, name="release"),
    path("dossiers/<int:pk>/decider/", cases.decide, name="decide"),
    path("signaler/<slug:key>/<int:pk>/", reports.report, name="report"),
    path("signalements/<uuid:puid>/", reports.notice, name="notice"),
    path("decisions/<uuid:puid>/", statements.statement, name="statement"),
    path("decisions/<uuid:puid>/contester/", statements.appeal, name="appeal"),
    path("mes-decisions/", statements.my_decisions, name="my_decisions"),
    path("recours/", appeals.appeals, name="appeals"),
    path("recours/<int:pk>/", appeals.appeal_detail, name="appeal_detail"),
    path("recours/<int:pk>/repondre/", appeals.answer_appeal, name="answer_appeal"),
    path("transparence/", transparency.transparency, name="transparency"),
    path("transparence.csv", transparency.transparency_csv, name="transparency_csv"),
]

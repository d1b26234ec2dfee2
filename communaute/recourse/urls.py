from django.urls import path

from .journal import views as journal
from .views import appeals, reports, statements

# Served with those of `casework`, under the name `moderation`.
urlpatterns = [
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

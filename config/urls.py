"""The map of the house: each room brings its own addresses, in French."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from ambassadeurs.annuaire import views as annuaire_views
from ambassadeurs.demandes import shared_requests as demandes_members
from ambassadeurs.demandes.views import demandes as demandes_pages
from ambassadeurs.demandes.views import threads as demandes_threads
from ambassadeurs.guichets import urls as guichets_urls
from ambassadeurs.guide_candidates.views import add as put_in_a_guide
from ambassadeurs.reseaux import urls as reseaux_urls
from ambassadeurs.simulation.views import simulate
from ambassadeurs.stats import views as stats_views
from ambassadeurs.visites import agenda as visites_agenda
from ambassadeurs.visites import views as visites_views
from cms import urls as cms_urls
from communaute.comptes import account_urls
from communaute.comptes.wagtail_users import own_settings
from communaute.donnees import views as donnees_views
from communaute.moderation import urls as moderation_urls
from communaute.notifications import views as notifications_views
from communaute.notifications.inbound.steps import webhook_urls
from communaute.notifications.preferences import views as notifications_preferences
from communaute.notifications.views import resume_mails as notifications_resume_mails
from communaute.organisations import urls as organisations_urls
from communaute.questions import urls as questions_urls
from communaute.sso import views as sso_views
from communaute.sso import views_account as sso_views_account
from communaute.territoires.forms import communes
from config import views
from config.csp_reports import csp_report
from config.observability.metrics import metrics

# Rooms of few pages: (addresses, namespace).
territories = ([path("communes/", communes, name="communes")], "territoires")
guides = ([path("questions/<int:pk>/guides/", put_in_a_guide, name="add")], "guides")
simulation = ([path("simuler/", simulate, name="simulate")], "simulation")

annuaire = (
    [
        path("", annuaire_views.directory, name="list"),
        path("autour/", annuaire_views.around, name="around"),
        path("export.csv", annuaire_views.export, name="export"),
        path("carte.geojson", annuaire_views.places, name="places"),
        path("<int:pk>-<slug:slug>/", annuaire_views.detail, name="detail"),
    ],
    "annuaire",
)


_demandes_base = "mises-en-relation/"
_demandes_thread = f"{_demandes_base}<uuid:public_id>/"
demandes = (
    [
        path(_demandes_base, demandes_pages.exchanges, name="list"),
        path(f"{_demandes_base}nouvelle/", demandes_pages.new, name="new"),
        path(
            f"{_demandes_base}groupe/<uuid:batch>/retirer/",
            demandes_pages.withdraw_group,
            name="withdraw_group",
        ),
        path(_demandes_thread, demandes_threads.detail, name="detail"),
        path(f"{_demandes_thread}envoyee/", demandes_pages.sent, name="sent"),
        path(f"{_demandes_thread}membres/", demandes_members.share, name="share_with_members"),
        path(f"{_demandes_thread}suivre/", demandes_members.join, name="follow"),
        path(f"{_demandes_thread}partager/", demandes_threads.share, name="share"),
        path(f"{_demandes_thread}ne-plus-partager/", demandes_threads.keep, name="keep"),
        path(f"{_demandes_thread}clore/", demandes_threads.close, name="close"),
        path(f"{_demandes_thread}remercier/", demandes_threads.thank, name="thank"),
        path(f"{_demandes_thread}rouvrir/", demandes_threads.reopen, name="reopen"),
        path(f"{_demandes_thread}bloquer/", demandes_threads.block_person, name="block"),
        path(
            f"{_demandes_base}blocages/<int:pk>/lever/",
            demandes_threads.unblock_person,
            name="unblock",
        ),
        path(
            f"{_demandes_thread}fichiers/<int:pk>/", demandes_threads.attachment, name="attachment"
        ),
        path(
            f"{_demandes_thread}messages/<int:pk>/signaler/",
            demandes_threads.report,
            name="report_message",
        ),
    ],
    "demandes",
)


stats = (
    [
        path("", stats_views.stats, name="stats"),
        path("rapport/", stats_views.half_year, name="report"),
        path("audience/", stats_views.audience, name="audience"),
        path("export.csv", stats_views.export, name="export"),
        path("export.json", stats_views.json, name="json"),
        path("datapackage.json", stats_views.package, name="package"),
    ],
    "stats",
)


_visites_visit = "visites/<uuid:public_id>/"
visites = (
    [
        path("agenda/", visites_agenda.agenda, name="agenda"),
        path("agenda/agenda.ics", visites_agenda.calendar, name="agenda_calendar"),
        path("agenda/carte.geojson", visites_agenda.places, name="agenda_places"),
        path("visites/", visites_views.mine, name="list"),
        path("visites/proposer/", visites_views.open_slot, name="open"),
        path("visites/a-valider/", visites_views.approvals, name="approvals"),
        path("visites/inscriptions/<int:pk>/decider/", visites_views.decide, name="decide"),
        path(_visites_visit, visites_views.detail, name="detail"),
        path(f"{_visites_visit}modifier/", visites_views.change, name="change"),
        path(f"{_visites_visit}annuler/", visites_views.cancel, name="cancel"),
        path(f"{_visites_visit}reserver/", visites_views.book, name="book"),
        path(f"{_visites_visit}renoncer/", visites_views.give_up, name="give_up"),
        path(f"{_visites_visit}presences/", visites_views.attendance, name="attendance"),
        path(f"{_visites_visit}visite.ics", visites_views.calendar, name="ics"),
        path("enquetes/<uuid:token>/", visites_views.survey, name="survey"),
    ],
    "visites",
)


donnees = (
    [
        path("donnees/", donnees_views.home, name="home"),
        path("mes-donnees/", donnees_views.former, name="former"),
        path("donnees/copie/", donnees_views.export, name="export"),
        path("donnees/copie/demander/", donnees_views.ask, name="ask"),
        path("donnees/copie/<str:token>/", donnees_views.download, name="download"),
        path("donnees/corriger-m-opposer/", donnees_views.ask_right, name="right"),
        path("fermer/", donnees_views.close, name="close"),
        path("fermer/fait/", donnees_views.closed, name="closed"),
        path("fermer/annuler/<str:token>/", donnees_views.take_back, name="take_back"),
        path("donnees/<slug:key>/", donnees_views.rows, name="rows"),
    ],
    "donnees",
)


notifications = (
    [
        path("", notifications_preferences.preferences, name="preferences"),
        path("reglage/", notifications_preferences.preset, name="preset"),
        path("arreter/<str:token>/", notifications_preferences.stop, name="stop"),
        path("reprendre/<str:token>/", notifications_preferences.undo, name="undo"),
        path("reprendre-les-courriels/", notifications_resume_mails, name="resume_mails"),
        path("recues/", notifications_views.notification_list, name="list"),
        path("tout-lire/", notifications_views.read_all, name="read_all"),
        path("fil-lu/", notifications_views.read_thread, name="read_thread"),
    ],
    "notifications",
)


sso = (
    [
        path("<slug:key>/", sso_views.start, name="start"),
        path("<slug:key>/retour/", sso_views.back, name="back"),
        path("<slug:key>/deconnecte/", sso_views.left, name="left"),
        path("<slug:key>/adresse/", sso_views_account.address, name="address"),
        path("<slug:key>/code/", sso_views_account.code, name="code"),
        path("<slug:key>/nom/", sso_views_account.name, name="name"),
        path("<slug:key>/retirer/", sso_views.unlink, name="unlink"),
    ],
    "sso",
)
join_requests = (
    [
        path("demandes-d-acces/", sso_views.access_requests, name="list"),
        path("demandes-d-acces/<int:pk>/", sso_views.decision, name="decide"),
    ],
    "sso_access",
)

urlpatterns = [
    path("metriques", metrics, name="metrics"),
    path("healthz", views.healthz, name="healthz"),
    path("rapports/csp/", csp_report, name="csp_report"),
    path("demo/mails/", views.demo_mails, name="demo_mails"),
    path("demo/mails/maintenant/", views.demo_mails_now, name="demo_mails_now"),
    path("demo/mails/<slug:name>/", views.demo_mail, name="demo_mail"),
    path("demo/mails/<slug:name>/html/", views.demo_mail_html, name="demo_mail_html"),
    path("gestion/login/", views.editors_sign_in, name="editors_sign_in"),
    path("gestion/account/", own_settings, name="own_settings"),
    path("gestion/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("comptes/", include(account_urls)),
    path("comptes/avec/", include(sso)),
    path("", include("cms.urls")),
    path("", include(cms_urls.pages)),
    path("territoires/", include(territories)),
    path("mon-compte/", include("communaute.comptes.urls")),
    path("mon-compte/securite/", include(account_urls.second_factor)),
    path("mon-compte/", include(donnees)),
    path("mon-compte/", include(cms_urls.terms)),
    path("mon-compte/", include(join_requests)),
    path("mon-compte/", include(organisations_urls.absences)),
    path("", include(organisations_urls.invitations)),
    path("rendez-vous/", include(cms_urls.events)),
    path("mon-compte/notifications/", include(notifications)),
    path("moderation/", include(moderation_urls.transparency)),
    path("moderation/", include(moderation_urls.second_reading)),
    path("", include(guichets_urls.national)),
    path("moderation/", include(moderation_urls.sanctions)),
    path("moderation/", include("communaute.moderation.urls")),
    path("communaute/", include(questions_urls.feeds)),
    path("communaute/", include(questions_urls.subscriptions)),
    path("communaute/pieces/", include(questions_urls.attachments)),
    path("communaute/", include(questions_urls.routing)),
    path("communaute/", include(questions_urls.profiles)),
    path("communaute/", include(questions_urls.revisions)),
    path("communaute/", include(questions_urls.mentions)),
    path("communaute/", include("communaute.questions.urls")),
    path("communaute/", include(guides)),
    path("", include(reseaux_urls.subscriptions)),
    path("", include("ambassadeurs.reseaux.urls")),
    path("", include(simulation)),
    path("", include("ambassadeurs.coproprietes.urls")),
    path("ambassadeurs/", include(annuaire)),
    path("", include(demandes)),
    path("", include(visites)),
    path("", include("ambassadeurs.assemblees.urls")),
    path("", include("ambassadeurs.guichets.urls")),
    path("syndic/", include(guichets_urls.syndics)),
    path("stats/", include(stats)),
]

urlpatterns += [path("courriels-recus/", include(webhook_urls()))]

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += [path("", include(wagtail_urls))]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

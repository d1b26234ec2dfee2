"""The map of the house: each room brings its own addresses, in French."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from communaute.notifications.inbound.webhooks import webhook_urls
from config import views
from config.metrics.metrics import metrics
from config.reports import csp_report

urlpatterns = [
    path("metriques", metrics, name="metrics"),
    path("healthz", views.healthz, name="healthz"),
    path("rapports/csp/", csp_report, name="csp_report"),
    path("demo/mails/", views.demo_mails, name="demo_mails"),
    path("demo/mails/maintenant/", views.demo_mails_now, name="demo_mails_now"),
    path("demo/mails/<slug:name>/", views.demo_mail, name="demo_mail"),
    path("demo/mails/<slug:name>/html/", views.demo_mail_html, name="demo_mail_html"),
    path("gestion/login/", views.editors_sign_in, name="editors_sign_in"),
    path("gestion/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("comptes/", include("communaute.comptes.account_urls")),
    path("comptes/avec/", include("communaute.sso.urls")),
    path("", include("cms.urls")),
    path("", include("cms.pages.urls")),
    path("territoires/", include("communaute.territoires.urls")),
    path("mon-compte/", include("communaute.comptes.urls")),
    path("mon-compte/securite/", include("communaute.comptes.second_factor.urls")),
    path("mon-compte/", include("communaute.donnees.urls")),
    path("mon-compte/", include("communaute.donnees.terms.urls")),
    path("mon-compte/", include("communaute.sso.join_requests.urls")),
    path("mon-compte/", include("communaute.organisations.absences.urls")),
    path("", include("communaute.organisations.invitations.urls")),
    path("rendez-vous/", include("cms.events.urls")),
    path("mon-compte/notifications/", include("communaute.notifications.urls")),
    path("moderation/", include("communaute.moderation.transparency.urls")),
    path("moderation/", include("communaute.moderation.second_reading.urls")),
    path("", include("ambassadeurs.guichets.national.urls")),
    path("moderation/", include("communaute.moderation.queue.sanction_views.urls")),
    path("moderation/", include("communaute.moderation.urls")),
    path("communaute/", include("communaute.questions.feeds.urls")),
    path("communaute/", include("communaute.questions.subscriptions.urls")),
    path("communaute/pieces/", include("communaute.questions.attachments.urls")),
    path("communaute/", include("communaute.questions.routing.urls")),
    path("communaute/", include("communaute.questions.profiles.urls")),
    path("communaute/", include("communaute.questions.revisions.urls")),
    path("communaute/", include("communaute.questions.mentions.urls")),
    path("communaute/", include("communaute.questions.urls")),
    path("communaute/", include("ambassadeurs.guide_suggestions.urls")),
    path("", include("ambassadeurs.reseaux.subscriptions.urls")),
    path("", include("ambassadeurs.reseaux.urls")),
    path("", include("ambassadeurs.simulation.urls")),
    path("", include("ambassadeurs.coproprietes.urls")),
    path("ambassadeurs/", include("ambassadeurs.annuaire.urls")),
    path("", include("ambassadeurs.demandes.urls")),
    path("", include("ambassadeurs.visites.urls")),
    path("", include("ambassadeurs.assemblees.urls")),
    path("", include("ambassadeurs.guichets.urls")),
    path("syndic/", include("ambassadeurs.guichets.syndics.urls")),
    path("stats/", include("ambassadeurs.stats.urls")),
]

urlpatterns += [path("courriels-recus/", include(webhook_urls()))]

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += [path("", include(wagtail_urls))]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

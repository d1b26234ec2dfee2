"""The map of the house: each room brings its own addresses, in French."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from ambassadeurs.guichets import urls as guichets_urls
from ambassadeurs.guide_suggestions.views import add as put_in_a_guide
from ambassadeurs.reseaux import urls as reseaux_urls
from ambassadeurs.simulation.views import simulate
from cms import urls as cms_urls
from communaute.comptes import account_urls
from communaute.moderation import urls as moderation_urls
from communaute.notifications.inbound.webhooks import webhook_urls
from communaute.organisations import urls as organisations_urls
from communaute.questions import urls as questions_urls
from communaute.sso import urls as sso_urls
from communaute.territoires.views import communes
from config import views
from config.metrics.metrics import metrics
from config.reports import csp_report

# Rooms of one page: (addresses, namespace).
territories = ([path("communes/", communes, name="communes")], "territoires")
guides = ([path("questions/<int:pk>/guides/", put_in_a_guide, name="add")], "guides")
simulation = ([path("simuler/", simulate, name="simulate")], "simulation")

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
    path("comptes/", include(account_urls)),
    path("comptes/avec/", include("communaute.sso.urls")),
    path("", include("cms.urls")),
    path("", include(cms_urls.pages)),
    path("territoires/", include(territories)),
    path("mon-compte/", include("communaute.comptes.urls")),
    path("mon-compte/securite/", include(account_urls.second_factor)),
    path("mon-compte/", include("communaute.donnees.urls")),
    path("mon-compte/", include(cms_urls.terms)),
    path("mon-compte/", include(sso_urls.join_requests)),
    path("mon-compte/", include(organisations_urls.absences)),
    path("", include(organisations_urls.invitations)),
    path("rendez-vous/", include(cms_urls.events)),
    path("mon-compte/notifications/", include("communaute.notifications.urls")),
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
    path("ambassadeurs/", include("ambassadeurs.annuaire.urls")),
    path("", include("ambassadeurs.demandes.urls")),
    path("", include("ambassadeurs.visites.urls")),
    path("", include("ambassadeurs.assemblees.urls")),
    path("", include("ambassadeurs.guichets.urls")),
    path("syndic/", include(guichets_urls.syndics)),
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

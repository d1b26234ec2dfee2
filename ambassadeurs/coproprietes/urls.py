from django.urls import include, path

from . import views, views_around, views_mandates, views_retours, views_review

app_name = "ambassadeurs"

directory = [
    path("", views.CoproprieteListView.as_view(), name="list"),
    path("autour/", views_around.around, name="around"),
    path("export.csv", views.export, name="export"),
    path("carte.geojson", views.places, name="places"),
    path("<int:pk>-<slug:slug>/", views.CoproprieteDetailView.as_view(), name="detail"),
]

mandates = [
    path("devenir/", views_mandates.apply, name="apply"),
    path("mon-mandat/", views_mandates.mandate, name="mandate"),
    path("mon-mandat/<int:pk>/recu/", views_mandates.applied, name="applied"),
    path("mon-mandat/<int:pk>/capacite/", views_mandates.capacity, name="mandate_capacity"),
    path("mon-mandat/<int:pk>/renouveler/", views_mandates.renew, name="mandate_renew"),
    path("mon-mandat/<int:pk>/pause/", views_mandates.pause, name="mandate_pause"),
    path("mon-mandat/<int:pk>/reprendre/", views_mandates.resume, name="mandate_resume"),
    path("mon-mandat/<int:pk>/arreter/", views_mandates.withdraw, name="mandate_withdraw"),
    path(
        "mon-mandat/<int:pk>/annuler-l-arret/", views_mandates.undo_withdrawal, name="mandate_undo"
    ),
    path("mandats/<int:pk>/justificatif/", views_mandates.proof, name="mandate_proof"),
    path("mandats/<int:pk>/", views_review.mandate_review, name="mandate_review"),
    path("a-verifier/", views_review.review_list, name="review_list"),
]

retours = [
    path("<int:pk>-<slug:slug>/retour/", views_retours.edit, name="retour_edit"),
    path("<int:pk>-<slug:slug>/retour/apercu/", views_retours.preview, name="retour_preview"),
    path("<int:pk>-<slug:slug>/retour/photos/", views_retours.add_photo, name="retour_photos"),
    path("<int:pk>-<slug:slug>/retour/proposer/", views_retours.propose, name="retour_propose"),
    path("<int:pk>-<slug:slug>/retour/reprendre/", views_retours.take_back, name="retour_reopen"),
    path("<int:pk>-<slug:slug>/retour/relire/", views_retours.review, name="retour_review"),
    path("photos/<int:pk>/retirer/", views_retours.remove_photo, name="photo_remove"),
    path("photos/<int:pk>/", views_retours.photo, name="photo"),
    path("chiffres/<int:pk>/verifier/", views_retours.verify_figure, name="figure_verify"),
]

urlpatterns = [
    path("ambassadeurs/", include(mandates)),
    path("ambassadeurs/", include(retours)),
    path("ambassadeurs/", include(directory)),
    path("mon-compte/copropriete/", include("ambassadeurs.coproprietes.project_urls")),
]

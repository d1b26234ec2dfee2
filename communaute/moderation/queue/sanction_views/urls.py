"""Under `/moderation/`, beside the pages of cases."""

from django.urls import path

from . import lifting, proposals, taking

app_name = "sanctions"

urlpatterns = [
    path("dossiers/<int:pk>/mesure/", taking.take, name="take"),
    path("propositions/", proposals.proposals, name="proposals"),
    path("propositions/<int:pk>/", proposals.proposal, name="proposal"),
    path("mesures/<int:pk>/lever/", lifting.lift, name="lift"),
]

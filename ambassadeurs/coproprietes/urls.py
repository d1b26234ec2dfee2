from django.urls import include, path

from .mandats import views
from .mandats import views as mandats
from .projects import views as projects
from .projects import views_members as projects_members
from .retours import views as retours_pages
from .retours import views_review as retours_review

app_name = "ambassadeurs"

mandates = [
    path("devenir/", mandats.apply, name="apply"),
    path("mon-mandat/", mandats.mandate, name="mandate"),
    path("mon-mandat/<int:pk>/recu/", mandats.applied, name="applied"),
    path("mon-mandat/<int:pk>/capacite/", mandats.capacity, name="mandate_capacity"),
    path("mon-mandat/<int:pk>/renouveler/", mandats.renew, name="mandate_renew"),
    path("mon-mandat/<int:pk>/pause/", mandats.pause, name="mandate_pause"),
    path("mon-mandat/<int:pk>/reprendre/", mandats.resume, name="mandate_resume"),
    path("mon-mandat/<int:pk>/arreter/", mandats.withdraw, name="mandate_withdraw"),
    path("mon-mandat/<int:pk>/annuler-l-arret/", mandats.undo_withdrawal, name="mandate_undo"),
    path("mandats/<int:pk>/justificatif/", mandats.proof, name="mandate_proof"),
    path("mandats/<int:pk>/", views.mandate_review, name="mandate_review"),
    path("a-verifier/", views.review_list, name="review_list"),
]

retours = [
    path("<int:pk>-<slug:slug>/retour/", retours_pages.edit, name="retour_edit"),
    path("<int:pk>-<slug:slug>/retour/apercu/", retours_pages.preview, name="retour_preview"),
    path("<int:pk>-<slug:slug>/retour/photos/", retours_pages.add_photo, name="retour_photos"),
    path(
        "<int:pk>-<slug:slug>/retour/photos/<int:photo>/retirer/",
        retours_pages.remove_photo,
        name="photo_remove",
    ),
    path(
        "<int:pk>-<slug:slug>/retour/justificatifs/",
        retours_pages.attach_proof,
        name="retour_proofs",
    ),
    path("<int:pk>-<slug:slug>/retour/proposer/", retours_pages.propose, name="retour_propose"),
    path("<int:pk>-<slug:slug>/retour/reprendre/", retours_pages.take_back, name="retour_reopen"),
    path("<int:pk>-<slug:slug>/retour/abandonner/", retours_pages.drop, name="retour_drop"),
    path("<int:pk>-<slug:slug>/retour/relire/", retours_review.review, name="retour_review"),
    path("photos/<int:pk>/", retours_pages.photo, name="photo"),
    path("chiffres/<int:pk>/justificatif/", retours_review.figure_proof, name="figure_proof"),
    path("chiffres/<int:pk>/verifier/", retours_review.verify_figure, name="figure_verify"),
]

# « Ma copropriété ».
projects = [
    path("", projects.home, name="project_home"),
    path("trouver/", projects.find, name="project_find"),
    path("registre/", projects.register, name="project_register"),
    path("nouvelle/", projects.create, name="project_create"),
    path("invitation/<str:token>/", projects_members.invitation, name="invitation"),
    path(
        "demandes/<int:join_request>/retirer/",
        projects_members.take_back_join,
        name="project_join_take_back",
    ),
    path(
        "<int:pk>/demandes/<int:join_request>/",
        projects_members.answer_join,
        name="project_join_answer",
    ),
    path("<int:pk>/", projects.detail, name="project"),
    path("<int:pk>/modifier/", projects.edit, name="project_edit"),
    path("<int:pk>/inviter/", projects_members.invite, name="project_invite"),
    path(
        "<int:pk>/invitations/<int:invitation>/retirer/",
        projects_members.withdraw,
        name="project_invitation_withdraw",
    ),
    path("<int:pk>/quitter/", projects_members.leave, name="project_leave"),
]

urlpatterns = [
    path("ambassadeurs/", include(mandates)),
    path("ambassadeurs/", include(retours)),
    path("mon-compte/copropriete/", include(projects)),
]

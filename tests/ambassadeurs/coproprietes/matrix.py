"""Who may read which page of this room.

The directory is public; a mandate is read by its person and those who decide on it, and does not
exist for the others.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.models import CoproprieteMember, Invitation, JoinRequest
from ambassadeurs.coproprietes.projects.invitations import token_of
from tests.ambassadeurs.rows import row
from tests.architecture.posts import GONE, post
from tests.communaute.comptes.factories import UserFactory

from .applying import MOST
from .factories import (
    AmbassadeurFactory,
    CoproprieteFactory,
    FigureFactory,
    PhotoFactory,
    RetourFactory,
)

_NOBODY_ELSE = {"others": 302}
_NOT_FOUND = {"anonymous": 404, "others": 404}
_POST_ONLY = {"anonymous": 405, "others": 405}
_DECIDERS = {"others": 404, "agence": 200, "equipe": 200}
_MANDATES = "/ambassadeurs/mon-mandat/"


def _mine(what):
    return lambda: _to(AmbassadeurFactory(), what)


def _decided(what=""):
    return lambda: f"/ambassadeurs/mandats/{AmbassadeurFactory(with_proof=True).pk}/{what}"


def _proved():
    return FigureFactory(retour=RetourFactory(proposed=True), with_proof=True)


def _sheet(what=""):
    return lambda: f"{RetourFactory(proposed=True).copropriete.get_absolute_url()}retour/{what}"


_PROJECT = "/mon-compte/copropriete/"


def _building(what=""):
    return lambda: f"{_PROJECT}{CoproprieteFactory().pk}/{what}"


MATRIX = {
    "ambassadeurs:project_home": row(lambda: _PROJECT, ambassadeur=302),
    "ambassadeurs:project_find": row(lambda: f"{_PROJECT}trouver/"),
    "ambassadeurs:project_register": row(lambda: f"{_PROJECT}registre/"),
    "ambassadeurs:project_create": row(lambda: f"{_PROJECT}nouvelle/"),
    "ambassadeurs:project": row(_building(), **_NOBODY_ELSE),
    "ambassadeurs:project_edit": row(_building("modifier/"), **_NOBODY_ELSE),
    "ambassadeurs:project_invite": row(_building("inviter/"), **_NOBODY_ELSE),
    "ambassadeurs:project_leave": row(_building("quitter/"), **_NOBODY_ELSE),
    "ambassadeurs:project_invitation_withdraw": row(
        _building("invitations/1/retirer/"), **_POST_ONLY
    ),
    "ambassadeurs:project_join_answer": row(_building("demandes/1/"), **_POST_ONLY),
    "ambassadeurs:project_join_take_back": row(
        lambda: f"{_PROJECT}demandes/1/retirer/", **_POST_ONLY
    ),
    "ambassadeurs:invitation": row(lambda: f"{_PROJECT}invitation/faux/", **_NOT_FOUND),
    "ambassadeurs:apply": row(lambda: "/ambassadeurs/devenir/", anonymous=200),
    "ambassadeurs:mandate": row(lambda: _MANDATES),
    "ambassadeurs:applied": row(_mine("recu"), **_NOBODY_ELSE),
    "ambassadeurs:mandate_capacity": row(_mine("capacite"), **_NOBODY_ELSE),
    "ambassadeurs:mandate_renew": row(_mine("renouveler"), **_NOBODY_ELSE),
    "ambassadeurs:mandate_pause": row(_mine("pause"), **_POST_ONLY),
    "ambassadeurs:mandate_resume": row(_mine("reprendre"), **_POST_ONLY),
    "ambassadeurs:mandate_withdraw": row(_mine("arreter"), **_NOBODY_ELSE),
    "ambassadeurs:mandate_undo": row(_mine("annuler-l-arret"), **_POST_ONLY),
    "ambassadeurs:mandate_review": row(_decided(), **_DECIDERS),
    "ambassadeurs:mandate_proof": row(_decided("justificatif/"), **_DECIDERS),
    "ambassadeurs:review_list": row(
        lambda: "/ambassadeurs/a-verifier/", **_DECIDERS | {"others": 403, "agence_ailleurs": 200}
    ),
    "ambassadeurs:retour_edit": row(_sheet(), **_NOBODY_ELSE),
    "ambassadeurs:retour_preview": row(_sheet("apercu/"), **_NOBODY_ELSE),
    "ambassadeurs:retour_photos": row(_sheet("photos/"), **_POST_ONLY),
    "ambassadeurs:retour_propose": row(_sheet("proposer/"), **_POST_ONLY),
    "ambassadeurs:retour_reopen": row(_sheet("reprendre/"), **_POST_ONLY),
    "ambassadeurs:retour_drop": row(_sheet("abandonner/"), **_POST_ONLY),
    "ambassadeurs:retour_review": row(_sheet("relire/"), **_DECIDERS),
    "ambassadeurs:photo": row(
        lambda: f"/ambassadeurs/photos/{PhotoFactory().pk}/", **_DECIDERS | {"anonymous": 404}
    ),
    "ambassadeurs:photo_remove": row(lambda: _photo(RetourFactory()), **_POST_ONLY),
    "ambassadeurs:retour_proofs": row(_sheet("justificatifs/"), **_POST_ONLY),
    "ambassadeurs:figure_proof": row(
        lambda: f"/ambassadeurs/chiffres/{_proved().pk}/justificatif/", **_DECIDERS
    ),
    "ambassadeurs:figure_verify": row(lambda: "/ambassadeurs/chiffres/1/verifier/", **_POST_ONLY),
}

# --- What is posted -------------------------------------------------------------------------

_BUILDING = {"name": "Les Cèdres", "commune": "38185", "lots": 40}


def _to(ambassadeur, what):
    return f"{_MANDATES}{ambassadeur.pk}/{what}/"


def _my_mandate(what, **fields):
    return lambda user: _to(AmbassadeurFactory(user=user, **fields), what)


def _member(user):
    building = CoproprieteFactory()
    CoproprieteMember.objects.create(copropriete=building, user=user)
    return building


def _my_building(what):
    return lambda user: f"{_PROJECT}{_member(user).pk}/{what}"


def _invitation(building):
    return Invitation.objects.create(
        copropriete=building,
        invited_by=UserFactory(),
        email="voisin@exemple.test",
        expires_at=timezone.now() + timedelta(days=14),
    )


def _withdrawn(building):
    return f"{_PROJECT}{building.pk}/invitations/{_invitation(building).pk}/retirer/"


def _invited(building=None):
    return f"{_PROJECT}invitation/{token_of(_invitation(building or CoproprieteFactory()))}/"


def _asked(building, user):
    return JoinRequest.objects.create(copropriete=building, user=user, told_as="12 rue Secrète")


def _answered(building):
    return f"{_PROJECT}{building.pk}/demandes/{_asked(building, UserFactory()).pk}/"


def _taken_back(user):
    return f"{_PROJECT}demandes/{_asked(CoproprieteFactory(), user).pk}/retirer/"


def _renewed(ambassadeur):
    data = {"council_agreed_on": f"{timezone.localdate():%Y-%m-%d}", "consent": "on"}
    return _to(ambassadeur, "renouveler"), data


def _sheet_of(retour, what):
    return f"{retour.copropriete.get_absolute_url()}retour/{what}"


def _my_sheet(what, **state):
    return lambda user: _sheet_of(RetourFactory(mandate__user=user, **state), what)


def _revision(retour):
    return RetourFactory(
        copropriete=retour.copropriete, author=retour.author, mandate=None, revises=retour
    )


def _photo(retour):
    building = retour.copropriete
    address = reverse("ambassadeurs:retour_photos", args=[building.pk, building.slug])
    return f"{address}{PhotoFactory(retour=retour).pk}/retirer/"


def _figure(retour):
    return f"/ambassadeurs/chiffres/{FigureFactory(retour=retour, with_proof=True).pk}/verifier/"


_MINE_ONLY = {"others": GONE}


def _on_mandate(what, data=None, **fields):
    """One's own, and nobody else's."""
    return post(_mine(what), data, **_MINE_ONLY).own(_my_mandate(what, **fields), others=302)


def _on_sheet(what, data=None, others=302, **state):
    return post(_sheet(what), data, **_MINE_ONLY).own(_my_sheet(what, **state), others=others)


def _on_building(what, data):
    return post(_building(what), data, **_MINE_ONLY).own(_my_building(what), others=302)


_DECIDED = {"others": 404, "agence": 302, "equipe": 302}
POSTS = {
    # Visitors read what an ambassador does; members are told what is missing.
    "ambassadeurs:apply": post(lambda: "/ambassadeurs/devenir/", anonymous=200, others=422),
    # One's own mandate.
    "ambassadeurs:mandate_capacity": _on_mandate("capacite", MOST),
    "ambassadeurs:mandate_renew": post(
        lambda: _renewed(AmbassadeurFactory(expires_at=timezone.now() + timedelta(days=20))),
        **_MINE_ONLY,
    ).own(
        lambda user: _renewed(
            AmbassadeurFactory(user=user, expires_at=timezone.now() + timedelta(days=20))
        ),
        others=302,
    ),
    "ambassadeurs:mandate_pause": _on_mandate("pause", {"days": 30}),
    "ambassadeurs:mandate_resume": _on_mandate("reprendre"),
    "ambassadeurs:mandate_withdraw": _on_mandate("arreter"),
    "ambassadeurs:mandate_undo": _on_mandate(
        "annuler-l-arret", withdrawn=True, withdrawn_at=timezone.now()
    ),
    # Decided by the agency of the territory and the team, never by the person concerned.
    "ambassadeurs:mandate_review": post(
        lambda: f"/ambassadeurs/mandats/{AmbassadeurFactory(pending=True).pk}/",
        {"decision": "refuser", "reason": "La facture est illisible."},
        **_DECIDED,
    ).own(
        lambda user: f"/ambassadeurs/mandats/{AmbassadeurFactory(pending=True, user=user).pk}/",
        others=404,
    ),
    # The story of a building: written by its ambassador, reviewed by others.
    "ambassadeurs:retour_edit": _on_sheet("", {"why": "La chaudière était vieille."}),
    "ambassadeurs:retour_photos": _on_sheet("photos/", others=422),
    "ambassadeurs:retour_proofs": _on_sheet("justificatifs/", others=422),
    "ambassadeurs:retour_propose": _on_sheet("proposer/"),
    "ambassadeurs:retour_reopen": _on_sheet("reprendre/", proposed=True),
    "ambassadeurs:retour_drop": post(
        lambda: _sheet_of(_revision(RetourFactory(published=True)), "abandonner/"), **_MINE_ONLY
    ).own(
        lambda user: _sheet_of(
            _revision(RetourFactory(published=True, mandate__user=user)), "abandonner/"
        ),
        others=302,
    ),
    "ambassadeurs:retour_review": post(
        _sheet("relire/"), {"decision": "rendre", "note": "Il manque l’année."}, **_DECIDED
    ).own(_my_sheet("relire/", proposed=True), others=404),
    "ambassadeurs:photo_remove": post(lambda: _photo(RetourFactory()), **_MINE_ONLY).own(
        lambda user: _photo(RetourFactory(mandate__user=user)), others=302
    ),
    "ambassadeurs:figure_verify": post(
        lambda: _figure(RetourFactory(proposed=True)), {"proof_kind": "Facture"}, **_DECIDED
    ).own(lambda user: _figure(RetourFactory(proposed=True, mandate__user=user)), others=404),
    # The building of several: its members' alone.
    "ambassadeurs:project_create": post(lambda: f"{_PROJECT}nouvelle/", _BUILDING, others=302),
    "ambassadeurs:project_edit": _on_building("modifier/", _BUILDING),
    "ambassadeurs:project_invite": _on_building("inviter/", {"email": "voisine@exemple.test"}),
    "ambassadeurs:project_invitation_withdraw": post(
        lambda: _withdrawn(CoproprieteFactory()), **_MINE_ONLY
    ).own(lambda user: _withdrawn(_member(user)), others=302),
    "ambassadeurs:project_join_answer": post(
        lambda: _answered(CoproprieteFactory()), {"welcome": "1"}, **_MINE_ONLY
    ).own(lambda user: _answered(_member(user)), others=302),
    "ambassadeurs:project_join_take_back": post(lambda: _taken_back(UserFactory()), others=302).own(
        _taken_back, others=302
    ),
    "ambassadeurs:project_leave": post(_building("quitter/"), others=302).own(
        _my_building("quitter/"), others=302
    ),
    # Whoever holds the link of an invitation joins.
    "ambassadeurs:invitation": post(_invited, others=302).own(
        lambda user: _invited(_member(user)), others=302
    ),
}

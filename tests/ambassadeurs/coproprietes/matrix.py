"""Who may read which page of this room.

The directory is public; a mandate is read by its person and those who decide on it, and does not
exist for the others.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.models import CoproprieteMember, Invitation, JoinRequest
from ambassadeurs.coproprietes.projets.invitations import token_of
from tests.architecture.posts import GONE, post
from tests.communaute.comptes.factories import UserFactory
from tests.conftest import ROLES

from .applying import MOST
from .factories import (
    AmbassadeurFactory,
    CoproprieteFactory,
    FigureFactory,
    PhotoFactory,
    RetourFactory,
)

_EVERYBODY = dict.fromkeys(("anonymous", *ROLES), 200)
_SIGNED_IN = _EVERYBODY | {"anonymous": 302}
_NOBODY_ELSE = dict.fromkeys(("anonymous", *ROLES), 302)
_NOT_THERE = _NOBODY_ELSE | dict.fromkeys(ROLES, 404)
_POST_ONLY = dict.fromkeys(("anonymous", *ROLES), 405)
_DECIDERS = _NOT_THERE | {"agence": 200, "equipe": 200}


def _mine(what):
    return lambda: f"/ambassadeurs/mon-mandat/{AmbassadeurFactory().pk}/{what}/"


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
    "ambassadeurs:project_home": {"url": lambda: _PROJECT, **_SIGNED_IN, "ambassadeur": 302},
    "ambassadeurs:project_find": {"url": lambda: f"{_PROJECT}trouver/", **_SIGNED_IN},
    "ambassadeurs:project_register": {"url": lambda: f"{_PROJECT}registre/", **_SIGNED_IN},
    "ambassadeurs:project_create": {"url": lambda: f"{_PROJECT}nouvelle/", **_SIGNED_IN},
    "ambassadeurs:project": {"url": _building(), **_NOBODY_ELSE},
    "ambassadeurs:project_edit": {"url": _building("modifier/"), **_NOBODY_ELSE},
    "ambassadeurs:project_invite": {"url": _building("inviter/"), **_NOBODY_ELSE},
    "ambassadeurs:project_leave": {
        "url": _building("quitter/"),
        **dict.fromkeys(("anonymous", *ROLES), 302),
    },
    "ambassadeurs:project_invitation_withdraw": {
        "url": _building("invitations/1/retirer/"),
        **_POST_ONLY,
    },
    "ambassadeurs:project_join_answer": {"url": _building("demandes/1/"), **_POST_ONLY},
    "ambassadeurs:project_join_take_back": {
        "url": lambda: f"{_PROJECT}demandes/1/retirer/",
        **_POST_ONLY,
    },
    "ambassadeurs:invitation": {
        "url": lambda: f"{_PROJECT}invitation/faux/",
        **dict.fromkeys(("anonymous", *ROLES), 404),
    },
    "ambassadeurs:apply": {"url": lambda: "/ambassadeurs/devenir/", **_EVERYBODY},
    "ambassadeurs:mandate": {"url": lambda: "/ambassadeurs/mon-mandat/", **_SIGNED_IN},
    "ambassadeurs:applied": {"url": _mine("recu"), **_NOBODY_ELSE},
    "ambassadeurs:mandate_capacity": {"url": _mine("capacite"), **_NOBODY_ELSE},
    "ambassadeurs:mandate_renew": {"url": _mine("renouveler"), **_NOBODY_ELSE},
    "ambassadeurs:mandate_pause": {"url": _mine("pause"), **_POST_ONLY},
    "ambassadeurs:mandate_resume": {"url": _mine("reprendre"), **_POST_ONLY},
    "ambassadeurs:mandate_withdraw": {"url": _mine("arreter"), **_NOBODY_ELSE},
    "ambassadeurs:mandate_undo": {"url": _mine("annuler-l-arret"), **_POST_ONLY},
    "ambassadeurs:mandate_review": {"url": _decided(), **_DECIDERS},
    "ambassadeurs:mandate_proof": {"url": _decided("justificatif/"), **_DECIDERS},
    "ambassadeurs:review_list": {
        "url": lambda: "/ambassadeurs/a-verifier/",
        **dict.fromkeys(ROLES, 403),
        "anonymous": 302,
        "agence": 200,
        "agence_ailleurs": 200,
        "equipe": 200,
    },
    "ambassadeurs:retour_edit": {"url": _sheet(), **_NOBODY_ELSE},
    "ambassadeurs:retour_preview": {"url": _sheet("apercu/"), **_NOBODY_ELSE},
    "ambassadeurs:retour_photos": {"url": _sheet("photos/"), **_POST_ONLY},
    "ambassadeurs:retour_propose": {"url": _sheet("proposer/"), **_POST_ONLY},
    "ambassadeurs:retour_reopen": {"url": _sheet("reprendre/"), **_POST_ONLY},
    "ambassadeurs:retour_drop": {"url": _sheet("abandonner/"), **_POST_ONLY},
    "ambassadeurs:retour_review": {"url": _sheet("relire/"), **_DECIDERS},
    "ambassadeurs:photo": {
        "url": lambda: f"/ambassadeurs/photos/{PhotoFactory().pk}/",
        **_NOT_THERE,
        "anonymous": 404,
        "agence": 200,
        "equipe": 200,
    },
    "ambassadeurs:photo_remove": {
        "url": lambda: _photo(RetourFactory()),
        **_POST_ONLY,
    },
    "ambassadeurs:retour_proofs": {"url": _sheet("justificatifs/"), **_POST_ONLY},
    "ambassadeurs:figure_proof": {
        "url": lambda: f"/ambassadeurs/chiffres/{_proved().pk}/justificatif/",
        **_DECIDERS,
    },
    "ambassadeurs:figure_verify": {
        "url": lambda: "/ambassadeurs/chiffres/1/verifier/",
        **_POST_ONLY,
    },
}

# --- What is posted -------------------------------------------------------------------------

_MANDATES = "/ambassadeurs/mon-mandat/"
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
_DECIDED = {"others": 404, "agence": 302, "equipe": 302}
POSTS = {
    # Visitors read what an ambassador does; members are told what is missing.
    "ambassadeurs:apply": post(lambda: "/ambassadeurs/devenir/", anonymous=200, others=422),
    # One's own mandate.
    "ambassadeurs:mandate_capacity": post(_mine("capacite"), MOST, **_MINE_ONLY).own(
        _my_mandate("capacite"), others=302
    ),
    "ambassadeurs:mandate_renew": post(
        lambda: _renewed(AmbassadeurFactory(expires_at=timezone.now() + timedelta(days=20))),
        **_MINE_ONLY,
    ).own(
        lambda user: _renewed(
            AmbassadeurFactory(user=user, expires_at=timezone.now() + timedelta(days=20))
        ),
        others=302,
    ),
    "ambassadeurs:mandate_pause": post(_mine("pause"), {"days": 30}, **_MINE_ONLY).own(
        _my_mandate("pause"), others=302
    ),
    "ambassadeurs:mandate_resume": post(_mine("reprendre"), **_MINE_ONLY).own(
        _my_mandate("reprendre"), others=302
    ),
    "ambassadeurs:mandate_withdraw": post(_mine("arreter"), **_MINE_ONLY).own(
        _my_mandate("arreter"), others=302
    ),
    "ambassadeurs:mandate_undo": post(_mine("annuler-l-arret"), **_MINE_ONLY).own(
        _my_mandate("annuler-l-arret", withdrawn=True, withdrawn_at=timezone.now()), others=302
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
    "ambassadeurs:retour_edit": post(
        _sheet(), {"why": "La chaudière était vieille."}, **_MINE_ONLY
    ).own(_my_sheet(""), others=302),
    "ambassadeurs:retour_photos": post(_sheet("photos/"), **_MINE_ONLY).own(
        _my_sheet("photos/"), others=422
    ),
    "ambassadeurs:retour_proofs": post(_sheet("justificatifs/"), **_MINE_ONLY).own(
        _my_sheet("justificatifs/"), others=422
    ),
    "ambassadeurs:retour_propose": post(_sheet("proposer/"), **_MINE_ONLY).own(
        _my_sheet("proposer/"), others=302
    ),
    "ambassadeurs:retour_reopen": post(_sheet("reprendre/"), **_MINE_ONLY).own(
        _my_sheet("reprendre/", proposed=True), others=302
    ),
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
    "ambassadeurs:project_edit": post(_building("modifier/"), _BUILDING, **_MINE_ONLY).own(
        _my_building("modifier/"), others=302
    ),
    "ambassadeurs:project_invite": post(
        _building("inviter/"), {"email": "voisine@exemple.test"}, **_MINE_ONLY
    ).own(_my_building("inviter/"), others=302),
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

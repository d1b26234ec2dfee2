"""Who may read which page of this room.

The directory is public; a mandate is read by its person and those who decide on it, and does not
exist for the others.
"""

from tests.conftest import ROLES

from .factories import AmbassadeurFactory, CoproprieteFactory, PhotoFactory, RetourFactory

_EVERYBODY = dict.fromkeys(("anonymous", *ROLES), 200)
_SIGNED_IN = _EVERYBODY | {"anonymous": 302}
_NOBODY_ELSE = dict.fromkeys(ROLES, 404) | {"anonymous": 302}
_POST_ONLY = dict.fromkeys(("anonymous", *ROLES), 405)
_DECIDERS = _NOBODY_ELSE | {"agence": 200, "equipe": 200}


def _mine(what):
    return lambda: f"/ambassadeurs/mon-mandat/{AmbassadeurFactory().pk}/{what}/"


def _decided(what=""):
    return lambda: f"/ambassadeurs/mandats/{AmbassadeurFactory(with_proof=True).pk}/{what}"


def _sheet(what=""):
    return lambda: f"{RetourFactory(proposed=True).copropriete.get_absolute_url()}retour/{what}"


_PROJECT = "/mon-compte/copropriete/"


def _building(what=""):
    return lambda: f"{_PROJECT}{CoproprieteFactory().pk}/{what}"


MATRIX = {
    "ambassadeurs:list": {"url": lambda: "/ambassadeurs/", **_EVERYBODY},
    "ambassadeurs:around": {"url": lambda: "/ambassadeurs/autour/", **_EVERYBODY},
    "ambassadeurs:export": {"url": lambda: "/ambassadeurs/export.csv", **_EVERYBODY},
    "ambassadeurs:places": {"url": lambda: "/ambassadeurs/carte.geojson", **_EVERYBODY},
    "ambassadeurs:detail": {
        "url": lambda: AmbassadeurFactory().copropriete.get_absolute_url(),
        **_EVERYBODY,
    },
    "ambassadeurs:project_home": {"url": lambda: _PROJECT, **_SIGNED_IN, "ambassadeur": 302},
    "ambassadeurs:project_find": {"url": lambda: f"{_PROJECT}trouver/", **_SIGNED_IN},
    "ambassadeurs:project_register": {"url": lambda: f"{_PROJECT}registre/", **_SIGNED_IN},
    "ambassadeurs:project_create": {"url": lambda: f"{_PROJECT}nouvelle/", **_SIGNED_IN},
    "ambassadeurs:project": {"url": _building(), **_NOBODY_ELSE},
    "ambassadeurs:project_edit": {"url": _building("modifier/"), **_NOBODY_ELSE},
    "ambassadeurs:project_invite": {"url": _building("inviter/"), **_NOBODY_ELSE},
    "ambassadeurs:project_leave": {"url": _building("quitter/"), **_NOBODY_ELSE},
    "ambassadeurs:project_invitation_withdraw": {
        "url": _building("invitations/1/retirer/"),
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
    "ambassadeurs:mandate_withdraw": {"url": _mine("arreter"), **_POST_ONLY},
    "ambassadeurs:mandate_undo": {"url": _mine("annuler-l-arret"), **_POST_ONLY},
    "ambassadeurs:mandate_review": {"url": _decided(), **_DECIDERS},
    "ambassadeurs:mandate_proof": {"url": _decided("justificatif/"), **_DECIDERS},
    "ambassadeurs:review_list": {
        "url": lambda: "/ambassadeurs/a-verifier/",
        **dict.fromkeys(ROLES, 403),
        "anonymous": 302,
        "agence": 200,
        "agence_ailleurs": 200,
        "exploitant": 200,
        "equipe": 200,
    },
    "ambassadeurs:retour_edit": {"url": _sheet(), **_NOBODY_ELSE},
    "ambassadeurs:retour_preview": {"url": _sheet("apercu/"), **_NOBODY_ELSE},
    "ambassadeurs:retour_photos": {"url": _sheet("photos/"), **_POST_ONLY},
    "ambassadeurs:retour_propose": {"url": _sheet("proposer/"), **_POST_ONLY},
    "ambassadeurs:retour_reopen": {"url": _sheet("reprendre/"), **_POST_ONLY},
    "ambassadeurs:retour_review": {"url": _sheet("relire/"), **_DECIDERS},
    "ambassadeurs:photo": {
        "url": lambda: f"/ambassadeurs/photos/{PhotoFactory().pk}/",
        **_NOBODY_ELSE,
        "anonymous": 404,
        "agence": 200,
        "equipe": 200,
    },
    "ambassadeurs:photo_remove": {
        "url": lambda: f"/ambassadeurs/photos/{PhotoFactory().pk}/retirer/",
        **_POST_ONLY,
    },
    "ambassadeurs:figure_verify": {
        "url": lambda: "/ambassadeurs/chiffres/1/verifier/",
        **_POST_ONLY,
    },
}

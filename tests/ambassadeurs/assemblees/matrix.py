"""Who may read and tell the assemblies of a building: those who take part in it, and no desk."""

from ambassadeurs.assemblees.models import AskedBefore, Dossier
from ambassadeurs.coproprietes.models import CoproprieteMember
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.architecture.posts import GONE, post
from tests.conftest import ROLES

from .factories import AssembleeFactory, in_days, project_of

_BASE = "/mon-compte/copropriete/"
_NOBODY_ELSE = dict.fromkeys(("anonymous", *ROLES), 302)
_POST_ONLY = dict.fromkeys(("anonymous", *ROLES), 405)


def _of(one, what=""):
    return f"{_BASE}{one.copropriete_id}/assemblee/{what}"


def _result(one):
    return _of(one, f"{one.pk}/resultat/")


def _dossier(one, what=""):
    return _of(one, f"{one.pk}/dossier/{what}")


def _asked(one, what=""):
    row = AskedBefore.objects.create(assemblee=one, body="Combien ?")
    return _dossier(one, f"vos-questions/{row.pk}/{what}")


def _lent():
    """The agency of who asked reads it; those of the roles are of another one."""
    asked = DemandeFactory(agence=True)
    one = AssembleeFactory(copropriete=asked.copropriete)
    CoproprieteMember.objects.create(copropriete=asked.copropriete, user=asked.requester)
    Dossier.objects.create(assemblee=one, read_for=asked)
    return one


MATRIX = {
    "assemblees:count": {
        "url": lambda: "/compter-les-voix/?article=25f&voix=10000&pour=3334",
        **dict.fromkeys(("anonymous", *ROLES), 200),
    },
    "assemblees:detail": {"url": lambda: _of(AssembleeFactory()), **_NOBODY_ELSE},
    "assemblees:cancel": {"url": lambda: _of(AssembleeFactory(), "annuler/"), **_POST_ONLY},
    "assemblees:result": {"url": lambda: _result(AssembleeFactory(past=True)), **_NOBODY_ELSE},
    "assemblees:past": {"url": lambda: _of(AssembleeFactory(), "passee/"), **_NOBODY_ELSE},
    "assemblees:dossier": {"url": lambda: _dossier(AssembleeFactory()), **_NOBODY_ELSE},
    "assemblees:dossier_calendar": {
        "url": lambda: _dossier(AssembleeFactory(), "agenda.ics"),
        **_NOBODY_ELSE,
    },
    "assemblees:paper": {"url": lambda: _dossier(AssembleeFactory(), "lettre/"), **_NOBODY_ELSE},
    "assemblees:paper_word": {
        "url": lambda: _dossier(AssembleeFactory(), "lettre.docx"),
        **_NOBODY_ELSE,
    },
    "assemblees:dossier_agency": {
        "url": lambda: _dossier(_lent(), "agence/"),
        **dict.fromkeys(ROLES, 404),
        "anonymous": 302,
    },
    "assemblees:dossier_pdf": {"url": lambda: _dossier(AssembleeFactory(), "pdf/"), **_POST_ONLY},
    "assemblees:dossier_pdf_file": {
        "url": lambda: _dossier(AssembleeFactory(), "dossier.pdf"),
        **_NOBODY_ELSE,
    },
    "assemblees:lots": {
        "url": lambda: _dossier(AssembleeFactory(), "cout-par-lot/"),
        **_NOBODY_ELSE,
    },
    "assemblees:asked": {
        "url": lambda: _dossier(AssembleeFactory(), "vos-questions/"),
        **_NOBODY_ELSE,
    },
    "assemblees:asked_answer": {"url": lambda: _asked(AssembleeFactory()), **_NOBODY_ELSE},
    "assemblees:asked_remove": {
        "url": lambda: _asked(AssembleeFactory(), "retirer/"),
        **_POST_ONLY,
    },
    "assemblees:dossier_sent": {
        "url": lambda: _dossier(AssembleeFactory(), "envoye/"),
        **_POST_ONLY,
    },
    "assemblees:dossier_unsent": {
        "url": lambda: _dossier(AssembleeFactory(), "pas-envoye/"),
        **_POST_ONLY,
    },
}


_LOTS = {"works": "1000", "key": "chauffage", "lots": "1;10", "years": "15", "total_heating": "10"}


def _held_before():
    return {"held_on": in_days(-400).isoformat(), "result": "adoptee"}


def _mine(user, **fields):
    return AssembleeFactory(copropriete=project_of(user), **fields)


POSTS = {
    "assemblees:detail": post(
        lambda: (_of(AssembleeFactory()), {"held_on": in_days(90).isoformat()}), others=GONE
    ).own(lambda user: (_of(_mine(user)), {"held_on": in_days(90).isoformat()}), others=302),
    "assemblees:cancel": post(lambda: _of(AssembleeFactory(), "annuler/"), others=GONE).own(
        lambda user: _of(_mine(user), "annuler/"), others=302
    ),
    "assemblees:result": post(
        lambda: (_result(AssembleeFactory(past=True)), {"result": "adoptee"}), others=GONE
    ).own(lambda user: (_result(_mine(user, past=True)), {"result": "adoptee"}), others=302),
    "assemblees:past": post(
        lambda: (_of(AssembleeFactory(), "passee/"), _held_before()), others=GONE
    ).own(lambda user: (_of(_mine(user), "passee/"), _held_before()), others=302),
    "assemblees:dossier": post(
        lambda: (_dossier(AssembleeFactory()), {"kw": "400"}), others=GONE
    ).own(lambda user: (_dossier(_mine(user)), {"kw": "400"}), others=302),
    "assemblees:dossier_agency": post(
        lambda: (_dossier(_lent(), "agence/"), {"agency": "oui"}), others=GONE
    ).own(lambda user: (_dossier(_mine(user), "agence/"), {"agency": "oui"}), others="refus"),
    "assemblees:dossier_pdf": post(lambda: _dossier(AssembleeFactory(), "pdf/"), others=GONE).own(
        lambda user: _dossier(_mine(user), "pdf/"), others=302
    ),
    "assemblees:dossier_sent": post(
        lambda: _dossier(AssembleeFactory(), "envoye/"), others=GONE
    ).own(lambda user: _dossier(_mine(user), "envoye/"), others="refus"),
    "assemblees:dossier_unsent": post(
        lambda: _dossier(AssembleeFactory(), "pas-envoye/"), others=GONE
    ).own(lambda user: _dossier(_mine(user), "pas-envoye/"), others=302),
    "assemblees:lots": post(
        lambda: (_dossier(AssembleeFactory(), "cout-par-lot/"), _LOTS), others=GONE
    ).own(lambda user: (_dossier(_mine(user), "cout-par-lot/"), _LOTS), others=200),
    "assemblees:asked": post(
        lambda: (_dossier(AssembleeFactory(), "vos-questions/"), {"body": "Combien ?"}), others=GONE
    ).own(
        lambda user: (_dossier(_mine(user), "vos-questions/"), {"body": "Combien ?"}), others=302
    ),
    "assemblees:asked_answer": post(
        lambda: (_asked(AssembleeFactory()), {"answer": "Rien."}), others=GONE
    ).own(lambda user: (_asked(_mine(user)), {"answer": "Rien."}), others=302),
    "assemblees:asked_remove": post(
        lambda: _asked(AssembleeFactory(), "retirer/"), others=GONE
    ).own(lambda user: _asked(_mine(user), "retirer/"), others=302),
}

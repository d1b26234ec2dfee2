"""Who may read which page of this room."""

import uuid
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from ambassadeurs.coproprietes.models import CoproprieteMember
from ambassadeurs.demandes.enums import ClosedBecause, State
from ambassadeurs.demandes.models import Block, Demande
from communaute.comptes.models import User
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.rows import row
from tests.architecture.posts import post
from tests.communaute.comptes.factories import UserFactory

from .factories import DemandeFactory


def _thread(act):
    return lambda: f"{DemandeFactory().get_absolute_url()}{act}"


# Requests and threads: a private exchange does not exist for whom takes no part in it.
MATRIX = {
    "demandes:list": row(lambda: "/mises-en-relation/"),
    "demandes:new": row(
        lambda: f"/mises-en-relation/nouvelle/?a=ambassadeur&id={AmbassadeurFactory().pk}",
        anonymous=200,
    ),
    "demandes:detail": row(_thread(""), others=404),
    "demandes:sent": row(_thread("envoyee/"), others=404),
    "demandes:attachment": row(_thread("fichiers/1/"), others=404),
    "demandes:report_message": row(_thread("messages/1/signaler/"), others=404),
    **{
        f"demandes:{name}": row(_thread(act), anonymous=405, others=405)
        for name, act in (
            ("share", "partager/"),
            ("keep", "ne-plus-partager/"),
            ("close", "clore/"),
            ("thank", "remercier/"),
            ("reopen", "rouvrir/"),
            ("block", "bloquer/"),
            ("share_with_members", "membres/"),
            ("follow", "suivre/"),
        )
    },
    "demandes:withdraw_group": row(
        lambda: f"/mises-en-relation/groupe/{uuid.uuid4()}/retirer/", others=404
    ),
    "demandes:unblock": row(lambda: _block(DemandeFactory().requester), anonymous=405, others=405),
}

_TOLD = {"body": "Merci, à quelle heure peut-on vous appeler ?"}
_REPORTED = {
    "category": "commercial",
    "explanation": "C’est une publicité pour un vendeur.",
    "good_faith": "on",
}


def _mine(act: str = "", **fields: Any) -> Callable[[User], str]:
    """A request that the person made."""
    return lambda user: f"{DemandeFactory(requester=user, **fields).get_absolute_url()}{act}"


def _message(demande: Demande, author: User) -> str:
    row = demande.messages.create(author=author, from_requester=True, body="Achetez chez moi.")
    return f"{demande.get_absolute_url()}messages/{row.pk}/signaler/"


def _message_of_others() -> str:
    demande = DemandeFactory()
    return _message(demande, demande.requester)


def _message_to_me(user: User) -> str:
    demande = DemandeFactory(ambassadeur=AmbassadeurFactory(user=user))
    return _message(demande, demande.requester)


def _asked() -> tuple[str, dict[str, Any]]:
    """A first request, with the building that one writes for."""
    data = {
        "purpose": "question",
        "message": "Combien de temps ont duré les travaux ?",
        "name": "Le Parc",
        "commune": "38185",
        "lots": 58,
        "submission_key": uuid.uuid4(),
    }
    return f"/mises-en-relation/nouvelle/?a=ambassadeur&id={AmbassadeurFactory().pk}", data


def _asked_of_myself(user: User) -> tuple[str, dict[str, Any]]:
    _, data = _asked()
    mine = AmbassadeurFactory(user=user)
    return f"/mises-en-relation/nouvelle/?a=ambassadeur&id={mine.pk}", data


def _block(user: User) -> str:
    """The address where this person takes a block of theirs back."""
    demande = DemandeFactory(requester=user)
    found = Block.objects.create(
        blocker=user, blocked=demande.ambassadeur.user, demande=demande, at=timezone.now()
    )
    return f"/mises-en-relation/blocages/{found.pk}/lever/"


def _of_my_building(user: User) -> str:
    """A request of another member of the building of this person."""
    demande = DemandeFactory(agence=True)
    CoproprieteMember.objects.create(copropriete=demande.copropriete, user=user)
    return f"{demande.get_absolute_url()}suivre/"


def _group(user: User) -> uuid.UUID:
    """A request of this person for several buildings."""
    batch = uuid.uuid4()
    DemandeFactory.create_batch(2, requester=user, batch=batch, agence=True)
    return batch


# A thread is its two sides': it does not exist for the others, national team included.
POSTS = {
    "demandes:new": post(_asked, others=302).own(_asked_of_myself, others=409),
    "demandes:detail": post(_thread(""), _TOLD, others=404).own(_mine(), others=302),
    "demandes:share": post(_thread("partager/"), others=404).own(_mine("partager/"), others=302),
    "demandes:keep": post(_thread("ne-plus-partager/"), others=404).own(
        _mine("ne-plus-partager/", requester_shares_contact=True), others=302
    ),
    "demandes:close": post(_thread("clore/"), others=404).own(_mine("clore/"), others=302),
    "demandes:thank": post(_thread("remercier/"), others=404).own(
        _mine("remercier/", state=State.ANSWERED, first_answer_at=timezone.now()), others=302
    ),
    "demandes:reopen": post(_thread("rouvrir/"), others=404).own(
        _mine("rouvrir/", state=State.CLOSED, closed_because=ClosedBecause.REQUESTER), others=302
    ),
    "demandes:share_with_members": post(_thread("membres/"), others=404).own(
        _mine("membres/", agence=True), others=302
    ),
    "demandes:follow": post(_thread("suivre/"), others=404).own(_of_my_building, others=302),
    "demandes:block": post(_thread("bloquer/"), others=404).own(_mine("bloquer/"), others=302),
    "demandes:withdraw_group": post(
        lambda: f"/mises-en-relation/groupe/{_group(UserFactory())}/retirer/", others=404
    ).own(lambda user: f"/mises-en-relation/groupe/{_group(user)}/retirer/", others=302),
    "demandes:unblock": post(lambda: _block(UserFactory()), others=302).own(_block, others=302),
    "demandes:report_message": post(_message_of_others, _REPORTED, others=404).own(
        _message_to_me, others=302
    ),
}

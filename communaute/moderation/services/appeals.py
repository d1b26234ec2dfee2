"""Who is asked to answer an appeal; filing and answering are in `communaute.moderation.appeals`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ..deciders import deciders_of
from ..enums import AppealRoute
from . import tell

if TYPE_CHECKING:
    from ..models import Appeal


def ask_deciders(appeal: Appeal, now: datetime) -> int:
    """Tell those who are asked to answer; how many they are. When the national team cannot, the
    appeal is open to who answers for other agencies. The caller holds the appeal, or just made
    it."""
    if deciders_of(appeal)[0] == AppealRoute.AGENCIES and not appeal.open_to_agencies:
        appeal.open_to_agencies = True
        appeal.save(update_fields=["open_to_agencies"])
    return tell.alert_deciders(appeal, now)

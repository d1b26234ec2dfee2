"""The mises en relation of the demonstration: requests, what was said, what became of them."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes.enums import DeskStatus, Kind
from ambassadeurs.demandes.errors import DemandeError
from ambassadeurs.demandes.facts import EMAIL_KEY, FACTS
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.numbers import NUMBERS
from ambassadeurs.demandes.services.demandes import open_demande
from ambassadeurs.demandes.services.messages import close, post_message, thank
from ambassadeurs.guichets.exploitant.services import change_status
from ambassadeurs.guichets.handling.services import assign, save_template
from ambassadeurs.visites.models import Survey
from ambassadeurs.visites.surveys import answer_survey
from communaute.comptes.models import User

from .buildings import building_of, read_buildings
from .cast import Cast
from .loader import read_toml
from .past import PastAct, ago, demo_key, tick

# When the clock ticked: after what was to be reminded, offered again or asked.
TICKS = (120, 90, 60, 43, 20, 8)
ALL = frozenset(fact.key for fact in FACTS) - {EMAIL_KEY}


def demande_acts(cast: Cast) -> Iterator[PastAct]:
    """The requests that are missing, with all that followed; then what the clock did."""
    buildings = read_buildings()
    known = set(Demande.objects.values_list("submission_key", flat=True))
    missing = [
        Exchange(cast, data, buildings[data["building"]])
        for data in _all_demandes()
        if demo_key("demande", data["key"]) not in known
    ]
    for exchange in missing:
        yield from exchange.acts()
    if missing:
        for days in TICKS:
            yield PastAct(ago(cast.now, days), tick)
        yield PastAct(cast.now, tick)
        for data in read_toml("demandes.toml")["survey"]:
            yield PastAct(ago(cast.now, data["days"]), partial(_answer, data, cast.people))


def _all_demandes() -> list[dict[str, Any]]:
    demandes = read_toml("demandes_exploitant.toml")
    same = {name: demandes[name] for name in ("organisation", "network")}
    return read_toml("demandes.toml")["demande"] + [
        same | {"key": data["building"]} | data for data in demandes["demande"]
    ]


class Exchange:
    """One request and what followed. What no longer fits, because somebody changed the
    demonstration since its first load (a mandate given up, say), is left out."""

    def __init__(self, cast: Cast, data: dict[str, Any], building: dict[str, Any]) -> None:
        self.cast, self.data, self.building = cast, data, building
        self.owner = cast.people[building["owner"]]
        self.demande: Demande | None = None

    def acts(self) -> Iterator[PastAct]:
        asked_at = ago(self.cast.now, self.data["days"])
        yield PastAct(asked_at, self.open)
        for number, item in enumerate(self.data.get("act", [])):
            later = timedelta(days=item.get("days", 0), hours=item.get("hours", 0), minutes=number)
            yield PastAct(asked_at + later, partial(self.act, number, item))
            if item.get("status") == DeskStatus.RACCORDE:
                told = later + timedelta(minutes=NUMBERS.undo_minutes)
                yield PastAct(asked_at + told, partial(tick, "guichets.connect"))
        taken = self.data.get("taken_over")
        if taken:
            answered_at = ago(self.cast.now, taken["days"])
            yield PastAct(answered_at, partial(self.take_over, taken["message"]))
            yield PastAct(
                answered_at + timedelta(days=taken["thanks_after_days"]), self.end_taken_over
            )

    def open(self) -> None:
        data, cast = self.data, self.cast
        organisation = cast.organisations[data["organisation"]] if "organisation" in data else None
        try:
            self.demande = open_demande(
                actor=self.owner,
                kind=organisation.kind if organisation else Kind.AMBASSADEUR,
                purpose=data["purpose"],
                copropriete=building_of(cast, self.building),
                ambassadeur=None if organisation else _ambassador(data["ambassador"]),
                organisation=organisation,
                reseau=cast.networks[data["network"]] if "network" in data else None,
                message=data["message"].strip(),
                share=set(data.get("share", ALL)),
                consent=organisation is not None,
                submission_key=demo_key("demande", data["key"]),
            )
        except DemandeError:
            return
        cast.report.add("mise en relation", "mises en relation")

    def act(self, number: int, item: dict[str, Any]) -> None:
        if self.demande is None:
            return
        actor = self.cast.people[item["by"]]
        if "status" in item:
            note = item.get("note", "")
            change_status(actor=actor, demande=self.demande, status=item["status"], note=note)
        if "message" in item:
            self._write(actor, self.demande, item["message"], number)
        if "assign" in item:
            colleague = self.cast.people[item["assign"]]
            assign(actor=actor, demande=self.demande, colleague=colleague)
        if "thank" in item:
            thank(actor=actor, demande=self.demande)
        if "close" in item:
            close(actor=actor, demande=self.demande)

    def take_over(self, message: str) -> None:
        """The ambassador whom the clock chose answers."""
        renewed = self._renewed()
        if renewed is not None and renewed.ambassadeur is not None:
            self._write(renewed.ambassadeur.user, renewed, message, 0)

    def end_taken_over(self) -> None:
        renewed = self._renewed()
        if renewed is not None and renewed.first_answer_at is not None:
            thank(actor=self.owner, demande=renewed)
            close(actor=self.owner, demande=renewed)

    def _renewed(self) -> Demande | None:
        return self.demande.reoffers.first() if self.demande else None

    def _write(self, actor: User, demande: Demande, body: str, number: int) -> None:
        key = demo_key("message", demande.submission_key, number)
        post_message(actor=actor, demande=demande, body=body.strip(), submission_key=key)


def load_templates(cast: Cast) -> None:
    """Ready answers of the operator, created when it has none."""
    data = read_toml("demandes_exploitant.toml")
    organisation = cast.organisations[data["organisation"]]
    if organisation.reply_templates.exists():
        return
    for one in data["template"]:
        save_template(
            actor=cast.people["exploitant"],
            organisation=organisation,
            title=one["title"],
            body=one["body"],
        )
        cast.report.add("modèle de réponse", "modèles de réponse")


def _ambassador(login: str) -> Ambassadeur | None:
    return Ambassadeur.objects.public().filter(user__email=f"{login}@demo.test").first()


def _answer(data: dict[str, Any], people: dict[str, User]) -> None:
    """The last survey that the person was sent."""
    sent = Survey.objects.filter(user=people[data["person"]], answered_at__isnull=True)
    survey = sent.order_by("sent_at", "pk").last()
    if survey is not None:
        answer_survey(
            survey=survey,
            helpful=data["helpful"],
            stage=data["stage"],
            comment=data.get("comment", ""),
        )

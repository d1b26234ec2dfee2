"""« Ma copropriété »: what is open, what is awaited and when, and the one next thing to do."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.enums import DeskStatus, Kind, Purpose
from ambassadeurs.demandes.late import other_way, reminded
from ambassadeurs.demandes.perms import is_asked_by_member
from ambassadeurs.demandes.shared_requests import BuildingLine, requests_of
from socle.buildings import Stage
from socle.calendar import date_format
from socle.hooks import hooked
from socle.words import after_de

from .calendar import Due, dates_of
from .dossier.resolutions import is_individual
from .numbers import NUMBERS
from .selectors import Assemblies, assemblies_of, is_voted

# From this age a boiler is worth a date of assembly.
_OLD_BOILER = 20
# What the operator says of a project that an assembly has decided.
_VOTED = (DeskStatus.VOTE, DeskStatus.TRAVAUX)


@dataclass(frozen=True)
class NextThing:
    """One thing: in words, why or until when, its date, and where it is done (`url` empty: nothing
    to do but wait)."""

    title: str
    text: str = ""
    on: date | None = None
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Now:
    """All that the page of a building says of the moment."""

    building: Copropriete
    held: Assemblies
    requests: list[BuildingLine]
    # A place of a visit (`Booking`), its host’s building with it.
    visit: Any

    def open_with(self, kind: Kind) -> BuildingLine | None:
        """The open request to the operator or to the agency, if there is one."""
        return next((one for one in self._going if one.demande.kind == kind), None)

    @property
    def _going(self) -> list[BuildingLine]:
        """Those still open, of a project that was not given up, nor of somebody who left or whose
        account closes: it may be asked again."""
        going = (one for one in self._open if one.demande.is_asker_here)
        return [one for one in going if not one.demande.is_given_up and self._is_current(one)]

    def _is_current(self, line: BuildingLine) -> bool:
        """Sent to today's operator: the network may be another's by now, or another is nearest."""
        asked, near = line.demande, self.building.nearest_reseau
        today = near.exploitant_id if near is not None and asked.kind == Kind.EXPLOITANT else None
        return today in (None, asked.organisation_id)

    @cached_property
    def _open(self) -> list[BuildingLine]:
        """Those whose answer comes to the building: of who still takes part, or that all read."""
        going = [one for one in self.requests if one.is_open]
        members = self.building.memberships.filter(user__is_active=True)
        here = set(members.values_list("user", flat=True)) if going else set()
        return [
            one
            for one in going
            if one.is_readable
            or one.demande.requester_id in here
            or is_asked_by_member(one.demande)
        ]

    @property
    def asked(self) -> set[str]:
        """Whom the building is asking now."""
        return {one.demande.kind for one in self._going}

    @property
    def done(self) -> set[str]:
        """Steps of the vote that are behind: `Step.asks` of the page of the building."""
        coming = self.held.next
        told = {"date": coming is not None, "syndic": coming is not None and coming.is_sent}
        return {name for name, is_done in told.items() if is_done}

    @property
    def may_ask_operator(self) -> bool:
        one = self.building.nearest_reseau
        known = one is not None and one.exploitant_id is not None
        is_over = self.building.is_said_connected
        return known and not is_over and not self.open_with(Kind.EXPLOITANT)

    @property
    def may_ask_agency(self) -> bool:
        return not self.building.is_said_connected and not self.open_with(Kind.AGENCE)

    @property
    def is_adopted(self) -> bool:
        """The last word of an assembly on the connection is yes, and the works have not begun."""
        last = self.held.last_told
        before_works = self.building.stage in ("", Stage.IDEA, Stage.AUDIT, Stage.VOTE)
        is_pending = before_works and not self.building.is_connected
        return last is not None and last.is_adopted and is_pending

    @cached_property
    def is_said_voted(self) -> bool:
        """The operator says that it is voted, or that the works have begun, and nobody of the
        building has told since what an assembly decided (one query, once something was told)."""
        line = self.open_with(Kind.EXPLOITANT)
        status = line.demande.desk_status if line is not None else ""
        if line is None or status not in _VOTED or is_voted(self.building, self.held):
            return False
        last = self.held.last_told
        said = line.demande.events.filter(to_status=status)
        return last is None or said.filter(at__gt=last.told_at).exists()

    @property
    def asking(self) -> str:
        """Where a devis is asked of the operator of the nearest network; "" when it is unknown."""
        one = self.building.nearest_reseau
        if one is None or not self.may_ask_operator:
            return ""
        query = {"a": "exploitant", "reseau": one.slug, "immeuble": self.building.pk}
        return reverse("demandes:new", query=query | {"objet": Purpose.DEVIS.value})

    @property
    def tells_offer(self) -> bool:
        """In the dossier of the assembly to come."""
        return self.held.next is not None and self.held.next.tells_offer

    @property
    def next(self) -> NextThing | None:
        """The first that applies; None once the building is connected, or said so."""
        if self.building.is_said_connected:
            return None
        chain = (
            self._told,
            self._adopted,
            self._soon,
            self._visit,
            self._works,
            self._voted,
            self._offer,
            self._awaited,
            self._devis,
            self._date,
            self._prepare,
        )
        return next((found for find in chain if (found := find()) is not None), None)

    def _told(self) -> NextThing | None:
        one = self.held.unsaid
        if one is None:
            return None
        return NextThing(
            "Comment s’est passée l’assemblée ?",
            "Une réponse suffit, pour tous les membres.",
            one.held_on,
            reverse("assemblees:result", args=[self.building.pk, one.pk]),
            "Dire ce qui a été décidé",
        )

    def _soon(self) -> NextThing | None:
        one = self.held.next
        if (
            one is None
            or one.days_left > NUMBERS.soon_days_before
            or is_voted(self.building, self.held)
        ):
            return None
        if one.days_left == 0:
            return NextThing(
                "L’assemblée générale est aujourd’hui",
                "Dites ce qui a été décidé : une réponse suffit, pour tous les membres.",
                one.held_on,
                reverse("assemblees:result", args=[self.building.pk, one.pk]),
                "Dire comment cela s’est passé",
            )
        notice = dates_of(one.held_on)[Due.NOTICE]
        otherwise = "préparez la suivante"
        if timezone.localdate() < notice:
            otherwise = f"demandez-le au syndic, par écrit, avant le {date_format(notice, 'j F')}"
        return NextThing(
            "L’assemblée générale approche",
            f"Le raccordement est-il à l’ordre du jour, et l’offre jointe ? Sinon, {otherwise}.",
            one.held_on,
            one.get_absolute_url(),
            "Voir l’assemblée",
        )

    def _visit(self) -> NextThing | None:
        if self.visit is None:
            return None
        visit = self.visit.visit
        host = visit.ambassadeur.copropriete.name if visit.ambassadeur else "une copropriété"
        return NextThing(
            f"Vous visitez {host}",
            "Notez vos questions avant d’y aller.",
            timezone.localdate(visit.starts_at),
            visit.get_absolute_url(),
            "Voir la visite",
        )

    def _offer(self) -> NextThing | None:
        line = self.open_with(Kind.EXPLOITANT)
        is_sent = line is not None and line.demande.desk_status == DeskStatus.PROPOSITION
        if not is_sent or self.held.next is not None:
            return None
        return NextThing(
            "L’offre est là : donnez la date de l’assemblée",
            "Elle doit être jointe à la convocation pour être votée.",
            url=self._assembly,
            label="Donner la date",
        )

    def _awaited(self) -> NextThing | None:
        coming = self.held.next
        # Advice that is awaited does not hide the papers of an assembly that has its day.
        prepares = coming is not None and not coming.is_sent and not is_individual(self.building)
        waiting = [
            (line.expected, line)
            for line in self._open
            if line.expected is not None and not (prepares and line.demande.kind == Kind.AGENCE)
        ]
        if waiting:
            expected, line = min(waiting, key=lambda one: one[0])
            who, due = line.demande.organisation, timezone.localdate(expected)
            is_late = due < timezone.localdate()
            wait = "Préparez le dossier en attendant." if prepares else "Rien à faire d’ici là."
            text = f"{capfirst(reminded(line.demande))}." if is_late else wait
            url = line.demande.get_absolute_url() if line.is_readable else ""
            way = (other_way(line.demande) if is_late else None) or ("Lire l’échange", url)
            if coming is not None and prepares and not is_late:
                way = ("Préparer le dossier", self._papers(coming.pk))
            title = f"Réponse attendue {after_de(str(who))}"
            return NextThing(title, text, due, label=way[0], url=way[1])
        line = self.open_with(Kind.EXPLOITANT)
        if line is None or not line.demande.is_quote_awaited or self.tells_offer:
            return None
        url = line.demande.get_absolute_url() if line.is_readable else ""
        text = "Il peut avoir besoin d’une précision : "
        if not line.is_readable:
            text += "il l’écrira à qui a fait la demande."
        else:
            is_answered = line.demande.first_answer_at
            text += "lisez sa dernière réponse." if is_answered else "il vous écrira."
        if coming is not None:
            day = date_format(coming.held_on, "j F Y")
            text = f"{text} Il est attendu pour l’assemblée du {day}."
        return NextThing("L’exploitant prépare votre devis", text, None, url, "Lire l’échange")

    def _adopted(self) -> NextThing | None:
        last = self.held.last_told
        if not self.is_adopted or last is None:
            return None
        line = self.open_with(Kind.EXPLOITANT)
        if line is not None and line.demande.desk_status == DeskStatus.TRAVAUX:
            title = "D’après l’exploitant, les travaux ont commencé"
            return self._change_stage(title, "C’est bien le cas ? Changez l’étape.")
        if dates_of(last.held_on)[Due.WORKS] <= timezone.localdate():
            return self._change_stage(
                "Le raccordement est adopté",
                "Le délai de contestation est passé, si le procès-verbal a été notifié à temps : "
                "le contrat peut être signé. Les travaux ont commencé ? Changez l’étape.",
            )
        return NextThing(
            "Le raccordement est adopté",
            "Attendez le procès-verbal, puis la fin du délai de contestation (deux mois) "
            "avant de signer.",
            last.held_on,
            self._assembly,
            "Voir les assemblées",
        )

    def _works(self) -> NextThing | None:
        if self.building.stage != Stage.WORKS:
            return None
        text = "Ils sont finis ? Changez l’étape : vous saurez quoi comparer ensuite."
        return self._change_stage("Les travaux sont en cours", text)

    def _voted(self) -> NextThing | None:
        if not self.is_said_voted:
            return None
        return NextThing(
            "D’après l’exploitant, le raccordement est voté",
            "Dites quelle assemblée l’a décidé : vous saurez ce qui suit, et quand.",
            url=self._assembly,
            label="Dire ce qui a été décidé",
        )

    def _devis(self) -> NextThing | None:
        if self.tells_offer or not (asking := self.asking):
            return None
        coming = None if is_individual(self.building) else self.held.next
        by = coming.held_on - timedelta(days=NUMBERS.offer_days_before) if coming else None
        is_ahead = by is not None and by >= timezone.localdate()
        text = "Sans engagement. Une offre demande souvent plusieurs mois."
        if coming is not None and not is_ahead:
            text = "L’assemblée approche : sans offre jointe, le raccordement ne se vote pas."
        title = "Demandez un devis avant cette date" if is_ahead else "Demandez un devis"
        return NextThing(title, text, by if is_ahead else None, asking, "Demander un devis")

    def _date(self) -> NextThing | None:
        if self.held.next is not None:
            return None
        year = self.building.boiler_year
        text = "Nous vous rappellerons ce qui doit être prêt."
        if year and timezone.localdate().year - year >= _OLD_BOILER:
            text = f"Votre chaudière date de {year} : mieux vaut voter avant qu’elle ne lâche."
        return NextThing(
            "Donnez la date de la prochaine assemblée", text, None, self._assembly, "Donner la date"
        )

    def _prepare(self) -> NextThing | None:
        """Its day is known, and nothing is awaited of the operator: its papers."""
        one = self.held.next
        if one is None or is_voted(self.building, self.held):
            return None
        is_known = (self.building.reseau or self.building.nearest_reseau) is not None
        if not is_known and not self.building.measured_version:
            return NextThing(
                "Donnez l’adresse de l’immeuble",
                "Sans elle, nous ne savons pas si un réseau passe près d’ici. Déjà donnée ? "
                "Vérifiez-la : nous n’avons pas pu la placer.",
                url=self._edit,
                label="Donner ou vérifier l’adresse",
            )
        if not is_known:
            return NextThing(
                "Aucun réseau n’est connu près d’ici",
                "L’agence locale de l’énergie vous dira ce que cette assemblée peut voter.",
                one.held_on,
                self._assembly,
                "Voir l’assemblée",
            )
        days, today = dates_of(one.held_on), timezone.localdate()
        papers = self._papers(one.pk)
        if one.is_sent:
            return NextThing(
                "Votre demande est chez le syndic",
                "La convocation part au plus tard ce jour-là : vérifiez que le raccordement y est.",
                days[Due.NOTICE],
                papers,
                "Relire le dossier",
            )
        if is_individual(self.building):
            return NextThing(
                "Demandez quelle majorité il faudrait",
                "Chaque logement a son chauffage : la loi ne dit pas clairement à quelle majorité "
                "passer à un chauffage collectif. Un avocat ou le syndic vous le dira.",
                one.held_on,
                self._assembly,
                "Voir l’assemblée",
            )
        by, text = days[Due.QUESTION], "D’ici là, demandez au syndic, par écrit, l’inscription"
        if by < today:
            by = days[Due.NOTICE]
            text = "La convocation part au plus tard ce jour-là : demandez avant, par écrit, au "
            text += "syndic, l’inscription"
        return NextThing(
            "Préparez le dossier de l’assemblée",
            f"{text} à l’ordre du jour.",
            by,
            papers,
            "Préparer le dossier",
        )

    def _change_stage(self, title: str, text: str) -> NextThing:
        return NextThing(title, text, url=self._edit, label="Changer l’étape")

    def _papers(self, assemblee: int) -> str:
        return reverse("assemblees:dossier", args=[self.building.pk, assemblee])

    @property
    def _edit(self) -> str:
        return reverse("ambassadeurs:project_edit", args=[self.building.pk])

    @property
    def _assembly(self) -> str:
        return reverse("assemblees:detail", args=[self.building.pk])


def now_of(building: Copropriete, user: Any) -> Now:
    """Four queries."""
    (booked_visit,) = hooked("assemblees.booked_visit")
    visit = booked_visit(user, timezone.now())
    return Now(building, assemblies_of(building), requests_of(building, user), visit)

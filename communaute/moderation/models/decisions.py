"""What was decided, and the reasons given."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.models import Organisation
from socle.calendar import in_short

from ..deadlines import appeal_answer_due, appeal_answer_limit
from ..enums import (
    AccountRestriction,
    Act,
    AppealOutcome,
    Automation,
    DecisionKind,
    Ground,
    NoticeCategory,
    SanctionKind,
    ServiceRestriction,
    Source,
    Visibility,
)
from ..numbers import FACTS_MIN
from ..querysets import AppealQuerySet, AppendOnlyQuerySet, DecisionQuerySet, StatementQuerySet
from .cases import Case
from .contents import AppendOnlyModel


class Decision(AppendOnlyModel):
    """What was decided on a case, by whom, for which agency. Append-only.

    `sanction` is the measure towards the author, `ends_at` its end, or the moment until which the
    author may edit. `detail` is the label above the text, or where it was moved. `status_before`
    is the content's. `undoes` is the decision that this one takes back. `decided_by` is empty for
    what a program did, or once the account is erased.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    kind = models.CharField("décision", max_length=12, choices=DecisionKind)
    sanction = models.CharField(
        "mesure envers la personne", max_length=16, choices=SanctionKind, blank=True, default=""
    )
    detail = models.CharField("précision", max_length=300, blank=True, default="")
    ends_at = models.DateTimeField("jusqu’au", null=True)
    status_before = models.CharField("état d’avant", max_length=12, blank=True, default="")
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")
    note = models.TextField("note interne", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)
    decided_at = models.DateTimeField("décidé le", default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(models.Q(kind=DecisionKind.SANCTION) & ~models.Q(sanction=""))
                | models.Q(~models.Q(kind=DecisionKind.SANCTION) & models.Q(sanction="")),
                name="decision_names_its_sanction",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.case}"


class StatementOfReasons(AppendOnlyModel):
    """Why a text or a person was restricted, as the person receives it (DSA art. 17). Immutable.

    Signed by the agency and a function, never by the agent's name. Its fields are those of article
    17(3), under names close to the Commission's database: `visibility`, `service` and `account`
    say what was restricted, `restriction` says it in words. `why` is the link between the facts
    and the rule or the law; `redress` names the ways to contest, separated by commas; `plain` is
    the whole in short sentences.
    """

    puid = models.UUIDField("numéro", default=uuid.uuid4, unique=True, editable=False)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="statement")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="statements"
    )
    content_label = models.CharField("nature du contenu", max_length=40)
    content_created_at = models.DateTimeField("date du contenu")
    content_url = models.CharField("adresse du contenu", max_length=300)
    language = models.CharField("langue", max_length=8, default="fr")
    excerpt = models.TextField("texte visé")
    restriction = models.CharField("mesure", max_length=200)
    visibility = models.CharField(
        "visibilité", max_length=12, choices=Visibility, blank=True, default=""
    )
    service = models.CharField(
        "service", max_length=12, choices=ServiceRestriction, blank=True, default=""
    )
    account = models.CharField(
        "compte", max_length=12, choices=AccountRestriction, blank=True, default=""
    )
    territorial_scope = models.CharField("portée", max_length=60, default="France")
    applies_from = models.DateTimeField("à compter du")
    ends_at = models.DateTimeField("jusqu’au", null=True)
    facts = models.TextField("faits retenus")
    ground = models.CharField("fondement", max_length=12, choices=Ground)
    rule = models.CharField("texte ou règle", max_length=300)
    rule_code = models.CharField("code de la règle", max_length=40, blank=True, default="")
    rule_version = models.CharField("version de la règle", max_length=20, blank=True, default="")
    why = models.TextField("en quoi le texte y contrevient", blank=True, default="")
    also_illegal = models.BooleanField("aussi contraire à la loi", default=False)
    category = models.CharField(
        "catégorie", max_length=12, choices=NoticeCategory, blank=True, default=""
    )
    source = models.CharField("origine", max_length=12, choices=Source, default=Source.OWN)
    automated_detection = models.BooleanField("détection automatisée", default=False)
    automated_decision = models.CharField(
        "décision automatisée", max_length=8, choices=Automation, default=Automation.NO
    )
    redress = models.CharField("voies de recours", max_length=80, blank=True, default="")
    redress_until = models.DateTimeField("recours possible jusqu’au")
    signatory = models.CharField("signataire", max_length=200)
    plain = models.TextField("en clair", blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = "exposé des motifs"
        verbose_name_plural = "exposés des motifs"
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("facts"), FACTS_MIN),
                name="statement_tells_the_facts",
            ),
            models.CheckConstraint(condition=~models.Q(rule=""), name="statement_cites_a_rule"),
        ]

    def __str__(self) -> str:
        return f"Exposé des motifs {self.puid}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:statement", args=[self.puid])

    @property
    def number(self) -> str:
        """Short number people may quote."""
        return self.puid.hex[:8].upper()

    @property
    def told_key(self) -> str:
        """The key under which it is told to the person."""
        return f"moderation:statement:{self.puid}"

    @property
    def from_notice(self) -> bool:
        """Somebody reported it, whoever they are."""
        return self.source != Source.OWN

    @property
    def is_automated(self) -> bool:
        """A program took part in the decision."""
        return self.automated_decision != Automation.NO

    @property
    def redress_ways(self) -> list[str]:
        """The ways to contest, by their code (`Redress`)."""
        return [way for way in self.redress.split(",") if way]


class Appeal(models.Model):
    """A complaint against a decision, decided by somebody else (DSA art. 20).

    `upheld` when the decision did not stand as it was; `outcome` says whether another replaced it.
    `open_to_agencies`: nobody of the national team can answer, those who answer for agencies may.
    `looked_at_on` is the last day on which the clock saw to it that somebody answers.
    """

    statement = models.OneToOneField(StatementOfReasons, models.PROTECT, related_name="appeal")
    text = models.TextField("recours", max_length=4000)
    filed_at = models.DateTimeField("déposé le", default=timezone.now)
    decided_at = models.DateTimeField("décidé le", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    upheld = models.BooleanField("recours accepté", null=True)
    outcome = models.CharField(
        "suite", max_length=12, choices=AppealOutcome, blank=True, default=""
    )
    reply = models.TextField("réponse", blank=True)
    open_to_agencies = models.BooleanField("ouvert aux agences", default=False, editable=False)
    overdue_told_at = models.DateTimeField("dépassement annoncé le", null=True, editable=False)
    looked_at_on = models.DateField("suivi le", null=True, editable=False)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = "recours"
        verbose_name_plural = "recours"

    def __str__(self) -> str:
        return f"Recours sur {self.statement}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:appeal_detail", args=[self.pk])

    @property
    def due_at(self) -> datetime:
        """When it should be answered."""
        return appeal_answer_due(self.filed_at)

    @property
    def hard_due_at(self) -> datetime:
        """When it must be answered at the very latest."""
        return appeal_answer_limit(self.filed_at)


# The log: what each act of moderation leaves, and its head, kept aside.


class ModerationLog(AppendOnlyModel):
    """Every act of moderation, append-only: who did what, to which case, when.

    All rows form one chain: `digest` seals the row and the digest before it, so that a row
    changed, removed or slipped in shows (`manage.py verify_moderation_log`); `LogHead` tells where
    it ends. The account is sealed by its number, which stays when an erasure empties the link; so
    is the decision, with its statement. `case` is empty for an act that concerns none.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="log", null=True)
    position = models.PositiveBigIntegerField("rang", unique=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    actor_number = models.PositiveBigIntegerField("numéro de compte", null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="log")
    act = models.CharField("acte", max_length=60, choices=Act)
    detail = models.TextField("détail", blank=True)
    at = models.DateTimeField("le", default=timezone.now)
    key_id = models.CharField("clé du scellé", max_length=8, default="")
    digest = models.CharField("scellé", max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "journal de modération"
        verbose_name_plural = "journal de modération"
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{in_short(self.at, hour=True)} {self.act}"


class LogHead(models.Model):
    """The last row of the log, in a row of its own: a tail that was cut off shows.

    `since` is the row from which it was kept: 1, unless it was missing one day and made again.
    Sealed as the rows are; the database only lets it go forward (`append_only.py`).
    """

    ONLY = 1

    position = models.PositiveBigIntegerField("rang", default=0)
    digest = models.CharField("scellé de la dernière ligne", max_length=64, blank=True)
    since = models.PositiveBigIntegerField("tenue depuis la ligne", default=1)
    key_id = models.CharField("clé du scellé", max_length=8)
    seal = models.CharField("scellé", max_length=64)

    class Meta:
        verbose_name = "tête du journal"

    def __str__(self) -> str:
        return f"{self.position} {self.digest}"

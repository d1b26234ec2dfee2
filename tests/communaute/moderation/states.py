"""Texts in any state: a restricted one has its statement of reasons, as the database requires."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from factory.django import DjangoModelFactory

from communaute.moderation.decision_rules import COLUMNS_OF, STATUS_OF
from communaute.moderation.enums import RESTRICTED, CaseStatus, ContentStatus, DecisionKind, Ground
from communaute.moderation.models import Case, Decision, StatementOfReasons

# They quote what the texts of the factories say, questions and answers.
FACTS = "Votre texte propose un produit à vendre, avec un téléphone : « chaudière », « hiver »."
RULE = "CGU 3.2 Pas de démarchage (version 1.0)"
MARKS = {mark: (why, kind) for kind, (mark, why) in COLUMNS_OF.items()}


def put_in_state(content, status=None, **marks):
    """Give a text this state, and marks (`locked_at`, `limited_at`, `caution`), without its room
    following nor anybody being told; returns it."""
    values = dict(marks)
    if status is not None:
        kind = next((kind for kind, given in STATUS_OF.items() if given == status), None)
        restricted = status in RESTRICTED
        values |= {
            "status": status,
            "hidden_for": statement_about(content, kind) if restricted else None,
        }
    for mark, value in marks.items():
        why, kind = MARKS[mark]
        values[why] = statement_about(content, kind) if value else None
    type(content)._default_manager.filter(pk=content.pk).update(**values)
    for name, value in values.items():
        setattr(content, name, value)
    return content


def statement_about(content, kind=DecisionKind.HIDE):
    """A statement of reasons on a text, in a decided case of its own, of which nobody was told."""
    now = timezone.now()
    case = Case.objects.create(
        content_type=ContentType.objects.get_for_model(content),
        object_id=content.pk,
        author=content.author,
        commune=content.commune,
        departement=content.departement,
        snapshot="Le texte",
        status=CaseStatus.DECIDED,
        due_at=now,
        closed_at=now,
    )
    decision = Decision.objects.create(case=case, kind=kind, status_before=content.status)
    return StatementOfReasons.objects.create(
        decision=decision,
        recipient=content.author,
        content_label="Texte",
        content_created_at=now,
        content_url="/",
        excerpt="Le texte",
        restriction="Texte masqué",
        applies_from=now,
        facts=FACTS,
        ground=Ground.CGU,
        rule=RULE,
        redress_until=now + timedelta(days=183),
        signatory="Équipe nationale",
    )


class ModeratedFactory(DjangoModelFactory):
    """Contents that may be made in a restricted state, or with marks."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        marks = {mark: kwargs.pop(mark) for mark in MARKS if kwargs.get(mark)}
        status = kwargs.get("status")
        if status == ContentStatus.PENDING:
            kwargs["first_public_at"] = None
        if status in RESTRICTED:
            kwargs["status"] = ContentStatus.PUBLISHED
        content = super()._create(model_class, *args, **kwargs)
        if marks or status in RESTRICTED:
            put_in_state(content, status if status in RESTRICTED else None, **marks)
        return content

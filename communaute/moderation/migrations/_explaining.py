"""No restriction without its statement of reasons: what each room does to its contents.

The links come, then are filled from the decisions that stand, then the database checks them. A
content that is restricted and that no decision explains stops the migration, which names it.
"""

import django.db.models.deletion
from django.db import migrations, models

RESTRICTED = ("masque_auto", "a_modifier", "masque", "retire")
# The link, when it is needed, and the decisions that explain it.
LINKS = (
    (
        "hidden_for",
        models.Q(status__in=RESTRICTED),
        ("masquer_auto", "modifier", "masquer", "supprimer"),
    ),
    ("locked_for", models.Q(locked_at__isnull=False), ("verrouiller",)),
    ("limited_for", models.Q(limited_at__isnull=False), ("limiter",)),
    ("labelled_for", ~models.Q(caution=""), ("etiqueter",)),
)


def link(model, name):
    return migrations.AddField(
        model,
        name,
        models.ForeignKey(
            db_index=False,
            editable=False,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to="moderation.statementofreasons",
        ),
    )


def explained(restricted, name):
    given = models.Q((f"{name}__isnull", False))
    return (restricted & given) | (~restricted & ~given)


def constraint(model):
    condition = models.Q()
    for name, restricted, _ in LINKS:
        condition &= explained(restricted, name)
    name = f"{model}_restrictions_are_explained"
    return migrations.AddConstraint(model, models.CheckConstraint(condition=condition, name=name))


def filled(app_label, model):
    def fill(apps, schema_editor):
        content_type = apps.get_model("contenttypes", "ContentType").objects.filter(
            app_label=app_label, model=model
        )
        decisions = apps.get_model("moderation", "Decision").objects.filter(
            case__content_type__in=content_type, statement__isnull=False
        )
        taken_back = decisions.model.objects.filter(undoes__isnull=False, undone_by__isnull=True)
        standing = decisions.exclude(pk__in=taken_back.values("undoes"))
        rows = apps.get_model(app_label, model).objects.order_by("pk")
        for name, restricted, kinds in LINKS:
            for pk in list(rows.filter(restricted).values_list("pk", flat=True)):
                about = standing.filter(case__object_id=pk, kind__in=kinds).order_by("pk")
                statement = about.values_list("statement", flat=True).last()
                if statement is None:
                    message = f"{app_label}.{model} {pk} : aucun exposé des motifs ne l’explique."
                    raise ValueError(message)
                rows.filter(pk=pk).update(**{name: statement})

    return migrations.RunPython(fill, migrations.RunPython.noop)


def operations(app_label, model):
    return [
        *(link(model, name) for name, _, _ in LINKS),
        filled(app_label, model),
        constraint(model),
    ]

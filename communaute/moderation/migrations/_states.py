"""States listed in the database, and waiting only before the first publication.

What each room does to its contents: what is not waiting was public on the day it was written. A
state that nobody knows stops the migration, which says so.
"""

import django.utils.timezone
from django.db import migrations, models

STATES = ["en_attente", "publie", "masque_auto", "a_modifier", "masque", "retire", "supprime"]


def filled(app_label, model):
    def fill(apps, schema_editor):
        rows = apps.get_model(app_label, model).objects
        for pk, status in rows.exclude(status__in=STATES).values_list("pk", "status")[:1]:
            message = f"{app_label}.{model} {pk} : état inconnu « {status} »."
            raise ValueError(message)
        rows.filter(status="en_attente").update(first_public_at=None)
        rows.exclude(status="en_attente").update(first_public_at=models.F("created_at"))

    return migrations.RunPython(fill, migrations.RunPython.noop)


def constraint(model):
    condition = (
        models.Q(("status__in", STATES))
        & ~models.Q(("first_public_at__isnull", False), ("status", "en_attente"))
        & ~models.Q(("first_public_at__isnull", True), ("status", "publie"))
    )
    name = f"{model}_state_is_known"
    return migrations.AddConstraint(model, models.CheckConstraint(condition=condition, name=name))


def operations(app_label, model):
    return [
        migrations.AddField(
            model,
            "first_public_at",
            models.DateTimeField(
                default=django.utils.timezone.now,
                editable=False,
                null=True,
                verbose_name="public pour la première fois le",
            ),
        ),
        filled(app_label, model),
        constraint(model),
    ]

from django.db import migrations, models


def withdraw_closed(apps, schema_editor):
    """Requests that their person closed before: what they had agreed to ended there."""
    rows = apps.get_model("mises_en_relation", "MiseEnRelation").objects
    closed = rows.filter(kind="exploitant", state="close", closed_because="demandeur")
    closed.update(consent_withdrawn_at=models.F("closed_at"))


class Migration(migrations.Migration):
    dependencies = [("mises_en_relation", "0004_surveys_of_visits")]

    operations = [
        migrations.AddField(
            model_name="miseenrelation",
            name="consent_withdrawn_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="consentement retiré le"
            ),
        ),
        migrations.AddField(
            model_name="miseenrelation",
            name="reopened_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="rouverte sans réponse le"
            ),
        ),
        migrations.AddField(
            model_name="miseenrelation",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="effacée le"),
        ),
        migrations.RunPython(withdraw_closed, migrations.RunPython.noop, elidable=True),
    ]

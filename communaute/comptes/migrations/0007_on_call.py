from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comptes", "0006_organisation_siret")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="is_on_call",
            field=models.BooleanField(default=False, verbose_name="d’astreinte la nuit"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(is_on_call=True),
                fields=["organisation"],
                name="membership_one_on_call",
            ),
        ),
    ]

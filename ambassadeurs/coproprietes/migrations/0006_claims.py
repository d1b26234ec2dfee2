from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coproprietes", "0005_cost_verified"),
        ("reseaux", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="ambassadeur",
            name="claimed_facts",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="ambassadeur",
            name="claimed_reseau",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=models.SET_NULL,
                related_name="+",
                to="reseaux.reseau",
            ),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("visites", "0003_orphaned"),
    ]

    operations = [
        migrations.AlterField(
            model_name="visit",
            name="ambassadeur",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="visits",
                to="coproprietes.ambassadeur",
            ),
        ),
    ]

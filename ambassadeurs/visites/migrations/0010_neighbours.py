import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("visites", "0009_place_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="taken_with",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="neighbours",
                to="visites.booking",
                verbose_name="prise avec",
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("questions", "0002_national_space")]

    operations = [
        migrations.AddField(
            "question",
            "accepted_by_asker",
            models.BooleanField("retenue par l’auteur de la question", default=False),
        ),
        migrations.AddField(
            "answer",
            "was_accepted",
            models.CharField(
                "retenue avant d’être masquée",
                blank=True,
                choices=[("auteur", "Par l’auteur de la question"), ("agence", "Par l’agence")],
                default="",
                max_length=8,
            ),
            preserve_default=False,
        ),
    ]

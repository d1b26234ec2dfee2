"""Moderation may close, limit or label a sheet; more states."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coproprietes", "0005_told_connection"),
    ]

    operations = [
        migrations.AddField(
            model_name="retourexperience",
            name="caution",
            field=models.CharField(
                blank=True,
                default="",
                max_length=300,
                verbose_name="avertissement au-dessus du texte",
            ),
        ),
        migrations.AddField(
            model_name="retourexperience",
            name="limited_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="rendu moins visible le"
            ),
        ),
        migrations.AddField(
            model_name="retourexperience",
            name="locked_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="fermé aux réponses le"
            ),
        ),
        migrations.AlterField(
            model_name="retourexperience",
            name="status",
            field=models.CharField(
                choices=[
                    ("en_attente", "En attente de relecture"),
                    ("publie", "Publié"),
                    ("masque_auto", "Masqué en attendant une décision"),
                    ("a_modifier", "À modifier par son auteur"),
                    ("masque", "Masqué"),
                    ("retire", "Supprimé par la modération"),
                    ("supprime", "Supprimé par son auteur"),
                ],
                default="publie",
                max_length=12,
                verbose_name="état",
            ),
        ),
    ]

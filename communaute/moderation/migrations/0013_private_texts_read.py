"""A private text that moderation opened is in the log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0012_reports_and_clocks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="moderationlog",
            name="act",
            field=models.CharField(
                choices=[
                    ("signalement", "Signalement reçu"),
                    ("prise", "Dossier pris en charge"),
                    ("lecture", "Message privé lu par la modération"),
                    ("remise", "Dossier remis dans la file"),
                    ("deplacement", "Dossier passé à un autre territoire"),
                    ("ouverture", "Dossier ouvert sans signalement"),
                    ("reprise", "Dossier repris à un collègue"),
                    ("passage", "Dossier passé à un collègue"),
                    ("escalade", "Dossier confié plus haut"),
                    ("garder", "Décision : laisser en ligne"),
                    ("approuver", "Décision : publier"),
                    ("modifier", "Décision : demander une modification"),
                    ("masquer", "Décision : masquer"),
                    ("supprimer", "Décision : supprimer"),
                    ("verrouiller", "Décision : fermer aux réponses"),
                    ("deplacer", "Décision : déplacer"),
                    ("limiter", "Décision : limiter la visibilité"),
                    ("etiqueter", "Décision : ajouter un avertissement"),
                    ("masquer_auto", "Masqué automatiquement, en attendant une décision"),
                    ("sanctionner", "Décision : mesure envers la personne"),
                    ("retablir", "Décision : rétablir"),
                    ("annuler", "Décision annulée aussitôt"),
                    ("lever", "Décision : fin de la mesure"),
                    ("proposition", "Décision proposée à une deuxième personne"),
                    ("refus", "Proposition écartée"),
                    ("modifie", "Texte modifié par son auteur, à relire"),
                    ("fin_mesure", "Mesure arrivée à son terme"),
                    ("contestation", "Texte laissé en ligne : nouvelle lecture demandée"),
                    ("remontre", "Remontré : personne n’avait décidé à temps"),
                    ("contournement", "Compte créé pendant une mesure envers la même adresse"),
                    ("recours", "Recours déposé"),
                    ("recours_accepte", "Recours accepté"),
                    ("recours_reforme", "Recours accepté en partie : décision plus légère"),
                    ("recours_rejete", "Recours rejeté"),
                ],
                max_length=60,
                verbose_name="acte",
            ),
        ),
    ]

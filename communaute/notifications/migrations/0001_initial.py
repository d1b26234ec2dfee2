import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DirectMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mail",
                    models.CharField(blank=True, max_length=80, verbose_name="modèle de message"),
                ),
                (
                    "mail_context",
                    models.JSONField(blank=True, default=dict, verbose_name="contenu du message"),
                ),
                (
                    "mail_claimed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="envoi commencé le"
                    ),
                ),
                ("mailed_at", models.DateTimeField(null=True, verbose_name="envoyée le")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="clé")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
            ],
            options={
                "verbose_name": "message",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mail",
                    models.CharField(blank=True, max_length=80, verbose_name="modèle de message"),
                ),
                (
                    "mail_context",
                    models.JSONField(blank=True, default=dict, verbose_name="contenu du message"),
                ),
                (
                    "mail_claimed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="envoi commencé le"
                    ),
                ),
                ("mailed_at", models.DateTimeField(null=True, verbose_name="envoyée le")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first_answer", "Première réponse à votre question"),
                            ("new_answer", "Nouvelle réponse à votre question"),
                            ("answer_accepted", "Votre réponse a été retenue"),
                            ("decision", "Décision sur votre contenu"),
                            ("notice_received", "Signalement reçu"),
                            ("notice_decided", "Suite donnée à votre signalement"),
                            ("case_to_decide", "Signalement à traiter"),
                            ("appeal", "Recours"),
                            ("request", "Mise en relation"),
                            ("message", "Message d’une mise en relation"),
                            ("visit", "Visite"),
                            ("reminder", "Rappel"),
                            ("survey", "Enquête"),
                            ("mandate", "Mandat d’ambassadeur"),
                            ("retour", "Retour d’expérience"),
                        ],
                        max_length=40,
                        verbose_name="nature",
                    ),
                ),
                ("key", models.CharField(max_length=120, verbose_name="clé")),
                ("title", models.CharField(max_length=200, verbose_name="titre")),
                ("body", models.TextField(blank=True, verbose_name="texte")),
                ("url", models.CharField(blank=True, max_length=300, verbose_name="adresse")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                ("read_at", models.DateTimeField(null=True, verbose_name="lue le")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "notification",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(fields=["user", "-created_at", "-id"], name="notification_list"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["user"],
                        name="notification_unread",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="notification_once")
                ],
            },
        ),
    ]

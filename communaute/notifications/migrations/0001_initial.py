import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communaute.notifications.models
from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BouncingAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="adresse")),
                ("score", models.PositiveSmallIntegerField(default=0, verbose_name="points")),
                ("last_at", models.DateTimeField(db_index=True, verbose_name="dernier retour le")),
                ("told_at", models.DateTimeField(null=True, verbose_name="dite le")),
            ],
            options={
                "verbose_name": "adresse qui refuse nos courriels",
                "verbose_name_plural": "adresses qui refusent nos courriels",
            },
        ),
        migrations.CreateModel(
            name="Received",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(max_length=64, unique=True, verbose_name="empreinte"),
                ),
                (
                    "message_id",
                    models.CharField(blank=True, max_length=250, verbose_name="Message-ID"),
                ),
                ("thread", models.CharField(blank=True, max_length=40, verbose_name="fil")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("done", "Publié ou transmis"),
                            ("refused", "Refusé, et dit"),
                            ("ignored", "Ignoré"),
                            ("bounced", "Retour d’un de nos courriels"),
                            ("again", "Déjà reçu"),
                        ],
                        max_length=12,
                        verbose_name="devenir",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40, verbose_name="motif")),
                (
                    "received_at",
                    models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="reçu le"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mails_received",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "courriel reçu",
                "verbose_name_plural": "courriels reçus",
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=80, verbose_name="nature")),
                ("key", models.CharField(max_length=160, verbose_name="clé")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="adresse")),
                (
                    "context",
                    models.JSONField(
                        blank=True,
                        decoder=communaute.notifications.models.ContextDecoder,
                        default=dict,
                        encoder=communaute.notifications.models.ContextEncoder,
                        verbose_name="contenu",
                    ),
                ),
                (
                    "url",
                    models.CharField(blank=True, max_length=500, verbose_name="adresse du bouton"),
                ),
                ("thread", models.CharField(blank=True, max_length=120, verbose_name="fil")),
                (
                    "message_id",
                    models.CharField(max_length=120, unique=True, verbose_name="Message-ID"),
                ),
                ("priority", models.PositiveSmallIntegerField(verbose_name="priorité")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "En attente"),
                            ("held", "Attend d’être réuni"),
                            ("sent", "Parti"),
                            ("failed", "En échec"),
                            ("withdrawn", "Retiré"),
                            ("expired", "Périmé"),
                            ("gathered", "Réuni dans un récapitulatif"),
                            ("stopped", "Arrêté : l’adresse refuse nos courriels"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="écrit le")),
                ("planned_at", models.DateTimeField(verbose_name="à envoyer le")),
                ("due_at", models.DateTimeField(verbose_name="prochain essai")),
                ("not_before", models.DateTimeField(null=True, verbose_name="pas avant le")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="périme le")),
                ("claimed_until", models.DateTimeField(null=True, verbose_name="pris jusqu’à")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="fini le")),
                (
                    "error",
                    models.CharField(blank=True, max_length=300, verbose_name="dernière erreur"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "courriel",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["priority", "due_at", "id"],
                        name="mail_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "held")),
                        fields=["planned_at", "user"],
                        name="mail_held",
                    ),
                    models.Index(fields=["key"], name="mail_key"),
                    models.Index(fields=["state", "ended_at"], name="mail_ended"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("user", "key"),
                        name="mail_once_per_account",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", True)),
                        fields=("email", "key"),
                        name="mail_once_per_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("user__isnull", False),
                            models.Q(("email", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mail_to_somebody",
                    ),
                ],
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
                ("kind", models.CharField(max_length=80, verbose_name="nature")),
                ("key", models.CharField(max_length=160, verbose_name="clé")),
                ("title", models.CharField(max_length=200, verbose_name="titre")),
                ("body", models.TextField(blank=True, verbose_name="texte")),
                ("url", models.CharField(blank=True, max_length=300, verbose_name="adresse")),
                ("thread", models.CharField(max_length=160, verbose_name="fil")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                ("read_at", models.DateTimeField(null=True, verbose_name="lue le")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="retirée le")),
                ("not_before", models.DateTimeField(null=True, verbose_name="pas avant le")),
                (
                    "about",
                    models.JSONField(
                        decoder=communaute.notifications.models.ContextDecoder,
                        default=dict,
                        encoder=communaute.notifications.models.ContextEncoder,
                    ),
                ),
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
                        fields=["user", "thread", "-created_at"], name="notification_thread"
                    ),
                    models.Index(fields=["created_at"], name="notification_age"),
                    models.Index(fields=["key"], name="notification_key"),
                    models.Index(fields=["thread"], name="notification_of_thread"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["user", "thread"],
                        name="notification_unread",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="notification_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=80, verbose_name="nature")),
                ("site", models.BooleanField(verbose_name="sur le site")),
                (
                    "mail",
                    models.CharField(
                        choices=[
                            ("instant", "instant"),
                            ("daily", "daily"),
                            ("weekly", "weekly"),
                            ("none", "none"),
                        ],
                        max_length=8,
                        verbose_name="par courriel",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "choix d’une personne",
                "verbose_name_plural": "choix des personnes",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "kind"), name="preference_once")
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]

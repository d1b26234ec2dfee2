import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import communaute.comptes.models
from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=150, verbose_name="first name"),
                ),
                (
                    "last_name",
                    models.CharField(blank=True, max_length=150, verbose_name="last name"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "Un compte existe déjà avec cette adresse."},
                        max_length=254,
                        unique=True,
                        verbose_name="adresse électronique",
                    ),
                ),
                (
                    "display_name",
                    models.CharField(
                        blank=True,
                        help_text="Le nom que les autres voient. Par exemple : Monique D.",
                        max_length=60,
                        verbose_name="nom affiché",
                    ),
                ),
                (
                    "second_factor_due",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="protection attendue le"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte",
                "indexes": [
                    models.Index(
                        models.F("id"), condition=models.Q(("is_active", False)), name="user_closed"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="user_email_case_blind_unique",
                    )
                ],
            },
            managers=[
                ("objects", communaute.comptes.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="KnownDevice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="appareil")),
                ("last_at", models.DateTimeField(verbose_name="dernière connexion le")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_devices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "appareil connu",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "name"), name="known_device_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("membre", "Membre"), ("responsable", "Responsable")],
                        default="membre",
                        max_length=20,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "is_on_call",
                    models.BooleanField(default=False, verbose_name="d’astreinte la nuit"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "appartenance",
            },
        ),
        migrations.CreateModel(
            name="OpenSession",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("device", models.CharField(blank=True, max_length=60, verbose_name="appareil")),
                ("begun_at", models.DateTimeField(null=True, verbose_name="ouverte le")),
                ("seen_at", models.DateTimeField(null=True, verbose_name="utilisée le")),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="open_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agence", "Agence locale de l’énergie"),
                            ("exploitant", "Exploitant de réseau"),
                            ("collectivite", "Collectivité"),
                            ("syndic", "Syndic"),
                            ("equipe", "Équipe nationale"),
                            ("audit", "Auditeur de la modération"),
                            ("signaleur", "Signaleur de confiance"),
                            ("autorite", "Autorité (justice, administration)"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                ("slug", models.SlugField(max_length=160, unique=True, verbose_name="identifiant")),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse de contact"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="téléphone")),
                ("website", models.URLField(blank=True, verbose_name="site internet")),
                (
                    "siret",
                    models.CharField(
                        blank=True, max_length=14, null=True, unique=True, verbose_name="SIRET"
                    ),
                ),
                (
                    "members",
                    models.ManyToManyField(
                        related_name="organisations",
                        through="comptes.Membership",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="territoires.commune",
                    ),
                ),
                (
                    "departement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="territoires.departement",
                    ),
                ),
                (
                    "epci",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="territoires.epci",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="territoires.region",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coverages",
                        to="comptes.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "territoire couvert",
                "verbose_name_plural": "territoires couverts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("commune__isnull", True),
                                ("departement__isnull", True),
                                ("epci__isnull", True),
                                ("region__isnull", False),
                            ),
                            models.Q(
                                ("commune__isnull", True),
                                ("departement__isnull", False),
                                ("epci__isnull", True),
                                ("region__isnull", True),
                            ),
                            models.Q(
                                ("commune__isnull", True),
                                ("departement__isnull", True),
                                ("epci__isnull", False),
                                ("region__isnull", True),
                            ),
                            models.Q(
                                ("commune__isnull", False),
                                ("departement__isnull", True),
                                ("epci__isnull", True),
                                ("region__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="coverage_exactly_one_level",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("region__isnull", False)),
                        fields=("organisation", "region"),
                        name="coverage_region_unique",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("departement__isnull", False)),
                        fields=("organisation", "departement"),
                        name="coverage_departement_unique",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("epci__isnull", False)),
                        fields=("organisation", "epci"),
                        name="coverage_epci_unique",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("commune__isnull", False)),
                        fields=("organisation", "commune"),
                        name="coverage_commune_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor_name", models.CharField(max_length=60, verbose_name="par")),
                ("person_name", models.CharField(max_length=60, verbose_name="à")),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[("membre", "Membre"), ("responsable", "Responsable")],
                        max_length=20,
                        verbose_name="avant",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        blank=True,
                        choices=[("membre", "Membre"), ("responsable", "Responsable")],
                        max_length=20,
                        verbose_name="après",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="le")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role_changes",
                        to="comptes.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "changement de rôle",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to="comptes.organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("user", "organisation"), name="membership_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_on_call", True)),
                fields=("organisation",),
                name="membership_one_on_call",
            ),
        ),
        migrations.CreateModel(
            name="Connection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account_number", models.PositiveBigIntegerField(verbose_name="compte n°")),
                ("object_id", models.PositiveBigIntegerField(verbose_name="texte n°")),
                ("ip", models.GenericIPAddressField(verbose_name="adresse technique")),
                ("port", models.PositiveIntegerField(null=True, verbose_name="port")),
                ("at", models.DateTimeField(db_index=True, verbose_name="le")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "donnée de connexion",
                "verbose_name_plural": "données de connexion",
                "default_permissions": (),
            },
        ),
    ]
    operations = [CreateTables(operations)]

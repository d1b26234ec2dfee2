import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import taggit.managers
from django.conf import settings
from django.db import migrations, models

import socle.uploads
from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "__first__"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("moderation", "0001_initial"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
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
                (
                    "locked_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="fermé aux réponses le"
                    ),
                ),
                (
                    "limited_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="rendu moins visible le"
                    ),
                ),
                (
                    "caution",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=300,
                        verbose_name="avertissement au-dessus du texte",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                (
                    "first_public_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        null=True,
                        verbose_name="public pour la première fois le",
                    ),
                ),
                ("edited_at", models.DateTimeField(null=True, verbose_name="modifié le")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("renderer_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="retiré le"),
                ),
                (
                    "former",
                    models.PositiveIntegerField(
                        editable=False, null=True, verbose_name="ancien membre n°"
                    ),
                ),
                (
                    "was_accepted",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("auteur", "Par l’auteur de la question"),
                            ("agence", "Par l’agence"),
                        ],
                        max_length=8,
                        verbose_name="retenue avant d’être masquée",
                    ),
                ),
                ("body", models.TextField(max_length=10000, verbose_name="réponse")),
                ("body_html", models.TextField(editable=False)),
                (
                    "submission_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "comments_count",
                    models.PositiveIntegerField(default=0, verbose_name="commentaires publiés"),
                ),
                (
                    "useful_count",
                    models.PositiveIntegerField(
                        default=0, verbose_name="personnes qu’elle a aidées"
                    ),
                ),
                (
                    "files_count",
                    models.PositiveSmallIntegerField(default=0, verbose_name="pièces jointes"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.commune",
                    ),
                ),
                (
                    "departement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.departement",
                    ),
                ),
                (
                    "hidden_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "labelled_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "limited_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "locked_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse",
                "ordering": ["created_at", "pk"],
                "indexes": [
                    models.Index(fields=["author", "-created_at", "-id"], name="answer_mine")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    (
                                        "status__in",
                                        ("masque_auto", "a_modifier", "masque", "retire"),
                                    ),
                                    ("hidden_for__isnull", False),
                                ),
                                models.Q(
                                    models.Q(
                                        (
                                            "status__in",
                                            ("masque_auto", "a_modifier", "masque", "retire"),
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(("hidden_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("locked_at__isnull", False), ("locked_for__isnull", False)
                                ),
                                models.Q(
                                    models.Q(("locked_at__isnull", False), _negated=True),
                                    models.Q(("locked_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("limited_at__isnull", False), ("limited_for__isnull", False)
                                ),
                                models.Q(
                                    models.Q(("limited_at__isnull", False), _negated=True),
                                    models.Q(("limited_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    models.Q(("caution", ""), _negated=True),
                                    ("labelled_for__isnull", False),
                                ),
                                models.Q(
                                    ("caution", ""),
                                    models.Q(("labelled_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="answer_restrictions_are_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "en_attente",
                                    "publie",
                                    "masque_auto",
                                    "a_modifier",
                                    "masque",
                                    "retire",
                                    "supprime",
                                ],
                            ),
                            models.Q(
                                ("first_public_at__isnull", False),
                                ("status", "en_attente"),
                                _negated=True,
                            ),
                            models.Q(
                                ("first_public_at__isnull", True),
                                ("status", "publie"),
                                _negated=True,
                            ),
                        ),
                        name="answer_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
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
                (
                    "locked_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="fermé aux réponses le"
                    ),
                ),
                (
                    "limited_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="rendu moins visible le"
                    ),
                ),
                (
                    "caution",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=300,
                        verbose_name="avertissement au-dessus du texte",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                (
                    "first_public_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        null=True,
                        verbose_name="public pour la première fois le",
                    ),
                ),
                ("edited_at", models.DateTimeField(null=True, verbose_name="modifié le")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("renderer_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="retiré le"),
                ),
                (
                    "former",
                    models.PositiveIntegerField(
                        editable=False, null=True, verbose_name="ancien membre n°"
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="question")),
                ("body", models.TextField(max_length=10000, verbose_name="texte")),
                ("body_html", models.TextField(editable=False)),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("idee", "Idée"),
                            ("audit", "Audit ou étude"),
                            ("vote", "Vote en assemblée générale"),
                            ("travaux", "Travaux"),
                            ("raccorde", "Raccordé"),
                        ],
                        max_length=12,
                        verbose_name="étape",
                    ),
                ),
                (
                    "lots",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10000),
                        ],
                        verbose_name="nombre de lots",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("AVANT_1949", "Avant 1949"),
                            ("DE_1949_A_1960", "1949–1960"),
                            ("DE_1961_A_1974", "1961–1974"),
                            ("DE_1975_A_1993", "1975–1993"),
                            ("DE_1994_A_2000", "1994–2000"),
                            ("DE_2001_A_2010", "2001–2010"),
                            ("APRES_2011", "Depuis 2011"),
                            ("NON_CONNUE", "Non connue"),
                        ],
                        max_length=20,
                        verbose_name="période de construction",
                    ),
                ),
                (
                    "energy",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gaz", "Gaz"),
                            ("fioul", "Fioul"),
                            ("electricite", "Électricité"),
                            ("reseau", "Réseau de chaleur"),
                            ("autre", "Autre"),
                        ],
                        max_length=12,
                        verbose_name="énergie actuelle",
                    ),
                ),
                (
                    "heating_mode",
                    models.CharField(
                        blank=True,
                        choices=[("collectif", "Collectif"), ("individuel", "Individuel")],
                        max_length=12,
                        verbose_name="chauffage",
                    ),
                ),
                (
                    "submission_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "answers_count",
                    models.PositiveIntegerField(default=0, verbose_name="réponses publiées"),
                ),
                (
                    "comments_count",
                    models.PositiveIntegerField(default=0, verbose_name="commentaires publiés"),
                ),
                (
                    "files_count",
                    models.PositiveSmallIntegerField(default=0, verbose_name="pièces jointes"),
                ),
                (
                    "formers_count",
                    models.PositiveIntegerField(
                        db_default=0, verbose_name="anciens membres nommés"
                    ),
                ),
                (
                    "useful_count",
                    models.PositiveIntegerField(
                        default=0, verbose_name="votes « utile » de ses réponses"
                    ),
                ),
                (
                    "accepted_by_asker",
                    models.BooleanField(
                        default=False, verbose_name="retenue par l’auteur de la question"
                    ),
                ),
                (
                    "first_answer_at",
                    models.DateTimeField(null=True, verbose_name="première réponse le"),
                ),
                (
                    "answer_lost_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="de nouveau sans réponse le"
                    ),
                ),
                ("last_activity_at", models.DateTimeField(verbose_name="dernière activité")),
                (
                    "reach_step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ambassadeurs", "D’autres ambassadeurs"),
                            ("agence", "L’agence du territoire"),
                            ("equipe", "L’équipe nationale"),
                        ],
                        max_length=12,
                        verbose_name="prochaines personnes prévenues",
                    ),
                ),
                (
                    "next_reach_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="prévenues le"),
                ),
                (
                    "accepted_answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="questions.answer",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.commune",
                    ),
                ),
                (
                    "departement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.departement",
                    ),
                ),
                (
                    "hidden_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "labelled_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "limited_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "locked_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "tags",
                    taggit.managers.TaggableManager(
                        blank=True,
                        help_text="A comma-separated list of tags.",
                        through="taggit.TaggedItem",
                        to="taggit.Tag",
                        verbose_name="thèmes",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "ordering": ["-last_activity_at", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["status", "-last_activity_at", "-id"], name="question_list"
                    ),
                    models.Index(
                        condition=models.Q(("first_answer_at__isnull", True)),
                        fields=["status", "-last_activity_at", "-id"],
                        name="question_unanswered",
                    ),
                    models.Index(
                        fields=["status", "-useful_count", "-last_activity_at", "-id"],
                        name="question_useful",
                    ),
                    models.Index(
                        fields=["author", "-last_activity_at", "-id"], name="question_mine"
                    ),
                    models.Index(fields=["created_at"], name="question_asked_on"),
                    models.Index(fields=["first_answer_at"], name="question_answered_on"),
                    models.Index(
                        condition=models.Q(("next_reach_at__isnull", False)),
                        fields=["next_reach_at"],
                        name="question_next_reach",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    (
                                        "status__in",
                                        ("masque_auto", "a_modifier", "masque", "retire"),
                                    ),
                                    ("hidden_for__isnull", False),
                                ),
                                models.Q(
                                    models.Q(
                                        (
                                            "status__in",
                                            ("masque_auto", "a_modifier", "masque", "retire"),
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(("hidden_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("locked_at__isnull", False), ("locked_for__isnull", False)
                                ),
                                models.Q(
                                    models.Q(("locked_at__isnull", False), _negated=True),
                                    models.Q(("locked_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("limited_at__isnull", False), ("limited_for__isnull", False)
                                ),
                                models.Q(
                                    models.Q(("limited_at__isnull", False), _negated=True),
                                    models.Q(("limited_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    models.Q(("caution", ""), _negated=True),
                                    ("labelled_for__isnull", False),
                                ),
                                models.Q(
                                    ("caution", ""),
                                    models.Q(("labelled_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="question_restrictions_are_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "en_attente",
                                    "publie",
                                    "masque_auto",
                                    "a_modifier",
                                    "masque",
                                    "retire",
                                    "supprime",
                                ],
                            ),
                            models.Q(
                                ("first_public_at__isnull", False),
                                ("status", "en_attente"),
                                _negated=True,
                            ),
                            models.Q(
                                ("first_public_at__isnull", True),
                                ("status", "publie"),
                                _negated=True,
                            ),
                        ),
                        name="question_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
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
                (
                    "locked_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="fermé aux réponses le"
                    ),
                ),
                (
                    "limited_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="rendu moins visible le"
                    ),
                ),
                (
                    "caution",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=300,
                        verbose_name="avertissement au-dessus du texte",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                (
                    "first_public_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        null=True,
                        verbose_name="public pour la première fois le",
                    ),
                ),
                ("edited_at", models.DateTimeField(null=True, verbose_name="modifié le")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("renderer_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="retiré le"),
                ),
                (
                    "former",
                    models.PositiveIntegerField(
                        editable=False, null=True, verbose_name="ancien membre n°"
                    ),
                ),
                ("body", models.TextField(max_length=600, verbose_name="commentaire")),
                ("body_html", models.TextField(editable=False)),
                (
                    "submission_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="questions.answer",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.commune",
                    ),
                ),
                (
                    "departement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.departement",
                    ),
                ),
                (
                    "hidden_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "labelled_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "limited_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "locked_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="questions.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "commentaire",
                "ordering": ["created_at", "pk"],
                "indexes": [
                    models.Index(
                        fields=["question", "answer", "created_at", "id"], name="comment_list"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    (
                                        "status__in",
                                        ("masque_auto", "a_modifier", "masque", "retire"),
                                    ),
                                    ("hidden_for__isnull", False),
                                ),
                                models.Q(
                                    models.Q(
                                        (
                                            "status__in",
                                            ("masque_auto", "a_modifier", "masque", "retire"),
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(("hidden_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("locked_at__isnull", False), ("locked_for__isnull", False)
                                ),
                                models.Q(
                                    models.Q(("locked_at__isnull", False), _negated=True),
                                    models.Q(("locked_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("limited_at__isnull", False), ("limited_for__isnull", False)
                                ),
                                models.Q(
                                    models.Q(("limited_at__isnull", False), _negated=True),
                                    models.Q(("limited_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    models.Q(("caution", ""), _negated=True),
                                    ("labelled_for__isnull", False),
                                ),
                                models.Q(
                                    ("caution", ""),
                                    models.Q(("labelled_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="comment_restrictions_are_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "en_attente",
                                    "publie",
                                    "masque_auto",
                                    "a_modifier",
                                    "masque",
                                    "retire",
                                    "supprime",
                                ],
                            ),
                            models.Q(
                                ("first_public_at__isnull", False),
                                ("status", "en_attente"),
                                _negated=True,
                            ),
                            models.Q(
                                ("first_public_at__isnull", True),
                                ("status", "publie"),
                                _negated=True,
                            ),
                        ),
                        name="comment_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Asked",
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
                        choices=[
                            ("ambassadeur", "Ambassadeur"),
                            ("exploitant", "Exploitant"),
                            ("agence", "Agence"),
                            ("equipe", "Équipe nationale"),
                        ],
                        max_length=12,
                        verbose_name="en tant que",
                    ),
                ),
                ("of", models.CharField(blank=True, max_length=200, verbose_name="au nom de")),
                (
                    "why",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="pourquoi cette personne"
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="prévenue le")),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions_asked_of",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asked",
                        to="questions.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne prévenue",
                "verbose_name_plural": "personnes prévenues",
                "ordering": ["asked_at", "pk"],
                "indexes": [models.Index(fields=["role", "asked_at"], name="asked_lately")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "user"), name="asked_once_a_question"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="questions.question",
            ),
        ),
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_at", models.DateTimeField(verbose_name="lu jusqu’au")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="read_marks",
                        to="questions.question",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions_read",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "repère de lecture",
                "verbose_name_plural": "repères de lecture",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "question"), name="read_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(blank=True, max_length=150, verbose_name="question, avant"),
                ),
                ("body", models.TextField(verbose_name="texte, avant")),
                ("edited_at", models.DateTimeField(verbose_name="modifié le")),
                ("is_withheld", models.BooleanField(default=False, verbose_name="hors ligne")),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="questions.answer",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="questions.comment",
                    ),
                ),
                (
                    "editor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="questions.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "ordering": ["edited_at", "pk"],
                "indexes": [models.Index(fields=["editor", "edited_at"], name="revision_lately")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer__isnull", True),
                                ("comment__isnull", True),
                                ("question__isnull", False),
                            ),
                            models.Q(
                                ("answer__isnull", False),
                                ("comment__isnull", True),
                                ("question__isnull", True),
                            ),
                            models.Q(
                                ("answer__isnull", True),
                                ("comment__isnull", False),
                                ("question__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="revision_of_one_text",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Space",
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
                            ("reseau", "Réseau"),
                            ("territoire", "Territoire"),
                            ("national", "National"),
                            ("theme", "Thème"),
                        ],
                        max_length=12,
                        verbose_name="nature",
                    ),
                ),
                ("slug", models.SlugField(max_length=120, unique=True, verbose_name="identifiant")),
                ("title", models.CharField(max_length=200, verbose_name="titre")),
                (
                    "description",
                    models.TextField(blank=True, max_length=600, verbose_name="description"),
                ),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "questions_count",
                    models.PositiveIntegerField(default=0, verbose_name="questions publiées"),
                ),
                (
                    "answered_count",
                    models.PositiveIntegerField(
                        default=0, verbose_name="dont répondues par une autre personne"
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.commune",
                    ),
                ),
                (
                    "departement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.departement",
                    ),
                ),
            ],
            options={
                "verbose_name": "espace",
                "ordering": ["title"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "national")),
                        fields=("kind",),
                        name="space_one_national",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="question",
            name="space",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="questions.space",
            ),
        ),
        migrations.CreateModel(
            name="SpaceMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by_moderator", models.BooleanField(verbose_name="par la modération")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="raison")),
                ("moved_at", models.DateTimeField(auto_now_add=True, verbose_name="le")),
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
                    "from_space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="questions.space",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="questions.question",
                    ),
                ),
                (
                    "to_space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="questions.space",
                    ),
                ),
            ],
            options={
                "verbose_name": "changement d’espace",
                "verbose_name_plural": "changements d’espace",
                "ordering": ["moved_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="suivi")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="depuis le")),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="questions.question",
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="questions.space",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="taggit.tag",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "suivi",
                "verbose_name_plural": "suivis",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("question__isnull", False),
                                ("space__isnull", True),
                                ("tag__isnull", True),
                            ),
                            models.Q(
                                ("question__isnull", True),
                                ("space__isnull", False),
                                ("tag__isnull", True),
                            ),
                            models.Q(
                                ("question__isnull", True),
                                ("space__isnull", True),
                                ("tag__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="subscription_to_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("question__isnull", False)),
                        fields=("user", "question"),
                        name="subscription_once_a_question",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("space__isnull", False)),
                        fields=("user", "space"),
                        name="subscription_once_a_space",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("tag__isnull", False)),
                        fields=("user", "tag"),
                        name="subscription_once_a_tag",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Summary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signed", models.CharField(max_length=200, verbose_name="signé")),
                ("body", models.TextField(blank=True, max_length=2000, verbose_name="résumé")),
                ("body_html", models.TextField(blank=True, editable=False)),
                ("written_at", models.DateTimeField(auto_now_add=True, verbose_name="écrit le")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="summaries",
                        to="questions.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "résumé",
                "ordering": ["-written_at", "-pk"],
                "indexes": [
                    models.Index(fields=["question", "-written_at", "-id"], name="summary_last")
                ],
            },
        ),
        migrations.CreateModel(
            name="TagSynonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=100, unique=True, verbose_name="mot comparé")),
                ("name", models.CharField(max_length=100, verbose_name="mot")),
                (
                    "slug",
                    models.CharField(
                        blank=True, db_index=True, max_length=100, verbose_name="ancienne adresse"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="synonyms",
                        to="taggit.tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "synonyme d’un mot-clé",
                "verbose_name_plural": "synonymes des mots-clés",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="UsefulVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="le")),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="useful_votes",
                        to="questions.answer",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="useful_votes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "vote « utile »",
                "verbose_name_plural": "votes « utile »",
                "constraints": [
                    models.UniqueConstraint(fields=("answer", "user"), name="useful_once_an_answer")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
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
                (
                    "locked_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="fermé aux réponses le"
                    ),
                ),
                (
                    "limited_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="rendu moins visible le"
                    ),
                ),
                (
                    "caution",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=300,
                        verbose_name="avertissement au-dessus du texte",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                (
                    "first_public_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        null=True,
                        verbose_name="public pour la première fois le",
                    ),
                ),
                ("edited_at", models.DateTimeField(null=True, verbose_name="modifié le")),
                ("form_key", models.UUIDField(db_index=True, verbose_name="formulaire")),
                ("object_id", models.PositiveBigIntegerField(null=True)),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        storage=socle.uploads.private_storage,
                        upload_to="pieces-jointes/%Y/%m/",
                        verbose_name="fichier",
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="nature")),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                ("alt", models.CharField(blank=True, max_length=200, verbose_name="description")),
                ("size", models.PositiveIntegerField(verbose_name="octets")),
                ("width", models.PositiveIntegerField(default=0, verbose_name="largeur (pixels)")),
                ("height", models.PositiveIntegerField(default=0, verbose_name="hauteur (pixels)")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.commune",
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "departement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.departement",
                    ),
                ),
                (
                    "hidden_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "labelled_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "limited_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "locked_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
            ],
            options={
                "verbose_name": "pièce jointe",
                "verbose_name_plural": "pièces jointes",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["content_type", "object_id"], name="attachment_content")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    (
                                        "status__in",
                                        ("masque_auto", "a_modifier", "masque", "retire"),
                                    ),
                                    ("hidden_for__isnull", False),
                                ),
                                models.Q(
                                    models.Q(
                                        (
                                            "status__in",
                                            ("masque_auto", "a_modifier", "masque", "retire"),
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(("hidden_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("locked_at__isnull", False), ("locked_for__isnull", False)
                                ),
                                models.Q(
                                    models.Q(("locked_at__isnull", False), _negated=True),
                                    models.Q(("locked_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("limited_at__isnull", False), ("limited_for__isnull", False)
                                ),
                                models.Q(
                                    models.Q(("limited_at__isnull", False), _negated=True),
                                    models.Q(("limited_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    models.Q(("caution", ""), _negated=True),
                                    ("labelled_for__isnull", False),
                                ),
                                models.Q(
                                    ("caution", ""),
                                    models.Q(("labelled_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="attachment_restrictions_are_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "en_attente",
                                    "publie",
                                    "masque_auto",
                                    "a_modifier",
                                    "masque",
                                    "retire",
                                    "supprime",
                                ],
                            ),
                            models.Q(
                                ("first_public_at__isnull", False),
                                ("status", "en_attente"),
                                _negated=True,
                            ),
                            models.Q(
                                ("first_public_at__isnull", True),
                                ("status", "publie"),
                                _negated=True,
                            ),
                        ),
                        name="attachment_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
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
                (
                    "locked_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="fermé aux réponses le"
                    ),
                ),
                (
                    "limited_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="rendu moins visible le"
                    ),
                ),
                (
                    "caution",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=300,
                        verbose_name="avertissement au-dessus du texte",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                (
                    "first_public_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        null=True,
                        verbose_name="public pour la première fois le",
                    ),
                ),
                ("edited_at", models.DateTimeField(null=True, verbose_name="modifié le")),
                (
                    "hidden_name",
                    models.CharField(
                        blank=True, editable=False, max_length=60, verbose_name="nom retiré"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.commune",
                    ),
                ),
                (
                    "departement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.departement",
                    ),
                ),
                (
                    "hidden_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "labelled_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "limited_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "locked_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
            ],
            options={
                "verbose_name": "page d’un membre",
                "verbose_name_plural": "pages des membres",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    (
                                        "status__in",
                                        ("masque_auto", "a_modifier", "masque", "retire"),
                                    ),
                                    ("hidden_for__isnull", False),
                                ),
                                models.Q(
                                    models.Q(
                                        (
                                            "status__in",
                                            ("masque_auto", "a_modifier", "masque", "retire"),
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(("hidden_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("locked_at__isnull", False), ("locked_for__isnull", False)
                                ),
                                models.Q(
                                    models.Q(("locked_at__isnull", False), _negated=True),
                                    models.Q(("locked_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("limited_at__isnull", False), ("limited_for__isnull", False)
                                ),
                                models.Q(
                                    models.Q(("limited_at__isnull", False), _negated=True),
                                    models.Q(("limited_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    models.Q(("caution", ""), _negated=True),
                                    ("labelled_for__isnull", False),
                                ),
                                models.Q(
                                    ("caution", ""),
                                    models.Q(("labelled_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="profile_restrictions_are_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "en_attente",
                                    "publie",
                                    "masque_auto",
                                    "a_modifier",
                                    "masque",
                                    "retire",
                                    "supprime",
                                ],
                            ),
                            models.Q(
                                ("first_public_at__isnull", False),
                                ("status", "en_attente"),
                                _negated=True,
                            ),
                            models.Q(
                                ("first_public_at__isnull", True),
                                ("status", "publie"),
                                _negated=True,
                            ),
                        ),
                        name="profile_state_is_known",
                    ),
                    models.UniqueConstraint(fields=("author",), name="profile_once_a_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="nom tapé")),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="questions.answer",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="questions.comment",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="questions.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "mention",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer__isnull", True),
                                ("comment__isnull", True),
                                ("question__isnull", False),
                            ),
                            models.Q(
                                ("answer__isnull", False),
                                ("comment__isnull", True),
                                ("question__isnull", True),
                            ),
                            models.Q(
                                ("answer__isnull", True),
                                ("comment__isnull", False),
                                ("question__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="mention_in_one_text",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("question__isnull", False)),
                        fields=("user", "question"),
                        name="mention_once_in_question",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("answer__isnull", False)),
                        fields=("user", "answer"),
                        name="mention_once_in_answer",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("comment__isnull", False)),
                        fields=("user", "comment"),
                        name="mention_once_in_comment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form_key", models.UUIDField(verbose_name="formulaire")),
                ("data", models.JSONField(default=dict, verbose_name="ce qui est tapé")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("updated_at", models.DateTimeField(verbose_name="gardé le")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answer_drafts",
                        to="questions.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "brouillon",
                "ordering": ["-updated_at", "-pk"],
                "indexes": [
                    models.Index(fields=["user", "-updated_at"], name="draft_of_person"),
                    models.Index(fields=["updated_at"], name="draft_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "form_key"), name="draft_once_a_form")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                fields=["question", "-useful_count", "created_at", "id"], name="answer_list"
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["question", "status", "created_at"], name="answer_time"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["question", "author"], name="answer_of"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                fields=["space", "status", "-last_activity_at", "-id"], name="question_space"
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("first_answer_at__isnull", True)),
                fields=["space", "status", "-last_activity_at", "-id"],
                name="question_space_unanswered",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                fields=["space", "status", "-useful_count", "-last_activity_at", "-id"],
                name="question_space_useful",
            ),
        ),
    ]
    operations = [CreateTables(operations)]

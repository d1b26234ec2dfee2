import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import taggit.managers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "__first__"),
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
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="questions.space",
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
                        fields=["space", "status", "-last_activity_at", "-id"],
                        name="question_space",
                    ),
                    models.Index(
                        fields=["status", "answers_count", "-last_activity_at", "-id"],
                        name="question_unanswered",
                    ),
                    models.Index(
                        fields=["space", "status", "answers_count", "-last_activity_at", "-id"],
                        name="question_space_unanswered",
                    ),
                    models.Index(
                        fields=["status", "-useful_count", "-last_activity_at", "-id"],
                        name="question_useful",
                    ),
                    models.Index(
                        fields=["space", "status", "-useful_count", "-last_activity_at", "-id"],
                        name="question_space_useful",
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
        migrations.AddField(
            model_name="answer",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="questions.question",
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                fields=["question", "-useful_count", "created_at", "id"], name="answer_list"
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["author", "-created_at", "-id"], name="answer_mine"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["question", "status", "created_at"], name="answer_time"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["question", "author"], name="answer_of"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            ("status__in", ("masque_auto", "a_modifier", "masque", "retire")),
                            ("hidden_for__isnull", False),
                        ),
                        models.Q(
                            models.Q(
                                ("status__in", ("masque_auto", "a_modifier", "masque", "retire")),
                                _negated=True,
                            ),
                            models.Q(("hidden_for__isnull", False), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("locked_at__isnull", False), ("locked_for__isnull", False)),
                        models.Q(
                            models.Q(("locked_at__isnull", False), _negated=True),
                            models.Q(("locked_for__isnull", False), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("limited_at__isnull", False), ("limited_for__isnull", False)),
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
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
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
                        ("first_public_at__isnull", False), ("status", "en_attente"), _negated=True
                    ),
                    models.Q(
                        ("first_public_at__isnull", True), ("status", "publie"), _negated=True
                    ),
                ),
                name="answer_state_is_known",
            ),
        ),
    ]

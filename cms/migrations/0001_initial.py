import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.contrib.taggit
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import cms.fields
import cms.home
import cms.models.contents
import socle.calendar
import socle.slugs
from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuidePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("idee", "Idée"),
                            ("audit", "Audit ou étude"),
                            ("vote", "Vote en assemblée générale"),
                            ("travaux", "Travaux"),
                            ("raccorde", "Raccordé"),
                        ],
                        max_length=12,
                        verbose_name="étape du projet",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("coproprietaire", "Copropriétaires"),
                            ("conseil", "Conseils syndicaux"),
                            ("syndic", "Syndics"),
                            ("locataire", "Locataires"),
                        ],
                        help_text="Dit en tête du guide et dans la liste. Vide : le guide s’adresse à tous.",
                        max_length=16,
                        verbose_name="pour qui",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        help_text="Deux ou trois phrases, lues en premier.",
                        max_length=500,
                        verbose_name="l’essentiel",
                    ),
                ),
                ("body", cms.fields.BodyField([], verbose_name="texte")),
                (
                    "reviewed_at",
                    models.DateField(
                        validators=[socle.calendar.not_to_come],
                        default=django.utils.timezone.localdate,
                        help_text="Date de la dernière vérification du fond.",
                        verbose_name="relu le",
                    ),
                ),
                ("sources", cms.fields.BodyField([], blank=True, verbose_name="autres sources")),
                (
                    "shown_first",
                    models.TextField(
                        blank=True,
                        help_text="Adresses de questions ou de copropriétés ambassadrices de ce site, une par ligne, dans l’ordre voulu.",
                        max_length=2000,
                        verbose_name="à montrer d’abord",
                    ),
                ),
                (
                    "left_out",
                    models.TextField(
                        blank=True,
                        help_text="Adresses de questions ou de copropriétés de ce site, une par ligne.",
                        max_length=2000,
                        verbose_name="à ne pas montrer",
                    ),
                ),
                (
                    "made_of",
                    models.PositiveBigIntegerField(
                        blank=True,
                        db_index=True,
                        editable=False,
                        null=True,
                        verbose_name="faite d’après la question",
                    ),
                ),
                (
                    "share_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Montrée quand le guide est partagé. Vide : la première image du texte.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="image de partage",
                    ),
                ),
            ],
            options={
                "verbose_name": "guide",
            },
            bases=(
                cms.models.contents.CitesFigures,
                socle.slugs.PlainSlug,
                cms.fields.FramedPreview,
                "wagtailcore.page",
            ),
        ),
        migrations.CreateModel(
            name="HomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        default="Un réseau de chaleur passe-t-il près de votre immeuble ?",
                        max_length=120,
                        verbose_name="titre",
                    ),
                ),
                (
                    "introduction",
                    models.CharField(
                        default="Testez votre adresse, puis parlez avec des copropriétés de votre réseau qui se chauffent déjà ainsi.",
                        max_length=300,
                        verbose_name="phrase d’introduction",
                    ),
                ),
                (
                    "body",
                    cms.fields.BodyField(
                        [],
                        default=cms.home.first_sections,
                        verbose_name="parties de la page",
                    ),
                ),
            ],
            options={
                "verbose_name": "page d’accueil",
            },
            bases=(socle.slugs.PlainSlug, cms.fields.FramedPreview, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="RulesPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        help_text="Le mot qui précède le numéro d’une règle citée. Par exemple : CGU.",
                        max_length=20,
                        verbose_name="nom dans les décisions",
                    ),
                ),
                (
                    "introduction",
                    models.TextField(blank=True, max_length=600, verbose_name="introduction"),
                ),
                ("body", cms.fields.BodyField([], verbose_name="texte")),
                ("rules", cms.fields.BodyField([], blank=True, verbose_name="règles numérotées")),
                (
                    "what_changed",
                    models.TextField(
                        blank=True,
                        help_text="Une ou deux phrases, que les membres liront. À réécrire à chaque version.",
                        max_length=600,
                        verbose_name="ce qui change",
                    ),
                ),
                (
                    "asks_consent",
                    models.BooleanField(
                        default=True,
                        help_text="Décochez pour une correction qui ne change ni leurs droits, ni les règles.",
                        verbose_name="demander l’accord des membres",
                    ),
                ),
            ],
            options={
                "verbose_name": "page de règles",
            },
            bases=(socle.slugs.PlainSlug, cms.fields.FramedPreview, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="SiteSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("publisher", models.CharField(blank=True, max_length=200, verbose_name="éditeur")),
                (
                    "publisher_address",
                    models.TextField(
                        blank=True, max_length=400, verbose_name="adresse de l’éditeur"
                    ),
                ),
                (
                    "publisher_phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="téléphone de l’éditeur"
                    ),
                ),
                (
                    "publication_director",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        verbose_name="directrice ou directeur de la publication",
                    ),
                ),
                (
                    "host_name",
                    models.CharField(blank=True, max_length=200, verbose_name="hébergeur"),
                ),
                (
                    "host_address",
                    models.TextField(
                        blank=True, max_length=400, verbose_name="adresse de l’hébergeur"
                    ),
                ),
                (
                    "host_phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="téléphone de l’hébergeur"
                    ),
                ),
                (
                    "data_protection_contact",
                    models.EmailField(
                        blank=True,
                        max_length=254,
                        verbose_name="adresse du délégué à la protection des données",
                    ),
                ),
            ],
            options={
                "verbose_name": "identité du service",
            },
        ),
        migrations.CreateModel(
            name="StandardPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "introduction",
                    models.TextField(blank=True, max_length=600, verbose_name="introduction"),
                ),
                ("body", cms.fields.BodyField([], verbose_name="texte")),
                (
                    "updated_on",
                    models.DateField(
                        validators=[socle.calendar.not_to_come],
                        default=django.utils.timezone.localdate,
                        verbose_name="à jour au",
                    ),
                ),
            ],
            options={
                "verbose_name": "page simple",
            },
            bases=(socle.slugs.PlainSlug, cms.fields.FramedPreview, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="AccessibilityPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Part des critères applicables respectés, telle que l’audit la donne.",
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="taux de conformité (%)",
                    ),
                ),
                (
                    "auditor",
                    models.CharField(blank=True, max_length=200, verbose_name="audit réalisé par"),
                ),
                (
                    "audited_on",
                    models.DateField(
                        validators=[socle.calendar.not_to_come],
                        blank=True,
                        null=True,
                        verbose_name="date de l’audit",
                    ),
                ),
                (
                    "rgaa_version",
                    models.CharField(
                        default="4.1.2", max_length=10, verbose_name="version du RGAA"
                    ),
                ),
                (
                    "pages_tested",
                    wagtail.fields.RichTextField(blank=True, verbose_name="pages vérifiées"),
                ),
                (
                    "failures",
                    wagtail.fields.RichTextField(
                        blank=True, verbose_name="contenus non accessibles"
                    ),
                ),
                (
                    "burdens",
                    wagtail.fields.RichTextField(
                        blank=True, verbose_name="dérogations pour charge disproportionnée"
                    ),
                ),
                ("plan", wagtail.fields.RichTextField(blank=True, verbose_name="plan d’action")),
                (
                    "declared_on",
                    models.DateField(
                        validators=[socle.calendar.not_to_come],
                        default=django.utils.timezone.localdate,
                        verbose_name="déclaration établie le",
                    ),
                ),
                (
                    "share_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Montrée quand la page est partagée. Vide : l’image du service.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="image de partage",
                    ),
                ),
            ],
            options={
                "verbose_name": "déclaration d’accessibilité",
            },
            bases=(socle.slugs.PlainSlug, cms.fields.FramedPreview, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="BesideFound",
            fields=[
                (
                    "guide",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="beside_found",
                        serialize=False,
                        to="cms.guidepage",
                    ),
                ),
                ("asked", models.CharField(max_length=64, verbose_name="sujet")),
                ("found", models.JSONField(default=dict, verbose_name="trouvé")),
                ("found_at", models.DateTimeField(verbose_name="cherché le")),
            ],
            options={
                "verbose_name": "ce que la recherche trouve pour un guide",
            },
        ),
        migrations.CreateModel(
            name="GuideIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "introduction",
                    models.CharField(blank=True, max_length=300, verbose_name="introduction"),
                ),
                (
                    "share_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Montrée quand la page est partagée. Vide : l’image du service.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="image de partage",
                    ),
                ),
            ],
            options={
                "verbose_name": "liste des guides",
            },
            bases=(socle.slugs.PlainSlug, cms.fields.FramedPreview, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="GuideTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tagged_items",
                        to="cms.guidepage",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(app_label)s_%(class)s_items",
                        to="taggit.tag",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RulesVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.CharField(max_length=20, verbose_name="document")),
                ("number", models.CharField(max_length=10, verbose_name="version")),
                ("title", models.CharField(max_length=255, verbose_name="titre")),
                ("introduction", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "since",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="en vigueur depuis le"
                    ),
                ),
                ("what_changed", models.TextField(blank=True, verbose_name="ce qui change")),
                (
                    "asks_consent",
                    models.BooleanField(default=False, verbose_name="accord demandé aux membres"),
                ),
                ("rules", models.JSONField(verbose_name="règles")),
                ("body", models.JSONField(verbose_name="texte")),
            ],
            options={
                "verbose_name": "version des règles",
                "verbose_name_plural": "versions des règles",
                "ordering": ["document", "-since", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "number"), name="rules_version_unique"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="guidepage",
            name="tags",
            field=modelcluster.contrib.taggit.ClusterTaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="cms.GuideTag",
                to="taggit.Tag",
                verbose_name="thèmes",
            ),
        ),
        migrations.CreateModel(
            name="ExpertReading",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        help_text="Pages/snippets at this step in a workflow will be moderated or "
                        "approved by these groups of users",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "relecture par une autre personne",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("accepted", models.BooleanField(verbose_name="accepté")),
                (
                    "answered_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="le"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="cms.rulesversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "accord sur les règles",
                "verbose_name_plural": "accords sur les règles",
                "ordering": ["-answered_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "version"), name="consent_once_a_version"
                    )
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.contrib.taggit
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import cms.fields
import cms.previews


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
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
                    models.DateField(blank=True, null=True, verbose_name="date de l’audit"),
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
                        default=django.utils.timezone.localdate,
                        verbose_name="déclaration établie le",
                    ),
                ),
            ],
            options={
                "verbose_name": "déclaration d’accessibilité",
            },
            bases=(cms.previews.FramedPreview, "wagtailcore.page"),
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
            ],
            options={
                "verbose_name": "liste des guides",
            },
            bases=(cms.previews.FramedPreview, "wagtailcore.page"),
        ),
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
                        default=django.utils.timezone.localdate,
                        help_text="Date de la dernière vérification du fond.",
                        verbose_name="relu le",
                    ),
                ),
                ("sources", cms.fields.BodyField([], blank=True, verbose_name="autres sources")),
            ],
            options={
                "verbose_name": "guide",
            },
            bases=(cms.previews.FramedPreview, "wagtailcore.page"),
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
            ],
            options={
                "verbose_name": "page d’accueil",
            },
            bases=(cms.previews.FramedPreview, "wagtailcore.page"),
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
                        default=django.utils.timezone.localdate, verbose_name="à jour au"
                    ),
                ),
            ],
            options={
                "verbose_name": "page simple",
            },
            bases=(cms.previews.FramedPreview, "wagtailcore.page"),
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
    ]

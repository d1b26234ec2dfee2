import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.contrib.taggit
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import cms.facts


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
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
            bases=("wagtailcore.page",),
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
            bases=("wagtailcore.page",),
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
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 0),
                            ("paragraph", 1),
                            ("fact", 4),
                            ("callout", 8),
                            ("steps", 13),
                            ("table", 16),
                            ("faq", 21),
                            ("quote", 24),
                            ("picture", 27),
                            ("file", 30),
                        ],
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Il apparaît dans le sommaire.",
                                    "icon": "title",
                                    "label": "Titre de partie",
                                    "max_length": 120,
                                    "template": "cms/blocks/heading.html",
                                },
                            ),
                            1: (
                                "cms.blocks.ProseBlock",
                                (),
                                {
                                    "help_text": "Pour citer un chiffre : [fait:co2_gaz_acv]. La liste est dans l’aide.",
                                    "icon": "pilcrow",
                                    "label": "Texte",
                                    "template": "cms/blocks/paragraph.html",
                                },
                            ),
                            2: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": cms.facts.fact_choices, "label": "Chiffre"},
                            ),
                            3: (
                                "wagtail.blocks.ListBlock",
                                (2,),
                                {"label": "Chiffres", "max_num": 4, "min_num": 1},
                            ),
                            4: ("wagtail.blocks.StructBlock", [[("facts", 3)]], {}),
                            5: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("info", "À savoir"),
                                        ("verifier", "À vérifier"),
                                        ("attention", "Attention"),
                                    ],
                                    "label": "Nature",
                                },
                            ),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Titre", "max_length": 100, "required": False},
                            ),
                            7: ("cms.blocks.ProseBlock", (), {"label": "Texte"}),
                            8: (
                                "wagtail.blocks.StructBlock",
                                [[("kind", 5), ("title", 6), ("text", 7)]],
                                {},
                            ),
                            9: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Étape", "max_length": 120},
                            ),
                            10: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Ce qu’il faut faire", "required": False},
                            ),
                            11: ("wagtail.blocks.StructBlock", [[("title", 9), ("text", 10)]], {}),
                            12: (
                                "wagtail.blocks.ListBlock",
                                (11,),
                                {"label": "Étapes, dans l’ordre", "min_num": 2},
                            ),
                            13: ("wagtail.blocks.StructBlock", [[("steps", 12)]], {}),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Titre du tableau", "max_length": 160},
                            ),
                            15: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Une ligne de texte par ligne du tableau, les cases séparées par une barre | (ou collées depuis un tableur). La première ligne donne les titres des colonnes.",
                                    "label": "Contenu",
                                },
                            ),
                            16: (
                                "wagtail.blocks.StructBlock",
                                [[("caption", 14), ("content", 15)]],
                                {},
                            ),
                            17: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Question", "max_length": 160},
                            ),
                            18: ("cms.blocks.ProseBlock", (), {"label": "Réponse"}),
                            19: (
                                "wagtail.blocks.StructBlock",
                                [[("question", 17), ("answer", 18)]],
                                {},
                            ),
                            20: (
                                "wagtail.blocks.ListBlock",
                                (19,),
                                {"label": "Questions et réponses", "min_num": 1},
                            ),
                            21: ("wagtail.blocks.StructBlock", [[("questions", 20)]], {}),
                            22: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Citation", "max_length": 500},
                            ),
                            23: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Prénom et rôle, jamais un nom de famille.",
                                    "label": "Qui parle",
                                    "max_length": 120,
                                },
                            ),
                            24: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 22), ("author", 23)]],
                                {},
                            ),
                            25: ("wagtail.images.blocks.ImageBlock", [], {"label": "Image"}),
                            26: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "label": "Légende et crédit",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            27: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 25), ("caption", 26)]],
                                {},
                            ),
                            28: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "Document"},
                            ),
                            29: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "label": "Ce qu’on y trouve",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            30: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 28), ("description", 29)]],
                                {},
                            ),
                        },
                        verbose_name="texte",
                    ),
                ),
                (
                    "reviewed_at",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        help_text="Date de la dernière vérification du fond.",
                        verbose_name="relu le",
                    ),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 4)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Titre", "max_length": 200},
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Auteur ou organisme", "max_length": 120},
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Année", "max_length": 20, "required": False},
                            ),
                            3: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Adresse", "required": False},
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("publisher", 1), ("year", 2), ("url", 3)]],
                                {},
                            ),
                        },
                        verbose_name="autres sources",
                    ),
                ),
            ],
            options={
                "verbose_name": "guide",
            },
            bases=("wagtailcore.page",),
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
            bases=("wagtailcore.page",),
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
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 0),
                            ("paragraph", 1),
                            ("table", 4),
                            ("callout", 8),
                            ("identity", 9),
                            ("rules", 10),
                        ],
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Il apparaît dans le sommaire.",
                                    "icon": "title",
                                    "label": "Titre de partie",
                                    "max_length": 120,
                                    "template": "cms/blocks/heading.html",
                                },
                            ),
                            1: (
                                "cms.blocks.ProseBlock",
                                (),
                                {
                                    "help_text": "Pour citer un chiffre : [fait:co2_gaz_acv]. La liste est dans l’aide.",
                                    "icon": "pilcrow",
                                    "label": "Texte",
                                    "template": "cms/blocks/paragraph.html",
                                },
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Titre du tableau", "max_length": 160},
                            ),
                            3: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Une ligne de texte par ligne du tableau, les cases séparées par une barre | (ou collées depuis un tableur). La première ligne donne les titres des colonnes.",
                                    "label": "Contenu",
                                },
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("caption", 2), ("content", 3)]],
                                {},
                            ),
                            5: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("info", "À savoir"),
                                        ("verifier", "À vérifier"),
                                        ("attention", "Attention"),
                                    ],
                                    "label": "Nature",
                                },
                            ),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Titre", "max_length": 100, "required": False},
                            ),
                            7: ("cms.blocks.ProseBlock", (), {"label": "Texte"}),
                            8: (
                                "wagtail.blocks.StructBlock",
                                [[("kind", 5), ("title", 6), ("text", 7)]],
                                {},
                            ),
                            9: ("cms.blocks.IdentityBlock", (), {}),
                            10: ("cms.blocks.RulesBlock", (), {}),
                        },
                        verbose_name="texte",
                    ),
                ),
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
            bases=("wagtailcore.page",),
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

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

import cms.fields
import socle.calendar
import socle.slugs
from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.CreateModel(
            name="EasyPage",
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
                ("introduction", models.TextField(max_length=200, verbose_name="première phrase")),
                ("body", cms.fields.BodyField([], verbose_name="texte")),
                (
                    "reviewed_by",
                    models.CharField(
                        blank=True,
                        help_text="Le groupe de personnes en situation de handicap qui a relu ce texte. Vide : la page ne porte pas la mention FALC.",
                        max_length=200,
                        verbose_name="relu par",
                    ),
                ),
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
                "verbose_name": "page facile à lire",
                "verbose_name_plural": "pages faciles à lire",
            },
            bases=(socle.slugs.PlainSlug, cms.fields.FramedPreview, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="Menus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "menus",
            },
        ),
        migrations.CreateModel(
            name="Brand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        default="ChauffageUrbain",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f<>]",
                                "Écrivez le texte sur une ligne, sans « < » ni « > ».",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="nom du service",
                    ),
                ),
                (
                    "tagline",
                    models.CharField(
                        blank=True,
                        default="Les copropriétés raccordées répondent aux copropriétés qui hésitent",
                        max_length=120,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f<>]",
                                "Écrivez le texte sur une ligne, sans « < » ni « > ».",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="phrase sous le nom",
                    ),
                ),
                (
                    "state_marks",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "comme l’installation le prévoit"),
                            ("shown", "montrées"),
                            ("hidden", "cachées : ce site n’est pas un site de l’État"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="marques de l’État",
                    ),
                ),
                (
                    "logo_alt",
                    models.CharField(
                        blank=True,
                        help_text="Ce qui est écrit sur le logo : il est lu à qui ne voit pas l’image.",
                        max_length=120,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f<>]",
                                "Écrivez le texte sur une ligne, sans « < » ni « > ».",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="texte du logo",
                    ),
                ),
                (
                    "footer_text",
                    models.TextField(
                        blank=True,
                        default="ChauffageUrbain aide les copropriétés à se raccorder à un réseau de chaleur, avec l’aide de celles qui l’ont déjà fait. Le service est public, gratuit et sans publicité.",
                        max_length=400,
                        verbose_name="présentation, en bas de page",
                    ),
                ),
                (
                    "logo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="logo de l’opérateur",
                    ),
                ),
            ],
            options={
                "verbose_name": "marque du service",
            },
        ),
        migrations.CreateModel(
            name="Maintenance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Vide : dès l’enregistrement.",
                        verbose_name="à partir du",
                    ),
                ),
                ("ends_at", models.DateTimeField(verbose_name="jusqu’au")),
                (
                    "announcement",
                    models.CharField(
                        help_text="Dans le bandeau, avant la fermeture. Par exemple : « Mardi 1er décembre, de 20 h à 22 h, le service sera fermé. »",
                        max_length=300,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f<>]",
                                "Écrivez le texte sur une ligne, sans « < » ni « > ».",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="annonce",
                    ),
                ),
                (
                    "announced_hours",
                    models.PositiveSmallIntegerField(
                        default=48,
                        validators=[django.core.validators.MaxValueValidator(336)],
                        verbose_name="annoncée avant (heures)",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        default="Nous mettons le service à jour. Ce que vous aviez déjà envoyé est gardé.",
                        max_length=400,
                        verbose_name="texte de la page d’attente",
                    ),
                ),
            ],
            options={
                "verbose_name": "maintenance",
                "verbose_name_plural": "maintenances",
                "ordering": ["-starts_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="cms_site_maintenance_ends_after_it_starts",
                        violation_error_message="La fin doit venir après le début.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "name",
                    models.CharField(
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f<>]",
                                "Écrivez le texte sur une ligne, sans « < » ni « > ».",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="nom",
                    ),
                ),
                (
                    "url",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[
                            django.core.validators.URLValidator(
                                message="L’adresse commence par « https:// ».", schemes=["https"]
                            )
                        ],
                        verbose_name="site",
                    ),
                ),
                (
                    "brand",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="cms_site.brand",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="logo",
                    ),
                ),
            ],
            options={
                "verbose_name": "partenaire",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Promotion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        help_text="Adresse du service (« /reseaux/ »), ou d’un autre site (« https://… »), qui s’ouvrira dans une nouvelle fenêtre.",
                        max_length=300,
                        verbose_name="ou adresse",
                    ),
                ),
                (
                    "searches",
                    models.CharField(
                        help_text="Mots ou expressions, séparés par des virgules. Accents, majuscules et pluriels ne comptent pas.",
                        max_length=400,
                        verbose_name="recherches",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        max_length=100,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f<>]",
                                "Écrivez le texte sur une ligne, sans « < » ni « > ».",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="titre",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f<>]",
                                "Écrivez le texte sur une ligne, sans « < » ni « > ».",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="texte",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page du site",
                    ),
                ),
            ],
            options={
                "verbose_name": "recommandation",
                "verbose_name_plural": "recommandations",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Banner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        help_text="Adresse du service (« /reseaux/ »), ou d’un autre site (« https://… »), qui s’ouvrira dans une nouvelle fenêtre.",
                        max_length=300,
                        verbose_name="ou adresse",
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Vide : dès l’enregistrement.",
                        verbose_name="à partir du",
                    ),
                ),
                ("ends_at", models.DateTimeField(verbose_name="jusqu’au")),
                (
                    "title",
                    models.CharField(
                        max_length=100,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f<>]",
                                "Écrivez le texte sur une ligne, sans « < » ni « > ».",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="titre",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f<>]",
                                "Écrivez le texte sur une ligne, sans « < » ni « > ».",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="texte",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("info", "information"),
                            ("warning", "avertissement"),
                            ("alert", "alerte"),
                        ],
                        default="info",
                        max_length=10,
                        verbose_name="gravité",
                    ),
                ),
                (
                    "link_label",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f<>]",
                                "Écrivez le texte sur une ligne, sans « < » ni « > ».",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="texte du lien",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page du site",
                    ),
                ),
            ],
            options={
                "verbose_name": "bandeau",
                "verbose_name_plural": "bandeaux",
                "ordering": ["-starts_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="cms_site_banner_ends_after_it_starts",
                        violation_error_message="La fin doit venir après le début.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MainEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        help_text="Adresse du service (« /reseaux/ »), ou d’un autre site (« https://… »), qui s’ouvrira dans une nouvelle fenêtre.",
                        max_length=300,
                        verbose_name="ou adresse",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f<>]",
                                "Écrivez le texte sur une ligne, sans « < » ni « > ».",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="libellé",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page du site",
                    ),
                ),
                (
                    "menus",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="main_entries",
                        to="cms_site.menus",
                    ),
                ),
            ],
            options={
                "verbose_name": "entrée du menu principal",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("page__isnull", False), ("address", "")),
                            models.Q(
                                models.Q(("page__isnull", False), _negated=True),
                                models.Q(("address", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cms_site_main_goes_somewhere",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FooterEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        help_text="Adresse du service (« /reseaux/ »), ou d’un autre site (« https://… »), qui s’ouvrira dans une nouvelle fenêtre.",
                        max_length=300,
                        verbose_name="ou adresse",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f<>]",
                                "Écrivez le texte sur une ligne, sans « < » ni « > ».",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="libellé",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page du site",
                    ),
                ),
                (
                    "menus",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="footer_entries",
                        to="cms_site.menus",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien du pied de page",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("page__isnull", False), ("address", "")),
                            models.Q(
                                models.Q(("page__isnull", False), _negated=True),
                                models.Q(("address", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cms_site_footer_goes_somewhere",
                    )
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]

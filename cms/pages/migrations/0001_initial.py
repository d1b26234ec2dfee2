import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import cms.fields
import cms.models.contents
import socle.slugs
from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactPage",
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
                ("introduction", wagtail.fields.RichTextField(verbose_name="introduction")),
                (
                    "confirmation",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Lu après l’envoi, sous la phrase qui dit quand une réponse vient.",
                        verbose_name="texte de confirmation",
                    ),
                ),
                (
                    "answered_within",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Ce que vous promettez à qui écrit.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="réponse sous (jours ouvrés)",
                    ),
                ),
            ],
            options={
                "verbose_name": "page de contact",
            },
            bases=(socle.slugs.PlainSlug, cms.fields.FramedPreview, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="DossierPage",
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
                    models.TextField(
                        help_text="Une ou deux phrases, lues en premier.",
                        max_length=600,
                        verbose_name="introduction",
                    ),
                ),
                ("body", cms.fields.BodyField([], blank=True, verbose_name="texte")),
                ("guides", cms.fields.BodyField([], verbose_name="guides, dans l’ordre")),
                (
                    "share_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Montrée quand la page est partagée ou envoyée. 1 200 × 630 points au moins.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="image de partage",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier",
            },
            bases=(
                cms.models.contents.CitesFigures,
                socle.slugs.PlainSlug,
                cms.fields.FramedPreview,
                "wagtailcore.page",
            ),
        ),
        migrations.CreateModel(
            name="EventPage",
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
                    models.TextField(
                        help_text="Une ou deux phrases, lues en premier.",
                        max_length=600,
                        verbose_name="introduction",
                    ),
                ),
                ("body", cms.fields.BodyField([], blank=True, verbose_name="texte")),
                ("starts_at", models.DateTimeField(verbose_name="début")),
                ("ends_at", models.DateTimeField(verbose_name="fin")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="Vide si tout se passe en ligne.",
                        max_length=200,
                        verbose_name="lieu",
                    ),
                ),
                ("online_url", models.URLField(blank=True, verbose_name="adresse en ligne")),
                (
                    "registers_here",
                    models.BooleanField(default=False, verbose_name="inscription sur ce site"),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Vide s’il n’est pas limité.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="nombre de places",
                    ),
                ),
                (
                    "registration_closes_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Vide : jusqu’au début.",
                        null=True,
                        verbose_name="fin des inscriptions",
                    ),
                ),
                (
                    "registration_url",
                    models.URLField(
                        blank=True,
                        help_text="Vide si l’entrée est libre.",
                        verbose_name="adresse pour s’inscrire ailleurs",
                    ),
                ),
                ("is_cancelled", models.BooleanField(default=False, verbose_name="annulé")),
                (
                    "cancellation_note",
                    models.CharField(
                        blank=True,
                        help_text="Lu sur la page, et dans le courriel qui prévient les inscrits.",
                        max_length=300,
                        verbose_name="pourquoi",
                    ),
                ),
                (
                    "share_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Montrée quand la page est partagée ou envoyée. 1 200 × 630 points au moins.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="image de partage",
                    ),
                ),
            ],
            options={
                "verbose_name": "rendez-vous",
            },
            bases=(
                cms.models.contents.CitesFigures,
                socle.slugs.PlainSlug,
                cms.fields.FramedPreview,
                "wagtailcore.page",
            ),
        ),
        migrations.CreateModel(
            name="FaqPage",
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
                    models.TextField(
                        help_text="Une ou deux phrases, lues en premier.",
                        max_length=600,
                        verbose_name="introduction",
                    ),
                ),
                ("body", cms.fields.BodyField([], blank=True, verbose_name="texte")),
                (
                    "share_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Montrée quand la page est partagée ou envoyée. 1 200 × 630 points au moins.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="image de partage",
                    ),
                ),
            ],
            options={
                "verbose_name": "page de questions fréquentes",
            },
            bases=(
                cms.models.contents.CitesFigures,
                socle.slugs.PlainSlug,
                cms.fields.FramedPreview,
                "wagtailcore.page",
            ),
        ),
        migrations.CreateModel(
            name="NewsIndexPage",
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
                "verbose_name": "liste des actualités",
            },
            bases=(socle.slugs.PlainSlug, cms.fields.FramedPreview, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="NewsPage",
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
                    models.TextField(
                        help_text="Une ou deux phrases, lues en premier.",
                        max_length=600,
                        verbose_name="introduction",
                    ),
                ),
                ("body", cms.fields.BodyField([], blank=True, verbose_name="texte")),
                (
                    "published_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="date"),
                ),
                (
                    "share_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Montrée quand la page est partagée ou envoyée. 1 200 × 630 points au moins.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="image de partage",
                    ),
                ),
            ],
            options={
                "verbose_name": "actualité",
            },
            bases=(
                cms.models.contents.CitesFigures,
                socle.slugs.PlainSlug,
                cms.fields.FramedPreview,
                "wagtailcore.page",
            ),
        ),
        migrations.CreateModel(
            name="PageComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_useful", models.BooleanField(verbose_name="page utile")),
                ("text", models.CharField(max_length=500, verbose_name="commentaire")),
                (
                    "day",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="jour"),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reader_comments",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "commentaire sur une page",
                "verbose_name_plural": "commentaires sur les pages",
                "ordering": ["-day", "-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="PlacePage",
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
                    models.TextField(
                        help_text="Une ou deux phrases, lues en premier.",
                        max_length=600,
                        verbose_name="introduction",
                    ),
                ),
                ("body", cms.fields.BodyField([], blank=True, verbose_name="texte")),
                (
                    "reseau",
                    models.SlugField(
                        blank=True,
                        help_text="Ce qui suit /reseaux/ dans l’adresse de sa page. Ses chiffres s’affichent sous l’introduction et suivent le réseau.",
                        max_length=100,
                        verbose_name="réseau",
                    ),
                ),
                (
                    "share_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Montrée quand la page est partagée ou envoyée. 1 200 × 630 points au moins.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="image de partage",
                    ),
                ),
            ],
            options={
                "verbose_name": "page d’une ville ou d’un réseau",
            },
            bases=(
                cms.models.contents.CitesFigures,
                socle.slugs.PlainSlug,
                cms.fields.FramedPreview,
                "wagtailcore.page",
            ),
        ),
        migrations.CreateModel(
            name="StoryPage",
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
                    models.TextField(
                        help_text="Une ou deux phrases, lues en premier.",
                        max_length=600,
                        verbose_name="introduction",
                    ),
                ),
                ("body", cms.fields.BodyField([], blank=True, verbose_name="texte")),
                (
                    "person",
                    models.CharField(
                        help_text="Prénom et rôle, jamais un nom de famille.",
                        max_length=120,
                        verbose_name="qui raconte",
                    ),
                ),
                (
                    "building",
                    models.CharField(blank=True, max_length=160, verbose_name="copropriété"),
                ),
                (
                    "ambassadeur_url",
                    models.CharField(
                        blank=True,
                        help_text="Ouvrez sa page sur ce site et copiez l’adresse du navigateur. Le lien disparaît de lui-même si elle n’est plus ambassadrice.",
                        max_length=300,
                        verbose_name="page de sa copropriété ambassadrice",
                    ),
                ),
                (
                    "share_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Montrée quand la page est partagée ou envoyée. 1 200 × 630 points au moins.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="image de partage",
                    ),
                ),
            ],
            options={
                "verbose_name": "témoignage",
            },
            bases=(
                cms.models.contents.CitesFigures,
                socle.slugs.PlainSlug,
                cms.fields.FramedPreview,
                "wagtailcore.page",
            ),
        ),
        migrations.CreateModel(
            name="ContactMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=64, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("service", "Une question sur le service"),
                            ("page", "Une erreur dans une page"),
                            ("acces", "Une page que je n’arrive pas à lire ou à utiliser"),
                            ("compte", "Mon compte"),
                            ("donnees", "Mes données personnelles"),
                            ("partenariat", "Un partenariat, la presse"),
                            ("autre", "Autre chose"),
                        ],
                        max_length=12,
                        verbose_name="sujet",
                    ),
                ),
                ("message", models.TextField(verbose_name="message")),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="reçu le"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nouveau", "À traiter"),
                            ("repondu", "Répondu"),
                            ("ferme", "Fermé sans réponse"),
                        ],
                        default="nouveau",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="réponse")),
                (
                    "handled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="traité le"),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="traité par",
                    ),
                ),
            ],
            options={
                "verbose_name": "message reçu",
                "verbose_name_plural": "messages reçus",
                "ordering": ["-sent_at", "-pk"],
                "default_permissions": ("view", "change"),
                "indexes": [models.Index(fields=["state", "sent_at"], name="contact_queue")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handled_at__isnull", True), ("state", "nouveau")),
                            models.Q(
                                models.Q(("state", "nouveau"), _negated=True),
                                ("handled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="contact_handled_with_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "repondu"), models.Q(("answer", ""), _negated=True)),
                            models.Q(models.Q(("state", "repondu"), _negated=True), ("answer", "")),
                            _connector="OR",
                        ),
                        name="contact_answered_with_its_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PageUsefulness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "day",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="jour"),
                ),
                ("useful", models.PositiveIntegerField(default=0, verbose_name="oui")),
                ("useless", models.PositiveIntegerField(default=0, verbose_name="non")),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="usefulness",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "avis d’un jour sur une page",
                "verbose_name_plural": "avis sur les pages",
                "constraints": [
                    models.UniqueConstraint(fields=("page", "day"), name="usefulness_of_a_day")
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]

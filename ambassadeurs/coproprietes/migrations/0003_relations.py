import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("coproprietes", "0002_sheets_and_buildings"),
        ("reseaux", "0001_initial"),
        ("territoires", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="copropriete",
            name="nearest_reseau",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="reseaux.reseau",
            ),
        ),
        migrations.AddField(
            model_name="copropriete",
            name="reseau",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="coproprietes",
                to="reseaux.reseau",
            ),
        ),
        migrations.AddField(
            model_name="ambassadeur",
            name="copropriete",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ambassadeurs",
                to="coproprietes.copropriete",
            ),
        ),
        migrations.AddField(
            model_name="coproprietemember",
            name="copropriete",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to="coproprietes.copropriete",
            ),
        ),
        migrations.AddField(
            model_name="coproprietemember",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="copropriete_memberships",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="figure",
            name="verified_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="copropriete",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="coproprietes.copropriete",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="invited_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="registeredcopropriete",
            name="commune",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territoires.commune",
            ),
        ),
        migrations.AddField(
            model_name="retourexperience",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="%(class)ss",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="retourexperience",
            name="commune",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territoires.commune",
            ),
        ),
        migrations.AddField(
            model_name="retourexperience",
            name="copropriete",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="retour",
                to="coproprietes.copropriete",
            ),
        ),
        migrations.AddField(
            model_name="retourexperience",
            name="departement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territoires.departement",
            ),
        ),
        migrations.AddField(
            model_name="retourexperience",
            name="reviewed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="retour",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="photos",
                to="coproprietes.retourexperience",
            ),
        ),
        migrations.AddField(
            model_name="figure",
            name="retour",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="figures",
                to="coproprietes.retourexperience",
            ),
        ),
        migrations.AddIndex(
            model_name="copropriete",
            index=models.Index(fields=["reseau", "commune"], name="copropriete_place"),
        ),
        migrations.AddIndex(
            model_name="copropriete",
            index=models.Index(fields=["grid_x", "grid_y"], name="copropriete_grid"),
        ),
        migrations.AddIndex(
            model_name="copropriete",
            index=models.Index(
                fields=["public_longitude", "public_latitude"], name="copropriete_public"
            ),
        ),
        migrations.AddConstraint(
            model_name="copropriete",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("connected_year__isnull", True), ("reseau__isnull", False), _connector="OR"
                ),
                name="copropriete_connected_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="ambassadeur",
            constraint=models.UniqueConstraint(
                fields=("user", "copropriete"), name="ambassadeur_once_per_copropriete"
            ),
        ),
        migrations.AddConstraint(
            model_name="coproprietemember",
            constraint=models.UniqueConstraint(
                fields=("copropriete", "user"), name="copropriete_member_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("accepted_at__isnull", True)),
                fields=("copropriete", "email"),
                name="invitation_once_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.UniqueConstraint(
                fields=("retour", "key"), name="figure_once_per_sheet"
            ),
        ),
    ]

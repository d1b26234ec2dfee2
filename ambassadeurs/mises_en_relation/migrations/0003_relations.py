import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0001_initial"),
        ("coproprietes", "0003_relations"),
        ("mises_en_relation", "0002_requests_and_messages"),
        ("reseaux", "0001_initial"),
        ("territoires", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="miseenrelation",
            name="reseau",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mises_en_relation",
                to="reseaux.reseau",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="mise_en_relation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to="mises_en_relation.miseenrelation",
            ),
        ),
        migrations.AddField(
            model_name="clockevent",
            name="mise_en_relation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="clock",
                to="mises_en_relation.miseenrelation",
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="mise_en_relation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="bookings",
                to="mises_en_relation.miseenrelation",
            ),
        ),
        migrations.AddField(
            model_name="replytemplate",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reply_templates",
                to="comptes.organisation",
            ),
        ),
        migrations.AddField(
            model_name="reportedmessage",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="%(class)ss",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reportedmessage",
            name="commune",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territoires.commune",
            ),
        ),
        migrations.AddField(
            model_name="reportedmessage",
            name="departement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territoires.departement",
            ),
        ),
        migrations.AddField(
            model_name="reportedmessage",
            name="message",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reported",
                to="mises_en_relation.message",
            ),
        ),
        migrations.AddField(
            model_name="statusevent",
            name="actor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="statusevent",
            name="mise_en_relation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="events",
                to="mises_en_relation.miseenrelation",
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="mise_en_relation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="surveys",
                to="mises_en_relation.miseenrelation",
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="surveys",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="ambassadeur",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="visits",
                to="coproprietes.ambassadeur",
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bookings",
                to="mises_en_relation.visit",
            ),
        ),
        migrations.AddIndex(
            model_name="miseenrelation",
            index=models.Index(
                fields=["organisation", "desk_status", "created_at"], name="mise_desk"
            ),
        ),
        migrations.AddIndex(
            model_name="miseenrelation",
            index=models.Index(fields=["requester", "-last_act_at"], name="mise_mine"),
        ),
        migrations.AddIndex(
            model_name="miseenrelation",
            index=models.Index(fields=["state", "created_at"], name="mise_clock"),
        ),
        migrations.AddIndex(
            model_name="miseenrelation",
            index=models.Index(fields=["ambassadeur", "state"], name="mise_ambassadeur"),
        ),
        migrations.AddConstraint(
            model_name="miseenrelation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "exploitant"), _negated=True),
                    ("consent_at__isnull", False),
                    _connector="OR",
                ),
                name="mise_operator_needs_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockevent",
            constraint=models.UniqueConstraint(
                fields=("mise_en_relation", "step"), name="clock_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.UniqueConstraint(
                fields=("mise_en_relation", "user", "step"), name="survey_once"
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["state", "starts_at"], name="visit_calendar"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                fields=("visit", "user"), name="booking_once_per_person"
            ),
        ),
    ]

"""States listed in the database; what waits was never public as it stands."""

from django.db import migrations, models

from communaute.moderation.migrations import _states


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0015_passage_always_quoted"),
        ("questions", "0024_whether_one_answered"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="answer_lost_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="de nouveau sans réponse le"
            ),
        ),
        *_states.operations("questions", "question"),
        *_states.operations("questions", "answer"),
        *_states.operations("questions", "comment"),
    ]

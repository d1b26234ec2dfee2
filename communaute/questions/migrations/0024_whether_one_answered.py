from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0023_former_members_are_told_apart"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["question", "author"], name="answer_of"),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="passed_why",
            field=models.TextField(blank=True, default="", verbose_name="confié parce que"),
        ),
    ]

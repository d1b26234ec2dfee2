from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_one_outbox")]

    operations = [
        migrations.AddField(
            "notification",
            "withdrawn_at",
            models.DateTimeField("retirée le", null=True),
        ),
    ]

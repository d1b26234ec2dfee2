from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0007_threads")]

    operations = [
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["key"], name="notification_key"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["thread"], name="notification_of_thread"),
        ),
    ]

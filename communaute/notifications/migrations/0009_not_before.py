from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0008_take_back_of_everybody")]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="not_before",
            field=models.DateTimeField(null=True, verbose_name="pas avant le"),
        ),
    ]

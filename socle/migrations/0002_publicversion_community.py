from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("socle", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="publicversion",
            name="community",
            field=models.PositiveBigIntegerField(default=1),
        ),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    """Who was asked goes to the room `reaching`, with its rows."""

    dependencies = [("questions", "0016_files_count")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("asked", "reaching_asked")],
            state_operations=[migrations.DeleteModel("asked")],
        )
    ]

from django.db import migrations


class Migration(migrations.Migration):
    """What texts said before goes to the room `revising`, with its rows."""

    dependencies = [("questions", "0017_asked_has_its_room")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("revision", "revising_revision")],
            state_operations=[migrations.DeleteModel("revision")],
        )
    ]

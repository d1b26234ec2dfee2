"""The passage is quoted whatever the reason; what a program keeps is no longer a member's report."""

from django.db import migrations, models


def say_it_was_a_program(apps, schema_editor):
    notices = apps.get_model("moderation", "Notice").objects
    notices.filter(visitor_key="automatique").update(source="automatique")


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0014_first_of_queue"),
    ]

    operations = [
        migrations.RemoveField(model_name="wording", name="needs_passage"),
        migrations.AlterField(
            model_name="wording",
            name="facts",
            field=models.TextField(
                help_text="Sans reproche. « … » marque la place du passage que le modérateur cite ; "
                "sans elle, le passage est cité à la fin.",
                max_length=1000,
                verbose_name="les faits, expliqués à l’auteur",
            ),
        ),
        migrations.RunPython(say_it_was_a_program, migrations.RunPython.noop),
    ]

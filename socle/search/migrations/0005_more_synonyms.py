from django.db import migrations

from socle.search.starter_synonyms import MORE_GROUPS


def add(apps, schema_editor):
    synonyms = apps.get_model("site_search", "Synonyms")
    synonyms.objects.bulk_create([synonyms(words=words) for words in MORE_GROUPS])


def remove(apps, schema_editor):
    apps.get_model("site_search", "Synonyms").objects.filter(words__in=MORE_GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [("site_search", "0004_spaces_are_found")]
    operations = [migrations.RunPython(add, remove)]

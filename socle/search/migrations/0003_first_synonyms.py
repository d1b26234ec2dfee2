from django.db import migrations

from socle.search.starter_synonyms import GROUPS


def add(apps, schema_editor):
    synonyms = apps.get_model("site_search", "Synonyms")
    synonyms.objects.bulk_create([synonyms(words=words) for words in GROUPS])


def remove(apps, schema_editor):
    apps.get_model("site_search", "Synonyms").objects.filter(words__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [("site_search", "0002_indexes")]
    operations = [migrations.RunPython(add, remove)]

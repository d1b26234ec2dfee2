"""Whoever wrote before has a page too."""

from django.db import migrations


def open_pages(apps, schema_editor):
    profile = apps.get_model("membres", "Profile")
    for name in ("Question", "Answer", "Comment"):
        texts = apps.get_model("questions", name).objects.exclude(author=None)
        authors = texts.order_by("author").values_list("author", flat=True).distinct()
        profile.objects.bulk_create(
            [profile(author_id=pk) for pk in authors], batch_size=500, ignore_conflicts=True
        )


class Migration(migrations.Migration):
    dependencies = [("membres", "0001_initial"), ("questions", "0020_search_text_is_gone")]

    operations = [migrations.RunPython(open_pages, migrations.RunPython.noop)]

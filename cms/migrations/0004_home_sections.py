"""The home page becomes a list of sections: those it showed until then, in the same order."""

import json

from django.db import migrations
from wagtail.blocks import StreamValue

import cms.fields
import cms.home.first

SHOWN = ("address", "steps", "ambassadors", "questions", "guides", "figures")


def fill(apps, schema_editor):
    HomePage = apps.get_model("cms", "HomePage")
    # A migration knows no block: what is not read is written as it is. Words that a section does
    # not give are those it begins with.
    raw = json.dumps([{"type": name, "value": {}} for name in SHOWN])
    stream = HomePage._meta.get_field("body").stream_block
    for home in HomePage.objects.all():
        home.body = StreamValue(stream, [], raw_text=raw)
        home.save(update_fields=["body"])


class Migration(migrations.Migration):
    dependencies = [("cms", "0003_guide_audience")]

    operations = [
        migrations.AddField(
            model_name="homepage",
            name="body",
            field=cms.fields.BodyField(
                [], default=cms.home.first.first_sections, verbose_name="parties de la page"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

"""Pages that are public already may be reported: the first ambassador is their author."""

from django.db import migrations


def open_fiches(apps, schema_editor):
    Fiche = apps.get_model("fiches", "Fiche")
    Ambassadeur = apps.get_model("coproprietes", "Ambassadeur")
    verified = Ambassadeur.objects.filter(status="verifie").order_by("-pk")
    rows = {
        one.copropriete_id: Fiche(
            copropriete_id=one.copropriete_id,
            author_id=one.user_id,
            commune_id=one.copropriete.commune_id,
            departement_id=one.copropriete.commune.departement_id,
        )
        for one in verified.select_related("copropriete__commune").iterator(chunk_size=500)
    }
    Fiche.objects.bulk_create(rows.values(), batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("fiches", "0001_initial")]

    operations = [migrations.RunPython(open_fiches, migrations.RunPython.noop)]

"""A space for each theme and each département; the words and figures of those that exist."""

from django.db import migrations
from django.db.models import Count, Q

from communaute.questions.spaces.words import words_of_space

THEMES = (
    (
        "prix",
        "Prix et factures",
        "R1, R2, abonnement, charges : ce que coûte la chaleur, et comment lire ce que l’on paie.",
    ),
    (
        "aides",
        "Aides et financement",
        "Certificats d’économies d’énergie, primes, prêts collectifs : qui y a droit, et quand "
        "les demander.",
    ),
    (
        "assemblee-generale",
        "Assemblée générale et vote",
        "Préparer l’ordre du jour, convaincre, voter : ce qui a marché dans d’autres immeubles.",
    ),
    (
        "travaux",
        "Travaux et raccordement",
        "Étude, sous-station, chantier, mise en service : comment cela se passe, et combien de "
        "temps cela dure.",
    ),
    (
        "confort",
        "Confort et pannes",
        "Température, eau chaude, bruit, coupures : vivre avec un réseau de chaleur au quotidien.",
    ),
    (
        "obligation",
        "Obligation de se raccorder",
        "Réseaux classés, périmètres, dérogations : ce que dit la règle, et pour quels immeubles.",
    ),
)


def create_spaces(apps, schema_editor):
    Space = apps.get_model("questions", "Space")
    for slug, title, description in THEMES:
        Space.objects.get_or_create(
            slug=f"theme-{slug}",
            defaults={
                "kind": "theme",
                "title": title,
                "description": description,
                "search_text": words_of_space(title, None, None),
            },
        )
    for departement in apps.get_model("territoires", "Departement").objects.all():
        Space.objects.get_or_create(
            slug=f"departement-{departement.code.lower()}",
            defaults={
                "kind": "territoire",
                "title": f"{departement.name} ({departement.code})",
                "departement": departement,
            },
        )


def fill_spaces(apps, schema_editor):
    Space = apps.get_model("questions", "Space")
    answered = Count(
        "questions",
        filter=Q(questions__status="published", questions__first_answer_at__isnull=False),
    )
    rows = list(Space.objects.select_related("commune", "departement").annotate(found=answered))
    for space in rows:
        space.search_text = words_of_space(space.title, space.commune, space.departement)
        space.answered_count = space.found
    Space.objects.bulk_update(rows, ["search_text", "answered_count"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("questions", "0008_spaces")]

    operations = [
        migrations.RunPython(create_spaces, migrations.RunPython.noop),
        migrations.RunPython(fill_spaces, migrations.RunPython.noop),
    ]

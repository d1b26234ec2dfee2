"""The spaces that every database has: the country, each theme, each département."""

from django.db import migrations

from communaute.questions.spaces.search import words_of_space

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
    title = "Toutes les copropriétés"
    Space.objects.create(
        slug="national", kind="national", title=title, search_text=words_of_space(title, None, None)
    )
    for slug, title, description in THEMES:
        Space.objects.create(
            slug=f"theme-{slug}",
            kind="theme",
            title=title,
            description=description,
            search_text=words_of_space(title, None, None),
        )
    for departement in apps.get_model("territoires", "Departement").objects.all():
        title = f"{departement.name} ({departement.code})"
        Space.objects.create(
            slug=f"departement-{departement.code.lower()}",
            kind="territoire",
            title=title,
            departement=departement,
            search_text=words_of_space(title, None, departement),
        )


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_initial"), ("territoires", "0002_load_geography")]

    operations = [migrations.RunPython(create_spaces, migrations.RunPython.noop)]

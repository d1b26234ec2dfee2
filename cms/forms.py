"""What people type in the CMS's own pages: a search, a filter of guides."""

from django import forms

from socle.buildings import Stage

SEARCH_MIN = 2
SEARCH_MAX = 200


class SearchForm(forms.Form):
    """`q`: 2 to 200 characters; empty is not an error, it shows the page without results."""

    q = forms.CharField(
        label="Votre recherche",
        required=False,
        min_length=SEARCH_MIN,
        max_length=SEARCH_MAX,
        error_messages={
            "min_length": f"Écrivez au moins {SEARCH_MIN} lettres.",
            "max_length": f"Votre recherche est trop longue : {SEARCH_MAX} caractères au plus. "
            "Quelques mots suffisent, par exemple « prix de la chaleur ».",
        },
    )


class GuideFilterForm(forms.Form):
    """`etape`: a stage of the project, or nothing for all."""

    etape = forms.ChoiceField(
        label="Étape de votre projet",
        required=False,
        choices=[("", "Toutes les étapes"), *Stage.choices],
        error_messages={"invalid_choice": "Cette étape n’existe pas : voici tous les guides."},
    )

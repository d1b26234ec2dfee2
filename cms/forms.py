"""What people type in the CMS's own pages: a filter of guides."""

from django import forms

from socle.buildings import Stage


class GuideFilterForm(forms.Form):
    """`etape`: a stage of the project, or nothing for all."""

    etape = forms.ChoiceField(
        label="Étape de votre projet",
        required=False,
        choices=[("", "Toutes les étapes"), *Stage.choices],
        error_messages={"invalid_choice": "Cette étape n’existe pas : voici tous les guides."},
    )

"""What a person without an account gives to register."""

from django import forms

from socle.antispam.forms import StampedForm


class RegisterForm(StampedForm):
    """Who comes, and where the link to confirm is sent."""

    name = forms.CharField(
        label="Votre nom",
        max_length=120,
        help_text="Pour la liste des inscrits. Personne d’autre que l’organisation ne la lit.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="Un lien y est envoyé pour confirmer. Exemple : nom@exemple.fr",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

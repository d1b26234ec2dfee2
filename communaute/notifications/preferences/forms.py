"""The table kind × (site, mail), and one click for all."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

from communaute.comptes.models import User
from socle.forms import PlainForm

from ..catalogue import Channel, Kind
from ..channels import Ways
from ..enums import Preset
from .services import by_subject, choosable, ways_of

MAIL = [
    (Channel.INSTANT.value, "Aussitôt"),
    (Channel.DAILY.value, "Chaque jour"),
    (Channel.WEEKLY.value, "Chaque semaine"),
    (Channel.NONE.value, "Jamais"),
]


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    kind: Kind
    site: BoundField
    mail: BoundField
    # What the page showed of `site`. Beside its box, it would hide it: the DSFR draws the box on
    # the label that comes right after.
    site_shown: SafeString


@dataclass(frozen=True)
class Group:
    """The lines of one subject."""

    key: str
    label: str
    rows: list[Row]


class PreferencesForm(PlainForm):
    """Two fields for each kind that the person may choose: `site-<kind>`, `mail-<kind>`."""

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kinds = choosable(actor)
        ways = self._ways = ways_of(actor)
        for kind in self._kinds:
            self.fields[f"site-{kind.key}"] = _site_field(kind, ways[kind.key])
            self.fields[f"mail-{kind.key}"] = _mail_field(kind, ways[kind.key])

    def groups(self) -> list[Group]:
        """The table, by subject."""
        return [
            Group(subject.key, subject.label, [self._row(kind) for kind in subject.kinds])
            for subject in by_subject(self._kinds)
        ]

    def _row(self, kind: Kind) -> Row:
        site = self[f"site-{kind.key}"]
        return Row(kind, site, self[f"mail-{kind.key}"], site.as_hidden(only_initial=True))

    def ways(self) -> dict[str, Ways]:
        """What was changed on this page, by kind; once the form is valid. The rest stays as it is
        now: it may have been chosen since in another page, or from a mail."""
        data, changed, chosen = self.cleaned_data, set(self.changed_data), {}
        for kind in self._kinds:
            site, mail = f"site-{kind.key}", f"mail-{kind.key}"
            if {site, mail} & changed:
                now = self._ways[kind.key]
                chosen[kind.key] = Ways(
                    site=data[site] if site in changed else now.site,
                    mail=Channel(data[mail]) if mail in changed else now.mail,
                )
        return chosen


def _site_field(kind: Kind, ways: Ways) -> forms.BooleanField:
    return forms.BooleanField(
        label=f"Sur le site : {kind.label}",
        required=False,
        initial=ways.site,
        # What the page showed is sent back with it.
        show_hidden_initial=True,
    )


def _mail_field(kind: Kind, ways: Ways) -> forms.ChoiceField:
    label = f"Par courriel : {kind.label}"
    return forms.ChoiceField(
        label=label,
        choices=MAIL,
        initial=ways.mail.value,
        show_hidden_initial=True,
        widget=forms.Select(attrs={"class": "fr-select", "aria-label": label}),
    )


class PresetForm(PlainForm):
    """Which of the choices for all kinds."""

    preset = forms.ChoiceField(
        label="Réglage",
        choices=[(one.value, one.value) for one in Preset],
        widget=forms.HiddenInput,
    )


class OneClickForm(PlainForm):
    """What mail servers post to stop a kind (RFC 8058); the button of the page posts nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["List-Unsubscribe"] = forms.CharField(
            label="Arrêt", required=False, max_length=40
        )


class ThreadForm(PlainForm):
    """Which thread was read, where to go back to, and whether the page says it by itself."""

    fil = forms.CharField(label="Fil", max_length=160)
    suite = forms.CharField(label="Suite", max_length=300, required=False)
    seul = forms.BooleanField(label="Sans réponse", required=False)

    def next_path(self) -> str:
        """A path of this site, or ""."""
        path = self.cleaned_data["suite"]
        is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, None)
        return path if is_ours else ""

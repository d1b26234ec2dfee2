"""The name of a person may be reported; hidden, it is taken off wherever it stands."""

from __future__ import annotations

from communaute.comptes.models import User
from communaute.moderation.registry import ModeratedType
from communaute.questions.models import Profile
from socle.public_pages import touch_public_pages


def _text(profile: Profile) -> str:
    name = profile.hidden_name or (profile.author.public_name if profile.author else "")
    return f"Nom affiché : {name}"


def name_status_changed(profile: Profile, old_status: str, new_status: str) -> None:
    """Take the name off, or give it back unless another one was chosen since.

    Without a name one chooses another before writing again.
    """
    person = profile.author
    if person is None:
        return
    if not profile.is_published and person.display_name:
        _set(profile, person, hidden_name=person.display_name, display_name="")
    elif profile.is_published and profile.hidden_name:
        name = person.display_name or profile.hidden_name
        _set(profile, person, hidden_name="", display_name=name)
    touch_public_pages()


def _set(profile: Profile, person: User, *, hidden_name: str, display_name: str) -> None:
    Profile.objects.filter(pk=profile.pk).update(hidden_name=hidden_name)
    User.objects.filter(pk=person.pk).update(display_name=display_name)
    profile.hidden_name, person.display_name = hidden_name, display_name


MEMBER = ModeratedType(
    key="membre",
    model=Profile,
    label="Nom d’un membre",
    text=_text,
    on_change=name_status_changed,
)

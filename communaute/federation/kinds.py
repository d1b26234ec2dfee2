"""What is told about signing in through the State."""

from communaute.notifications.catalogue import Kind, Priority

OWNER = "La personne dont c’est le compte."

KINDS = (
    Kind(
        key="federation.code",
        label="Code après FranceConnect ou ProConnect",
        who="L’adresse confirmée sur la page.",
        when="À la première connexion par FranceConnect ou ProConnect. Périme avec le code.",
        may_be_off=False,
        priority=Priority.CODE,
        on_site=False,
        keeps_address=False,
    ),
    Kind(
        key="federation.linked",
        label="FranceConnect ou ProConnect relié à mon compte",
        who=OWNER,
        when="Quand une identité est reliée à un compte qui existait.",
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
    ),
    Kind(
        key="federation.unlinked",
        label="FranceConnect ou ProConnect retiré de mon compte",
        who=OWNER,
        when="Quand une identité n’est plus reliée au compte.",
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
    ),
)

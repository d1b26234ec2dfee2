"""What is told about accounts: codes and security. `comptes`, below, cannot register it itself.

Keys are `comptes.<name of allauth's template>`.
"""

from .catalogue import Kind, Priority

WHOEVER_TYPED = "L’adresse tapée sur la page."
OWNER = "La personne dont c’est le compte."


def _code(name: str, label: str, when: str) -> Kind:
    return Kind(
        key=f"comptes.{name}",
        label=label,
        who=WHOEVER_TYPED,
        when=when,
        may_be_off=False,
        priority=Priority.CODE,
        on_site=False,
        keeps_address=False,
    )


def _security(name: str, label: str, when: str, who: str = OWNER) -> Kind:
    return Kind(
        key=f"comptes.{name}",
        label=label,
        who=who,
        when=when,
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
    )


KINDS = (
    _code("login_code", "Code de connexion", "Dès qu’un code est demandé. Périme avec le code."),
    _code(
        "email_confirmation_signup",
        "Code pour créer son compte",
        "À l’inscription. Périme avec le code.",
    ),
    _code(
        "email_confirmation",
        "Code pour confirmer son adresse",
        "Au changement d’adresse, à la nouvelle. Périme avec le code.",
    ),
    _code(
        "password_reset_code",
        "Code pour un nouveau mot de passe",
        "Dès que « mot de passe oublié » est demandé. Périme avec le code.",
    ),
    _code(
        "confirm_code",
        "Code pour confirmer que c’est moi",
        "Avant ce qui touche à la sécurité du compte. Périme avec le code.",
    ),
    _code(
        "account_already_exists",
        "Vous avez déjà un compte",
        "À l’inscription avec l’adresse d’un compte qui existe. Périme comme un code.",
    ),
    _code(
        "unknown_account",
        "Aucun compte avec cette adresse",
        "Quand un code est demandé pour une adresse sans compte. Périme de même.",
    ),
    _security("password_changed", "Mot de passe changé", "Au changement de mot de passe."),
    _security("password_set", "Mot de passe choisi", "Au premier mot de passe d’un compte."),
    _security("password_reset", "Nouveau mot de passe", "Après « mot de passe oublié »."),
    _security(
        "email_changed",
        "Adresse changée",
        "Au changement d’adresse.",
        who="L’ancienne adresse du compte.",
    ),
    _security("email_deleted", "Adresse retirée", "Quand une adresse est retirée du compte."),
    _security(
        "totp_activated", "Application de codes ajoutée", "Quand un compte en demande les codes."
    ),
    _security(
        "totp_deactivated", "Application de codes retirée", "Quand ses codes ne servent plus."
    ),
    _security("webauthn_added", "Clé d’accès ajoutée", "Quand une clé d’accès ouvre le compte."),
    _security("webauthn_removed", "Clé d’accès retirée", "Quand elle n’ouvre plus le compte."),
    _security(
        "recovery_codes_generated",
        "Nouveaux codes de secours",
        "Quand les anciens codes de secours n’ouvrent plus rien.",
    ),
    _security(
        "second_factor_forgotten",
        "Secondes preuves retirées par l’équipe",
        "Quand une personne a tout perdu, et l’a prouvé à l’équipe.",
    ),
    _security(
        "new_device",
        "Nouvel appareil",
        "Quand le compte est ouvert avec un navigateur ou un système jamais vu.",
    ),
    _security(
        "second_factor_due",
        "Compte à protéger",
        "Quand quelqu’un commence à travailler pour une organisation, la rédaction ou l’équipe, "
        "sans seconde preuve.",
    ),
    Kind(
        key="comptes.account_closed",
        label="Compte fermé",
        who="L’ancienne adresse du compte.",
        when="Quand la personne ferme son compte.",
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
        keeps_address=False,
    ),
    _security(
        "other",
        "Sécurité du compte",
        "Pour un événement de sécurité dont les mots sont ceux de django-allauth.",
    ),
)

"""The one settings module, driven by the environment (see `.env.example`).

Development is what you get when nothing is set. Production is declared by setting any of
`SECRET_KEY`, `ALLOWED_HOSTS` or `DEBUG=0`: from then on a missing secret or host stops the
start with a sentence that names it.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from communaute.comptes.numbers import AccountNumbers
from communaute.sso import identity_providers as providers
from config import error_logging, policies, storage
from config.databases.databases import REPLICA, databases
from config.parts import ACCOUNT_FORMS as ACCOUNT_FORMS
from config.parts import HOOKS as HOOKS
from config.parts import INSTALLED_APPS as INSTALLED_APPS
from config.parts import MFA_FORMS as MFA_FORMS
from config.parts import MIDDLEWARE as MIDDLEWARE

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")
# What differs from the rooms' `numbers.py`: {"questions": {"questions_a_day": 9}}.
NUMBERS = env.json("NUMBERS", default={})
_accounts = AccountNumbers(**NUMBERS.get("comptes", {}))

# --- Where we run ---------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=not (env.str("SECRET_KEY", "") or env.str("ALLOWED_HOSTS", "")))
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
PORT = env.int("PORT", 8000)
MAINTENANCE = env.bool("MAINTENANCE", default=False)


def required(name: str, development: str) -> str:
    """Return a variable, or its development value; refuse to start in production without."""
    value = env.str(name, "")
    if value:
        return value
    if DEBUG:
        return development
    raise ImproperlyConfigured(
        f"La variable d'environnement {name} est obligatoire en production "
        "(voir docs/deploiement.md). En développement, ne définissez ni SECRET_KEY ni "
        "ALLOWED_HOSTS, ou posez DEBUG=1."
    )


SECRET_KEY = required(
    "SECRET_KEY", "cle-de-developpement-sans-valeur-en-production-0123456789abcdef"
)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Seals the log of moderation; those it replaced stay, to read what they sealed.
AUDIT_KEY = required("AUDIT_KEY", "cle-de-scelles-de-developpement-sans-valeur-en-production")
AUDIT_KEY_FALLBACKS = env.list("AUDIT_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [
    host.strip()
    for host in required("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
]
BASE_URL = required("BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# --- Parts ----------------------------------------------------------------------------

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "config.context_processors.service",
            ],
            "builtins": ["socle.french"],
        },
    },
]

# --- Data -----------------------------------------------------------------------------

DATABASES = databases(env, DATA_DIR)
DATABASE_ROUTERS = ["config.databases.replica.ReplicaRouter"] if REPLICA in DATABASES else []

CACHES = {
    "default": env.cache_url("CACHE_URL", "locmemcache://chauffage-urbain"),
}
if "LocMem" in CACHES["default"]["BACKEND"]:
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 2000}
elif CACHES["default"]["BACKEND"].endswith(".RedisCache"):
    # While Redis is down, pages still answer.
    CACHES["default"]["BACKEND"] = "config.cache.RedisOrMemoryCache"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Mail -----------------------------------------------------------------------------

if env.str("EMAIL_URL", ""):
    _mail = urlsplit(env.str("EMAIL_URL"))
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": _mail.hostname or "localhost",
                "port": _mail.port or 25,
                "username": _mail.username or "",
                "password": _mail.password or "",
                "use_tls": _mail.scheme in {"smtp+tls", "submission"},
                "use_ssl": _mail.scheme == "smtps",
                "timeout": 10,
            },
        }
    }
else:
    MAILERS = {
        "default": {
            "BACKEND": "config.mail.MailFolderBackend",
            "OPTIONS": {"folder": str(DATA_DIR / "mails")},
        }
    }
# Where answers by mail arrive: reponse+{token}@exemple.fr. Empty: mails do not invite to it.
INBOUND_EMAIL = env.str("INBOUND_EMAIL", "")
# One of the ways in: a mailbox read by the clock, or a provider that calls us (django-anymail).
IMAP_URL = env.str("IMAP_URL", "")
MAIL_PROVIDER = env.str("MAIL_PROVIDER", "")
ANYMAIL = env.json("ANYMAIL", default={})
# A person reads this address: there is no "no-reply" here.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "contact@chauffage-urbain.example")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"ChauffageUrbain <{CONTACT_EMAIL}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Files ----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Proofs and attachments: no address leads here, views stream them to those who may.
PRIVATE_ROOT = DATA_DIR / "private"
# Which accounts were erased, apart from the database: an old backup would bring them back.
ERASURES_ROOT = Path(env.str("ERASURES_DIR", str(DATA_DIR / "effacements"))).resolve()
# What this machine makes for itself and may lose: the processes of one machine share it.
CACHE_ROOT = Path(env.str("CACHE_DIR", str(DATA_DIR / "cache"))).resolve()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "config.storage.PrivateStorage"},
    "erasures": {"BACKEND": "config.storage.ErasuresStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.storage.HashedStaticFilesStorage"
    },
}
S3_URL = env.str("S3_URL", "")
_s3_origins: list[str] = []
if S3_URL:
    _s3_storages, _s3_origin = storage.storages(S3_URL)
    STORAGES |= _s3_storages
    _s3_origins = [_s3_origin]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# --- Language -------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
FORMAT_MODULE_PATH = "config.formats"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
# Pages and mails are typeset on their way out (socle.typography); off in tests, which read texts
# as they are typed.
TYPOGRAPHY = True
USE_TZ = True
# At night only the mails somebody waits for leave (communaute/notifications/channels.py).
QUIET_HOURS = env.bool("QUIET_HOURS", default=True)

# --- Who ------------------------------------------------------------------------------

AUTH_USER_MODEL = "comptes.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": _accounts.password_min},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "comptes:home"
ACCOUNT_ADAPTER = "communaute.notifications.account_mails.MailingAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# The password is a second way in: our sign-up form does not even ask for it.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# A code may take a while to be found and typed: a quarter of an hour, five tries.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = _accounts.code_minutes * 60
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = _accounts.code_minutes * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = _accounts.code_minutes * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": True}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# Six digits hold because codes are few: at most 50 guesses an hour for one address and network.
# « here » is an address from one network, « anywhere » the address alone
# (`communaute/comptes/login/limits.py`).
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "login_failed_anywhere": "100/h/key",
    "signup": "20/h/ip",
    "request_login_code": "30/h/ip",
    "request_login_code_here": "5/30m/key",
    "request_login_code_anywhere": "30/h/key",
    "reset_password": "30/h/ip",
    "reset_password_here": "5/30m/key",
    "reset_password_anywhere": "30/h/key",
    "confirm_email": "1/10s/key",
    "federation_code": "30/h/ip,5/30m/key",
    "confirm_code": "5/30m/key",
}
# Desks wait for a second factor of who works there; the demonstration is tried without.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not DEBUG)
# A second factor: codes of an application, passkeys (which also sign in alone), spare codes.
MFA_ADAPTER = "communaute.comptes.second_factor.services.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A code is still taken thirty seconds late: phones are not all on time, nor people.
MFA_TOTP_TOLERANCE = 1
# Signing in through the State (`communaute/sso/identity_providers.py` names each setting).
SOCIALACCOUNT_ADAPTER = "communaute.sso.adapters.FederationAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = providers.TIMEOUT_S
globals().update(_providers := providers.read(env))
# How many reverse proxies of ours stand in front: without one, X-Forwarded-For is ignored.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)

# --- Safety ---------------------------------------------------------------------------

# The only cookie of the service is the session's: CSRF tokens live in the session.
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "config.sessions"
# Over HTTPS a browser takes it from this very host only, for the whole site.
SESSION_COOKIE_NAME = "session" if DEBUG else "__Host-session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = _accounts.session_days * 24 * 3600
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

if not DEBUG:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if env.int("TRUSTED_PROXY_COUNT", 0):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

MAP_STYLE_URL = env.str("MAP_STYLE_URL", "")
# Sites whose videos a page may hold; those that we do not know are PeerTube.
VIDEO_HOSTS = env.list(
    "VIDEO_HOSTS",
    default=[
        *("tube.numerique.gouv.fr", "youtube.com", "youtu.be"),
        *("vimeo.com", "dailymotion.com", "dai.ly"),
    ],
)
SECURE_CSP = policies.public(
    map_style_url=MAP_STYLE_URL,
    file_origins=_s3_origins,
    form_addresses=providers.origins(env, _providers),
)
ADMIN_CSP = policies.admin(file_origins=_s3_origins)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- CMS ------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "ChauffageUrbain"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_FRONTEND_LOGIN_URL = "/comptes/connexion/"
# A password that many share, typed in a page of Wagtail: who reads what is private has an account.
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
# Editors sign in like everybody, second factor included: `config.urls` closes Wagtail's own door.
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
# What the group « Équipe nationale » keeps in the back office, the guides apart.
TEAM_PERMISSIONS = [
    "wagtailadmin.access_admin",
    "cms.change_sitesettings",
    "cms_site.change_brand",
    "cms_site.add_banner",
    "cms_site.change_banner",
    "cms_site.delete_banner",
    "cms_site.add_maintenance",
    "cms_site.change_maintenance",
    "cms_site.delete_maintenance",
    "transparency.change_moderationmeans",
    "second_reading.add_workedcase",
    "second_reading.change_workedcase",
    "second_reading.publish_workedcase",
    "moderation.add_wording",
    "moderation.change_wording",
    "moderation.publish_wording",
    "comptes.add_organisation",
    "comptes.change_organisation",
    "notifications.change_mail",
    "reseaux.change_reseau",
    "prescreening.add_wordlist",
    "prescreening.change_wordlist",
    "prescreening.delete_wordlist",
]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Addresses hold no accent: what is proposed, and what may be typed (`socle.slugs`).
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# As people write them.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media_blocks.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media_blocks.forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "xlsx"]
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
        "SEARCH_CONFIG": "french",
    }
}
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True

# --- Look -----------------------------------------------------------------------------

# The State's marks are for State sites only: another operator of this code turns them off.
BRAND_STATE = env.bool("BRAND_STATE", default=True)
DSFR_USE_INTEGRITY_CHECKSUMS = False
DSFR_MARK_OPTIONAL_FIELDS = True
FORM_RENDERER = "socle.forms.FormTemplates"

# --- Services we call -----------------------------------------------------------------

# Statements of reasons (DSA art. 24(5)): without a token, a file, by `manage.py export_statements`.
DSA_DATABASE_URL = env.str("DSA_DATABASE_URL", "https://transparency.dsa.ec.europa.eu/api/v1")
DSA_DATABASE_TOKEN = env.str("DSA_DATABASE_TOKEN", "")
# The button « Je donne mon avis »: shown in development under a number that leads to no
# démarche; in production absent, as `check --deploy` says, until the service has its own.
JDMA_ID = env.str("JDMA_ID", "demonstration" if DEBUG else "")
JDMA_KEY = env.str("JDMA_KEY", "")
CHECK_LINKS = env.bool("CHECK_LINKS", default=not DEBUG)
GEOCODER_URL = env.str("GEOCODER_URL", "https://data.geopf.fr/geocodage")
# A thread waits for it: few answer everybody.
GEOCODER_TIMEOUT_S = 3.0

# --- Watching -------------------------------------------------------------------------

if _sentry := env.str("SENTRY_DSN", ""):
    error_logging.start(_sentry)
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
LOGGING = error_logging.logging_as(env.str("LOG_FORMAT", "texte"))

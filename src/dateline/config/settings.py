"""Settings of the private processes (desk, worker, commands), read from the environment."""

import os
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from dateline.config import openid_settings
from dateline.runtime.home import Home
from dateline.runtime.ports import inbox_of, is_loopback
from dateline.text.dates import zone_names
from dateline.text.languages import INTERFACE

env = environ.Env()

HOME = Home.of(os.environ)
DEBUG = env.bool("DATELINE_DEBUG", default=False)
SECRET_KEY = HOME.secret_key(os.environ)
PUBLIC_URL = env.str("DATELINE_PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
DESK_URL = env.str("DATELINE_DESK_URL", default="http://127.0.0.1:8001").rstrip("/")

_desk = urlsplit(DESK_URL)
_is_https = _desk.scheme == "https"

INSTALLED_APPS = [
    "dateline.newsroom.intake",
    "dateline.newsroom.desk",
    "dateline.newsroom.distribution",
    "dateline.newsroom.publication",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "dateline.newsroom.desk.ports.emergency.EmergencyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dateline.newsroom.desk.middleware.DeskHeadersMiddleware",
    "dateline.newsroom.desk.middleware.CookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # after LocaleMiddleware, because its refusal is translated; before middleware that reads the host
    "dateline.newsroom.desk.middleware.HostMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # views require a sign-in by default, those of attachments and pictures too
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dateline.newsroom.desk.middleware.NoNulMiddleware",
    "dateline.newsroom.desk.middleware.KeysMiddleware",
    "dateline.newsroom.desk.middleware.OfficeMiddleware",
    "dateline.newsroom.desk.middleware.OwnPasswordMiddleware",
    "dateline.newsroom.desk.middleware.SecondFactorMiddleware",
    "dateline.newsroom.desk.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "dateline.config.urls"
WSGI_APPLICATION = "dateline.runtime.desk_wsgi.application"
# With ActivityPub, the desk also answers under the public host name, but only at the path of the inbox, which the web
# server in front forwards (decision 0024).
_inbox = urlsplit(inbox_of(PUBLIC_URL, DESK_URL) if env.str("DATELINE_ACTIVITYPUB", default="").strip() else DESK_URL)
_own_hosts = {"127.0.0.1", "localhost", "[::1]", _desk.hostname or "localhost"}
FOREIGN_PATHS = {_inbox.hostname: _inbox.path} if _inbox.hostname and _inbox.hostname not in _own_hosts else {}
ALLOWED_HOSTS = sorted({*_own_hosts, *FOREIGN_PATHS})

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def _database() -> dict[str, Any]:
    """Return the settings of the one database; SQLite in the home unless the environment names another."""
    url = env.str("DATELINE_DATABASE_URL", default="") or f"sqlite:///{HOME.database}"
    if urlsplit(url).scheme not in ("postgres", "postgresql", "sqlite"):
        message = "DATELINE_DATABASE_URL must begin with postgres:// or sqlite:///"
        raise ImproperlyConfigured(message)
    given: dict[str, Any] = dict(env.db_url_config(url))
    if given["ENGINE"] == "django.db.backends.sqlite3":
        given["OPTIONS"] = {
            # Writers wait at BEGIN. Otherwise one could fail half-way, because it cannot upgrade its read lock.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # synchronous=FULL: with NORMAL a power failure could undo commits that the archive already shows.
            # secure_delete: erased words are overwritten in the file too.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        }
    else:
        given["CONN_MAX_AGE"] = 60
        given["CONN_HEALTH_CHECKS"] = True
        given["OPTIONS"] = {"application_name": "dateline", **given.get("OPTIONS", {})}
    return given


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and sessions -------------------------------------------------------------------------------

AUTH_USER_MODEL = "desk.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "dateline.newsroom.desk.people.accounts.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the editor-in-chief creates all accounts and knows the addresses
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _desk.scheme
ACCOUNT_SESSION_REMEMBER = False
# Without it everybody behind a web server counts as one visitor, and one attacker could lock all of them out.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("DATELINE_TRUSTED_PROXIES", default=0)
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # the desk sends nothing to strangers
ACCOUNT_FORMS = {"reset_password": "dateline.newsroom.desk.people.password_reset.QuietResetForm"}
ACCOUNT_RATE_LIMITS = {
    "login": "",  # desk.people.sign_in_limits counts wrong passwords, so that nobody can use up what others need
    "login_failed": "5/300s/key",  # codes of a second factor, after the right password
    "reset_password": "10/m/ip",  # none for each address, which a stranger could use up
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Dateline"
MFA_FORMS = {"authenticate_webauthn": "dateline.newsroom.desk.people.passkeys.UnlimitedPasskeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _is_https
# A desk that only this machine reaches works without a second factor; one that other machines reach never does.
REQUIRE_SECOND_FACTOR = not is_loopback(_desk.hostname or "") or env.bool(
    "DATELINE_REQUIRE_SECOND_FACTOR", default=False
)
MFA_ADAPTER = "dateline.newsroom.desk.people.openid_adapter.SecondFactorAdapter"
OPENID = openid_settings.read(os.environ)
SOCIALACCOUNT_ADAPTER = "dateline.newsroom.desk.people.openid_adapter.OpenIDAdapter"
SOCIALACCOUNT_PROVIDERS = openid_settings.providers(OPENID)
# by a link, because a form would redirect to the provider, which our form-action policy forbids
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

SESSION_COOKIE_NAME = "__Host-dateline" if _is_https else "dateline"
SESSION_COOKIE_SECURE = _is_https
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 60 * 60  # a long working day
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_SECURE = _is_https
CSRF_COOKIE_NAME = "__Host-dateline-csrf" if _is_https else "dateline-csrf"
CSRF_TRUSTED_ORIGINS = [DESK_URL]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _is_https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _is_https else None
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor shows the preview in a frame
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's editor of a long page needs so many

# Language and time ---------------------------------------------------------------------------------

USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = "dateline.newsroom.desk.formats"
LANGUAGES = [
    (tag, name)
    for tag, name in (("en", "English"), ("fr", "Français"), ("ru", "Русский"), ("ar", "العربية"))
    if tag in INTERFACE
]

# Files ---------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # files are served from their packages; `collectstatic` is not needed
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600
# Locations are strings, not paths: Wagtail passes them to the task that deletes a file, and arguments of tasks are
# JSON.
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(HOME.originals), "base_url": "/private/originals/", "file_permissions_mode": 0o600},
    },
    "renditions": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(HOME.renditions),
            "base_url": "/private/renditions/",
            "file_permissions_mode": 0o600,
        },
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Wagtail -------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Dateline"
WAGTAILADMIN_BASE_URL = DESK_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAIL_PASSWORD_RESET_ENABLED = False  # allauth resets passwords
WAGTAIL_AUTOSAVE_INTERVAL = 10_000  # ms; Wagtail's default of 500 would write a revision at every short pause in typing
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False  # the release links its languages; there are no page trees per language
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = zone_names()
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "dateline.newsroom.desk.search_backend"}}
WAGTAIL_WORKFLOW_ENABLED = False  # the desk has states of its own (desk.states)
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 40 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000  # 240 MB in memory
WAGTAILIMAGES_IMAGE_FORM_BASE = "dateline.newsroom.desk.admin.uploads.PictureForm"
WAGTAILIMAGES_IMAGE_MODEL = "desk.NewsImage"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "dateline.newsroom.desk.admin.uploads.AttachmentForm"
WAGTAILDOCS_DOCUMENT_MODEL = "desk.Attachment"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "json", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
RECORDING_MAX_BYTES = env.int("DATELINE_RECORDING_MAX_MB", default=500) * 1024 * 1024
WAGTAILEMBEDS_RESPONSIVE_HTML = True

# The desk check ------------------------------------------------------------------------------------

# whether the desk check requests linked addresses from other sites
CHECK_LINKS = env.bool("DATELINE_CHECK_LINKS", default=False)

# Machine translation: off unless DATELINE_TRANSLATE names a service --------------------------------

TRANSLATE = env.str("DATELINE_TRANSLATE", default="")
TRANSLATE_KEY = env.str("DATELINE_TRANSLATE_KEY", default="")
TRANSLATE_TIMEOUT_S = env.float("DATELINE_TRANSLATE_TIMEOUT_S", default=60.0)
# Pings: notifications to machines ------------------------------------------------------------------

PINGS_ALLOW = env.str("DATELINE_PINGS_ALLOW", default="")  # private networks in which receivers may be
PINGS_TIMEOUT = env.float("DATELINE_PINGS_TIMEOUT", default=10.0)  # seconds that a receiver may take, 30 at most
INDEXNOW_URL = env.str("DATELINE_INDEXNOW_URL", default="https://api.indexnow.org/indexnow")

# Work left to the worker ---------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": True}}
EMAIL_CONFIG = env.email_url("DATELINE_EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DATELINE_EMAIL_FROM", default="dateline@localhost")

LOGGING_CONFIG = "dateline.runtime.logs.configure"
LOGGING = {"level": "DEBUG" if DEBUG else "INFO"}

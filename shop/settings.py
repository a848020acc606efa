"""Settings of the whole site, from environment variables; a bad value stops the start.

The defaults serve a laptop: SQLite, files under ``var/``, no outside service. Production sets at least
``SECRET_KEY``, ``ALLOWED_HOSTS``, ``DATABASE_URL`` and ``CACHE_URL`` (see README).
"""

from decimal import Decimal
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from oscar import INSTALLED_APPS as OSCAR_APPS
from oscar.defaults import *  # noqa: F403

from shop.health import server_settings
from shop.user import passwords

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Who runs this site: another county changes these, not the code.
SITE_NAME = env.str("SITE_NAME", default="湖西优选")
SITE_TAGLINE = env.str("SITE_TAGLINE", default="建湖县东西部协作消费帮扶采购平台")
COUNTY_NAME = env.str("COUNTY_NAME", default="建湖县")
COUNTY_CODE = env.str("COUNTY_CODE", default="320925")
ORDER_NUMBER_PREFIX = env.str("ORDER_NUMBER_PREFIX", default="JH")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
DEMO = env.bool("DEMO", default=False)
# Days after the signature within which a buyer may claim bad goods or ask to return them, and to answer a claim.
CLAIM_DAYS = env.int("CLAIM_DAYS", default=7)
RETURN_DAYS = env.int("RETURN_DAYS", default=7)
# So many days after shipping, goods that nobody signed for may be reviewed.
REVIEW_DAYS = env.int("REVIEW_DAYS", default=10)
CLAIM_ANSWER_DAYS = env.int("CLAIM_ANSWER_DAYS", default=3)
# Orders unpaid for longer than this many days after the signature are named before a month is closed.
CLOSING_UNPAID_DAYS = env.int("CLOSING_UNPAID_DAYS", default=30)
# Over this value of union gifts a member and year approvers see a warning, unless their unit has its own ceiling.
GIFT_CEILING = Decimal(env.str("GIFT_CEILING")) if env.str("GIFT_CEILING", default="") else None
# First publications, and price rises beyond this many percent, wait for the county office.
LISTING_REVIEW = env.bool("LISTING_REVIEW", default=True)
LISTING_PRICE_RISE = env.int("LISTING_PRICE_RISE", default=20)

DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
# While this file exists everybody gets the page for an update, asked to come back after so many seconds.
MAINTENANCE_FILE = env.str("MAINTENANCE_FILE", default=str(VAR_DIR / "maintenance"))
MAINTENANCE_RETRY_AFTER = env.int("MAINTENANCE_RETRY_AFTER", default=600)
LAPTOP_SECRET = "laptop-only-" + "0" * 50
SECRET_KEY = env.str("SECRET_KEY", default=LAPTOP_SECRET)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
HTTPS = env.bool("HTTPS", default=False)
if HTTPS and SECRET_KEY == LAPTOP_SECRET:
    raise ImproperlyConfigured("SECRET_KEY must be set when HTTPS is on.")

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock at the start, as select_for_update does nothing on SQLite.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["OPTIONS"] = server_settings.postgresql(env, DATABASES["default"].get("OPTIONS", {}))
    # A connection that died with a restart of the server is noticed before it is used.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
CACHES = {"default": server_settings.cache(env.cache("CACHE_URL", default="locmemcache://"))}
if not DATABASES["default"]["OPTIONS"].get("pool"):
    # A thread keeps its connection: opening one takes longer than a kept page does.
    DATABASES["default"]["CONN_MAX_AGE"] = 60
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.locmem.LocMemCache":
    # Pages of products lie here; the default of 300 entries is for less.
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 3000}
# Whether pages that are the same for everybody are made once for all; off, each is made anew.
PAGE_CACHE = env.bool("PAGE_CACHE", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FORKED = {
    # No Django admin here: its classes are not even loaded.
    "django.contrib.admin": "django.contrib.admin.apps.SimpleAdminConfig",
    "oscar.apps.partner.apps.PartnerConfig": "shop.partner.apps.PartnerConfig",
    "oscar.apps.catalogue.apps.CatalogueConfig": "shop.catalogue.apps.CatalogueConfig",
    "oscar.apps.checkout.apps.CheckoutConfig": "shop.checkout.apps.CheckoutConfig",
    "oscar.apps.basket.apps.BasketConfig": "shop.basket.apps.BasketConfig",
    "oscar.apps.search.apps.SearchConfig": "shop.search.apps.SearchConfig",
}
INSTALLED_APPS = [
    "shop.user.apps.UserConfig",
    "django.contrib.sitemaps",
    *[FORKED.get(app, app) for app in OSCAR_APPS],
    "shop.produce.apps.ProduceConfig",
    "shop.inbox.apps.InboxConfig",
    "procurement.apps.ProcurementConfig",
    "catalogue_import.apps.CatalogueImportConfig",
    "shop.campaign.apps.CampaignConfig",
    "shop.payments.apps.PaymentsConfig",
    "shop.trail.apps.TrailConfig",
    "shop.privacy.apps.PrivacyConfig",
    "shop.demo.apps.DemoConfig",
    "sorl.thumbnail",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "csp",
]
# Before the queue, whose worker it replaces by one that is missed when it dies.
INSTALLED_APPS.insert(INSTALLED_APPS.index("django_tasks"), "shop.health.apps.HealthConfig")
# Forks change behaviour only: Oscar's tables and their migrations stay Oscar's own.
MIGRATION_MODULES = {app: f"oscar.apps.{app}.migrations" for app in ("partner", "catalogue", "basket")}

# Proxies of our own, as addresses or networks ("unix": a local socket), whose word about the visitor's address counts.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
# Who may read /metrics: these addresses, and whoever has the token; nobody unless set.
METRICS_ALLOWED = env.list("METRICS_ALLOWED", default=[])
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS = bool(METRICS_ALLOWED or METRICS_TOKEN)
LOG_FORMAT = env.str("LOG_FORMAT", default="json" if HTTPS else "line")
MIDDLEWARE = [
    *(["django_prometheus.middleware.PrometheusBeforeMiddleware"] if METRICS else []),
    "shop.health.proxies.ClientAddressMiddleware",
    "shop.health.request_ids.RequestIdMiddleware",
    *(["shop.health.logs.AccessLogMiddleware"] if LOG_FORMAT == "json" else []),
    "shop.user.middleware.permissions_policy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shop.shared_pages.middleware.SharedPageMiddleware",
    "csp.middleware.CSPMiddleware",
    "shop.campaign.maintenance.middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shop.user.middleware.session_limits",
    "shop.user.limits.uploads",
    "shop.trail.requests.middleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shop.basket.middleware.BasketMiddleware",
    "axes.middleware.AxesMiddleware",
    *(["django_prometheus.middleware.PrometheusAfterMiddleware"] if METRICS else []),
]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
SITE_ID = 1
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
                "shop.campaign.context.site",
                "shop.inbox.context.inbox",
            ],
            "builtins": ["shop.produce.templatetags.produce", "procurement.templatetags.figures"],
        },
    }
]

AUTH_USER_MODEL = "user.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# What a password must be: GBT22239 (three classes, last five not again, new every 90 days) or ASVS5 (length only).
PASSWORD_RULES = env.str("PASSWORD_RULES", default=passwords.GBT22239)
if PASSWORD_RULES not in passwords.RULES:
    raise ImproperlyConfigured(f"PASSWORD_RULES must be one of {', '.join(passwords.RULES)}.")
AUTH_PASSWORD_VALIDATORS = passwords.RULES[PASSWORD_RULES]
# Accounts that nobody used for so many days sleep until they are woken.
ACCOUNT_SLEEP_DAYS = env.int("ACCOUNT_SLEEP_DAYS", default=90)
# Whoever holds a role is signed out after so many idle minutes, and so many hours in all.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=60)
SESSION_HOURS = env.int("SESSION_HOURS", default=12)
# So long a typed password lets through what cannot be taken back: closings, refunds, bank accounts.
CONFIRM_MINUTES = env.int("CONFIRM_MINUTES", default=10)
# How long the audit trail is kept, by law at least six months (Cybersecurity Law, article 21).
# Years that orders of closed accounts say where they went (电子商务法, article 31: three at least).
PERSONAL_DATA_YEARS = env.int("PERSONAL_DATA_YEARS", default=3)
if PERSONAL_DATA_YEARS < 3:
    raise ImproperlyConfigured("PERSONAL_DATA_YEARS must be 3 or more.")
# Forms with files that a person, and suggestions that an address may ask for; whole offices share an address.
UPLOADS_AN_HOUR = env.int("UPLOADS_AN_HOUR", default=240)
SUGGESTIONS_A_MINUTE = env.int("SUGGESTIONS_A_MINUTE", default=600)
TRAIL_DAYS = env.int("TRAIL_DAYS", default=400)
if TRAIL_DAYS < 183:
    raise ImproperlyConfigured("TRAIL_DAYS must be 183 or more.")
LOGIN_URL = "user:login"
LOGIN_REDIRECT_URL = "user:home"
LOGOUT_REDIRECT_URL = "campaign:home"
# The login form names its field "username", whatever the user model calls it: both must be counted as one.
AXES_USERNAME_FORM_FIELD = "username"
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURE_LIMIT", default=8)
AXES_COOLOFF_TIME = 0.25  # hours
# An account is locked from wherever it is tried; an address only after as many slips as a whole office makes.
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
LOGIN_ADDRESS_LIMIT = env.int("LOGIN_ADDRESS_LIMIT", default=40)
AXES_LOCKOUT_CALLABLE = "shop.user.views.login.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "shop" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["shop.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
# Whether static files are given out as ``manage.py collectstatic`` left them: hashed, compressed, kept by browsers.
STATIC_COLLECTED = env.bool("STATIC_COLLECTED", default=HTTPS)
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Uploaded workbooks and proofs: never below MEDIA_URL, only through a view that checks who asks.
PRIVATE_ROOT = VAR_DIR / "private"
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=not HTTPS)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "shop.static_files.WholeSheetsStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Files in an S3-compatible store instead of on this machine: needed as soon as there are two.
if env.str("S3_MEDIA_BUCKET", default=""):
    STORAGES["default"] = server_settings.bucket(env, env.str("S3_MEDIA_BUCKET"), is_private=False)
    STORAGES["private"] = server_settings.bucket(env, env.str("S3_PRIVATE_BUCKET"), is_private=True)
    SERVE_MEDIA = False
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(VAR_DIR / "backups")))
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o640

# Each machine that answers visitors has an index of its own, and a queue that keeps it up to date.
SEARCH_QUEUES = env.list("SEARCH_QUEUES", default=["default"])
TASKS = {
    "default": {
        "BACKEND": env.str("TASKS_BACKEND", default="shop.health.request_ids.Backend"),
        "QUEUES": ["default", *SEARCH_QUEUES],
    }
}
# A background worker silent for so long is taken for dead, and what it had in hand goes to another one.
WORKER_STALE_SECONDS = env.int("WORKER_STALE_SECONDS", default=60)
# Beyond these /readyz says that the queue is behind.
READY_MOST_JOBS = env.int("READY_MOST_JOBS", default=5000)
READY_OLDEST_JOB_SECONDS = env.int("READY_OLDEST_JOB_SECONDS", default=900)

HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "shop.search.whoosh_backend.ChineseWhooshEngine",
        "PATH": str(VAR_DIR / "search"),
        "INCLUDE_SPELLING": False,
    }
}

# The index follows in the background (shop.search.tasks); Oscar's default would write it inside every save.
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"

OSCAR_SHOP_NAME = SITE_NAME
OSCAR_SHOP_TAGLINE = SITE_TAGLINE
OSCAR_DEFAULT_CURRENCY = "CNY"
OSCAR_SLUG_ALLOW_UNICODE = True
OSCAR_REQUIRED_ADDRESS_FIELDS = ("first_name", "line1", "line4", "state", "phone_number")
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_ALLOW_ANON_REVIEWS = False
OSCAR_EAGER_ALERTS = False
OSCAR_DELETE_IMAGE_FILES = False
OSCAR_MISSING_IMAGE_URL = "image_not_found.jpg"
OSCAR_INITIAL_ORDER_STATUS = "PLACED"
OSCAR_ORDER_STATUS_PIPELINE = {
    "PENDING_PAYMENT": ("PLACED", "CANCELLED"),
    "PLACED": ("PARTLY_SHIPPED", "SHIPPED", "CANCELLED"),
    "PARTLY_SHIPPED": ("SHIPPED", "ACCEPTED"),
    "SHIPPED": ("ACCEPTED", "CANCELLED"),
    "ACCEPTED": ("COMPLETED",),
    "COMPLETED": (),
    "CANCELLED": (),
}
PHONENUMBER_DEFAULT_REGION = "CN"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7
# With Redis, sessions are read from there and kept in the database as well: nobody is logged out when it is emptied.
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if 'Redis' in CACHES['default']['BACKEND'] else 'db'}"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
# Sent by the background worker; without a mail server it only prints them.
EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND", default=f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
)
EMAIL_PORT = env.int("EMAIL_PORT", default=465)
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=EMAIL_PORT == 587)
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=EMAIL_HOST_USER or "noreply@localhost")

# Card, Alipay and WeChat Pay; without keys orders are paid by bank transfer only.
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", default="")
# Stripe's own address unless given; only tests and proxies need another.
STRIPE_API_BASE = env.str("STRIPE_API_BASE", default="")
STRIPE_TIMEOUT = env.float("STRIPE_TIMEOUT", default=10)
if STRIPE_SECRET_KEY and not STRIPE_WEBHOOK_SECRET:
    raise ImproperlyConfigured("STRIPE_WEBHOOK_SECRET must be set with STRIPE_SECRET_KEY: it tells of payments.")
if STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_")) and (DEBUG or DEMO):
    raise ImproperlyConfigured("Live Stripe keys are refused with DEBUG or DEMO on.")
# Minutes that stock is held for somebody who pays online; Stripe's pages live for half an hour at least.
ONLINE_PAYMENT_MINUTES = env.int("ONLINE_PAYMENT_MINUTES", default=40)
if not 35 <= ONLINE_PAYMENT_MINUTES <= 24 * 60:
    raise ImproperlyConfigured("ONLINE_PAYMENT_MINUTES must be 35 to 1440.")

# Limits of an uploaded workbook (shop's contract with suppliers): bytes, counts, pixels.
WORKBOOK_LIMITS = {
    "file_bytes": 50 * 2**20,
    "unpacked_bytes": 400 * 2**20,
    "compression_ratio": 200,
    "zip_entries": 12_000,
    "rows": 50_000,
    "columns": 200,
    "row_pictures": 20,
    "pictures": 5_000,
    "picture_bytes": 10 * 2**20,
    "picture_pixels": 40_000_000,
}
# A worker that was not heard of for so long is taken for dead, and another one goes on with its import.
IMPORT_STALE_SECONDS = env.int("IMPORT_STALE_SECONDS", default=60)
# Reading a file may take a worker minutes; nobody needs more of them.
IMPORT_UPLOADS_AN_HOUR = env.int("IMPORT_UPLOADS_AN_HOUR", default=30)
# How long uploaded workbooks are kept for the history; so long an import can be undone.
IMPORT_FILE_DAYS = env.int("IMPORT_FILE_DAYS", default=730)

LOGGING = server_settings.logs(LOG_FORMAT, env.str("LOG_LEVEL", default="WARNING"))
SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    server_settings.start_sentry(SENTRY_DSN, SITE_NAME)

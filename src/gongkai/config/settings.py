"""All settings. What an operator may set is read from the environment here; docs/settings.md lists it."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from gongkai.config import env
from gongkai.kernel.accounts.addresses import networks

PACKAGE = Path(__file__).resolve().parent.parent

DATA = env.directory("GONGKAI_DATA", Path("var"))
PUBLIC = DATA / "public"
RUN = DATA / "run"
HOST = env.text("GONGKAI_HOST", "127.0.0.1")
PORT = env.whole("GONGKAI_PORT", default=8000, least=1, most=65535)
WEB_WORKERS = env.whole("GONGKAI_WEB_WORKERS", default=1, least=1, most=64)
DEMO = env.choice("GONGKAI_DEMO", default="1", others=("small",))
SITE_URL = env.text("GONGKAI_SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
SITE_NAME = env.text("GONGKAI_SITE_NAME", "云川市人民政府")
SITE_DOMAIN = env.text("GONGKAI_SITE_DOMAIN", "www.yunchuan.example")
SITE_ID_CODE = env.text("GONGKAI_SITE_ID_CODE", "0000000000")
STORAGE_URL = env.text("GONGKAI_STORAGE_URL", f"file://{DATA / 'files'}")
SEARCH_URL = env.text("GONGKAI_SEARCH_URL", f"tantivy://{DATA / 'search'}")
if not SEARCH_URL.startswith(("tantivy://", "opensearch://")):
    raise env.BadSettingError("GONGKAI_SEARCH_URL", "…", "use tantivy:///directory or opensearch://host:port,…/name")
# Search by meaning is an extra: a folder with a model, or nothing.
SEARCH_MODEL = env.text("GONGKAI_SEARCH_MODEL", "")

# Answers are phrased by a model only where its address is named, and its host allowed besides.
SEARCH_STATISTICS_DAYS = env.whole("GONGKAI_SEARCH_STATISTICS_DAYS", default=396, least=0, most=3660)
ANSWERS_URL = env.text("GONGKAI_ANSWERS_URL", "")
ANSWERS_HOSTS = env.words("GONGKAI_ANSWERS_HOSTS", "")
ANSWERS_MODEL = env.text("GONGKAI_ANSWERS_MODEL", "")
ANSWERS_KEY = env.text("GONGKAI_ANSWERS_KEY", "")
if ANSWERS_URL and (
    urlsplit(ANSWERS_URL).scheme not in {"http", "https"} or urlsplit(ANSWERS_URL).hostname not in ANSWERS_HOSTS
):
    raise env.BadSettingError(
        "GONGKAI_ANSWERS_URL", ANSWERS_URL, "use https://host/v1 of a host in GONGKAI_ANSWERS_HOSTS"
    )

# Reminders go out by mail only where a server is named.
_mail = urlsplit(env.text("GONGKAI_MAIL_URL", ""))
if _mail.scheme not in {"", "smtp", "smtps", "smtp+tls"}:
    raise env.BadSettingError("GONGKAI_MAIL_URL", "…", "use smtp://, smtps:// or smtp+tls://host:port")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.hostname else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS, EMAIL_TIMEOUT = _mail.scheme == "smtps", _mail.scheme == "smtp+tls", 20
DEFAULT_FROM_EMAIL = env.text("GONGKAI_MAIL_FROM", f"gongkai@{SITE_DOMAIN}")

SECRET_KEY = env.secret("GONGKAI_SECRET_KEY", DATA / "secret_key")
CASE_KEYS = env.keys("GONGKAI_CASE_KEYS", DATA / "case_keys")
CASE_RETENTION_YEARS = env.whole("GONGKAI_CASE_RETENTION_YEARS", default=10, least=1, most=100)
DEBUG = False
ALLOWED_HOSTS = env.words("GONGKAI_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
_proxies = env.words("GONGKAI_TRUSTED_PROXIES", "")
try:
    TRUSTED_PROXIES = networks(_proxies)
except ValueError as error:
    raise env.BadSettingError("GONGKAI_TRUSTED_PROXIES", ",".join(_proxies), "use addresses or networks") from error
HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "gongkai.kernel.numbers",
    "gongkai.kernel.audit",
    "gongkai.kernel.events",
    "gongkai.kernel.accounts",
    "gongkai.kernel.due",
    "gongkai.kernel.files",
    "gongkai.kernel.worker",
    "gongkai.kernel.portal",
    "gongkai.kernel.api",
    "gongkai.kernel.console",
    "gongkai.backbone.organs",
    "gongkai.backbone.records",
    "gongkai.backbone.duties",
    "gongkai.backbone.search",
    "gongkai.backbone.channels",
    "gongkai.backbone.structure",
    "gongkai.affairs.foi",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "ninja",
]

MIDDLEWARE = [
    "gongkai.kernel.accounts.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "gongkai.kernel.portal.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gongkai.kernel.portal.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "gongkai.kernel.portal.middleware.BannerMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gongkai.kernel.accounts.middleware.SessionEndsMiddleware",
    "gongkai.kernel.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "gongkai.config.urls"
ASGI_APPLICATION = "gongkai.config.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                ("gongkai.kernel.portal.folding.Loader", ["django.template.loaders.app_directories.Loader"]),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.kernel.portal.context.site",
            ],
        },
    },
]

_database_url = env.text("DATABASE_URL", f"sqlite:///{DATA / 'gongkai.sqlite3'}")
try:
    DATABASES: dict[str, Any] = {"default": dict(dj_database_url.parse(_database_url))}
except ValueError as error:
    raise env.BadSettingError("DATABASE_URL", "…", "use sqlite:///path or postgresql://…") from error
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its place in the queue at BEGIN, so that two never deadlock half way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # FULL: a commit that was answered survives a power cut, not only a killed process.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
            "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;"
            # A row that INSERT OR REPLACE would put aside is protected by its triggers as well.
            "PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["gongkai.kernel.accounts.backend.SessionBackend"]
API_CALLS_PER_ADDRESS = env.whole("GONGKAI_API_CALLS_PER_ADDRESS", default=60, least=1, most=1_000_000)
API_CALLS_PER_TOKEN = env.whole("GONGKAI_API_CALLS_PER_TOKEN", default=600, least=1, most=1_000_000)
REQUIRE_TOTP = env.boolean("GONGKAI_REQUIRE_TOTP", default=False)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["login", "name"]},
    },
]
LOGIN_URL = "/console/login"
LOGIN_REDIRECT_URL = "/console/"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60
# A browser takes a cookie of such a name from this host by HTTPS alone, not from a host beside or below it.
_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}csrftoken"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# ClientAddressMiddleware drops the header unless a trusted proxy wrote it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"gongkai": {"level": "INFO"}},
}

"""Settings of a real server that are more than one line: where files are kept, what the database may do, the logs."""

from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured


def postgresql(env, given):
    """Return the options of a PostgreSQL connection on top of those in its address."""
    options = {**given}
    if env.bool("DATABASE_POOL", default=False):
        smallest, largest = env.int("DATABASE_POOL_MIN", default=2), env.int("DATABASE_POOL_MAX", default=10)
        if not 0 <= smallest <= largest:
            raise ImproperlyConfigured("DATABASE_POOL_MIN must be 0 to DATABASE_POOL_MAX.")
        options["pool"] = {"min_size": smallest, "max_size": largest, "timeout": 10, "max_idle": 300}
    return options


def cache(config):
    """Return a cache's configuration; Redis becomes the one that may be gone."""
    if config["BACKEND"] in ("django.core.cache.backends.redis.RedisCache", "django_redis.cache.RedisCache"):
        return {**config, "BACKEND": "shop.health.patient_redis.PatientRedisCache"}
    return config


def bucket(env, name, *, is_private):
    """Return an S3-compatible store of files.

    :param name: the bucket; what is private is never given an address.
    """
    if not find_spec("storages") or not find_spec("boto3"):
        raise ImproperlyConfigured("S3_MEDIA_BUCKET needs django-storages and boto3: see deploy/requirements.lock.")
    options = {
        "bucket_name": name,
        "endpoint_url": env.str("S3_ENDPOINT", default="") or None,
        "region_name": env.str("S3_REGION", default="") or None,
        "access_key": env.str("S3_ACCESS_KEY"),
        "secret_key": env.str("S3_SECRET_KEY"),
        "file_overwrite": False,
        "default_acl": None,
        "querystring_auth": is_private,
    }
    if not is_private and env.str("S3_MEDIA_HOST", default=""):
        options["custom_domain"] = env.str("S3_MEDIA_HOST")
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def logs(form, level):
    """Return the logging configuration: JSON lines, or plain ones to read while developing."""
    if form not in ("json", "line"):
        raise ImproperlyConfigured("LOG_FORMAT must be json or line.")
    plain = {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"named": {"()": "shop.health.logs.Named"}},
        "formatters": {"line": plain, "json": {"()": "shop.health.logs.Json"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["named"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "jieba": {"level": "WARNING"},
            "shop.access": {"level": "INFO" if form == "json" else "WARNING"},
        },
    }


def start_sentry(dsn, site):
    """Report errors to Sentry, without personal data, if its package is there."""
    if not find_spec("sentry_sdk"):
        raise ImproperlyConfigured("SENTRY_DSN needs sentry-sdk: see deploy/requirements.lock.")
    import sentry_sdk

    sentry_sdk.init(dsn=dsn, send_default_pii=False, traces_sample_rate=0, server_name="", environment=site)

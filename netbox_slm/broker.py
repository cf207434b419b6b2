"""From the settings of plugin and NetBox to those of Celery: broker, results, limits, schedule (docs/celery.md)."""

import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

from celery.schedules import crontab

__all__ = ('celery_settings',)

QUEUE = 'netbox_slm'
CONNECT_SECONDS = 2
RESULT_SECONDS = 86_400


def celery_settings(plugin: Mapping[str, Any], redis: Mapping[str, Any], time_zone: str) -> dict[str, Any]:
    """The Celery configuration: `plugin` is PLUGINS_CONFIG['netbox_slm'], `redis` NetBox's REDIS['tasks'].

    A message is acknowledged when its work is done, so that the work of a killed worker is given to another one after
    `celery_visibility_seconds`; longer tasks may then run twice, which changes nothing (they are repeatable).
    """
    limit = plugin['task_time_limit_seconds']
    return {
        **_connections(plugin, redis),
        'task_acks_late': True,
        'task_reject_on_worker_lost': True,
        'worker_prefetch_multiplier': 1,
        'task_default_queue': QUEUE,
        'task_time_limit': limit,
        'task_soft_time_limit': max(1, limit - 60),
        'task_publish_retry_policy': {'max_retries': 1, 'interval_start': 0, 'interval_max': 0.2},
        'result_expires': RESULT_SECONDS,
        'broker_connection_retry_on_startup': True,
        'worker_cancel_long_running_tasks_on_connection_loss': True,
        'timezone': time_zone,
        # In memory: nothing to lose, and no file in whatever folder beat was started from.
        'beat_scheduler': 'celery.beat:Scheduler',
        'beat_schedule': _beat_schedule(plugin),
    }


def _beat_schedule(plugin: Mapping[str, Any]) -> dict[str, Any]:
    """What beat sends; entries of `celery_beat_schedule` replace those of their name, None removes one."""
    entries: dict[str, Any] = {
        'sweep': {
            'task': 'netbox_slm.sweep_stale',
            'schedule': plugin['sweep_seconds'],
            'kwargs': {'scheduled': True},
            'options': {'expires': plugin['sweep_seconds']},
        },
        'changes': {'task': 'netbox_slm.follow_up_changes', 'schedule': crontab(minute=10)},
        'flags': {
            'task': 'netbox_slm.recompute_flags',
            'schedule': plugin['flags_seconds'],
            'kwargs': {'scheduled': True},
            'options': {'expires': plugin['flags_seconds']},
        },
        'verify': {
            'task': 'netbox_slm.verify_figures',
            'schedule': crontab(hour=(plugin['close_hour'] + 1) % 24, minute=0),
        },
        'close': {'task': 'netbox_slm.close_periods', 'schedule': crontab(hour=plugin['close_hour'], minute=0)},
    }
    if plugin['alert_seconds']:
        entries['alerts'] = {
            'task': 'netbox_slm.watch_alerts',
            'schedule': plugin['alert_seconds'],
            'options': {'expires': plugin['alert_seconds']},
        }
    entries.update(plugin['celery_beat_schedule'] or {})
    return {name: entry for name, entry in entries.items() if entry is not None}


def _connections(plugin: Mapping[str, Any], redis: Mapping[str, Any]) -> dict[str, Any]:
    """Broker and result backend: those named in the settings, else NetBox's own Redis with another database."""
    found = _sentinels(plugin, redis) if redis.get('SENTINELS') else _server(plugin, redis)
    options = {
        **found.pop('options', {}),
        'visibility_timeout': plugin['celery_visibility_seconds'],
        'unacked_restore_throttle': 1,
        'socket_connect_timeout': CONNECT_SECONDS,
        'socket_keepalive': True,
    }
    if plugin['celery_broker_url']:
        is_redis = plugin['celery_broker_url'].startswith(('redis', 'sentinel'))
        found['broker_url'] = plugin['celery_broker_url']
        found.pop('broker_use_ssl', None)
        options = options if is_redis else {}
    if plugin['celery_result_backend']:
        found['result_backend'] = plugin['celery_result_backend']
        found.pop('redis_backend_use_ssl', None)
    return {**found, 'broker_transport_options': options}


def _server(plugin: Mapping[str, Any], redis: Mapping[str, Any]) -> dict[str, Any]:
    """One Redis server, by its URL or by host and port, as NetBox's setting has it."""
    database = plugin['celery_database']
    secure = bool(redis.get('SSL', False))
    if redis.get('URL'):
        url, secure = _with_database(redis['URL'], database, secure)
    else:
        place = f'{redis.get("HOST", "localhost")}:{redis.get("PORT", 6379)}'
        url = f'{"rediss" if secure else "redis"}://{_credentials(redis)}{place}/{database}'
    return {'broker_url': url, 'result_backend': url, **_tls(redis, secure)}


def _with_database(url: str, database: int, secure: bool) -> tuple[str, bool]:
    """A Redis URL with another database number, and whether it goes over TLS."""
    parts = urlsplit(url)
    if parts.scheme == 'unix':
        return f'redis+socket://{parts.netloc}{parts.path}?virtual_host={database}', False
    secure = secure or parts.scheme == 'rediss'
    kept = {name: values for name, values in parse_qs(parts.query).items() if name != 'db'}
    query = '&'.join(f'{name}={quote(value)}' for name, values in kept.items() for value in values)
    scheme = 'rediss' if secure else 'redis'
    return urlunsplit((scheme, parts.netloc, f'/{database}', query, '')), secure


def _sentinels(plugin: Mapping[str, Any], redis: Mapping[str, Any]) -> dict[str, Any]:
    """Redis behind sentinels, as NetBox's setting has it."""
    database = plugin['celery_database']
    url = ';'.join(f'sentinel://{_credentials(redis)}{host}:{port}/{database}' for host, port in redis['SENTINELS'])
    options = {
        'master_name': redis.get('SENTINEL_SERVICE', 'default'),
        'sentinel_kwargs': {'socket_connect_timeout': redis.get('SENTINEL_TIMEOUT', 10)},
    }
    return {
        'broker_url': url,
        'result_backend': url,
        'options': options,
        'result_backend_transport_options': options,
        **_tls(redis, bool(redis.get('SSL', False))),
    }


def _credentials(redis: Mapping[str, Any]) -> str:
    user, password = redis.get('USERNAME') or '', redis.get('PASSWORD') or ''
    if not (user or password):
        return ''
    return f'{quote(user, safe="")}:{quote(password, safe="")}@'


def _tls(redis: Mapping[str, Any], secure: bool) -> dict[str, Any]:
    """Checks of the server's certificate, for broker and results."""
    if not secure:
        return {}
    options: dict[str, Any] = {
        'ssl_cert_reqs': ssl.CERT_NONE if redis.get('INSECURE_SKIP_TLS_VERIFY') else ssl.CERT_REQUIRED
    }
    if redis.get('CA_CERT_PATH'):
        options['ssl_ca_certs'] = redis['CA_CERT_PATH']
    return {'broker_use_ssl': options, 'redis_backend_use_ssl': options}

"""Whether a Celery worker is alive, known to a page without making it wait."""

from dataclasses import dataclass

from django.core.cache import cache

from .celery import app

__all__ = ('WorkerState', 'worker_state')

PING_SECONDS = 0.7
KEPT_SECONDS = 10
KEY = 'netbox_slm:worker'


@dataclass(frozen=True, slots=True)
class WorkerState:
    """Whether a worker answers, and whether the broker could be reached at all."""

    is_alive: bool
    is_broker_reachable: bool


def worker_state() -> WorkerState:
    """Whether a worker is alive; asked at most every 10 s, and answered within 1 s."""
    known = cache.get(KEY)
    if known is None:
        known = _ping()
        cache.set(KEY, known, KEPT_SECONDS)
    return WorkerState(*known)


def _ping() -> tuple[bool, bool]:
    """(alive, reachable). On a connection of its own: those of the pool wait and retry when the broker is down."""
    limits = {'socket_connect_timeout': PING_SECONDS / 2, 'socket_timeout': PING_SECONDS, 'max_retries': 0}
    try:
        with app.connection_for_write(
            connect_timeout=PING_SECONDS, transport_options={**app.conf.broker_transport_options, **limits}
        ) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=PING_SECONDS)
            answers = app.control.broadcast('ping', connection=connection, reply=True, timeout=PING_SECONDS, limit=1)
    except (*connection_errors(), OSError):
        return False, False
    return bool(answers), True


def connection_errors() -> tuple[type[Exception], ...]:
    """What is raised when the broker cannot be reached."""
    with app.connection_for_write() as connection:
        return (*connection.connection_errors, *connection.channel_errors, app.Task.OperationalError)

"""Whether a Celery worker is alive and the broker can be reached, known to a page without making it wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.cache import cache
from kombu import Connection

from .celery import app

__all__ = ('WorkerState', 'connection_errors', 'is_broker_reachable', 'worker_state')

PING_SECONDS = 0.4
PATIENT_SECONDS = 2.0
KEPT_SECONDS = 10
KEY = 'netbox_slm:worker'
BROKER_KEY = 'netbox_slm:broker'


@dataclass(frozen=True, slots=True)
class WorkerState:
    """Whether a worker answers, and whether the broker could be reached at all."""

    is_alive: bool
    is_broker_reachable: bool


def worker_state(*, patient: bool = False) -> WorkerState:
    """Whether a worker is alive; asked at most every 10 s, and answered within 1 s.

    patient: for who is about to give it work: a worker that was not heard is asked again, and given more time.
    """
    known = cache.get(KEY)
    if known is None or (patient and not known[0]):
        known = _ping(PATIENT_SECONDS if patient else PING_SECONDS)
        cache.set(KEY, known, KEPT_SECONDS)
    return WorkerState(*known)


def is_broker_reachable() -> bool:
    """Whether the broker takes messages now; asked at most every 10 s.

    Ask before sending: the client of Redis tries for many seconds to reach a server that is not there.
    """
    known = cache.get(BROKER_KEY)
    if known is None:
        try:
            with _connected(PING_SECONDS):
                known = True
        except (*connection_errors(), OSError):
            known = False
        cache.set(BROKER_KEY, known, KEPT_SECONDS)
    return known


def connection_errors() -> tuple[type[Exception], ...]:
    """What is raised when the broker cannot be reached."""
    with app.connection_for_write() as connection:
        return (*connection.connection_errors, *connection.channel_errors, app.Task.OperationalError)


def _ping(seconds: float) -> tuple[bool, bool]:
    """(alive, reachable); waits up to twice as long for an answer."""
    try:
        with _connected(seconds) as connection:
            answers = app.control.broadcast('ping', connection=connection, reply=True, timeout=seconds, limit=1)
    except (*connection_errors(), OSError):
        return False, False
    return bool(answers), True


@contextmanager
def _connected(seconds: float) -> Iterator[Connection]:
    """A connection of its own: those of Celery's pool wait and retry when the broker is down."""
    limits = {'socket_connect_timeout': seconds, 'socket_timeout': seconds, 'max_retries': 0}
    with app.connection_for_write(
        connect_timeout=seconds, transport_options={**app.conf.broker_transport_options, **limits}
    ) as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=seconds)
        yield connection

"""The private servers: found, started on a free port, and only our own stopped."""

import os
import socket

import pytest

from devtools import postgres, valkey
from devtools.steps import StepError


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A Valkey of this test alone."""
    monkeypatch.setattr(valkey.Valkey, 'state', tmp_path / 'valkey.state')
    server = valkey.Valkey()
    yield server
    server.stop()


def test_valkey_starts_answers_and_stops(server):
    server.start(16)
    pid, port = server.pid_and_port

    assert server.is_running()
    server.start(16)
    assert server.pid_and_port == (pid, port)

    server.stop()
    assert not server.is_running()


def test_a_server_that_is_not_ours_is_left_alone(server):
    server.start(16)
    pid, port = server.pid_and_port
    server.state.write_text(f'{os.getpid()} {port}')

    assert not server.is_running()
    server.stop()

    server.state.write_text(f'{pid} {port}')
    assert server.is_running()


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert postgres.free_port(port) != port


def test_postgresql_without_icu_is_refused_by_name(tmp_path, monkeypatch):
    for name in ('initdb', 'postgres', 'psql', 'pg_ctl', 'pg_dump', 'pg_restore'):
        (tmp_path / name).write_text('#!/bin/sh\necho "postgres (PostgreSQL) 17.2"\n')
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv('PG_BIN', str(tmp_path))

    with pytest.raises(StepError, match=r'PG_BIN=.* has no complete PostgreSQL 15 or newer with ICU') as failure:
        postgres.find_programs()
    assert 'Install PostgreSQL' in failure.value.hint


def test_an_old_postgresql_is_refused(tmp_path):
    (tmp_path / 'postgres').write_text('#!/bin/sh\necho "postgres (PostgreSQL) 14.11"\n')
    (tmp_path / 'postgres').chmod(0o755)

    assert postgres.major_version(tmp_path) == 14 < postgres.MINIMUM
    assert postgres.major_version(tmp_path / 'nowhere') == 0

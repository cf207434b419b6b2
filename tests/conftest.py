"""Fixtures of all tests: data folders (skipped by name where absent), a live NetBox, a Celery worker, query counts."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, settings

# Nothing is timed in tests: what is slow is the machine
settings.register_profile('untimed', deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile('untimed')

SHARED = Path(__file__).resolve().parent.parent.parent / 'shared/data'


def data_folder():
    """Folder with the real incidents: SLM_DATA, by default ../shared/data."""
    return Path(os.environ.get('SLM_DATA') or SHARED)


@pytest.fixture(scope='session')
def slm_data():
    """Open a data set by name; a test that needs one which is not there is skipped by that name."""

    def open_set(name):
        folder = data_folder() / name
        if not folder.is_dir():
            pytest.skip(f'needs the data set {name} (SLM_DATA)')
        return folder

    return open_set


@pytest.fixture
def live_netbox(live_server):
    """This NetBox over HTTP, in a thread of the test's process and on its database."""
    from tests.live import LiveNetBox

    return LiveNetBox(live_server.url)


@pytest.fixture(scope='module')
def browser():
    """A headless Chromium, closed with its module: GraphQL answers nothing in the event loop that Playwright keeps."""
    from playwright.sync_api import sync_playwright

    from tests.live import find_browser, launch_browser

    find_browser()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, in which Django otherwise refuses to reach the database.
        patch.setenv('DJANGO_ALLOW_ASYNC_UNSAFE', 'true')
        yield launch_browser(playwright)


@pytest.fixture
def browser_page(live_netbox, browser):
    """A page of the browser, logged in as a superuser; relative addresses lead to the live NetBox."""
    live_netbox.superuser()
    with browser.new_context(base_url=live_netbox.url, viewport={'width': 1400, 'height': 900}) as context:
        page = context.new_page()
        page.goto('/login/')
        page.fill('#id_username', 'admin')
        page.fill('#id_password', 'admin')
        page.click('button[type=submit]')
        page.wait_for_url(f'{live_netbox.url}/')
        yield page


@pytest.fixture
def queries_for(client):
    """Number of queries that a GET of a path costs."""

    def count(path, client=client):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        assert response.status_code == 200, f'{path}: {response.status_code}'
        return len(queries)

    return count


class WorkerProcess:
    """A real `celery -A netbox_slm worker` on the test's database and Valkey numbers."""

    def __init__(self, log):
        self.log, self.process = log, None

    def start(self, **plugin_settings):
        """Start it, with other settings of the plugin where given, and wait until it answers a ping."""
        env = {
            **os.environ,
            'SLM_DB_NAME': connection.settings_dict['NAME'],
            'SLM_PLUGIN_SETTINGS': json.dumps(plugin_settings),
        }
        command = [sys.executable, '-m', 'celery', '-A', 'netbox_slm', 'worker', '--loglevel', 'INFO']
        with self.log.open('a') as log:
            self.process = subprocess.Popen(
                [*command, '--concurrency', '1', '--hostname', f'test-{os.getpid()}@%h'],
                env=env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_for_ping()

    def _wait_for_ping(self):
        from netbox_slm.celery import app

        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                pytest.fail(f'the Celery worker ended:\n{self.log.read_text()[-3000:]}')
            if app.control.ping(timeout=1.0):
                return
        pytest.fail(f'the Celery worker did not answer:\n{self.log.read_text()[-3000:]}')

    def kill(self):
        """End it and its children at once (SIGKILL), as a crash would."""
        self._signal(signal.SIGKILL)

    def stop(self):
        """End it gently."""
        self._signal(signal.SIGTERM)

    def _signal(self, number):
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None


@pytest.fixture
def celery_worker_process(transactional_db, tmp_path):
    """A worker that is not started yet: `start()`, `kill()`, `stop()`; the queue is empty before and after.

    What a killed worker had in hand comes back to one that is started with `celery_visibility_seconds=2`.
    """
    from netbox_slm.celery import app

    app.control.purge()
    worker = WorkerProcess(tmp_path / 'worker.log')
    yield worker
    worker.kill()
    app.control.purge()

"""`./dev demo`: a complete NetBox with the demo company, until Ctrl-C."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime

from .places import LOG, NETBOX, PYTHON, ROOT, VENV, short_hash
from .postgres import free_port
from .services import RUNNING_DEMO, netbox_env, services
from .steps import StepError, say, step, tail
from .templates import DEMO_DATABASE, ensure_demo_database

_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def demo(arguments):
    """Start everything, say where it is, and wait; with --stop-when-ready stop as soon as it answers."""
    stop_when_ready = '--stop-when-ready' in arguments
    for number in _ENDINGS:
        signal.signal(number, _interrupt)
    with services() as (cluster, _number):
        ensure_demo_database(cluster)
        env = netbox_env()
        port = free_port(_preferred_port())
        children = []
        try:
            RUNNING_DEMO.write_text(json.dumps({'pid': os.getpid(), 'address': f'http://127.0.0.1:{port}'}))
            _prepare(cluster, env)
            _start(env, port, children)
            _wait_until_ready(port, children)
            _greet(port)
            if not stop_when_ready:
                _watch(children)
        except KeyboardInterrupt:
            print()
        finally:
            for number in _ENDINGS:
                signal.signal(number, signal.SIG_IGN)
            _stop(children)
            RUNNING_DEMO.unlink(missing_ok=True)
    say('Stopped.')


def _preferred_port():
    text = os.environ.get('PORT', '8000')
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise StepError(f'PORT={text} is no port: a number from 1 to 65535.', 'PORT=8000 ./dev demo')
    return int(text)


def _interrupt(_number, _frame):
    raise KeyboardInterrupt


def _prepare(cluster, env):
    """Admin, roles, company and index, unless this code did it today; a comment on the database tells."""
    code = sorted((ROOT / 'netbox_slm').rglob('*.py'))
    mark = f'prepared {short_hash(datetime.now(UTC).date().isoformat(), *code)}'
    if cluster.comment(DEMO_DATABASE) == mark:
        return
    if subprocess.run([PYTHON, '-m', 'devtools.prepare'], env=env, cwd=ROOT, check=False).returncode:
        raise StepError('The demo could not be prepared; its messages are above.', './dev reset begins anew.')
    cluster.sql(f"COMMENT ON DATABASE {DEMO_DATABASE} IS '{mark}'")


def _start(env, port, children):
    """Start web server, RQ worker, Celery worker and beat into `children`; each writes a log and ends with us."""
    LOG.mkdir(parents=True, exist_ok=True)
    binaries = VENV / 'bin'
    commands = {
        'gunicorn': [
            *(binaries / 'gunicorn', 'devtools.wsgi:application', '--bind', f'127.0.0.1:{port}'),
            *('--preload', '--workers', '2', '--threads', '4', '--timeout', '120', '--no-control-socket'),
        ],
        'rqworker': [NETBOX, 'rqworker'],
        'celery-worker': [binaries / 'celery', '-A', 'netbox_slm', 'worker', '--loglevel', 'INFO'],
        'celery-beat': [
            *(binaries / 'celery', '-A', 'netbox_slm', 'beat', '--loglevel', 'INFO'),
            *('--pidfile', ''),
        ],
    }
    for name, command in commands.items():
        with (LOG / f'{name}.log').open('w') as log:
            child = subprocess.Popen(
                [str(part) for part in command],
                env=env,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        child.label = name
        children.append(child)


def _die_with_parent():
    """On Linux the kernel ends a child whose ./dev was killed."""
    if sys.platform == 'linux':
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _wait_until_ready(port, children):
    with step('Starting NetBox, its worker, and Celery'):
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            _refuse_dead(children)
            try:
                with urllib.request.urlopen(f'http://127.0.0.1:{port}/login/', timeout=30) as response:
                    if response.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.5)
    raise StepError('NetBox did not answer within three minutes.', f'Its logs are in {LOG}.')


def _refuse_dead(children):
    for child in children:
        if child.poll() is not None:
            log = LOG / f'{child.label}.log'
            raise StepError(f'{child.label} ended by itself.\n{tail(log.read_text())}', f'The whole log is {log}.')


def _greet(port):
    address = f'http://127.0.0.1:{port}'
    print(
        f"""
  NetBox with the demo company runs:   {address}
  Log in as                            admin / admin, or in a role: demo-director, demo-manager, demo-sales,
                                       demo-team, demo-customer (password slm-demo)
  Then look at                         {address}/plugins/service-levels/attainments/   last month's promises
                                       {address}/plugins/service-levels/services/      the services
                                       {address}/dcim/devices/?tag=slm-demo            a device, tab Service levels
  REST                                 {address}/api/plugins/service-levels/
  Logs                                 {LOG}
  Ctrl-C stops all of it; ./dev demo finds it again.
""",
        flush=True,
    )


def _watch(children):
    while True:
        _refuse_dead(children)
        time.sleep(1)


def _stop(children):
    """End each child's whole group, gently first."""
    for child in reversed(children):
        _signal_group(child, signal.SIGTERM)
    deadline = time.monotonic() + 15
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _signal_group(child, signal.SIGKILL)
            child.wait()


def _signal_group(child, number):
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return

"""The virtual environment: uv, NetBox from the package index, this plugin in place."""

import os
import shutil
import subprocess
import sys
import venv

from .places import CACHE, LOCAL, NETBOX_VERSION, PYTHON, ROOT, VENV, short_hash
from .steps import StepError, locked, run, step

# NetBox pins psycopg[c], which compiles against libpq; the binary wheel is the same code.
OVERRIDES = 'psycopg[binary,pool]\n'


def ensure_environment():
    """Make `.venv` with NetBox and the plugin, or leave it where it is current."""
    with locked('environment'):
        # Its scripts name the folder it was made in, so a checkout that was moved needs a new one.
        wanted = short_hash(ROOT / 'pyproject.toml', NETBOX_VERSION, OVERRIDES, sys.version, str(ROOT))
        mark = VENV / 'installed'
        if PYTHON.exists() and mark.exists() and mark.read_text() == wanted:
            return
        uv = find_uv()
        if not _is_same_python() or not _is_here():
            shutil.rmtree(VENV, ignore_errors=True)
            with step(f'Making .venv with Python {sys.version_info.major}.{sys.version_info.minor}'):
                run([uv, 'venv', '--quiet', '--python', sys.executable, VENV], cause='.venv could not be made.')
        with step(f'Installing NetBox {NETBOX_VERSION} and the plugin (a minute without a cache)'):
            _install(uv)
        mark.write_text(wanted)


def find_uv():
    """A uv that starts: on the PATH, else in the cache, else installed there with pip."""
    cached = CACHE / 'uv/bin/uv'
    for candidate in (shutil.which('uv'), str(cached)):
        if candidate and _starts(candidate):
            return candidate
    with step('Getting uv'), locked('uv', shared_cache=True):
        try:
            venv.create(CACHE / 'uv', with_pip=True, clear=True)
        except (subprocess.CalledProcessError, OSError) as error:
            raise StepError(
                f'{sys.executable} cannot make an environment with pip: {error}',
                'Debian, Ubuntu: apt-get install python3-venv; or install uv so that it is on the PATH.',
            ) from error
        run(
            [CACHE / 'uv/bin/python', '-m', 'pip', 'install', '--quiet', 'uv'],
            cause='uv could not be installed with pip.',
            hint='Install uv yourself so that it is on the PATH, or check the network.',
        )
    return str(cached)


def _starts(command):
    try:
        return subprocess.run([command, '--version'], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _is_same_python():
    if not _starts(str(PYTHON)):
        return False
    out = subprocess.run([PYTHON, '-c', 'import sys; print(sys.version)'], capture_output=True, text=True, check=False)
    return out.stdout.strip() == sys.version


def _is_here():
    script = VENV / 'bin/netbox'
    return not script.exists() or str(VENV) in script.read_text()[:300]


def _install(uv):
    """Install online; where that fails, from uv's cache alone, so that a fresh clone works without a network."""
    LOCAL.mkdir(exist_ok=True)
    overrides = LOCAL / 'overrides.txt'
    overrides.write_text(OVERRIDES)
    command = [uv, 'pip', 'install', '--quiet', '--python', PYTHON, '--override', overrides]
    command += [f'netbox=={NETBOX_VERSION}', '-e', f'{ROOT}[test,branching]']
    if os.environ.get('UV_OFFLINE'):
        run(command, cause='The cache does not hold all packages.', hint='Run ./dev once with a network.')
        return
    try:
        run(command, cause='The packages could not be installed.', env={'UV_HTTP_TIMEOUT': '60'})
    except StepError as online:
        try:
            run([*command, '--offline'], cause='')
        except StepError:
            online.hint = 'Check the network and run the same command again; what is in the cache is kept.'
            raise online from None

"""A private PostgreSQL cluster of this checkout, on a free port, for disposable data only (no fsync)."""

import os
import pwd
import re
import shutil
import socket
import subprocess
from pathlib import Path

from .places import LOCAL, ROOT, short_hash
from .steps import StepError, run, step, tail

MINIMUM = 15
_INSTALL_HINT = (
    'Install PostgreSQL 15 or newer with ICU (Debian, Ubuntu: apt-get install postgresql), or name the folder of its '
    'programs: PG_BIN=/usr/lib/postgresql/15/bin ./dev …'
)
_OPTIONS = """
listen_addresses = '127.0.0.1'
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 256MB
max_connections = 200
max_wal_size = 1GB
log_min_messages = warning
"""


def find_programs():
    """Folder with initdb, postgres and psql, version 15 or newer with ICU; Debian's package is installed as root."""
    found = _search()
    if found is None and os.geteuid() == 0 and shutil.which('apt-get'):
        with step('Installing PostgreSQL with apt-get'):
            env = {'DEBIAN_FRONTEND': 'noninteractive'}
            run(['apt-get', 'update', '-qq'], cause='apt-get update failed.', hint=_INSTALL_HINT, env=env)
            run(
                ['apt-get', 'install', '-y', '-qq', 'postgresql', 'postgresql-client'],
                cause='apt-get could not install postgresql.',
                hint=_INSTALL_HINT,
                env=env,
            )
        found = _search()
    if found is None:
        raise StepError('No PostgreSQL 15 or newer with ICU was found.', _INSTALL_HINT)
    return found


def _search():
    named = os.environ.get('PG_BIN', '')
    if named and not _is_usable(Path(named)):
        raise StepError(f'PG_BIN={named} has no complete PostgreSQL {MINIMUM} or newer with ICU.', _INSTALL_HINT)
    folders = [named]
    folders += sorted(map(str, Path('/usr/lib/postgresql').glob('*/bin')), key=_version_of_path, reverse=True)
    folders += ['/usr/local/pgsql/bin', '/opt/homebrew/bin']
    on_path = shutil.which('postgres')
    folders.append(str(Path(on_path).resolve().parent) if on_path else '')
    folders.append(_told_by_pg_config())
    for folder in filter(None, folders):
        if _is_usable(Path(folder)):
            return Path(folder)
    return None


def _told_by_pg_config():
    try:
        return subprocess.run(['pg_config', '--bindir'], capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ''


def _version_of_path(path):
    digits = Path(path).parent.name
    return int(digits) if digits.isdigit() else 0


def _is_usable(folder):
    if not all((folder / name).exists() for name in ('initdb', 'postgres', 'psql', 'pg_ctl', 'pg_dump', 'pg_restore')):
        return False
    # NetBox's collation needs ICU, and not every package has pg_config to ask: the server imports its functions or not.
    return major_version(folder) >= MINIMUM and b'ucol_open' in (folder / 'postgres').read_bytes()


def major_version(folder):
    """Major version of the server in this folder; 0 where it does not start."""
    try:
        out = subprocess.run([folder / 'postgres', '--version'], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.search(r'(\d+)', out)
    return int(found[1]) if found else 0


class Cluster:
    """The cluster of this checkout; `start()` and `stop()` may be called at any time."""

    def __init__(self):
        self.programs = find_programs()
        self.major = major_version(self.programs)
        self.user = _server_user()
        self.home = self._home()
        self.data = self.home / 'pg'
        self.port_file = LOCAL / 'pg.port'

    def _home(self):
        """`.local`, or a folder of /var/tmp where the server's user cannot reach the checkout."""
        LOCAL.mkdir(exist_ok=True)
        if self.user is None:
            return LOCAL
        reach = subprocess.run(['test', '-x', LOCAL], check=False, **self._as_user())
        if reach.returncode == 0:
            return LOCAL
        home = Path('/var/tmp') / f'netbox-slm-{short_hash(str(ROOT))}'
        if home.is_symlink() or (home.exists() and home.stat().st_uid != os.geteuid()):
            raise StepError(f'{home} belongs to somebody else.', 'Remove it, or clone the project somewhere else.')
        return home

    def _as_user(self):
        if self.user is None:
            return {}
        return {'user': self.user.pw_uid, 'group': self.user.pw_gid, 'extra_groups': [], 'cwd': '/'}

    @property
    def port(self):
        """Its port; None before its first start."""
        return int(self.port_file.read_text()) if self.port_file.exists() else None

    def is_running(self):
        """True while the server of this data folder runs."""
        if not (self.data / 'PG_VERSION').exists() or self.port is None:
            return False
        status = subprocess.run(
            [self.programs / 'pg_ctl', '-D', self.data, 'status'], capture_output=True, check=False, **self._as_user()
        )
        return status.returncode == 0

    def start(self):
        """Make the cluster when it is new, and start it when it is down."""
        if self.is_running():
            return
        version = self.data / 'PG_VERSION'
        if not version.exists() or version.read_text().strip() != str(self.major):
            self._make()
        log = self.home / 'pg.log'
        for preferred in (self.port, None, None):
            port = free_port(preferred)
            try:
                self._start_on(port, log)
            except StepError:
                # The port that was free may have been taken in between; the next one is tried.
                continue
            self.port_file.write_text(str(port))
            return
        raise StepError(
            f'PostgreSQL did not start; the end of {log}:\n{_end_of(log)}',
            './dev reset throws its data away and begins anew.',
        )

    def _start_on(self, port, log):
        # A socket would need a short path, so there is none.
        run(
            [
                *(self.programs / 'pg_ctl', '-D', self.data, '-l', log, '-w', '-t', '60'),
                *('-o', f"-p {port} -c unix_socket_directories=''", 'start'),
            ],
            cause='PostgreSQL did not start.',
            **self._as_user(),
        )

    def _make(self):
        with step('Making a private PostgreSQL cluster'):
            shutil.rmtree(self.data, ignore_errors=True)
            self.data.mkdir(parents=True)
            self.data.chmod(0o700)
            if self.user is not None:
                os.chown(self.data, self.user.pw_uid, self.user.pw_gid)
                (self.home / 'pg.log').touch()
                os.chown(self.home / 'pg.log', self.user.pw_uid, self.user.pw_gid)
            run(
                [
                    *(self.programs / 'initdb', '-D', self.data, '-U', 'netbox', '-A', 'trust'),
                    *('-E', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'),
                ],
                cause='initdb failed.',
                hint=_INSTALL_HINT,
                **self._as_user(),
            )
            with (self.data / 'postgresql.conf').open('a') as file:
                file.write(_OPTIONS)

    def stop(self):
        """Stop the server; nothing where it is down."""
        if self.is_running():
            run(
                [self.programs / 'pg_ctl', '-D', self.data, '-m', 'fast', '-w', 'stop'],
                cause='PostgreSQL did not stop.',
                **self._as_user(),
            )

    def remove(self):
        """Stop it and delete its data."""
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)
        if self.home != LOCAL:
            shutil.rmtree(self.home, ignore_errors=True)

    def sql(self, statement, database='postgres'):
        """Run SQL and return the rows as text lines."""
        out = run(
            [*self._client('psql'), '-d', database, '-qAtX', '-v', 'ON_ERROR_STOP=1', '-c', statement],
            cause=f'SQL failed: {statement}',
        )
        return out.split('\n')[:-1] if out else []

    def tool(self, name, *arguments, cause, hint=''):
        """Run pg_dump or pg_restore against this server."""
        run([*self._client(name), *arguments], cause=cause, hint=hint)

    def _client(self, name):
        return [self.programs / name, '-h', '127.0.0.1', '-p', str(self.port), '-U', 'netbox']

    def drop(self, name):
        """Drop the database of this name, and those of the workers of its run (name_gw0, …), whoever uses them."""
        for found in self.databases():
            if found == name or found.startswith(f'{name}_'):
                self.sql(f'DROP DATABASE IF EXISTS "{found}" WITH (FORCE)')

    def comment(self, name):
        """The comment on a database; '' where there is none."""
        found = self.sql(f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'")
        return ''.join(found)

    def databases(self):
        """Names of all databases."""
        return self.sql('SELECT datname FROM pg_database')


def _end_of(log):
    return tail(log.read_text(errors='replace'), 6) if log.exists() else ''


def _server_user():
    """The user to run the server as: ourselves, or as root one without rights."""
    if os.geteuid() != 0:
        return None
    for name in ('postgres', 'nobody'):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise StepError('PostgreSQL does not run as root, and there is no user postgres or nobody.', 'Add such a user.')


def free_port(preferred=None):
    """The preferred port where it is free, else any free one of the loopback."""
    for port in filter(None, (preferred,)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(('127.0.0.1', port))
            except OSError:
                continue
            return port
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]

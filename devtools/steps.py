"""Steps as a person sees them: what happens, how long, and on failure the cause and the next thing to try."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

from .places import CACHE, LOCAL, ROOT


class StepError(Exception):
    """A step could not be done: the cause, and what to try next."""

    def __init__(self, cause, hint=''):
        super().__init__(cause)
        self.cause, self.hint = cause, hint


def say(text):
    """One line to the person, at once."""
    print(f'» {text}', flush=True)


@contextmanager
def step(text):
    """Say what begins, and how long it took where that was noticeable."""
    say(text)
    begin = time.monotonic()
    yield
    seconds = time.monotonic() - begin
    if seconds > 5:
        say(f'  … {seconds:.0f} s')


@contextmanager
def locked(name, *, shared_cache=False):
    """Hold a lock file: of this checkout, or of the cache that all checkouts share."""
    folder = CACHE if shared_cache else LOCAL
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f'{name}.lock').open('w') as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run(command, *, cause, hint='', env=None, **options):
    """Run a command and return its output. Raises StepError with its last lines."""
    result = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors='replace',
        check=False,
        **options,
    )
    if result.returncode:
        raise StepError(f'{cause}\n{tail(result.stdout)}', hint)
    return result.stdout


def hand_over(command, env):
    """Run a command that talks to the person itself and return its exit code.

    A terminal sends Ctrl-C to the command as well, which decides what it means (in a shell: clear the line);
    SIGTERM and SIGHUP come to us alone, so they are passed on and our own cleaning up still happens.
    """
    with subprocess.Popen([str(part) for part in command], env=env, cwd=ROOT) as child:

        def pass_on(number, _frame):
            if number != signal.SIGINT or not sys.stdin or not sys.stdin.isatty():
                child.send_signal(number)

        signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, pass_on) for number in signals}
        try:
            return child.wait()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def tail(text, lines=12):
    """The last lines of an output, indented."""
    return '\n'.join(f'    {line}' for line in text.rstrip().splitlines()[-lines:])


def is_alive(pid):
    """True while a process of this number runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_terminal():
    """True where a person watches, so that a line may be written over."""
    return sys.stdout.isatty()

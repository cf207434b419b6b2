"""Steps: signals reach the command that runs, and failures carry their cause."""

import signal
import subprocess
import sys

import pytest

from devtools.steps import StepError, is_alive, run

# A child that says when it is ready and ends with 7 when it is asked to end.
CHILD = """
import signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
print('ready', flush=True)
signal.pause()
"""
PARENT = """
import os, sys
from devtools.steps import hand_over
sys.exit(hand_over([sys.executable, '-c', sys.argv[1]], dict(os.environ)))
"""


def test_a_signal_to_us_ends_the_command_and_its_exit_code_is_ours():
    with subprocess.Popen([sys.executable, '-c', PARENT, CHILD], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout.readline() == 'ready\n'

        parent.send_signal(signal.SIGTERM)

        assert parent.wait(30) == 7


def test_a_failed_command_is_reported_with_its_last_lines():
    command = [sys.executable, '-c', "print('a'); print('the reason'); raise SystemExit(3)"]

    with pytest.raises(StepError) as failure:
        run(command, cause='It failed.', hint='Try again.')

    assert failure.value.cause == 'It failed.\n    a\n    the reason'
    assert failure.value.hint == 'Try again.'


def test_a_process_is_alive_until_it_was_waited_for():
    process = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE)
    assert is_alive(process.pid)

    process.communicate(b'\n')

    assert not is_alive(process.pid)

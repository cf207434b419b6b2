"""The commands of ./dev: what is offered, and when tests run in parallel."""

from pathlib import Path

import pytest

from devtools import __main__ as entry

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize('command', sorted(entry.COMMANDS))
def test_every_command_is_in_the_usage_and_in_the_documentation(command):
    assert f'\n  {command} ' in entry.USAGE
    assert f'`./dev {command}' in (ROOT / 'docs/development.md').read_text()


def test_an_unknown_command_shows_the_usage_and_fails(capsys):
    assert entry.main(['tset']) == 2
    assert './dev COMMAND' in capsys.readouterr().out


def test_help_is_no_failure(capsys):
    assert entry.main(['help']) == 0


def test_a_failed_step_ends_with_its_cause_and_the_next_thing_to_try(monkeypatch, capsys):
    def fail(_arguments):
        raise entry.StepError('The moon is in the way.', 'Wait for dawn.')

    monkeypatch.setitem(entry.COMMANDS, 'lint', fail)

    assert entry.main(['lint']) == 1
    assert capsys.readouterr().err == '\n./dev lint stopped: The moon is in the way.\nNext: Wait for dawn.\n'


def test_the_whole_suite_runs_in_parallel():
    assert entry.parallel([], cores=2) == ['-n', '2', '--dist', 'loadfile']
    assert entry.parallel(['-x', '-k', 'attainment'], cores=64)[1] == str(entry.MOST_WORKERS)


@pytest.mark.parametrize(
    'arguments', [['tests/dev/test_house.py'], ['tests/dev/test_house.py::test_x', '-x'], ['-n', '0'], ['--pdb']]
)
def test_few_files_and_chosen_processes_run_as_they_are(arguments):
    assert entry.parallel(arguments, cores=8) == []


def test_one_core_runs_one_process():
    assert entry.parallel([], cores=1) == []


def test_the_benchmarks_are_listed_without_an_argument(capsys):
    from benchmarks.__main__ import main, names

    assert main([]) == 0
    assert capsys.readouterr().out.split('\n')[:-1] == (names() or ['There is no benchmark yet.'])
    assert main(['no-such-benchmark']) == 2

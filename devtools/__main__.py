"""The commands of ./dev."""

import os
import shutil
import subprocess
import sys

from . import house
from .demo import demo
from .environment import ensure_environment
from .places import LOCAL, NETBOX, PYTHON, ROOT, VENV
from .postgres import Cluster
from .services import netbox_env, refuse_while_it_runs, services, users
from .steps import StepError, hand_over, say
from .templates import ensure_branching_template, ensure_demo_database, ensure_templates
from .valkey import Valkey

USAGE = """./dev COMMAND

  demo                 a complete NetBox with the demo company; Ctrl-C stops it
  test [pytest …]      all tests, or those that the pytest arguments name
  manage COMMAND …     any netbox command on the demo database, e.g. ./dev manage slm_compute --period current
  shell                NetBox's Python shell
  bench [NAME …]       timings; without a name it lists them
  lint                 ruff, mypy, import-linter and the house rules
  reset                stop the servers and throw their data away; .venv and the cache stay
"""


# Arguments that choose the processes themselves, run nothing, or talk to a person.
_ONE_PROCESS = ('-n', '--numprocesses', '--dist', '--collect-only', '--co', '--pdb', '--trace', '-s', '-h', '--help')
FEW_FILES = 8
MOST_WORKERS = 4


def test(arguments):
    """Run pytest against real servers, in parallel where that is faster."""
    ensure_environment()
    with services() as (cluster, number):
        with_plugins = os.environ.get('SLM_BRANCHING')
        template = ensure_branching_template(cluster) if with_plugins else ensure_templates(cluster)
        # Never the template itself: a connection to it would keep the next run from cloning it.
        env = netbox_env(
            'postgres', number, SLM_TEST_DB=f'test_slm_{os.getpid()}', SLM_TEMPLATE=template, PYTHONWARNINGS='default'
        )
        command = [PYTHON, '-m', 'pytest', *parallel(arguments, os.cpu_count() or 1), *arguments]
        try:
            return hand_over(command, env)
        finally:
            cluster.drop(f'test_slm_{os.getpid()}')


def parallel(arguments, cores):
    """The xdist arguments to add: each worker pays some 20 s of start, so few files run faster in one process."""
    if cores < 2 or any(argument.startswith(_ONE_PROCESS) for argument in arguments):
        return []
    named = [ROOT / argument.split('::')[0] for argument in arguments if not argument.startswith('-')]
    named = [path for path in named if path.exists()] or [ROOT / 'tests']
    files = sum(len(list(path.rglob('test_*.py'))) if path.is_dir() else 1 for path in named)
    if files < FEW_FILES:
        return []
    return ['-n', str(min(cores, MOST_WORKERS)), '--dist', 'loadfile']


def manage(arguments):
    """Run a netbox command on the demo database."""
    ensure_environment()
    with services() as (cluster, _number):
        ensure_demo_database(cluster)
        return hand_over([NETBOX, *arguments], netbox_env())


def shell(arguments):
    """Open NetBox's shell."""
    return manage(['shell', *arguments])


def bench(arguments):
    """Run benchmarks against a database of their own."""
    ensure_environment()
    if not arguments:
        return hand_over([PYTHON, '-m', 'benchmarks'], netbox_env())
    with services() as (cluster, number):
        template = ensure_templates(cluster)
        name = f'test_slm_{os.getpid()}_bench'
        cluster.sql(f'CREATE DATABASE {name} TEMPLATE {template}')
        try:
            return hand_over([PYTHON, '-m', 'benchmarks', *arguments], netbox_env(name, number))
        finally:
            cluster.drop(name)


def lint(arguments):
    """Check style, types, the direction of dependencies and the house rules."""
    ensure_environment()
    env = {**os.environ, 'PATH': f'{VENV / "bin"}:{os.environ.get("PATH", "")}', 'PYTHONPATH': str(ROOT)}
    failed = []
    for command in (
        ['ruff', 'check', '.', *arguments],
        ['ruff', 'format', '--check', '.'],
        ['mypy'],
        ['lint-imports'],
    ):
        say(' '.join(command))
        if subprocess.run([VENV / 'bin' / command[0], *command[1:]], env=env, cwd=ROOT, check=False).returncode:
            failed.append(command[0])
    say('house rules')
    findings = house.findings()
    print('\n'.join(findings) or 'ok')
    if failed or findings:
        raise StepError(f'Lint failed: {", ".join(failed) or "house rules"}.', './dev lint --fix mends what ruff can.')
    return 0


def reset(_arguments):
    """Stop the servers of this checkout and delete their data."""
    refuse_while_it_runs('./dev reset')
    if users():
        raise StepError(
            f'Other commands use the servers of this checkout (processes {", ".join(map(str, sorted(users())))}).',
            'Wait until they end, or end them.',
        )
    if LOCAL.exists():
        Valkey().stop()
        Cluster().remove()
        shutil.rmtree(LOCAL, ignore_errors=True)
    say('The local data is gone; .venv and the cache are kept.')
    return 0


def run_demo(arguments):
    """Start the demo."""
    refuse_while_it_runs('A second demo')
    ensure_environment()
    demo(arguments)
    return 0


COMMANDS = {
    'demo': run_demo,
    'test': test,
    'manage': manage,
    'shell': shell,
    'bench': bench,
    'lint': lint,
    'reset': reset,
}


def main(arguments):
    """Run one command; a failure ends with its cause and the next thing to try."""
    if not arguments or arguments[0] not in COMMANDS:
        print(USAGE)
        return 0 if arguments in ([], ['help'], ['--help'], ['-h']) else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except StepError as failure:
        print(f'\n./dev {arguments[0]} stopped: {failure.cause}', file=sys.stderr)
        if failure.hint:
            print(f'Next: {failure.hint}', file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print('\nStopped.', file=sys.stderr)
        return 130


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))

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
from .services import netbox_env, services
from .steps import StepError, say
from .templates import ensure_templates
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


def _run(command, env):
    return subprocess.run([str(part) for part in command], env=env, cwd=ROOT, check=False).returncode


def test(arguments):
    """Run pytest against real servers, in parallel where that is faster."""
    ensure_environment()
    with services() as (cluster, number):
        template = ensure_templates(cluster)
        env = netbox_env(
            template, number, SLM_TEST_DB=f'test_slm_{os.getpid()}', SLM_TEMPLATE=template, PYTHONWARNINGS='default'
        )
        command = [PYTHON, '-m', 'pytest', *_parallel(arguments), *arguments]
        return _run(command, env)


def _parallel(arguments):
    """Each xdist worker pays some 20 s of start, so a named file or two runs faster without."""
    chosen = any(argument.startswith(('-n', '--numprocesses', '--collect-only', '--pdb')) for argument in arguments)
    named = [argument for argument in arguments if (ROOT / argument.split('::')[0]).is_file()]
    cores = os.cpu_count() or 1
    if chosen or named or cores < 2:
        return []
    return ['-n', str(min(cores, 4)), '--dist', 'loadfile']


def manage(arguments):
    """Run a netbox command on the demo database."""
    ensure_environment()
    with services() as (cluster, _number):
        template = ensure_templates(cluster)
        if 'netbox' not in cluster.databases():
            cluster.sql(f'CREATE DATABASE netbox TEMPLATE {template}')
        return _run([NETBOX, *arguments], netbox_env())


def shell(arguments):
    """Open NetBox's shell."""
    return manage(['shell', *arguments])


def bench(arguments):
    """Run benchmarks against a database of their own."""
    ensure_environment()
    with services() as (cluster, number):
        template = ensure_templates(cluster)
        name = f'test_slm_{os.getpid()}_bench'
        cluster.sql(f'CREATE DATABASE {name} TEMPLATE {template}')
        try:
            return _run([PYTHON, '-m', 'benchmarks', *arguments], netbox_env(name, number))
        finally:
            cluster.sql(f'DROP DATABASE IF EXISTS {name} WITH (FORCE)')


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
        if _run([VENV / 'bin' / command[0], *command[1:]], env):
            failed.append(command[0])
    say('house rules')
    findings = house.findings()
    print('\n'.join(findings) or 'ok')
    if failed or findings:
        raise StepError(f'Lint failed: {", ".join(failed) or "house rules"}.', './dev lint --fix mends what ruff can.')
    return 0


def reset(_arguments):
    """Stop the servers of this checkout and delete their data."""
    Valkey().stop()
    if LOCAL.exists():
        Cluster().remove()
        shutil.rmtree(LOCAL, ignore_errors=True)
    say('The local data is gone; .venv and the cache are kept.')
    return 0


def run_demo(arguments):
    """Start the demo."""
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

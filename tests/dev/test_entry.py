"""The shell script ./dev: it finds a Python that really starts, or says what to install."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def tools(tmp_path):
    """A folder for the PATH with what the script itself needs, and no Python."""
    folder = tmp_path / 'bin'
    folder.mkdir()
    for name in ('bash', 'env', 'dirname', 'readlink', 'cat'):
        (folder / name).symlink_to(shutil.which(name))
    return folder


@pytest.fixture
def dev(tools, tmp_path):
    """Run ./dev as somebody who has nothing but these tools."""

    def run(*arguments, **env):
        return subprocess.run(
            [str(ROOT / 'dev'), *arguments],
            env={'PATH': str(tools), 'HOME': str(tmp_path), **env},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def write_program(path, text):
    path.write_text(f'#!{shutil.which("bash")}\n{text}\n')
    path.chmod(0o755)


def test_without_a_python_it_says_what_to_install(dev, tools):
    if list(Path('/opt/python').glob('3.1[2-9]*')):
        pytest.skip('needs a machine without /opt/python')

    result = dev('help')

    assert result.returncode == 1
    assert 'no Python 3.12 or newer was found' in result.stderr
    assert 'PYTHON=/path/to/python3.12 ./dev demo' in result.stderr


def test_a_shim_that_does_not_start_is_passed_over(dev, tools):
    write_program(tools / 'python3.14', 'echo "pyenv: python3.14: command not found" >&2; exit 127')
    (tools / 'python3.12').symlink_to(sys.executable)

    result = dev('help')

    assert result.returncode == 0, result.stderr
    assert './dev COMMAND' in result.stdout


def test_a_named_python_that_is_none_is_said_and_another_taken(dev, tools):
    (tools / 'python3').symlink_to(sys.executable)

    result = dev('help', PYTHON='/nonexistent/python')

    assert result.returncode == 0
    assert 'PYTHON=/nonexistent/python is no Python 3.12' in result.stderr


def test_it_works_from_another_folder_and_through_a_link(tools, tmp_path):
    (tmp_path / 'link').symlink_to(ROOT / 'dev')

    result = subprocess.run(
        [tmp_path / 'link', 'help'],
        env={'PATH': os.environ['PATH'], 'HOME': str(tmp_path), 'PYTHON': sys.executable},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr

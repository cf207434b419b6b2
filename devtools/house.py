"""House rules that no linter knows: what may not be in a tracked file."""

import ast
import re
import subprocess

from .places import ROOT

MAX_LINES = 600
MAX_FUNCTION_LINES = 40
MAX_ENTRY_LINES = 60
OWN_TEST = 'tests/dev/test_house.py'  # breaks every rule, to see each found
# Built from parts, so that this file does not break its own rules.
_UNFINISHED = re.compile(r'\b(?:TO' r'DO|FIX' r'ME|XX' r'X)\b|raise NotImplemented' r'Error')
_REGISTRY = re.compile(
    r'files\.python' r'hosted|pypi\.org' r'/simple|registry\.npm' r'js|deb\.debian' r'\.org|(?:extra-)?index' r'-url'
)
_MACHINE_PATH = re.compile(r'(?<![\w.}])/(?:root|wo' r'rk|fa' r'rm|home/[a-z]+)/')


def findings():
    """One line per breach in the files of the repository: file, line number, rule."""
    listed = subprocess.run(
        ['git', 'ls-files', '--cached', '--others', '--exclude-standard'],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    found = []
    for name in listed:
        path = ROOT / name
        if not path.is_file() or name == OWN_TEST:
            continue
        try:
            found.extend(breaches(name, path.read_text()))
        except UnicodeDecodeError:
            continue
    return found


def breaches(name, text):
    """One line per rule that this text breaks as the file of this name."""
    lines = text.splitlines()
    if name == 'dev' and len(lines) > MAX_ENTRY_LINES:
        yield f'{name}: {len(lines)} lines of shell; the work belongs into devtools/ (at most {MAX_ENTRY_LINES})'
    if name.endswith('.py') and '/migrations/' not in name:
        yield from _too_long(name, text, lines)
    for number, line in enumerate(lines, start=1):
        if name.endswith('.py') and _UNFINISHED.search(line):
            yield f'{name}:{number}: unfinished work'
        if _REGISTRY.search(line):
            yield f'{name}:{number}: the address of a package registry'
        if not name.endswith('.svg') and _MACHINE_PATH.search(line):
            yield f'{name}:{number}: a path of one machine'


def _too_long(name, text, lines):
    if len(lines) > MAX_LINES:
        yield f'{name}: {len(lines)} lines; split it by noun (at most {MAX_LINES})'
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length > MAX_FUNCTION_LINES and not name.startswith(('tests/', 'netbox_slm/demo/')):  # lists of data
                yield f'{name}:{node.lineno}: {node.name} has {length} lines (at most {MAX_FUNCTION_LINES})'

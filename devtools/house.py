"""House rules that no linter knows: what may not be in a tracked file."""

import re
import subprocess

from .places import ROOT

MAX_LINES = 600
# Built from parts, so that this file does not break its own rules.
_UNFINISHED = re.compile(r'\b(?:TO' r'DO|FIX' r'ME|XX' r'X)\b|NotImplemented' r'Error')
_REGISTRY = re.compile(
    r'files\.python' r'hosted|pypi\.org' r'/simple|registry\.npm' r'js|deb\.debian' r'\.org|index' r'-url'
)
_MACHINE_PATH = re.compile(r'/(?:root|wo' r'rk|fa' r'rm|home/[a-z]+)/')


def findings():
    """One line per breach: file, line number, rule."""
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
        if not path.is_file():
            continue
        try:
            lines = path.read_text().splitlines()
        except UnicodeDecodeError:
            continue
        found.extend(_breaches(name, lines))
    return found


def _breaches(name, lines):
    if name.endswith('.py') and len(lines) > MAX_LINES and '/migrations/' not in name:
        yield f'{name}: {len(lines)} lines; split it by noun (at most {MAX_LINES})'
    for number, line in enumerate(lines, start=1):
        if name.endswith('.py') and _UNFINISHED.search(line):
            yield f'{name}:{number}: unfinished work'
        if _REGISTRY.search(line):
            yield f'{name}:{number}: the address of a package registry'
        if not name.endswith('.svg') and _MACHINE_PATH.search(line):
            yield f'{name}:{number}: a path of one machine'

"""Where everything lies, and which versions are used."""

import hashlib
import os
import tomllib
from pathlib import Path

NETBOX_VERSION = os.environ.get('NETBOX_VERSION', '4.7.3')

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / '.local'
VENV = ROOT / '.venv'
PYTHON = VENV / 'bin/python'
NETBOX = VENV / 'bin/netbox'
NETBOX_ROOT = LOCAL / 'netbox'
LOG = LOCAL / 'log'
CACHE = Path(os.environ.get('SLM_CACHE') or Path.home() / '.cache/netbox-service-levels')
NETBOX_TEMPLATE = f'netbox_{NETBOX_VERSION.replace(".", "_")}'


def netbox_dump(major):
    """File of the cache with a migrated NetBox, as PostgreSQL of that major version wrote it."""
    return CACHE / f'netbox-{NETBOX_VERSION}-pg{major}.dump'


def short_hash(*parts):
    """Ten hexadecimal digits that change with any part (str, bytes or the bytes of a Path)."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            part = part.read_bytes()
        digest.update(part.encode() if isinstance(part, str) else part)
    return digest.hexdigest()[:10]


def plugin_template():
    """Name of the template database that has NetBox's and our migrations applied."""
    return f'slm_{short_hash(NETBOX_VERSION, *migration_digests().values())}'


def branching_template():
    """Name of the template database with the migrations of the two branching plugins beside; beginning as that above,
    it is dropped with it.
    """
    extras = tomllib.loads((ROOT / 'pyproject.toml').read_text())['project']['optional-dependencies']
    digest = short_hash(*extras['branching'], ROOT / 'devtools/configuration.py')  # which models it exempts
    return f'{plugin_template()}_branching_{digest}'


def migration_digests():
    """Digest of each migration of ours by name, in their order."""
    return {path.stem: short_hash(path) for path in sorted((ROOT / 'netbox_slm/migrations').glob('[0-9]*.py'))}

"""NetBox's configuration of this checkout; environment variables choose the database and the Valkey numbers."""

import json
import secrets

from .places import LOCAL, NETBOX_ROOT

_TEMPLATE = '''"""Written by ./dev; for this checkout and disposable data only."""

import json
import os

_worker = os.environ.get('PYTEST_XDIST_WORKER', 'gw0').removeprefix('gw')
_first = int(os.environ.get('SLM_REDIS_FIRST', '0')) + 4 * int(_worker)

ALLOWED_HOSTS = ['*']
DATABASES = {{
    'default': {{
        'NAME': os.environ.get('SLM_DB_NAME', 'netbox'),
        'USER': 'netbox',
        'PASSWORD': '',
        'HOST': '127.0.0.1',
        'PORT': '{pg_port}',
        # A test's server may not hold on to the test's database, which is dropped at the end.
        'CONN_MAX_AGE': 0 if 'SLM_TEST_DB' in os.environ else 300,
        'TEST': {{
            'NAME': os.environ.get('SLM_TEST_DB', 'test_slm'),
            'TEMPLATE': os.environ.get('SLM_TEMPLATE', ''),
        }},
    }}
}}
REDIS = {{
    'tasks': {{'HOST': '127.0.0.1', 'PORT': {valkey_port}, 'DATABASE': _first}},
    'caching': {{'HOST': '127.0.0.1', 'PORT': {valkey_port}, 'DATABASE': _first + 1}},
}}
SECRET_KEY = {secret_key!r}
API_TOKEN_PEPPERS = {{1: {pepper!r}}}
DEVELOPER = True
# Nothing of a demo or a test leaves the machine.
ISOLATED_DEPLOYMENT = True
CENSUS_REPORTING_ENABLED = False
PLUGINS = [] if os.environ.get('SLM_WITHOUT_PLUGIN') else ['netbox_slm']
PLUGINS_CONFIG = {{
    'netbox_slm': {{'celery_database': _first + 2, **json.loads(os.environ.get('SLM_PLUGIN_SETTINGS', '{{}}'))}}
}}
if os.environ.get('SLM_BRANCHING'):
    from netbox_branching.utilities import DynamicSchemaDict

    DATABASES = DynamicSchemaDict(DATABASES)
    DATABASE_ROUTERS = ['netbox_branching.database.BranchAwareRouter']
    PLUGINS += ['netbox_change_control', 'netbox_branching']
    PLUGINS_CONFIG['netbox_branching'] = {{'exempt_models': ['netbox_change_control.*']}}
FIELD_CHOICES = json.loads(os.environ.get('SLM_FIELD_CHOICES', '{{}}'))
if 'SLM_TEST_DB' in os.environ:
    # As in NetBox's own tests: a user may do what the test granted and nothing else.
    DEFAULT_PERMISSIONS = {{}}
'''


def write_configuration(pg_port, valkey_port):
    """Write `.local/netbox/conf/configuration.py`; the secrets are made once per checkout."""
    secrets_file = LOCAL / 'secrets.json'
    if not secrets_file.exists():
        made = {'secret_key': secrets.token_urlsafe(60), 'pepper': secrets.token_urlsafe(60)}
        secrets_file.write_text(json.dumps(made))
        secrets_file.chmod(0o600)
    for folder in ('conf', 'media', 'reports', 'scripts'):
        (NETBOX_ROOT / folder).mkdir(parents=True, exist_ok=True)
    text = _TEMPLATE.format(pg_port=pg_port, valkey_port=valkey_port, **json.loads(secrets_file.read_text()))
    target = NETBOX_ROOT / 'conf/configuration.py'
    if not target.exists() or target.read_text() != text:
        target.write_text(text)

"""The schema: complete, reversible, and not fooled by the other plugin of the same import name."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command('makemigrations', 'netbox_slm', check=True, dry_run=True, stdout=StringIO())


@pytest.mark.django_db
def test_netbox_check_is_clean():
    call_command('check', stdout=StringIO(), stderr=StringIO(), fail_level='WARNING')


@pytest.mark.django_db(transaction=True)
def test_a_database_that_once_had_the_other_plugin_gets_our_tables():
    call_command('migrate', 'netbox_slm', 'zero', stdout=StringIO(), verbosity=0)
    assert 'netbox_slm_sla' not in connection.introspection.table_names()
    MigrationRecorder(connection).record_applied('netbox_slm', '0001_initial')

    call_command('migrate', 'netbox_slm', stdout=StringIO(), verbosity=0)

    assert 'netbox_slm_sla' in connection.introspection.table_names()
    MigrationRecorder.Migration.objects.using('default').filter(app='netbox_slm', name='0001_initial').delete()

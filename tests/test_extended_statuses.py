"""Statuses that an administrator added (NetBox's FIELD_CHOICES) work in form, list, filter, REST and GraphQL."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from netbox_slm.models import Incident
from tests.builders import make_incident

pytestmark = pytest.mark.django_db(transaction=True)

ADDED = {
    'netbox_slm.Incident.status+': [['pending_vendor', 'Pending vendor', 'purple']],
    'netbox_slm.Service.criticality+': [['vital', 'Vital to life', 'red']],
}
# A process of its own, because choices are read once, when it starts.
ACT = """
import json, os, sys
import django
os.environ['DJANGO_SETTINGS_MODULE'] = 'netbox.settings'
django.setup()
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
client = Client()
client.force_login(get_user_model().objects.get(username='admin'))
pk = int(sys.argv[1])
api = reverse('plugins-api:netbox_slm-api:incident-detail', args=[pk])
said = {'patch': client.patch(api, {'status': 'pending_vendor'}, content_type='application/json').json()['status']}
said['refused'] = client.patch(api, {'status': 'pending'}, content_type='application/json').status_code
pages = {
    'page': reverse('plugins:netbox_slm:incident', args=[pk]),
    'form': reverse('plugins:netbox_slm:incident_edit', args=[pk]),
    'list': reverse('plugins:netbox_slm:incident_list') + '?status=pending_vendor',
    'others': reverse('plugins:netbox_slm:incident_list') + '?status=closed',
    'service form': reverse('plugins:netbox_slm:service_add'),
}
said |= {name: client.get(path).content.decode() for name, path in pages.items()}
query = {'query': '{ incident(id: %d) { status } }' % pk}
said['graphql'] = client.post('/graphql/', query, content_type='application/json').json()
print(json.dumps(said))
"""


def test_statuses_of_an_administrator_work_in_pages_and_api():
    incident = make_incident(name='Fan broken', reported_at='2026-03-02 10:00')
    get_user_model().objects.create_superuser('admin')
    env = {**os.environ, 'SLM_DB_NAME': connection.settings_dict['NAME'], 'SLM_FIELD_CHOICES': json.dumps(ADDED)}

    ended = subprocess.run(
        [sys.executable, '-c', ACT, str(incident.pk)], env=env, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stderr
    said = json.loads(ended.stdout)
    assert said['patch'] == {'value': 'pending_vendor', 'label': 'Pending vendor'}
    assert said['refused'] == 400
    assert 'Pending vendor' in said['page']
    assert 'text-bg-purple' in said['page']
    assert re.search(r'<option\s[^>]*value="pending_vendor"[^>]*selected', said['form'])
    assert 'Fan broken' in said['list']
    assert 'Fan broken' not in said['others']
    assert 'Vital to life' in said['service form']
    assert said['graphql'] == {'data': {'incident': {'status': 'pending_vendor'}}}
    assert Incident.objects.get().status == 'pending_vendor'

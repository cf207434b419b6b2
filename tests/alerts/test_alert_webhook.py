"""From a figure to a webhook and a notification: NetBox's event rules, its RQ worker, and a receiver that listens."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.urls import reverse
from django_rq import get_queue
from rq import SimpleWorker

from core.models import ObjectType
from extras.models import EventRule, Notification, NotificationGroup, Webhook
from netbox.events import get_event_type

from netbox_slm import events
from netbox_slm.analysis.alerts.watching import watch
from netbox_slm.models import Attainment, AttainmentRevision, Incident
from tests.analysis.figures import compute, promise
from tests.builders import at, make_incident, make_service

pytestmark = pytest.mark.django_db(transaction=True)

MAY = at('2026-05-15 12:00')


@pytest.fixture
def receiver():
    """An HTTP server that keeps the bodies it is sent."""
    bodies = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            bodies.append(json.loads(self.rfile.read(int(self.headers['Content-Length']))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            """Say nothing."""

    server = HTTPServer(('127.0.0.1', 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    server.bodies = bodies
    yield server
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.fixture
def worker():
    """NetBox's RQ worker, in this process: does what waits in the queue."""
    queue = get_queue('default')
    queue.empty()
    yield lambda: SimpleWorker([queue], connection=queue.connection).work(burst=True)
    queue.empty()


def make_rule(action_object, *event_types, model=Attainment, **fields):
    rule = EventRule(
        name=f'{action_object} {event_types}', event_types=list(event_types), action_object=action_object, **fields
    )
    rule.full_clean(exclude=['action_object_type', 'action_object_id'])
    rule.save()
    rule.object_types.add(ObjectType.objects.get_for_model(model))
    return rule


def make_webhook(server):
    return Webhook.objects.create(name='Pager', payload_url=f'http://127.0.0.1:{server.server_port}/')


def miss():
    service = make_service('Payroll')
    promise([service], target_percent='99', sla_fields={'name': 'Gold'}, name='Up')
    make_incident(services=[service], reported_at='2026-05-10 10:00', resolved_at='2026-05-10 18:00')
    compute('2026-05', now=MAY)


def test_every_event_type_is_known_to_netbox():
    for name, text, kind in (
        (events.SLA_AT_RISK, 'SLA at risk', 'warning'),
        (events.SLA_MISSED, 'SLA missed', 'danger'),
        (events.SLA_RESTORED, 'SLA restored', 'success'),
        (events.DEADLINE_NEAR, 'Deadline near or past', 'warning'),
        (events.BURN_RATE, 'Error budget burns fast', 'danger'),
        (events.FIGURE_DEFECT, 'Figure was wrong', 'danger'),
    ):
        known = get_event_type(name)
        assert (str(known.text), known.kind) == (text, kind)


def test_a_webhook_gets_the_figure_with_what_and_why_once(receiver, worker):
    make_rule(make_webhook(receiver), 'sla_missed', action_type='webhook')

    miss()
    compute('2026-05', now=MAY)
    worker()

    (body,) = receiver.bodies
    assert (body['event'], body['object_type']) == ('sla_missed', 'netbox_slm.attainment')
    assert (body['data']['service']['name'], body['data']['status']['value']) == ('Payroll', 'missed')
    assert body['data']['alert']['message'].startswith('Payroll has missed Up of Gold in 2026-05: 97.7 % of 99 %.')
    assert body['snapshots']['postchange']['period'] == '2026-05'


def test_a_rule_hears_only_of_its_types_and_conditions(receiver, worker):
    hook = make_webhook(receiver)
    make_rule(hook, 'sla_at_risk', 'sla_restored', action_type='webhook')
    make_rule(hook, 'sla_missed', action_type='webhook', conditions={'attr': 'alert.sla', 'value': 'Silver'})

    miss()
    worker()

    assert receiver.bodies == []


def test_a_rule_over_incidents_hears_of_deadlines(receiver, worker):
    service = make_service('Payroll')
    promise([service], target_percent='95', metric='resolution', limit_seconds=3600, name='Repair')
    compute('2026-05', now=MAY)
    make_incident(services=[service], name='Crash', reported_at='2026-05-15 11:30')
    make_rule(make_webhook(receiver), 'deadline_near', model=Incident, action_type='webhook')

    watch(MAY)
    watch(MAY)
    worker()

    (body,) = receiver.bodies
    assert (body['data']['name'], body['data']['alert']['level']) == ('Crash', 'near')


def test_a_notification_rule_notifies_its_group(admin_client, admin_user):
    group = NotificationGroup.objects.create(name='On call')
    group.users.add(admin_user)
    rule = make_rule(group, 'sla_missed', action_type='notification')

    miss()

    notification = Notification.objects.get()
    assert (notification.user, notification.event_type, notification.object) == (
        admin_user,
        'sla_missed',
        Attainment.objects.get(period='2026-05'),
    )
    assert 'SLA missed' in admin_client.get(rule.get_absolute_url()).content.decode()
    assert admin_client.get(reverse('account:notifications')).status_code == 200
    assert admin_client.get(reverse('extras:eventrule_list')).status_code == 200


def test_a_defect_that_was_mended_is_told_once(receiver, worker):
    make_rule(make_webhook(receiver), 'figure_defect', action_type='webhook')
    miss()
    compute('2026-05', now=at('2026-06-02'))
    Attainment.objects.update(stale_since=None)
    Incident.objects.update(resolved_at=at('2026-05-10 11:00'))  # past the signals
    compute('2026-05', now=at('2026-06-03'))
    assert AttainmentRevision.objects.filter(cause='defect').count() == 1

    watch(at('2026-06-03 01:00'))
    watch(at('2026-06-03 01:01'))
    worker()

    (body,) = receiver.bodies
    assert body['data']['alert']['before']['status'] == 'missed'
    assert body['data']['alert']['after']['status'] == 'met'

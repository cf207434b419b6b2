"""What incidents do through the infrastructure: read when they are recorded, kept, decided, and counted."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dcim.models import Cable, PowerOutlet, PowerPort, Rack

from netbox_slm import background, models, tasks
from netbox_slm.analysis.derived_effects import decide, read_again, record_derived_effects
from netbox_slm.analysis.fresh_reading import Difference, difference_of
from netbox_slm.analysis.incidents import naming_service
from netbox_slm.models import DerivedEffect
from tests.builders import (
    at,
    make_component,
    make_device,
    make_incident,
    make_service,
    make_site,
    make_sla,
    make_target,
)
from tests.catalog.base import make_user, permit

from .figures import compute, figure_of

pytestmark = pytest.mark.django_db

NOW = at('2026-04-10')


def feed(device, pdu):
    """Feed a device by an outlet of a PDU; returns the cable."""
    port = PowerPort.objects.create(device=device, name=f'PSU {PowerPort.objects.filter(device=device).count() + 1}')
    outlet = PowerOutlet.objects.create(device=pdu, name=f'{device} {port}')
    cable = Cable(a_terminations=[port], b_terminations=[outlet])
    cable.save()
    return cable


def rows(incident):
    return {(str(row.object), row.effect, row.decision) for row in DerivedEffect.objects.filter(incident=incident)}


def record(*incidents):
    record_derived_effects([incident.pk for incident in incidents], timezone.now())


@pytest.fixture
def racked():
    """A server in a rack, a component of a service."""
    site = make_site('Berlin')
    rack = Rack.objects.create(site=site, name='R1')
    server = make_device('SRV-1', site=site, rack=rack)
    service = make_service('Payroll')
    make_component(service, server)
    return rack, server, service


def test_what_sits_in_something_that_is_down_is_down_and_the_reason_says_why(racked):
    rack, server, _service = racked
    incident = make_incident(on=[rack])

    record(incident)

    row = DerivedEffect.objects.get(incident=incident)
    assert (row.object, row.effect, row.decision, row.distance) == (server, 'down', 'proposed', 1)
    assert [(step['type'], step['id'], step['relation']) for step in row.reason] == [
        ('dcim.rack', rack.pk, ''),
        ('dcim.device', server.pk, 'rack'),
    ]


def test_only_components_of_services_are_kept_and_never_what_the_incident_names(racked):
    rack, server, _service = racked
    make_device('SRV-2', site=rack.site, rack=rack)
    incident = make_incident(on=[rack, server])

    record(incident)

    assert rows(incident) == set()


def test_a_degraded_object_degrades_and_one_without_effect_does_nothing(racked):
    rack, _server, _service = racked
    degraded, harmless = make_incident(on=[rack], effect='degraded'), make_incident(on=[rack], effect='none')

    record(degraded, harmless)

    assert rows(degraded) == {('SRV-1', 'degraded', 'proposed')}
    assert rows(harmless) == set()


def test_a_redundant_feed_alone_takes_nothing_down(racked):
    _rack, server, _service = racked
    one, other = make_device('PDU-1'), make_device('PDU-2')
    feed(server, one), feed(server, other)
    incident = make_incident(on=[one])

    record(incident)

    assert rows(incident) == set()


def test_two_incidents_together_take_down_what_neither_does_alone_while_both_last(racked):
    _rack, server, service = racked
    one, other = make_device('PDU-1'), make_device('PDU-2')
    feed(server, one), feed(server, other)
    first = make_incident(on=[one], reported_at='2026-03-02 08:00')
    second = make_incident(on=[other], reported_at='2026-03-02 10:00')
    record(first)
    record(second)

    assert rows(second) == {('SRV-1', 'down', 'proposed')}
    assert DerivedEffect.objects.get(incident=second).together_with == [first.pk]

    for incident, end in ((first, '2026-03-02 11:00'), (second, '2026-03-02 13:00')):
        models.Incident.objects.filter(pk=incident.pk).update(resolved_at=at(end), status='resolved')
    target = make_target(make_sla(services=[service]))
    compute('2026-03', NOW)
    assert figure_of(target).downtime_us == 3600 * 10**6


def test_a_false_alarm_takes_away_what_was_only_so_together_with_it(racked):
    _rack, server, service = racked
    one, other = make_device('PDU-1'), make_device('PDU-2')
    feed(server, one), feed(server, other)
    first = make_incident(on=[one], reported_at='2026-03-02 08:00')
    second = make_incident(on=[other], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 13:00')
    record_derived_effects([second.pk], at('2026-03-02 12:00'))
    models.Incident.objects.filter(pk=first.pk).update(status='cancelled')
    target = make_target(make_sla(services=[service]))

    compute('2026-03', NOW)

    assert rows(second) == {('SRV-1', 'down', 'proposed')}
    assert figure_of(target).downtime_us == 0


def test_a_month_does_not_change_when_a_cable_moves_afterwards(racked):
    _rack, server, service = racked
    pdu, elsewhere = make_device('PDU-1'), make_device('PDU-9')
    cable = feed(server, pdu)
    incident = make_incident(on=[pdu], reported_at='2026-03-02 08:00', resolved_at='2026-03-02 10:00')
    record(incident)
    target = make_target(make_sla(services=[service]))
    compute('2026-03', NOW)
    before = figure_of(target)
    assert before.downtime_us == 2 * 3600 * 10**6

    cable.delete()
    feed(server, elsewhere)
    compute('2026-03', NOW)

    after = figure_of(target)
    assert (after.downtime_us, after.value_percent) == (before.downtime_us, before.value_percent)


def test_the_line_of_a_figure_shows_the_way_from_what_the_incident_names(racked):
    rack, server, service = racked
    incident = make_incident(on=[rack], reported_at='2026-03-02 08:00', resolved_at='2026-03-02 10:00')
    record(incident)
    target = make_target(make_sla(services=[service]))

    compute('2026-03', NOW)

    line = figure_of(target).contributions.get()
    assert line.object == rack
    assert line.path == [
        {'type': 'dcim.rack', 'id': rack.pk, 'relation': 'rack'},
        {'type': 'dcim.device', 'id': server.pk, 'relation': 'required'},
        {'type': 'netbox_slm.service', 'id': service.pk, 'relation': ''},
    ]


@pytest.mark.parametrize(
    ('setting', 'of_sla', 'decision', 'hours'),
    [
        ('at_once', '', 'proposed', 2),
        ('at_once', '', 'rejected', 0),
        ('at_once', 'confirmed', 'proposed', 0),
        ('at_once', 'confirmed', 'confirmed', 2),
        ('confirmed', '', 'proposed', 0),
        ('confirmed', '', 'confirmed', 2),
        ('confirmed', 'at_once', 'proposed', 2),
    ],
)
def test_the_setting_and_the_agreement_say_what_counts(racked, settings, setting, of_sla, decision, hours):
    settings.PLUGINS_CONFIG = {
        **settings.PLUGINS_CONFIG,
        'netbox_slm': {**settings.PLUGINS_CONFIG['netbox_slm'], 'derived_effects_count': setting},
    }
    rack, _server, service = racked
    incident = make_incident(on=[rack], reported_at='2026-03-02 08:00', resolved_at='2026-03-02 10:00')
    record(incident)
    user = make_user()
    permit(user, models.Incident, 'change')
    decide(incident.derived_effects.all(), decision, user, NOW)
    target = make_target(make_sla(services=[service], derived_effects=of_sla))

    compute('2026-03', NOW)

    assert figure_of(target).downtime_us == hours * 3600 * 10**6


def test_agreements_of_both_rules_are_computed_together(racked):
    rack, _server, service = racked
    record(make_incident(on=[rack], reported_at='2026-03-02 08:00', resolved_at='2026-03-02 10:00'))
    at_once = make_target(make_sla(services=[service], derived_effects='at_once'))
    confirmed = make_target(make_sla(services=[service], derived_effects='confirmed'))

    compute('2026-03', NOW)

    assert figure_of(at_once).downtime_us == 2 * 3600 * 10**6
    assert figure_of(confirmed).downtime_us == 0


def test_what_the_incident_says_of_a_service_replaces_it(racked):
    rack, _server, service = racked
    incident = make_incident(on=[rack], reported_at='2026-03-02 08:00', resolved_at='2026-03-02 10:00')
    record(incident)
    models.AffectedService.objects.create(incident=incident, service=service, effect='none')
    target = make_target(make_sla(services=[service]))

    compute('2026-03', NOW)

    assert figure_of(target).downtime_us == 0


def test_what_the_incident_says_of_a_ci_wins(racked):
    rack, server, service = racked
    incident = make_incident(on=[rack], reported_at='2026-03-02 08:00', resolved_at='2026-03-02 10:00')
    record(incident)
    models.AffectedCI.objects.create(incident=incident, object=server, effect='none')
    target = make_target(make_sla(services=[service]))

    compute('2026-03', NOW)

    assert figure_of(target).downtime_us == 0


def test_decided_rows_stay_when_it_is_read_again(racked):
    rack, server, _service = racked
    other = make_device('SRV-2', site=rack.site, rack=rack)
    make_component(make_service(), other)
    incident = make_incident(on=[rack])
    record(incident)
    user = make_user()
    permit(user, models.Incident, 'view', 'change')
    decide(incident.derived_effects.filter(object_id=server.pk), 'rejected', user, NOW)
    for device in (server, other):
        device.rack = None
        device.save()

    read_again(incident, user, timezone.now())

    assert rows(incident) == {('SRV-1', 'down', 'rejected')}


def test_a_closed_incident_is_not_read_again(racked):
    rack, _server, _service = racked
    incident = make_incident(on=[rack], closed_at='2026-03-02 10:00', reported_at='2026-03-02 08:00', status='closed')
    user = make_user()
    permit(user, models.Incident, 'change')

    with pytest.raises(ValidationError) as caught:
        read_again(incident, user, timezone.now())

    assert list(caught.value.message_dict) == ['status']


def test_who_may_not_change_the_incident_neither_decides_nor_reads(racked):
    rack, _server, _service = racked
    incident = make_incident(on=[rack])
    record(incident)
    user = make_user()
    permit(user, models.Incident, 'view')

    with pytest.raises(PermissionDenied):
        decide(incident.derived_effects.all(), 'confirmed', user, NOW)
    with pytest.raises(PermissionDenied):
        read_again(incident, user, NOW)
    assert rows(incident) == {('SRV-1', 'down', 'proposed')}


def test_a_decision_marks_the_figures(racked, django_capture_on_commit_callbacks):
    rack, _server, service = racked
    incident = make_incident(on=[rack], reported_at='2026-03-02 08:00', resolved_at='2026-03-02 10:00')
    record(incident)
    target = make_target(make_sla(services=[service]))
    compute('2026-03', NOW)
    user = make_user()
    permit(user, models.Incident, 'change')

    connection.run_on_commit.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decide(incident.derived_effects.all(), 'rejected', user, NOW)

    assert models.Attainment.objects.get(target=target, period='2026-03').stale_since is not None


def test_an_incident_belongs_to_the_services_that_it_reaches_unless_that_is_rejected(racked):
    rack, _server, service = racked
    incident = make_incident(on=[rack])
    record(incident)
    services = models.Service.objects.filter(pk=service.pk)
    assert list(models.Incident.objects.filter(naming_service(services))) == [incident]
    user = make_user()
    permit(user, models.Incident, 'change')

    decide(incident.derived_effects.all(), 'rejected', user, NOW)

    assert not models.Incident.objects.filter(naming_service(services)).exists()


def test_as_many_queries_for_many_components_as_for_one(racked):
    rack, _server, service = racked
    incident = make_incident(on=[rack])
    record(incident)
    DerivedEffect.objects.all().delete()
    with CaptureQueriesContext(connection) as few:
        record(incident)
    for _ in range(20):
        make_component(service, make_device(site=rack.site, rack=rack))
    DerivedEffect.objects.all().delete()

    with CaptureQueriesContext(connection) as many:
        record(incident)

    assert len(rows(incident)) == 21
    assert len(many) == len(few)


class TestWhenItIsRead:
    """After the commit of what records or changes an incident, by whatever door."""

    @pytest.fixture(autouse=True)
    def commits(self, racked, django_capture_on_commit_callbacks):
        self.rack, self.server, self.service = racked

        def committed():
            connection.run_on_commit.clear()  # what waits for a commit that never comes in a test
            return django_capture_on_commit_callbacks(execute=True)

        self.committed = committed

    def test_when_it_is_recorded(self):
        with self.committed():
            incident = make_incident(on=[self.rack])

        assert rows(incident) == {('SRV-1', 'down', 'proposed')}

    def test_when_another_ci_or_another_effect_is_given(self):
        with self.committed():
            incident = make_incident(effect='none')
        with self.committed():
            link = models.AffectedCI.objects.create(incident=incident, object=self.rack)
        assert rows(incident) == set()
        with self.committed():
            link.effect = 'degraded'
            link.save()
        assert rows(incident) == {('SRV-1', 'degraded', 'proposed')}
        with self.committed():
            link.effect, incident.effect = '', 'down'
            link.save()
            incident.save()
        assert rows(incident) == {('SRV-1', 'down', 'proposed')}
        with self.committed():
            link.delete()
        assert rows(incident) == set()

    def test_many_at_once_are_left_to_a_worker(self, monkeypatch):
        sent = []
        monkeypatch.setattr(background, '_send', lambda task, **options: sent.append((task.name, options)) or True)

        with self.committed():
            incidents = [make_incident(on=[self.rack]) for _ in range(4)]

        ids = [incident.pk for incident in incidents]
        assert ('netbox_slm.derive_effects', {'kwargs': {'incident_ids': ids, 'only_add': False}}) in sent
        assert not DerivedEffect.objects.exists()
        tasks.derive_effects.run(ids)
        assert [rows(incident) for incident in incidents] == [{('SRV-1', 'down', 'proposed')}] * 4

    def test_many_at_once_are_read_at_once_where_no_broker_takes_them(self, monkeypatch):
        monkeypatch.setattr(background, 'is_broker_reachable', lambda: False)

        with self.committed():
            incidents = [make_incident(on=[self.rack]) for _ in range(4)]

        assert [rows(incident) for incident in incidents] == [{('SRV-1', 'down', 'proposed')}] * 4

    def test_not_when_something_else_changes(self):
        with self.committed():
            incident = make_incident(on=[self.rack])
        self.server.rack = None
        self.server.save()

        with self.committed():
            incident.description = 'Smoke'
            incident.save()
            incident.affected_cis.get().save()

        assert rows(incident) == {('SRV-1', 'down', 'proposed')}

    def test_not_once_it_is_closed(self):
        with self.committed():
            incident = make_incident(
                on=[self.rack], reported_at='2026-03-02 08:00', closed_at='2026-03-02 10:00', status='closed'
            )
        self.server.rack = None
        self.server.save()

        with self.committed():
            models.AffectedCI.objects.create(incident=incident, object=make_device())

        assert rows(incident) == {('SRV-1', 'down', 'proposed')}

    def test_what_is_left_of_several_that_were_out_together_is_read_when_one_ends(self):
        pdus = [make_device(f'PDU-{n}') for n in range(3)]
        for pdu in pdus:
            feed(self.server, pdu)
        group = models.CIDependencyGroup.objects.create(dependent=self.server, name='Feeds', min_available=2)
        for port in self.server.powerports.all():
            models.CIDependency.objects.create(
                dependent=self.server, needed=port, kind='group', group=group, replaces='power'
            )
        incidents = []
        for pdu in pdus:
            with self.committed():
                incidents.append(make_incident(on=[pdu]))
        first, second, third = incidents
        assert [rows(incident) for incident in incidents] == [set(), {('SRV-1', 'down', 'proposed')}, set()]

        with self.committed():
            first.status, first.resolved_at = 'resolved', timezone.now()
            first.save()

        assert DerivedEffect.objects.get(incident=second).together_with == [first.pk]
        assert DerivedEffect.objects.get(incident=third).together_with == [second.pk]

    def test_when_a_service_gets_a_component_that_an_open_incident_reaches(self):
        other = make_device('SRV-2', site=self.server.site, rack=self.rack)
        with self.committed():
            incident = make_incident(on=[self.rack])
            elsewhere = make_incident(on=[make_device('LONE')])
        computed_at = DerivedEffect.objects.get().computed_at
        assert rows(incident) == {('SRV-1', 'down', 'proposed')}

        with self.committed():
            make_component(make_service('Mail'), other)

        assert rows(incident) == {('SRV-1', 'down', 'proposed'), ('SRV-2', 'down', 'proposed')}
        assert rows(elsewhere) == set()
        assert DerivedEffect.objects.get(object_id=self.server.pk).computed_at == computed_at  # only added to

    def test_when_a_component_becomes_another_object(self):
        other = make_device('SRV-2', site=self.server.site, rack=self.rack)
        lone = make_component(make_service('Mail'), make_device('LONE'))
        with self.committed():
            incident = make_incident(on=[self.rack])

        with self.committed():
            lone.object = other
            lone.save()

        assert ('SRV-2', 'down', 'proposed') in rows(incident)

    def test_not_when_a_component_is_linked_after_the_incident_was_closed(self):
        with self.committed():
            incident = make_incident(
                on=[self.rack], reported_at='2026-03-02 08:00', closed_at='2026-03-02 10:00', status='closed'
            )

        with self.committed():
            make_component(make_service('Mail'), make_device('SRV-2', site=self.server.site, rack=self.rack))

        assert rows(incident) == {('SRV-1', 'down', 'proposed')}


class TestAFreshReading:
    """What reading again would change, said before it is done."""

    def test_it_says_the_same_as_long_as_nothing_changed(self, racked):
        incident = make_incident(on=[racked[0]])
        record(incident)

        assert difference_of(incident, timezone.now()) == Difference(0, 0, False)

    def test_services_more_and_services_less(self, racked):
        rack, server, _service = racked
        incident = make_incident(on=[rack])
        record(incident)
        server.rack = None
        server.save()
        for name in ('SRV-2', 'SRV-3'):
            make_component(make_service(name), make_device(name, site=rack.site, rack=rack))

        assert difference_of(incident, timezone.now()) == Difference(2, 1, True)
        read_again(incident, make_user_who_may(), timezone.now())
        assert difference_of(incident, timezone.now()) == Difference(0, 0, False)

    def test_links_of_another_time_are_no_services_more(self, racked):
        rack, _server, _service = racked
        incident = make_incident(on=[rack])
        record(incident)
        device = make_device('SRV-2', site=rack.site, rack=rack)
        make_component(make_service('Now'), device)
        make_component(make_service('Long ago'), device, until=incident.starts_at - timedelta(days=1))

        assert difference_of(incident, timezone.now()) == Difference(1, 0, True)

    def test_decided_effects_stay_and_are_no_difference(self, racked):
        rack, server, _service = racked
        incident = make_incident(on=[rack])
        record(incident)
        decide(incident.derived_effects.all(), 'confirmed', make_user_who_may(), timezone.now())
        server.rack = None
        server.save()

        assert difference_of(incident, timezone.now()) == Difference(0, 0, False)

    def test_the_same_services_by_other_objects(self, racked):
        rack, _server, service = racked
        incident = make_incident(on=[rack])
        record(incident)
        make_component(service, make_device('SRV-2', site=rack.site, rack=rack))

        assert difference_of(incident, timezone.now()) == Difference(0, 0, True)


def make_user_who_may():
    user = make_user()
    permit(user, models.Incident, 'change')
    return user

"""The timeline of a figure: hours, exclusions, incidents and the resulting state, in their places, for each reader."""

import csv
import io
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import ObjectType
from users.models import ObjectPermission

from netbox_slm import models
from netbox_slm.analysis.figure_timeline import timeline_of
from netbox_slm.models import Attainment
from netbox_slm.ui.attainment.timeline import LEFT, WIDTH, drawing_of, span_of
from netbox_slm.wording import attained_text, promised_text
from tests.analysis.figures import HOUR, WEEKDAYS, compute, promise
from tests.builders import (
    at,
    make_calendar,
    make_component,
    make_device,
    make_incident,
    make_measured,
    make_measurement,
    make_service,
    make_target,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure():
    """Payroll on SW-1 in March: down twice, once in maintenance, once degraded, on office hours."""
    service, switch = make_service('Payroll'), make_device('SW-1')
    make_component(service, switch)
    calendar = make_calendar('Office', WEEKDAYS)
    target = promise([service], target_percent='99', sla_fields={'name': 'Gold', 'calendar': calendar})
    window = models.MaintenanceWindow.objects.create(
        name='Spring work', status='agreed', starts_at=at('2026-03-10 08:00'), ends_at=at('2026-03-10 10:00')
    )
    window.slas.add(target.sla)
    for name, start, end in (
        ('Fan', '2026-03-02 10:00', '2026-03-02 12:00'),
        ('Night', '2026-03-02 22:00', '2026-03-03 02:00'),
        ('Patch', '2026-03-10 08:30', '2026-03-10 09:00'),
    ):
        make_incident(on=[switch], name=name, reported_at=start, resolved_at=end)
    make_incident(
        on=[switch], name='Slow', effect='degraded', reported_at='2026-03-04 09:00', resolved_at='2026-03-04 11:00'
    )
    compute()
    return Attainment.objects.get()


@pytest.fixture
def chief(django_user_model):
    return django_user_model.objects.create_superuser(username='chief')


def allow(user, model, **constraints):
    permission = ObjectPermission.objects.create(
        name=f'view {model.__name__} {constraints}', actions=['view'], constraints=constraints or None
    )
    permission.object_types.add(ObjectType.objects.get_for_model(model))
    permission.users.add(user)


@pytest.fixture
def reader(client, django_user_model):
    user = django_user_model.objects.create_user(username='reader')
    allow(user, Attainment)
    client.force_login(user)
    return user


def test_the_costliest_incident_comes_first_and_each_has_its_own_row(figure, chief):
    timeline = timeline_of(figure, chief)

    assert [(row.incident.name, row.counted_us) for row in timeline.rows] == [
        ('Fan', 2 * HOUR),
        ('Night', 0),
        ('Slow', 0),
        ('Patch', 0),
    ]
    assert timeline.more_rows == 0


def test_hours_exclusions_and_states_are_as_the_figure_has_them(figure, chief):
    timeline = timeline_of(figure, chief)

    assert sum((span.ends_at - span.starts_at).total_seconds() for span in timeline.hours) * 1e6 == figure.agreed_us
    assert [(span.what, span.starts_at, span.ends_at) for span in timeline.exclusions] == [
        ('maintenance', at('2026-03-10 08:00'), at('2026-03-10 10:00'))
    ]
    assert [(span.what, span.starts_at) for span in timeline.states if span.what != 'up'] == [
        ('down', at('2026-03-02 10:00')),
        ('down', at('2026-03-02 22:00')),
        ('degraded', at('2026-03-04 09:00')),
        ('down', at('2026-03-10 08:30')),
    ]
    assert timeline.states[0].starts_at == figure.starts_at
    assert timeline.states[-1].ends_at == figure.ends_at


def test_states_are_gapless_and_never_overlap(figure, chief):
    switch = models.ServiceComponent.objects.get().object
    make_incident(on=[switch], name='Over it', reported_at='2026-03-02 11:00', resolved_at='2026-03-04 10:00')
    compute()

    states = timeline_of(Attainment.objects.get(), chief).states

    assert all(one.ends_at == other.starts_at for one, other in pairwise(states))


def test_a_part_of_the_period_has_only_what_lies_in_it(figure, chief):
    timeline = timeline_of(figure, chief, at('2026-03-02 11:00'), at('2026-03-03 00:00'))

    assert [row.incident.name for row in timeline.rows] == ['Fan', 'Night']
    assert timeline.rows[0].bars[0].starts_at == at('2026-03-02 11:00')
    assert timeline.rows[1].bars[0].ends_at == at('2026-03-03 00:00')
    assert timeline.states[-1].ends_at == at('2026-03-03 00:00')


@pytest.mark.parametrize(
    'params', [{'from': 'x', 'to': 'y'}, {'from': '2026-03-02T11:00Z', 'to': '2026-03-02T10:00Z'}, {'to': '1999-01-01'}]
)
def test_a_part_that_is_none_is_the_whole_period(figure, chief, params):
    timeline = timeline_of(figure, chief, *span_of(params))

    assert (timeline.starts_at, timeline.ends_at) == (figure.starts_at, figure.ends_at)


def test_a_running_period_is_drawn_to_its_end_and_measured_until_now(chief):
    service = make_service()
    promise([service])
    make_incident(services=[service], name='Lasts', reported_at='2026-05-15 10:00')
    compute('2026-05')

    timeline = timeline_of(Attainment.objects.get(), chief)
    drawing = drawing_of(timeline, Attainment.objects.get())

    assert timeline.measured_until == at('2026-05-15 12:00')
    assert timeline.rows[0].bars[0].ends_at == at('2026-05-15 12:00')
    assert drawing.future.x == pytest.approx(LEFT + (WIDTH - LEFT) * 14.5 / 31, abs=0.01)


def test_clocks_of_incidents_are_bars_without_a_resulting_state(figure, chief):
    target = make_target(figure.target.sla, metric='resolution', limit_seconds=5400, target_percent='50')
    compute()

    timeline = timeline_of(Attainment.objects.get(target=target), chief)
    drawing = drawing_of(timeline, Attainment.objects.get(target=target))

    assert timeline.states == ()
    assert drawing.states is None
    looks = {row.label: row.bars[0].css for row in drawing.rows}
    assert looks['Fan'] == 'slm-tl-clock slm-tl-missed'
    assert looks['Patch'].startswith('slm-tl-clock slm-tl-met')


def test_what_counts_is_filled_what_does_not_an_outline_and_degraded_half_as_high(figure, chief):
    drawing = drawing_of(timeline_of(figure, chief), figure)
    bars = {row.label: row.bars[0] for row in drawing.rows}

    assert bars['Fan'].css == 'slm-tl-downtime'
    assert bars['Night'].css == 'slm-tl-downtime slm-tl-free'
    assert bars['Slow'].height * 2 == bars['Fan'].height
    assert 'Outside service hours' in bars['Night'].title


def test_many_incidents_collapse_to_the_costliest_and_say_so(figure, chief):
    switch = models.ServiceComponent.objects.get().object
    for number in range(40):
        day = 2 + number // 8
        make_incident(
            on=[switch], name=f'Flap {number}', reported_at=f'2026-03-{day + 14:02} {8 + number % 8:02}:00',
            resolved_at=f'2026-03-{day + 14:02} {8 + number % 8:02}:{10 + number % 8}',
        )  # fmt: skip
    compute()
    figure = Attainment.objects.get()

    timeline = timeline_of(figure, chief)

    assert (len(timeline.rows), timeline.more_rows) == (30, 14)
    assert timeline.rows[0].incident.name == 'Fan'
    counted = sum(row.counted_us for row in timeline.rows) + timeline.more_us
    assert counted == figure.downtime_us
    assert '14 more incidents are not drawn' in drawing_of(timeline, figure).more


def test_the_page_draws_it_with_links_and_words(admin_client, figure):
    text = admin_client.get(figure.get_absolute_url()).content.decode()

    assert '<title id="slm-timeline-title">Timeline</title>' in text
    assert 'From 2026-03-01 00:00 to 2026-04-01 00:00: 4 incidents, down for 6 h 30 min in all.' in text
    assert models.Incident.objects.get(name='Fan').get_absolute_url() in text
    assert 'slm-tl-maintenance-ground' in text
    assert 'Whole period' not in text


def test_a_part_links_to_the_rest(admin_client, figure):
    url = f'{figure.get_absolute_url()}?from=2026-03-02T00:00:00%2B00:00&to=2026-03-03T00:00:00%2B00:00'

    text = admin_client.get(url).content.decode()

    for words in ('Closer', 'Farther', 'Earlier', 'Later', 'Whole period'):
        assert words in text
    assert '10:00' in text or '12:00' in text


def test_hidden_incidents_are_drawn_without_a_name_or_a_link(client, reader, figure):
    allow(reader, models.Incident, name='Fan')

    text = client.get(figure.get_absolute_url()).content.decode()

    assert '>Fan<' in text
    for name in ('Night', 'Slow', 'Patch', 'Spring work', 'SW-1'):
        assert name not in text
    for incident in models.Incident.objects.exclude(name='Fan'):
        assert incident.get_absolute_url() not in text
    assert text.count('Hidden<title>') == 3


def test_times_are_in_the_zone_of_the_reader(figure, chief):
    with timezone.override('Asia/Shanghai'):
        drawing = drawing_of(timeline_of(figure, chief), figure)

    assert '2026-03-02 18:00 – 2026-03-02 20:00 (2 h)' in drawing.rows[0].bars[0].title


def test_numbers_are_written_as_svg_wants_them_in_every_language(admin_client, figure):
    text = admin_client.get(figure.get_absolute_url(), headers={'accept-language': 'de'}).content.decode()

    svg = text[text.index('<svg viewBox="0 0 1200') : text.index('</svg>', text.index('<svg viewBox="0 0 1200'))]
    assert ' x="24' in svg
    assert not any(f'"{number},' in svg for number in range(100, 1200))


def test_the_timeline_costs_the_same_queries_however_many_incidents(admin_client, figure, queries_for):
    url = figure.get_absolute_url()
    queries_for(url, admin_client)
    before = queries_for(url, admin_client)
    for day in range(11, 21):
        make_incident(
            on=[models.ServiceComponent.objects.get().object],
            reported_at=f'2026-03-{day} 10:00',
            resolved_at=f'2026-03-{day} 10:01',
        )
    compute()

    assert queries_for(url, admin_client) == before


def exported(client, figure):
    response = client.get(reverse('plugins:netbox_slm:attainment_explanation', args=[figure.pk]))
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_the_explanation_is_exported_and_adds_up(admin_client, figure):
    rows = exported(admin_client, figure)

    sums = {row['What']: row['Seconds counted'] for row in rows if not row['From']}
    assert sums['Downtime'] == '7200'
    assert sums['Error budget'] == str(figure.budget_us // 1_000_000)
    counted = sum(int(row['Seconds counted']) for row in rows if row['From'] and row['What'] == 'Downtime')
    assert counted == 7200
    fan = next(row for row in rows if row['Incident or window'] == 'Fan')
    assert (fan['CI'], fan['Way to the service'], fan['Rule']) == ('SW-1', 'SW-1 → Payroll', 'Required component')
    assert fan['From'] == '2026-03-02T10:00:00+00:00'


def test_the_export_says_what_was_attained_and_promised(admin_client, figure):
    values = {row['What']: row['Value'] for row in exported(admin_client, figure) if row['Value']}

    assert values == {'Attained': attained_text(figure), 'Promised': promised_text(figure)}


def test_the_export_of_measurements_has_their_values_and_no_times(admin_client, figure):
    target = make_measured(figure.target.sla, combination='pooled')
    for day, value in ((1, '4'), (2, '4.5')):
        make_measurement(target, value=value, measured_at=at(f'2026-03-0{day} 10:00'))
    compute()

    rows = exported(admin_client, Attainment.objects.get(target=target))

    assert [(row['What'], row['Value']) for row in rows] == [
        ('Attained', '4.2'),
        ('Promised', 'at least 4'),
        ('Measurement', '4'),
        ('Measurement', '4.5'),
    ]


def test_the_export_of_clocks_counts_them(admin_client, figure):
    target = make_target(figure.target.sla, metric='resolution', limit_seconds=1, target_percent='50')
    compute()

    rows = exported(admin_client, Attainment.objects.get(target=target))

    sums = {row['What']: row['Value'] for row in rows if not row['From']}
    clocks = [row for row in rows if row['What'] == 'Incident clock']
    assert (sums['Within the limit'], sums['Beyond the limit']) == ('1', '3')
    assert len(clocks) == 4
    assert 'Agreed time' not in sums


def test_the_export_names_nothing_hidden_and_counts_it(client, reader, figure):
    rows = exported(client, figure)

    assert not any(name in str(rows) for name in ('Fan', 'Night', 'SW-1', 'Spring work', 'Payroll'))
    assert rows[-1]['What'] == '5 lines that you may not see'
    assert rows[-1]['Seconds counted'] == str(2 * 3600 + 2 * 3600)

"""The order of a list tells nothing of what one may not view: not the place of a hidden name, nor of a hidden ID (§8).

Rows whose related objects are hidden stand after the others, by their own IDs, whichever way they are sorted.
"""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.test import RequestFactory
from django.urls import reverse

from extras.models import ExportTemplate
from netbox.context import current_request
from netbox.tables import NetBoxTable

from netbox_slm import tables
from netbox_slm.graphql.schema import schema
from netbox_slm.models import AffectedService, Attainment, AttainmentRevision, CatalogCategory, Incident, Service
from tests.agreements.base import permit
from tests.builders import make_everything, make_incident, make_service

pytestmark = pytest.mark.django_db

NAMES = ('M', 'Z', 'A')  # neither made nor unmade in the order of their IDs
OPEN = ('users', 'contenttypes', 'extras')  # named with their rows everywhere in NetBox
TABLES = sorted(
    (
        each
        for each in vars(tables).values()
        if isinstance(each, type) and issubclass(each, NetBoxTable) and getattr(each.Meta, 'fields', None)
    ),
    key=lambda each: each.__name__,
)
TABLES = list(dict.fromkeys(TABLES))
MODELS = [each.Meta.model for each in TABLES]
LISTS = sorted(
    (field.name, field.type.of_type.__strawberry_django_definition__.model)
    for query in schema
    for field in query.__strawberry_definition__.fields
    if field.name.endswith('_list')
)


@pytest.fixture
def made():
    return [make_everything(name=name) for name in NAMES]


def reader_of(*models, **constraints):
    """Someone who may view these, and nothing that they lead to; what became of figures needs the figures."""
    models = (*models, Attainment) if AttainmentRevision in models else models
    user = get_user_model().objects.create_user(username='reader')
    for model in models:
        permit(user, model, 'view', **constraints)
    return get_user_model().objects.get(pk=user.pk)


def boss():
    return get_user_model().objects.create_superuser('boss')


def leads_elsewhere(model, path):
    """Whether a path of fields leads to another object, or to its ID."""
    name = path.removeprefix('-').split('__')[0]
    if any(
        isinstance(key, GenericForeignKey) and name in (key.fk_field, key.name) for key in model._meta.private_fields
    ):
        return True
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return bool(field.is_relation and field.related_model and field.related_model._meta.app_label not in OPEN)


def unordered(model):
    """The IDs of all rows by the model's own order without what leads elsewhere."""
    own = [key for key in model._meta.ordering if not leads_elsewhere(model, key)]
    return ids(model._default_manager.order_by(*own, 'pk'))


def ids(rows):
    return [row.pk for row in rows]


def sorted_by(table, user, *sort):
    """The IDs of the rows of a table, as the user sees them."""
    request = RequestFactory().get('/')
    request.user = user
    token = current_request.set(request)
    try:
        model = table.Meta.model
        made = table(model._default_manager.restrict(user, 'view'))
        if sort:
            made.order_by = sort
        return ids(made.data.data)
    finally:
        current_request.reset(token)


def columns_of(table):
    """The columns of a table that are sorted by something of another object."""
    for name, column in table([]).columns.items():
        if column.orderable and all(leads_elsewhere(table.Meta.model, str(key)) for key in column.order_by):
            yield name


@pytest.mark.parametrize('table', TABLES, ids=lambda each: each.__name__)
def test_the_columns_of_a_table_tell_no_order_of_what_is_hidden(table, made):
    reader, told, asked = reader_of(table.Meta.model), {}, list(columns_of(table))
    by_pk = sorted(table.Meta.model._default_manager.values_list('pk', flat=True))
    for sort in (*asked, *(f'-{name}' for name in asked)):
        if (found := sorted_by(table, reader, sort)) != by_pk:
            told[sort] = found

    assert told == {}
    assert sorted_by(table, reader) == unordered(table.Meta.model)


def test_the_walk_finds_the_columns_that_tell_an_order(made):
    user = boss()
    telling = {
        (table.__name__, name)
        for table in TABLES
        for name in columns_of(table)
        if sorted_by(table, user, name) != sorted(sorted_by(table, user, name))
    }

    assert {
        ('AttainmentTable', 'sla'),
        ('AttainmentTable', 'target'),
        ('AttainmentTable', 'tenant'),
        ('SLAImpactTable', 'service'),
        ('IncidentTable', 'tenant'),
        ('ChangeTable', 'tenant'),
        ('SLATable', 'contract'),
        ('HoldTable', 'incident'),
        ('ServiceComponentTable', 'redundancy_group'),
    } <= telling


@pytest.mark.parametrize('model', MODELS, ids=lambda each: each.__name__)
def test_rest_tells_no_order_of_what_is_hidden(model, made, client):
    client.force_login(reader_of(model))
    url = reverse(f'plugins-api:netbox_slm-api:{model._meta.model_name}-list')
    by_pk = sorted(model._default_manager.values_list('pk', flat=True))

    def answered(**query):
        answer = client.get(url, query)
        assert answer.status_code == 200, (query, answer.content)
        return answer.json()['results']

    rows = answered()
    told, own = {}, unordered(model)
    keys = [key for key in rows[0] if leads_elsewhere(model, key)]
    for sort in (*keys, *(f'-{key}' for key in keys)):
        if (found := [row['id'] for row in answered(ordering=sort)]) not in (by_pk, own):
            told[sort] = found

    assert told == {}
    assert [row['id'] for row in rows] == own


@pytest.mark.parametrize(('name', 'model'), LISTS, ids=lambda each: each if isinstance(each, str) else '')
def test_graphql_tells_no_order_of_what_is_hidden(name, model, made, client):
    client.force_login(reader_of(model))

    answer = client.post('/graphql/', {'query': f'{{{name} {{id}}}}'}, content_type='application/json').json()

    assert [int(row['id']) for row in answer['data'][name]] == unordered(model)


def affected(*names):
    """(services, rows that affect them in the order of the names)."""
    services = [make_service(name) for name in names]
    incident = make_incident(services=services)
    rows = {row.service_id: row.pk for row in incident.affected_services.all()}
    return services, [rows[service.pk] for service in services]


def test_a_list_within_a_graphql_list_tells_no_order_either(client):
    _services, rows = affected('M', 'Z', 'B')
    client.force_login(reader_of(AffectedService, Incident))
    query = '{incident_list {affected_services {id} first: affected_services(pagination: {limit: 2}) {id}}}'

    answer = client.post('/graphql/', {'query': query}, content_type='application/json').json()

    [incident] = answer['data']['incident_list']
    assert [int(row['id']) for row in incident['affected_services']] == rows
    assert [int(row['id']) for row in incident['first']] == rows[:2]


@pytest.mark.parametrize(('sort', 'expected'), [('service', ['A', 'M', 'Z', 'B']), ('-service', ['M', 'A', 'Z', 'B'])])
def test_what_is_hidden_stands_last_by_id_either_way(sort, expected, client):
    services, rows = affected('M', 'Z', 'B', 'A')
    user = reader_of(AffectedService)
    permit(user, Service, 'view', name__in=['A', 'M'])
    client.force_login(user)
    url = reverse('plugins-api:netbox_slm-api:affectedservice-list')

    names = dict(zip(rows, (service.name for service in services), strict=True))
    found = [names[row['id']] for row in client.get(url, {'ordering': sort}).json()['results']]
    shown = [names[pk] for pk in sorted_by(tables.AffectedServiceTable, user, sort)]

    assert (found, shown) == (expected, expected)


def test_who_may_view_all_gets_the_plain_order(made):
    user = boss()
    rows = sorted_by(tables.AttainmentTable, user, 'sla')
    request = RequestFactory().get('/')
    request.user = user
    token = current_request.set(request)
    try:
        table = tables.AttainmentTable(tables.AttainmentTable.Meta.model.objects.all(), order_by='sla')
    finally:
        current_request.reset(token)

    assert table.data.data.query.order_by == ('target__sla',)
    assert rows == [each.keys['attainment'] for each in (made[2], made[0], made[1])]


def test_an_export_with_a_template_tells_no_order_of_what_is_hidden(client):
    _services, rows = affected('M', 'Z', 'B')
    template = ExportTemplate.objects.create(
        name='Rows', template_code='{% for row in queryset %}{{ row.pk }} {% endfor %}'
    )
    template.object_types.add(ContentType.objects.get_for_model(AffectedService))
    user = reader_of(AffectedService, ExportTemplate)
    client.force_login(user)
    url = reverse('plugins:netbox_slm:affectedservice_list')

    of_template = client.get(url, {'export': 'Rows'}).content.decode().split()
    of_table = client.get(url, {'export': 'table', 'sort': '-service'}).content.decode()

    assert [int(pk) for pk in of_template] == sorted(rows)
    assert of_table.count('\n') == len(rows) + 1


def test_a_list_that_is_filtered_by_several_objects_is_sorted_too(client, made):
    user = reader_of(made[0].objects['sla']._meta.model)
    permit(user, Service, 'view')
    client.force_login(user)
    services = [each.keys['service'] for each in made]

    page = client.get(reverse('plugins:netbox_slm:sla_list'), {'service_id': services, 'sort': 'contract'})
    answer = client.get(
        reverse('plugins-api:netbox_slm-api:sla-list'), {'service_id': services, 'ordering': '-contract'}
    ).json()

    assert page.status_code == 200
    assert [row['id'] for row in answer['results']] == sorted(each.keys['sla'] for each in made)


def test_below_a_hidden_category_the_own_name_says_the_place():
    parents = [CatalogCategory.objects.create(name=name, slug=name.lower()) for name in ('Z', 'A')]
    for parent, name in zip(parents, ('B', 'C'), strict=True):
        CatalogCategory.objects.create(name=name, slug=name.lower(), parent=parent)
    user = reader_of(CatalogCategory, name__in=['B', 'C'])

    found = sorted_by(tables.CatalogCategoryTable, user)

    assert [CatalogCategory.objects.get(pk=pk).name for pk in found] == ['B', 'C']
    assert [CatalogCategory.objects.get(pk=pk).name for pk in sorted_by(tables.CatalogCategoryTable, boss())] == [
        'A',
        'C',
        'Z',
        'B',
    ]


def test_a_sorted_list_costs_the_same_for_more_rows(queries_for, client):
    client.force_login(reader_of(AffectedService))
    affected('M', 'Z')
    url = reverse('plugins-api:netbox_slm-api:affectedservice-list') + '?ordering=service'

    queries_for(url, client)
    before = queries_for(url, client)
    affected('B', 'A', 'C', 'D')

    assert queries_for(url, client) == before

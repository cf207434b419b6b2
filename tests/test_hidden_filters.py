"""What one may not view is not found out by searching and filtering: the counts are the same as for what there is not.

Every filter of every filter set of ours is asked, by someone who may view the rows themselves and nothing else.
"""

from types import SimpleNamespace

import django_filters
import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models as db
from django.http import QueryDict
from django.test import RequestFactory
from strawberry.types.base import has_object_definition
from strawberry_django.filters import apply

from utilities.filters import MultiValueContentTypeFilter

from netbox_slm import filtersets
from netbox_slm.graphql import filters as graphql_filters
from tests.agreements.base import permit
from tests.builders import make_everything

pytestmark = pytest.mark.django_db

HIDDEN, NOWHERE, NO_ID = 'Hidden-7431', 'Nowhere-9182', '99999999'
FILTERSETS = sorted(
    (
        each
        for name in dir(filtersets)
        if isinstance(each := getattr(filtersets, name), type)
        and issubclass(each, django_filters.FilterSet)
        and each._meta.model is not None
    ),
    key=lambda each: each.__name__,
)
GENERIC_IDS = ('object_id', 'dependent_id', 'needed_id')
OPEN = ('users', 'contenttypes')  # named with their rows everywhere in NetBox


@pytest.fixture
def made():
    return make_everything(name=HIDDEN)


def reader_of(model):
    user = get_user_model().objects.create_user(username=f'reader-of-{model._meta.model_name}')
    permit(user, model, 'view')
    return get_user_model().objects.get(pk=user.pk)


def blank(model):
    """The rows' own texts name nothing hidden."""
    for field in model._meta.concrete_fields:
        if isinstance(field, (db.CharField, db.TextField)) and (field.max_length or 99) > len(HIDDEN):
            for row in model._default_manager.filter(**{f'{field.name}__icontains': HIDDEN}):
                model._default_manager.filter(pk=row.pk).update(**{field.name: f'plain-{row.pk}'})


def answer(filterset, user, name, value):
    """Whether the value is taken, and which rows are found."""
    request = RequestFactory().get('/')
    request.user = user
    data = QueryDict(mutable=True)
    data[name] = value
    found = filterset(data, filterset._meta.model.objects.all(), request=request)
    is_valid = found.is_valid()
    return is_valid, sorted(found.qs.values_list('pk', flat=True)) if is_valid else []


def questions(filterset, made):
    """(filter, value of something hidden, value of nothing) for all that look at something beside the row."""
    for name, each in filterset.get_filters().items():
        if name.split('__')[0] not in ('tag', 'tag_id', 'owner', 'owner_id', 'owner_group', 'owner_group_id'):
            for hidden, nothing in values_of(each, filterset._meta.model, made):
                yield name, hidden, nothing


def values_of(each, model, made):
    if isinstance(each, django_filters.ModelMultipleChoiceFilter):
        related, field = each.queryset.model, each.extra.get('to_field_name')
        if related._meta.app_label in OPEN or related is model:
            return []
        nothing = NOWHERE if field else NO_ID
        return [(str(getattr(obj, field or 'pk')), nothing) for obj in related._default_manager.all()]
    if isinstance(each, MultiValueContentTypeFilter):
        return [('dcim.device', 'dcim.rack')] if '__' in each.field_name else []
    if '__' in str(each.field_name or '') and model._meta.get_field(each.field_name.split('__')[0]).is_relation:
        if isinstance(each, django_filters.BooleanFilter):
            return [('true', 'false')]
        return [] if each.extra.get('choices') else [(HIDDEN, NOWHERE)]
    if each.field_name in GENERIC_IDS and isinstance(each, django_filters.MultipleChoiceFilter):
        return [(str(pk), NO_ID) for pk in (made.device.pk, made.tenant.pk)]
    return []


@pytest.mark.parametrize('filterset', FILTERSETS, ids=lambda each: each.__name__)
def test_filters_tell_nothing_of_what_is_hidden(filterset, made):
    model = filterset._meta.model
    user, told = reader_of(model), {}
    boss = get_user_model().objects.create_superuser('boss')
    for name, hidden, nothing in questions(filterset, made):
        with_it, without = (answer(filterset, user, name, value) for value in (hidden, nothing))
        if with_it != without:
            told[name, hidden] = with_it, without

    assert told == {}
    asked = list(questions(filterset, made))
    assert not asked or any(answer(filterset, boss, name, hidden)[1] for name, hidden, _nothing in asked)


@pytest.mark.parametrize('filterset', FILTERSETS, ids=lambda each: each.__name__)
def test_the_search_tells_nothing_of_what_is_hidden(filterset, made):
    model = filterset._meta.model
    blank(model)

    user = reader_of(model)
    assert answer(filterset, user, 'q', '') == (True, sorted(model._default_manager.values_list('pk', flat=True)))
    assert answer(filterset, user, 'q', HIDDEN) == (True, [])


def test_a_page_with_the_id_of_something_hidden_in_its_filter_names_it_not(made, client):
    model = made.objects['slaimpact']._meta.model
    user = reader_of(model)
    client.force_login(user)

    page = client.get(
        '/plugins/service-levels/sla-impacts/', {'sla_id': made.keys['sla'], 'service_id': made.keys['service']}
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert HIDDEN not in text, text.split(HIDDEN)[0][-600:]


GRAPHQL_FILTERS = sorted(
    (
        each
        for name in dir(graphql_filters)
        if name.endswith('Filter')
        and '.netbox_slm.' in f'.{getattr(graphql_filters, name).__module__}'
        and has_object_definition(each := getattr(graphql_filters, name))
    ),
    key=lambda each: each.__name__,
)


def found_by(user, kind, name, value):
    """The rows that a GraphQL filter with this value finds."""
    info = SimpleNamespace(context=SimpleNamespace(request=SimpleNamespace(user=user)))
    model = kind.__strawberry_django_definition__.model
    rows = apply(kind(**{name: value}), model._default_manager.all(), info)
    return sorted(rows.values_list('pk', flat=True))


def relations_of(kind, made):
    """(name, value of something hidden, value of nothing) of the fields of a GraphQL filter that lead elsewhere."""
    model = kind.__strawberry_django_definition__.model
    for each in kind.__strawberry_definition__.fields:
        if each.name in ('AND', 'OR', 'NOT', 'DISTINCT', 'tags', 'owner', 'owner_id', 'journal_entries'):
            continue
        leads = leads_to(model, each.name)
        if each.name in GENERIC_IDS:
            yield each.name, str(made.device.pk), NO_ID
        elif leads is not None and leads is not model and leads._meta.app_label not in OPEN:
            ask = asking(each.type.of_type)
            for pk in leads._default_manager.values_list('pk', flat=True) if ask else ():
                yield each.name, ask(str(pk)), ask(NO_ID)


def asking(kind):
    """A function that makes a value of a field from an id; None where ids cannot be asked for."""
    if not has_object_definition(kind):
        return str
    lookups = {each.name: each.type.of_type for each in kind.__strawberry_definition__.fields}
    return (lambda pk: kind(id=lookups['id'](exact=pk))) if 'id' in lookups else None


def leads_to(model, name):
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field.related_model if field.is_relation else None


@pytest.mark.parametrize('kind', GRAPHQL_FILTERS, ids=lambda each: each.__name__)
def test_graphql_filters_tell_nothing_of_what_is_hidden(kind, made):
    user = reader_of(kind.__strawberry_django_definition__.model)
    boss = get_user_model().objects.create_superuser('boss')
    made.objects['freezewindow'].services.add(made.objects['service'])
    asked = list(relations_of(kind, made))

    told = {
        name
        for name, hidden, nothing in asked
        if found_by(user, kind, name, hidden) != found_by(user, kind, name, nothing)
    }

    assert told == set()
    assert not asked or any(found_by(boss, kind, name, hidden) for name, hidden, _nothing in asked)


def test_graphql_finds_over_http_by_what_may_be_viewed_and_joins_alternatives(made, client):
    model = made.objects['slaimpact']._meta.model
    user = reader_of(model)
    client.force_login(user)

    def ids(conditions):
        query = f'{{sla_impact_list(filters: {{{conditions}}}) {{id}}}}'
        answer = client.post('/graphql/', {'query': query}, content_type='application/json').json()
        return answer['data']['sla_impact_list'] if 'errors' not in answer else answer['errors']

    by_name = 'sla: {name: {i_contains: "Hidden"}}'
    assert ids(by_name) == []
    assert ids(f'change: {{name: {{i_contains: "Hidden"}}}}, OR: {{{by_name}}}') == []
    assert len(ids(f'NOT: {{{by_name}}}')) == 1
    assert len(ids(f'is_current: {{exact: true}}, OR: {{{by_name}}}')) == 1

    permit(user, made.objects['sla']._meta.model, 'view')
    assert len(ids(by_name)) == 1

"""Every rule of the catalog: refused with its field where it is entered, and by the database where that is bypassed."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError

from netbox_slm import models
from tests.builders import at, make_component, make_device, make_service, make_tenant

pytestmark = pytest.mark.django_db


def refused(instance):
    """The errors by field with which `full_clean()` refuses an object; fails where it does not."""
    with pytest.raises(ValidationError) as error:
        instance.full_clean()
    return error.value.message_dict


def stopped(instance):
    """The database itself refuses the row."""
    with pytest.raises(IntegrityError), transaction.atomic():
        instance.save()


def test_categories_are_listed_as_a_tree_in_the_order_of_their_names():
    create = models.CatalogCategory.objects.create
    work = create(name='Workplace', slug='workplace')
    network = create(name='Network', slug='network')
    create(name='WAN', slug='wan', parent=network)
    create(name='Printing', slug='printing', parent=work)
    create(name='LAN', slug='lan', parent=network)

    names = [category.name for category in models.CatalogCategory.objects.all()]

    assert names == ['Network', 'LAN', 'WAN', 'Workplace', 'Printing']


def test_a_renamed_category_moves_with_its_branch():
    create = models.CatalogCategory.objects.create
    network = create(name='Network', slug='network')
    create(name='LAN', slug='lan', parent=network)
    create(name='Office', slug='office')

    network.name = 'Zones'
    network.save()

    assert [category.name for category in models.CatalogCategory.objects.all()] == ['Office', 'Zones', 'LAN']
    assert [category.name for category in network.get_descendants()] == ['LAN']


@pytest.mark.parametrize('parent', [True, False])
def test_a_name_and_a_slug_are_unique_below_a_category(parent):
    create = models.CatalogCategory.objects.create
    above = create(name='IT', slug='it') if parent else None
    create(name='Network', slug='network', parent=above)
    same_name = models.CatalogCategory(name='Network', slug='other', parent=above)
    same_slug = models.CatalogCategory(name='Other', slug='network', parent=above)

    assert 'name' in refused(same_name)
    assert 'slug' in refused(same_slug)
    stopped(same_name)
    stopped(same_slug)


@pytest.mark.parametrize('percent', ['0', '100.1'])
def test_an_offered_availability_lies_above_0_and_up_to_100(percent):
    entry = models.CatalogEntry(name='Mail', availability_percent=percent)

    assert 'availability_percent' in refused(entry)
    stopped(entry)


def test_a_price_needs_a_currency():
    entry = models.CatalogEntry(name='Mail', price='10')

    assert 'currency' in refused(entry)
    stopped(entry)


def test_a_name_of_a_service_is_unique_for_a_customer_and_for_ourselves():
    tenant = make_tenant()
    make_service('Payroll', tenant=tenant)
    make_service('Payroll')

    for owner in (tenant, None):
        twin = models.Service(name='Payroll', tenant=owner)

        assert 'name' in refused(twin)
        stopped(twin)


def test_a_service_ends_after_it_begins():
    service = models.Service(name='Payroll', operational_from=at('2026-02-01'), operational_until=at('2026-02-01'))

    assert 'operational_until' in refused(service)
    stopped(service)


def test_a_name_of_a_group_is_unique_in_its_service():
    service = make_service()
    models.RedundancyGroup.objects.create(service=service, name='Switches')
    twin = models.RedundancyGroup(service=service, name='Switches')

    assert 'name' in refused(twin)
    stopped(twin)


def test_at_least_one_member_of_a_group_is_needed():
    group = models.RedundancyGroup(service=make_service(), name='Switches', min_available=0)

    assert 'min_available' in refused(group)
    stopped(group)


def test_more_members_than_a_group_has_cannot_be_needed():
    service = make_service()
    group = models.RedundancyGroup.objects.create(service=service, name='Switches')
    make_component(service, redundancy_group=group)
    make_component(service, redundancy_group=group)
    make_component(service, redundancy_group=group, until=at('2020-01-01'))

    group.min_available = 2
    group.full_clean()
    group.min_available = 3

    assert '2 members' in refused(group)['min_available'][0]


def test_a_group_without_members_may_need_any_number():
    group = models.RedundancyGroup.objects.create(service=make_service(), name='Switches', min_available=1)
    group.min_available = 4

    group.full_clean()


def test_a_group_keeps_its_service_while_it_has_members():
    group = models.RedundancyGroup.objects.create(service=make_service(), name='Switches')
    make_component(group.service, redundancy_group=group)

    group.service = make_service()

    assert 'service' in refused(group)


@pytest.mark.parametrize('model', [models.RedundancyGroup, models.ServiceComponent, models.ServiceDependency])
def test_a_term_is_not_empty(model):
    service = make_service()
    fields = {
        models.RedundancyGroup: {'name': 'Switches'},
        models.ServiceComponent: {'object': make_device()},
        models.ServiceDependency: {'depends_on': make_service()},
    }
    link = model(service=service, since=at('2026-02-01'), until=at('2026-01-01'), **fields[model])

    assert 'until' in refused(link)
    stopped(link)


def test_a_component_is_of_a_linkable_type():
    link = models.ServiceComponent(service=make_service(), object=make_service())

    assert 'linkable_types' in refused(link)['object_type'][0]


def test_a_component_exists():
    device = make_device()
    link = models.ServiceComponent(service=make_service(), object=device)
    link.object_id = device.pk + 1000

    assert refused(link)


def test_a_component_is_in_a_group_of_its_own_service():
    group = models.RedundancyGroup.objects.create(service=make_service('Elsewhere'), name='Switches')
    link = models.ServiceComponent(service=make_service(), object=make_device(), redundancy_group=group)

    message = refused(link)['redundancy_group'][0]

    assert 'Switches' in message
    assert 'Elsewhere' not in message


@pytest.mark.parametrize(
    ('first', 'second', 'allowed'),
    [
        ((None, None), (None, None), False),
        ((None, '2026-02-01'), ('2026-02-01', None), True),
        ((None, '2026-02-01'), ('2026-01-31', None), False),
        (('2026-01-01', '2026-02-01'), ('2025-12-01', '2026-01-01'), True),
        (('2026-01-01', '2026-02-01'), ('2026-01-10', '2026-01-20'), False),
        (('2026-01-01', None), (None, '2026-06-01'), False),
    ],
)
@pytest.mark.parametrize('model', [models.ServiceComponent, models.ServiceDependency])
def test_two_links_between_the_same_do_not_overlap(model, first, second, allowed):
    fields = {'service': make_service()}
    if model is models.ServiceComponent:
        fields['object'] = make_device()
    else:
        fields['depends_on'] = make_service()

    def link(term):
        since, until = (at(text) if text else None for text in term)
        return model(since=since, until=until, **fields)

    link(first).save()

    if allowed:
        link(second).full_clean()
    else:
        assert refused(link(second)).keys() <= {'object_id', 'depends_on'}


@pytest.mark.parametrize('model', [models.ServiceComponent, models.ServiceDependency])
def test_the_database_keeps_one_open_link_between_the_same(model):
    fields = {'service': make_service()}
    fields['object' if model is models.ServiceComponent else 'depends_on'] = (
        make_device() if model is models.ServiceComponent else make_service()
    )
    model.objects.create(**fields)

    stopped(model(**fields))


def test_a_group_with_members_is_deleted_only_with_its_service():
    group = models.RedundancyGroup.objects.create(service=make_service(), name='Switches')
    make_component(group.service, redundancy_group=group)

    with pytest.raises(RestrictedError):
        group.delete()
    group.service.delete()

    assert not models.RedundancyGroup.objects.exists()


def test_a_service_does_not_depend_on_itself():
    service = make_service()
    dependency = models.ServiceDependency(service=service, depends_on=service)

    assert 'depends_on' in refused(dependency)
    stopped(dependency)


def test_rings_of_services_are_allowed():
    one, two, three = make_service(), make_service(), make_service()

    for service, needed in ((one, two), (two, three), (three, one), (two, one)):
        dependency = models.ServiceDependency(service=service, depends_on=needed)
        dependency.full_clean()
        dependency.save()

    assert models.ServiceDependency.objects.count() == 4

"""Panels that show the attributes of one object of the catalog."""

from django.utils.translation import gettext_lazy as _

from netbox.ui import attrs, panels

from ..attrs import DurationAttr, PercentAttr

__all__ = (
    'CatalogDutiesPanel',
    'CatalogEntryPanel',
    'CatalogOfferPanel',
    'RedundancyGroupPanel',
    'ServiceComponentPanel',
    'ServiceDependencyPanel',
    'ServicePanel',
)


class CatalogEntryPanel(panels.ObjectAttributesPanel):
    category = attrs.NestedObjectAttr('category', label=_('Category'), linkify=True)
    reference = attrs.TextAttr('reference', label=_('Reference'))
    status = attrs.ChoiceAttr('status', label=_('Status'))
    version = attrs.TextAttr('version', label=_('Version'))
    outcome = attrs.TextAttr('outcome', label=_('Outcome'))
    next_review_on = attrs.DateTimeAttr('next_review_on', label=_('Next review'), spec='date')
    description = attrs.TextAttr('description', label=_('Description'))


class CatalogOfferPanel(panels.ObjectAttributesPanel):
    title = _('Offered by default')

    calendar = attrs.RelatedObjectAttr('calendar', label=_('Service hours'), linkify=True)
    availability_percent = PercentAttr('availability_percent', label=_('Availability'))
    response_seconds = DurationAttr('response_seconds', label=_('Response time'))
    resolution_seconds = DurationAttr('resolution_seconds', label=_('Resolution time'))
    price = attrs.NumericAttr('price', label=_('Price'), unit_accessor='currency')
    price_unit = attrs.TextAttr('price_unit', label=_('Price unit'))


class CatalogDutiesPanel(panels.ObjectAttributesPanel):
    title = _('Duties')

    provider_duties = attrs.TextAttr('provider_duties', label=_('Our duties'))
    customer_duties = attrs.TextAttr('customer_duties', label=_("Customer's duties"))
    emergency_handling = attrs.TextAttr('emergency_handling', label=_('Emergency handling'))


class ServicePanel(panels.ObjectAttributesPanel):
    tenant = attrs.RelatedObjectAttr('tenant', label=_('Customer'), linkify=True, grouped_by='group')
    owner = attrs.RelatedObjectAttr('owner', label=_('Owner'), linkify=True)
    criticality = attrs.ChoiceAttr('criticality', label=_('Criticality'))
    status = attrs.ChoiceAttr('status', label=_('Status'))
    catalog_entry = attrs.RelatedObjectAttr('catalog_entry', label=_('Catalog entry'), linkify=True)
    reference = attrs.TextAttr('reference', label=_('Reference'), copy_button=True)
    operational_from = attrs.DateTimeAttr('operational_from', label=_('Operational from'), spec='minutes')
    operational_until = attrs.DateTimeAttr('operational_until', label=_('Operational until'), spec='minutes')
    description = attrs.TextAttr('description', label=_('Description'))


class RedundancyGroupPanel(panels.ObjectAttributesPanel):
    service = attrs.RelatedObjectAttr('service', label=_('Service'), linkify=True, grouped_by='tenant')
    min_available = attrs.NumericAttr('min_available', label=_('Minimum available'))
    since = attrs.DateTimeAttr('since', label=_('Since'), spec='minutes')
    until = attrs.DateTimeAttr('until', label=_('Until'), spec='minutes')
    description = attrs.TextAttr('description', label=_('Description'))


class ServiceComponentPanel(panels.ObjectAttributesPanel):
    service = attrs.RelatedObjectAttr('service', label=_('Service'), linkify=True, grouped_by='tenant')
    object = attrs.GenericForeignKeyAttr('object', label=_('Object'), linkify=True, nested=True)
    redundancy_group = attrs.RelatedObjectAttr('redundancy_group', label=_('Redundancy group'), linkify=True)
    since = attrs.DateTimeAttr('since', label=_('Since'), spec='minutes')
    until = attrs.DateTimeAttr('until', label=_('Until'), spec='minutes')
    description = attrs.TextAttr('description', label=_('Description'))


class ServiceDependencyPanel(panels.ObjectAttributesPanel):
    service = attrs.RelatedObjectAttr('service', label=_('Service'), linkify=True, grouped_by='tenant')
    depends_on = attrs.RelatedObjectAttr('depends_on', label=_('Depends on'), linkify=True, grouped_by='tenant')
    kind = attrs.ChoiceAttr('kind', label=_('Kind'))
    since = attrs.DateTimeAttr('since', label=_('Since'), spec='minutes')
    until = attrs.DateTimeAttr('until', label=_('Until'), spec='minutes')
    description = attrs.TextAttr('description', label=_('Description'))

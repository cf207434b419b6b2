"""The reverse side of the generic links: they vanish with their object, and NetBox's own pages know of them."""

from django.contrib.contenttypes.fields import GenericRelation

from . import linkable
from .models import (
    AffectedCI,
    CIDependency,
    CIDependencyGroup,
    DerivedEffect,
    PlannedEffect,
    ReleaseElement,
    ServiceComponent,
)

# Name of the relation -> the linking model, its generic foreign key, and what look-ups from there begin with
_RELATIONS = {
    'slm_components': (ServiceComponent, 'object', ''),
    'slm_incident_links': (AffectedCI, 'object', ''),
    'slm_derived_effects': (DerivedEffect, 'object', ''),
    'slm_needs': (CIDependency, 'dependent', ''),
    'slm_needed_by': (CIDependency, 'needed', 'needed_'),
    'slm_need_groups': (CIDependencyGroup, 'dependent', ''),
    'slm_planned_effects': (PlannedEffect, 'object', ''),
    'slm_release_elements': (ReleaseElement, 'object', ''),
}


def connect():
    """Give every linkable model its reverse relations.

    With them Django deletes the links together with the object, NetBox writes that to the change log and shows it on
    the delete page, and `slm_components` can be filtered and prefetched. Adds no column. Safe to call twice.
    """
    for model in linkable.linkable_models():
        for accessor, (link, name, prefix) in _RELATIONS.items():
            if any(field.name == accessor for field in model._meta.private_fields):
                continue
            relation = GenericRelation(
                link,
                content_type_field=f'{name}_type',
                object_id_field=f'{name}_id',
                related_query_name=f'{prefix}{model._meta.app_label}_{model._meta.model_name}',
            )
            relation.contribute_to_class(model, accessor)

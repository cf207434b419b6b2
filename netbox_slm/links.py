"""The reverse side of the generic links: they vanish with their object, and NetBox's own pages know of them."""

from django.contrib.contenttypes.fields import GenericRelation

from . import linkable
from .models import AffectedCI, ServiceComponent

_RELATIONS = {'slm_components': ServiceComponent, 'slm_incident_links': AffectedCI}


def connect():
    """Give every linkable model its reverse relations.

    With them Django deletes the links together with the object, NetBox writes that to the change log and shows it on
    the delete page, and `slm_components` can be filtered and prefetched. Adds no column. Safe to call twice.
    """
    for model in linkable.linkable_models():
        for accessor, link in _RELATIONS.items():
            if any(field.name == accessor for field in model._meta.private_fields):
                continue
            relation = GenericRelation(
                link,
                content_type_field='object_type',
                object_id_field='object_id',
                related_query_name=f'{model._meta.app_label}_{model._meta.model_name}',
            )
            relation.contribute_to_class(model, accessor)

"""NetBox's bases, with the help button of a form leading to our own documentation of the model."""

from functools import partialmethod

from django.db import models
from django.urls import reverse

from netbox.models import NestedLtreeGroupModel as CoreNestedLtreeGroupModel
from netbox.models import NetBoxModel as CoreNetBoxModel
from netbox.models import PrimaryModel as CorePrimaryModel

from ..visible import named, naming_all

__all__ = ('NestedLtreeGroupModel', 'NetBoxModel', 'PrimaryModel')


class DocumentedMixin(models.Model):
    """NetBox looks for a model's documentation among its own static files; ours is a page of the plugin."""

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        # NetBox's search result shows what `get_…_display` says, else the related object whoever asks.
        for name in cls.__dict__.get('viewable_relations', ()):
            setattr(cls, f'get_{name}_display', partialmethod(named, name))

    def to_objectchange(self, action):
        with naming_all():
            return super().to_objectchange(action)

    @property
    def docs_url(self):
        """Address of the page that explains this model."""
        return reverse('plugins:netbox_slm:documentation', args=[self._meta.model_name])


class NetBoxModel(DocumentedMixin, CoreNetBoxModel):
    """As NetBox's: change log, tags, custom fields, journal, events."""

    class Meta:
        abstract = True


class PrimaryModel(DocumentedMixin, CorePrimaryModel):
    """As NetBox's: a NetBoxModel with owner, description and comments."""

    class Meta:
        abstract = True


class NestedLtreeGroupModel(DocumentedMixin, CoreNestedLtreeGroupModel):
    """As NetBox's: a tree of named groups."""

    class Meta(CoreNestedLtreeGroupModel.Meta):
        abstract = True

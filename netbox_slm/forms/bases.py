"""Bases of our filter forms: a page that shows what it is filtered by names nothing that may not be viewed (§8)."""

from netbox import forms as of_netbox
from utilities import forms as of_utilities

from ..visible import current_user, viewable_choices

__all__ = ('FilterForm', 'NestedGroupModelFilterSetForm', 'NetBoxModelFilterSetForm', 'PrimaryModelFilterSetForm')


class _ViewableChoicesMixin:
    """Objects are chosen among those that the user of the request may view."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if getattr(field, 'queryset', None) is not None:
                field.queryset = viewable_choices(field.queryset, current_user())
                if hasattr(field.widget, 'original_widget'):  # it names what was chosen, and keeps choices of its own
                    field.widget.original_widget.choices = field.choices


class FilterForm(_ViewableChoicesMixin, of_utilities.FilterForm):
    """Of rows that are written by the system."""


class NetBoxModelFilterSetForm(_ViewableChoicesMixin, of_netbox.NetBoxModelFilterSetForm):
    """Of most models."""


class PrimaryModelFilterSetForm(_ViewableChoicesMixin, of_netbox.PrimaryModelFilterSetForm):
    """Of models with an owner and comments."""


class NestedGroupModelFilterSetForm(_ViewableChoicesMixin, of_netbox.NestedGroupModelFilterSetForm):
    """Of models that form a tree."""

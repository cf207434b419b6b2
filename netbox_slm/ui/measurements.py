"""Panels of measurements."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.ui import actions, attrs, panels

from ..visible import shown
from ..wording import format_value, unit_of

__all__ = ('MeasurementPanel', 'MeasurementsPanel')


class MeasuredValueAttr(attrs.TextAttr):
    """The value in the unit of its target."""

    def get_value(self, obj):
        target = shown(obj, 'target')
        if target is None:
            return f'{obj.value.normalize():f}'
        return format_value(obj.value, unit_of(target.metric), target.unit)


class MeasurementPanel(panels.ObjectAttributesPanel):
    value = MeasuredValueAttr('value', label=_('Value'))
    measured_at = attrs.DateTimeAttr('measured_at', label=_('Measured'), spec='seconds')
    target = attrs.RelatedObjectAttr('target', label=_('Target'), linkify=True, grouped_by='sla')
    service = attrs.RelatedObjectAttr('service', label=_('Service'), linkify=True)
    measure = attrs.TextAttr('measure', label=_('Measure'))
    source = attrs.TextAttr('source', label=_('Source'))
    note = attrs.TextAttr('note', label=pgettext_lazy('service levels', 'Note'))


class MeasurementsPanel(panels.ObjectsTablePanel):
    """What was measured for a target; only where it is measured."""

    def __init__(self, **kwargs):
        super().__init__(
            'netbox_slm.measurement',
            filters={'target_id': lambda context: context['object'].pk},
            exclude_columns=['target', 'measure'],
            title=_('Measurements'),
            actions=[
                actions.AddObject(
                    'netbox_slm.measurement',
                    url_params={'target': lambda context: context['object'].pk},
                    label=_('Add a measurement'),
                ),
            ],
            **kwargs,
        )

    def should_render(self, context):
        return context['object'].is_measured and super().should_render(context)

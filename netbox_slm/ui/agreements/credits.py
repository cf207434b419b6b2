"""The panel with the credits of an agreement or a target."""

from django.utils.translation import gettext_lazy as _

from netbox.ui import actions, panels

__all__ = ('CreditTiersPanel',)


class CreditTiersPanel(panels.ObjectsTablePanel):
    """The tiers of the object; owner: which relation of a tier leads to it, `sla` (with its targets) or `target`."""

    def __init__(self, owner, **kwargs):
        super().__init__(
            'netbox_slm.servicecredittier',
            filters={f'{owner}_id': lambda context: context['object'].pk},
            exclude_columns=[owner] if owner == 'sla' else ['sla', 'target'],
            title=_('Service credits'),
            actions=[
                actions.AddObject(
                    'netbox_slm.servicecredittier',
                    url_params={owner: lambda context: context['object'].pk},
                    label=_('Add a credit tier'),
                ),
            ],
            **kwargs,
        )

"""The menu, grouped as the work is: what is offered, what is promised, what happens, what became of it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.plugins import PluginMenu, PluginMenuButton, PluginMenuItem


def _item(model, label, *, add=True):
    buttons = []
    if add:
        buttons = [
            PluginMenuButton(
                link=f'plugins:netbox_slm:{model}_add',
                title=_('Add'),
                icon_class='mdi mdi-plus-thick',
                permissions=[f'netbox_slm.add_{model}'],
            ),
            PluginMenuButton(
                link=f'plugins:netbox_slm:{model}_bulk_import',
                title=_('Import'),
                icon_class='mdi mdi-upload',
                permissions=[f'netbox_slm.add_{model}'],
            ),
        ]
    return PluginMenuItem(
        link=f'plugins:netbox_slm:{model}_list',
        link_text=label,
        permissions=[f'netbox_slm.view_{model}'],
        buttons=buttons,
    )


menu = PluginMenu(
    label=_('Service levels'),
    icon_class='mdi mdi-handshake-outline',
    groups=(
        (
            _('Attainment'),
            (
                _item('attainment', _('Attainments'), add=False),
                _item('attainmentrevision', _('History of figures'), add=False),
                _item('measurement', _('Measurements')),
            ),
        ),
        (
            _('Catalog'),
            (
                _item('service', _('Services')),
                _item('catalogentry', _('Catalog entries')),
                _item('catalogcategory', _('Catalog categories')),
            ),
        ),
        (
            _('Structure'),
            (
                _item('servicecomponent', _('Service components')),
                _item('redundancygroup', _('Redundancy groups')),
                _item('servicedependency', _('Service dependencies')),
                _item('cidependency', _('Explicit needs')),
                _item('cidependencygroup', _('Groups of needs')),
            ),
        ),
        (
            _('Agreements'),
            (
                _item('sla', _('SLAs')),
                _item('serviceleveltarget', _('Service level targets')),
                _item('servicecredittier', _('Service credit tiers')),
                _item('contract', _('Contracts')),
            ),
        ),
        (
            _('Service hours'),
            (
                _item('servicecalendar', _('Service calendars')),
                _item('calendarwindow', _('Calendar windows')),
                _item('calendarexception', _('Calendar exceptions')),
                _item('maintenancewindow', _('Maintenance windows')),
            ),
        ),
        (
            _('Changes and releases'),
            (
                PluginMenuItem(
                    link='plugins:netbox_slm:impact',
                    link_text=_('What if this fails?'),
                    permissions=['netbox_slm.view_service'],
                ),
                _item('change', _('Changes')),
                _item('release', _('Releases')),
                PluginMenuItem(
                    link='plugins:netbox_slm:work_calendar',
                    link_text=_('Calendar of planned work'),
                    permissions=['netbox_slm.view_change'],
                ),
                _item('freezewindow', _('Freeze windows')),
                _item('slaimpact', _('Flags'), add=False),
                _item('customeragreement', _('Customer agreements')),
                _item('acknowledgement', _('Acknowledgements')),
                _item('plannedeffect', _('Planned effects')),
                _item('releaseelement', _('Release elements')),
                _item('releaseeffect', _('Release effects')),
                _item('causedincident', _('Caused incidents')),
            ),
        ),
        (
            pgettext_lazy('service levels', 'Operations'),
            (
                _item('incident', _('Incidents')),
                _item('affectedci', _('Affected CIs')),
                _item('affectedservice', _('Affected services')),
                _item('derivedeffect', _('Derived effects'), add=False),
                _item('hold', _('Holds')),
            ),
        ),
    ),
)

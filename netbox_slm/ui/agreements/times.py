"""The panel of when a maintenance window comes next, and whether it has an effect."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from netbox.ui import panels

from ...choices import MaintenanceWindowStatusChoices
from ...recurrence import occurrences

__all__ = ('MaintenanceTimesPanel',)

COUNT = 5
AHEAD = timedelta(days=366)


class MaintenanceTimesPanel(panels.ObjectPanel):
    """The next occurrences within a year, in the window's own zone, after what keeps it from having an effect."""

    template_name = 'netbox_slm/panels/maintenance_times.html'
    title = _('Next times')

    def get_context(self, context):
        panel = super().get_context(context)
        window, now = panel['object'], timezone.now()
        coming = occurrences(window.starts_at, window.ends_at, window.recurrence, window.time_zone, now, now + AHEAD)
        return {
            **panel,
            'warnings': self._warnings(window),
            'zone': window.time_zone,
            # Text, because a template would turn instants into the reader's zone
            'times': [
                ' – '.join(f'{instant.astimezone(window.time_zone):%Y-%m-%d %H:%M}' for instant in occurrence)
                for occurrence in coming[:COUNT]
            ],
        }

    def _warnings(self, window):
        warnings = []
        if not window.slas.exists() and not window.services.exists():
            warnings.append(_gettext('It names no SLA and no service, so it has no effect: add one.'))
        if window.status != MaintenanceWindowStatusChoices.STATUS_AGREED:
            warnings.append(_gettext('Only an agreed window leaves the figures.'))
        return warnings

"""What the NetBox test cases of the domain share."""

from datetime import timedelta

from django.utils import timezone

from netbox_slm.models import Incident


class PluginViews:
    """URL names of a plugin's pages."""

    def _get_base_url(self):
        return f'plugins:netbox_slm:{self.model._meta.model_name}_{{}}'


class PluginAPI:
    """URL names of a plugin's REST API."""

    view_namespace = 'plugins-api:netbox_slm'


def ago(hours):
    """The instant some hours ago, without microseconds."""
    return (timezone.now() - timedelta(hours=hours)).replace(microsecond=0)


def make_incidents(number=3, hours=10):
    """Open incidents with references INC-1, INC-2, … that were reported some hours ago."""
    return [
        Incident.objects.create(name=f'Incident {index}', reference=f'INC-{index}', reported_at=ago(hours))
        for index in range(1, number + 1)
    ]

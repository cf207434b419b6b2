"""The Celery application: `celery -A netbox_slm worker` and `celery -A netbox_slm beat`, with NETBOX_ROOT set.

It boots NetBox's own settings; broker, results and schedule come from PLUGINS_CONFIG (docs/celery.md).
"""

import os

from celery import Celery
from celery.signals import task_prerun

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'netbox.settings')

app = Celery('netbox_slm')
app.autodiscover_tasks(['netbox_slm'])


@app.on_configure.connect
def read_settings(sender, **kwargs):
    """Configure the application when it is first used; NetBox's settings are complete by then."""
    from django.conf import settings  # noqa: PLC0415 - read late, so that importing this module needs no settings

    from .broker import celery_settings  # noqa: PLC0415 - as above

    plugin = settings.PLUGINS_CONFIG['netbox_slm']
    sender.conf.update(celery_settings(plugin, settings.REDIS['tasks'], settings.TIME_ZONE))


@task_prerun.connect
def forget_configuration(**kwargs):
    """NetBox keeps its dynamic configuration for a request; a worker must read it anew for each task."""
    from netbox.config import clear_config  # noqa: PLC0415 - needs the settings

    clear_config()

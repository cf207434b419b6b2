"""Service level management in NetBox: catalogue, services, SLAs, and whether the promises were kept."""

from django.utils.translation import gettext_lazy as _

from netbox.plugins import PluginConfig

from .version import __version__

DISTRIBUTION = 'netbox-service-levels'

DEFAULT_LINKABLE_TYPES = [
    'dcim.site',
    'dcim.location',
    'dcim.rack',
    'dcim.device',
    'dcim.virtualchassis',
    'dcim.virtualdevicecontext',
    'dcim.module',
    'dcim.interface',
    'dcim.powerport',
    'dcim.poweroutlet',
    'dcim.powerpanel',
    'dcim.powerfeed',
    'dcim.cable',
    'circuits.provider',
    'circuits.providernetwork',
    'circuits.circuit',
    'circuits.virtualcircuit',
    'tenancy.tenant',
    'virtualization.cluster',
    'virtualization.virtualmachine',
    'virtualization.vminterface',
    'ipam.service',
    'ipam.ipaddress',
    'ipam.prefix',
    'ipam.fhrpgroup',
    'vpn.tunnel',
    'vpn.l2vpn',
    'wireless.wirelesslan',
    'wireless.wirelesslink',
]


class SLMConfig(PluginConfig):
    """Settings (PLUGINS_CONFIG['netbox_slm']) are described in docs/settings.md, each with its default."""

    name = 'netbox_slm'
    verbose_name = _('Service levels')
    description = _('Service catalogue, SLAs and their attainment over the infrastructure in NetBox')
    version = __version__
    author = 'The netbox-service-levels authors'
    base_url = 'service-levels'
    min_version = '4.7.0'
    max_version = '4.7.99'
    graphql_schema = 'graphql.schema.schema'
    default_settings = {
        'linkable_types': DEFAULT_LINKABLE_TYPES,
        'computed_sla_statuses': ['active', 'expired', 'terminated'],
        'ignored_incident_statuses': ['cancelled'],
        'derived_effects_count': 'at_once',
        'graph_providers_off': [],
        'graph_providers_on': [],
        'not_in_operation': {},
        'network_root_tag': 'network-root',
        'network_root_roles': ['internet*', 'border*', 'edge-router*', '*firewall*', 'core*', '*router*'],
        'network_leaf_roles': [
            '*server*',
            '*storage*',
            '*host*',
            '*pdu*',
            '*ups*',
            '*camera*',
            '*phone*',
            '*printer*',
            'access-point*',
        ],
        'network_skipped_sites': [],
        'network_skipped_roles': [],
        'impact_objects_at_once': 500,
        'branch_outage_minutes': 60,
        'branch_merge_check': 'always',
        'flags_seconds': 300,
        'grace_days': 5,
        'written_agreement_days': 5,
        'caused_incident_hours': 24,
        'celery_broker_url': None,
        'celery_result_backend': None,
        'celery_database': 7,
        'celery_visibility_seconds': 300,
        'celery_beat_schedule': {},
        'celery_chunk_size': 500,
        'sweep_seconds': 60,
        'refresh_minutes': 15,
        'close_hour': 2,
        'task_time_limit_seconds': 3600,
        'alert_seconds': 60,
        'alert_silence_minutes': 60,
        'alert_margin_percent': 5,
        'alert_deadline_offsets': [-3600, 0],
        'alert_burn_windows': [[3600, 300, 14.4], [21600, 1800, 6], [86400, 7200, 3], [259200, 21600, 1]],
    }

    def ready(self):
        # Models and registries exist only now.
        from . import beside

        beside.refuse_other_distribution()
        super().ready()
        from . import (
            checks,  # noqa: F401 - registers the checks
            deriving,
            events,
            flagging,
            integrations,
            judging,
            links,
            protection,
            receivers,
            replaceable,
        )
        from .analysis.changes import worsened
        from .graph.registry import replaceable_labels

        events.register()
        links.connect()
        protection.connect()
        receivers.connect()
        deriving.connect()
        flagging.connect()
        integrations.connect()
        replaceable.connect(replaceable_labels)
        judging.connect(worsened)


config = SLMConfig

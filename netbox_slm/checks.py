"""System checks of the plugin's settings and of what another plugin left in the database."""

from functools import partial

from django.apps import apps
from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from netbox.plugins import get_plugin_config

from . import beside, linkable
from .choices import DerivedEffectsCountChoices
from .graph import providers
from .integrations import branching, change_control


@register()
def check_linkable_types(app_configs, **kwargs):
    """Every type of the setting `linkable_types` is installed and known to the registry, with valid look-ups."""
    messages = []
    for label in get_plugin_config('netbox_slm', 'linkable_types'):
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            messages.append(
                Error(
                    f'linkable_types names {label!r}, which is no installed model.',
                    hint="Write it as 'app_label.model', for example 'dcim.device', or remove it.",
                    id='netbox_slm.E001',
                )
            )
            continue
        try:
            known = linkable.get(label)
        except KeyError:
            messages.append(
                Error(
                    f'linkable_types names {label!r}, of which netbox_slm knows nothing.',
                    hint='Register it with netbox_slm.linkable.register() in the ready() of your plugin.',
                    id='netbox_slm.E002',
                )
            )
            continue
        messages.extend(_lookup_errors(model, known))
    return messages


@register()
def check_derived_effects(app_configs, **kwargs):
    """The setting `derived_effects_count` is one of its two values."""
    value, known = get_plugin_config('netbox_slm', 'derived_effects_count'), DerivedEffectsCountChoices.values()
    if value in known:
        return []
    return [
        Error(
            f'derived_effects_count is {value!r}, which says nothing.',
            hint=f'Give one of {", ".join(map(repr, known))}.',
            id='netbox_slm.E004',
        )
    ]


def _lookup_errors(model, known):
    """Look-ups of a registered type that its models do not have."""
    lookups = [(model, path) for path in known.natural_key]
    for label, path in known.contains.items():
        try:
            lookups.append((apps.get_model(label), path))
        except LookupError:
            continue
    messages = []
    for on_model, path in lookups:
        try:
            on_model._default_manager.filter(**{f'{path}__isnull': False})
        except Exception as error:  # whatever Django raises for a wrong look-up is the finding
            messages.append(
                Error(
                    f'The registered type {known.label!r} uses the look-up {path!r} of {on_model._meta.label}: {error}',
                    id='netbox_slm.E003',
                )
            )
    return messages


@register(Tags.database)
def check_other_tables(app_configs, databases=None, **kwargs):
    """Tables that netbox-slm left behind are harmless, but worth knowing."""
    messages = []
    for alias in databases or ():
        tables = set(connections[alias].introspection.table_names())
        left = sorted(tables.intersection(beside.OTHER_TABLES))
        if left:
            messages.append(
                Warning(
                    f'The database holds tables of {beside.OTHER_DISTRIBUTION}: {", ".join(left)}.',
                    hint=f'{beside.DISTRIBUTION} does not use them. Drop them when you no longer need their rows.',
                    id='netbox_slm.W001',
                )
            )
    return messages


@register()
def check_alert_settings(app_configs, **kwargs):
    """The settings of alerts are numbers that make sense (docs/settings.md)."""
    get = partial(get_plugin_config, 'netbox_slm')
    rules = (
        ('alert_seconds', _is_number(get('alert_seconds'), 0), 'Give seconds, or 0 for never.'),
        ('alert_silence_minutes', _is_number(get('alert_silence_minutes'), 0), 'Give minutes, 0 or more.'),
        (
            'alert_margin_percent',
            _is_number(get('alert_margin_percent'), 0) and get('alert_margin_percent') < 100,
            'Give percent of the budget, from 0 to below 100.',
        ),
        (
            'alert_deadline_offsets',
            all(isinstance(offset, int) for offset in get('alert_deadline_offsets')),
            'Give whole seconds, negative before the deadline.',
        ),
        (
            'alert_burn_windows',
            all(_is_pair_of_windows(pair) for pair in get('alert_burn_windows')),
            'Give [long seconds, short seconds, factor] for each pair, the long window longer than the short one.',
        ),
    )
    return [
        Error(f'{name} is {get(name)!r}.', hint=hint, id='netbox_slm.E006')
        for name, is_right, hint in rules
        if not is_right
    ]


def _is_number(value, least):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= least


def _is_pair_of_windows(pair):
    if len(pair) != 3 or not all(_is_number(value, 0) for value in pair):
        return False
    long, short, factor = pair
    return isinstance(long, int) and isinstance(short, int) and long > short > 0 and factor > 0


@register()
def check_branch_settings(app_configs, **kwargs):
    """The settings about branches make sense, and netbox-branching copies what this plugin needs in a branch."""
    get = partial(get_plugin_config, 'netbox_slm')
    known = change_control.SCOPES
    rules = (
        ('branch_outage_minutes', _is_number(get('branch_outage_minutes'), 1), 'Give minutes, 1 or more.'),
        ('branch_merge_check', get('branch_merge_check') in known, f'Give one of {", ".join(map(repr, known))}.'),
    )
    messages = [
        Error(f'{name} is {get(name)!r}.', hint=hint, id='netbox_slm.E007')
        for name, is_right, hint in rules
        if not is_right
    ]
    if exempt := branching.exempt_models():
        messages.append(
            Warning(
                f'exempt_models of netbox-branching names {", ".join(exempt)}.',
                hint='Take them out: what is deleted in a branch would take its links out of main (docs/branching.md).',
                id='netbox_slm.W003',
            )
        )
    return messages


@register()
def check_types_without_needs(app_configs, **kwargs):
    """Linkable types that no provider of the graph handles: their objects have explicit needs only."""
    handled = set()
    for provider in providers().values():
        if provider.key not in ('explicit', 'service'):
            handled |= {*provider.dependents, *provider.needed}
    without = [known.label for known in linkable.linkable_types() if known.label not in handled | _WITHOUT_NEEDS]
    return [
        Warning(
            f'No provider of the graph knows needs of {label!r}: it has explicit needs only.',
            hint='Register one with netbox_slm.graph.register() in the ready() of your plugin (docs/graph.md).',
            id='netbox_slm.W002',
        )
        for label in without
    ]


# By definition nothing of their own can fail (graph.md §2)
_WITHOUT_NEEDS = {'tenancy.tenant', 'wireless.wirelesslan'}

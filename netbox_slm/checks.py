"""System checks of the plugin's settings and of what another plugin left in the database."""

from django.apps import apps
from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from netbox.plugins import get_plugin_config

from . import beside, linkable
from .choices import DerivedEffectsCountChoices


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

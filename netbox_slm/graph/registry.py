"""Which providers there are, and which of them are followed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from netbox.plugins import get_plugin_config

from .refs import Ref

__all__ = ('NETWORK', 'Need', 'Provider', 'followed', 'network_followed', 'providers', 'register', 'replaceable_labels')

NETWORK = 'network'  # reach is no provider, but is switched off and replaced like one
_EXPLICIT = 'explicit'
_SERVICE = 'service'


class Need(NamedTuple):
    """One need of an object: all of `needed` together where kind is 'group', else one object.

    relation: what the needed object is to the dependent ('site', 'power port'). kind: 'required', 'soft' (only
    degrades) or 'group' (min_available of the members). provider: key of who says so; filled in by the graph.
    """

    dependent: Ref
    needed: tuple[Ref, ...]
    relation: str
    kind: str = 'required'
    min_available: int = 1
    provider: str = ''


class Provider(Protocol):
    """One kind of fact: which objects need which because of it.

    key: short and stable; settings and explicit needs name it. label: what a user reads. dependents, needed: labels of
    the types that it is asked about. by_default: followed unless a setting says otherwise. Neither method may cost
    more queries for many objects than for one.
    """

    key: str
    label: object
    by_default: bool
    dependents: frozenset[str]
    needed: frozenset[str]

    def needs(self, refs: Sequence[Ref]) -> Iterable[Need]:
        """All needs of these dependents by this fact; a group with all its members."""
        ...

    def needed_by(self, refs: Sequence[Ref]) -> Iterable[Ref]:
        """The objects that need any of these by this fact."""
        ...


_registry: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Add a kind of fact; the last registration of a key wins. Call it in the `ready()` of a plugin."""
    _registry[provider.key] = provider


def providers() -> Mapping[str, Provider]:
    """Every registered provider by key."""
    return dict(_registry)


def followed() -> list[Provider]:
    """The providers that are followed: those of the default, without `graph_providers_off`, with `…_on`."""
    off, on = (set(get_plugin_config('netbox_slm', f'graph_providers_{name}')) for name in ('off', 'on'))
    return [provider for key, provider in _registry.items() if key not in off and (provider.by_default or key in on)]


def network_followed() -> bool:
    """Whether reach is followed at all."""
    return NETWORK not in get_plugin_config('netbox_slm', 'graph_providers_off')


def replaceable_labels() -> dict[str, object]:
    """Key -> label of what an explicit need can replace: every provider of NetBox's facts, and reach."""
    from .providers import NETWORK_LABEL  # noqa: PLC0415 - they import this module

    labels = {key: provider.label for key, provider in _registry.items() if key not in (_EXPLICIT, _SERVICE)}
    return {**labels, NETWORK: NETWORK_LABEL}

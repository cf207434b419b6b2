"""The settings of the network: which devices are roots, which pass nothing on, which have no rule of reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from netbox.plugins import get_plugin_config

from ..operation import not_in_operation

__all__ = ('DEFAULT_LEAF_ROLES', 'DEFAULT_ROOT_ROLES', 'Rules', 'current_rules', 'ids_matching')

DEFAULT_ROOT_ROLES = ['internet*', 'border*', 'edge-router*', '*firewall*', 'core*', '*router*']
DEFAULT_LEAF_ROLES = [
    '*server*',
    '*storage*',
    '*host*',
    '*pdu*',
    '*ups*',
    '*camera*',
    '*phone*',
    '*printer*',
    'access-point*',
]


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings `network_*` and what is not in operation; two networks compiled under the same rules can be compared.

    root_roles: patterns of role slugs, the first that matches in a part decides. leaf_roles: devices that pass nothing
    on. skipped_sites, skipped_roles: patterns of slugs; their devices have no rule of reach.
    """

    root_tag: str
    root_roles: tuple[str, ...]
    leaf_roles: tuple[str, ...]
    skipped_sites: tuple[str, ...]
    skipped_roles: tuple[str, ...]
    out_of_operation: tuple[tuple[str, tuple[str, ...]], ...]

    def root_rank(self, slug: str) -> int:
        """Place of the first pattern that matches; one behind the last where none does."""
        matches = (place for place, pattern in enumerate(self.root_roles) if fnmatchcase(slug, pattern))
        return next(matches, len(self.root_roles))


def current_rules() -> Rules:
    """The rules as the settings say now."""

    def texts(name: str) -> tuple[str, ...]:
        return tuple(get_plugin_config('netbox_slm', name))

    return Rules(
        get_plugin_config('netbox_slm', 'network_root_tag'),
        texts('network_root_roles'),
        texts('network_leaf_roles'),
        texts('network_skipped_sites'),
        texts('network_skipped_roles'),
        tuple((label, tuple(statuses)) for label, statuses in sorted(not_in_operation().items())),
    )


def ids_matching(slugs: Mapping[str, Iterable[int]], patterns: tuple[str, ...]) -> list[int]:
    """Ids of the slugs that match any pattern."""
    return [pk for slug, pks in slugs.items() if any(fnmatchcase(slug, pattern) for pattern in patterns) for pk in pks]

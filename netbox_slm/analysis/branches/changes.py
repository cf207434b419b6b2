"""The diff of a branch as this plugin reads it: objects of main that it changes, before and after."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType

from ... import linkable
from ...graph import Ref, types_of_needs

__all__ = ('CREATE', 'DELETE', 'UPDATE', 'BranchChange', 'BranchDiff', 'is_organisational', 'structural_services')

CREATE, UPDATE, DELETE = 'create', 'update', 'delete'

# What orders things and bears none of them: moving things between these is no work on them
_ORGANISATIONAL = frozenset(
    {
        'circuits.circuitgroup',
        'circuits.provideraccount',
        'dcim.cablebundle',
        'dcim.devicerole',
        'dcim.rackgroup',
        'dcim.region',
        'dcim.sitegroup',
        'tenancy.tenant',
        'virtualization.clustergroup',
    }
)
# Rows that only join others: those are what is worked on
_JOINS = frozenset({'dcim.cablepath', 'dcim.cabletermination', 'dcim.portmapping'})
# Attributes that no need and no operation depends on
_WORDS = frozenset(
    {
        'airflow', 'asset_tag', 'color', 'comments', 'commit_rate', 'custom_fields', 'description', 'face', 'facility',
        'install_date', 'label', 'latitude', 'local_context_data', 'longitude', 'name', 'owner', 'physical_address',
        'position', 'serial', 'shipping_address', 'tenant', 'termination_date', 'time_zone',
    }
)  # fmt: skip
_SERVICE = 'netbox_slm.service'
_STRUCTURE = ('netbox_slm.servicecomponent', 'netbox_slm.servicedependency', 'netbox_slm.redundancygroup')
_NEED = 'netbox_slm.cidependency'


@dataclass(frozen=True, slots=True)
class BranchChange:
    """One object that the branch creates, updates or deletes. before: its attributes in main; after: in the branch."""

    ref: Ref
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def changes(self, name: str) -> bool:
        """Whether an attribute is another one in the branch."""
        return self.before.get(name) != self.after.get(name)

    @property
    def is_ci(self) -> bool:
        """Whether it is about something that can fail: of a type that has needs or can be linked, or a service."""
        label = self.ref.type
        known = types_of_needs() | {found.label for found in linkable.linkable_types()} | {_SERVICE}
        return label in known and label not in _JOINS and not is_organisational(label)

    @property
    def matters(self) -> bool:
        """Whether anything may depend on it: not where only words about an object are others."""
        if self.action != UPDATE:
            return True
        names = self.before.keys() | self.after.keys()
        return any(self.changes(name) for name in names - _WORDS)


@dataclass(frozen=True, slots=True)
class BranchDiff:
    """What a branch changes, and how to read its own tables and those of main: both give a context manager."""

    name: str
    changes: tuple[BranchChange, ...]
    inside: Callable[[], AbstractContextManager[None]]
    outside: Callable[[], AbstractContextManager[None]]

    @property
    def gone(self) -> frozenset[Ref]:
        """What the branch deletes."""
        return frozenset(change.ref for change in self.changes if change.action == DELETE)


def is_organisational(label: str) -> bool:
    """Whether objects of a type only put others in order."""
    return label in _ORGANISATIONAL


def structural_services(changes: Iterable[BranchChange]) -> set[Ref]:
    """What rows of our own structure are about: services of components, groups, dependencies; owners of needs."""
    found = set()
    for change in changes:
        for row in (change.before, change.after):
            if change.ref.type in _STRUCTURE and row.get('service'):
                found.add(Ref(_SERVICE, row['service']))
            elif change.ref.type == _NEED and row.get('dependent_type'):
                kind = ContentType.objects.get_for_id(row['dependent_type'])
                found.add(Ref(f'{kind.app_label}.{kind.model}', row['dependent_id']))
    return found

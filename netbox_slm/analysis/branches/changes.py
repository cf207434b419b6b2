"""The diff of a branch as this plugin reads it: objects of main that it changes, before and after."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType

from ... import linkable
from ...graph import Ref, types_of_needs

__all__ = (
    'CREATE',
    'DELETE',
    'UPDATE',
    'BranchChange',
    'BranchDiff',
    'bearing_types',
    'ci_types',
    'is_organisational',
    'structural_services',
)

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
    """One object that the branch creates, updates or deletes. before: its attributes in main; after: once merged.

    What main changed meanwhile is in both, as a merge leaves it alone.
    """

    ref: Ref
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def changes(self, name: str) -> bool:
        """Whether an attribute is another one in the branch."""
        return self.before.get(name) != self.after.get(name)

    @property
    def matters(self) -> bool:
        """Whether anything may depend on it: not where only words about an object are others."""
        if self.action != UPDATE:
            return True
        names = self.before.keys() | self.after.keys()
        return any(self.changes(name) for name in names - _WORDS)


@dataclass(frozen=True, slots=True)
class BranchDiff:
    """What a branch changes, and how to read its own tables and those of main: both give a context manager.

    is_synced: whether its tables know all of main that the graph is read from.
    """

    name: str
    changes: tuple[BranchChange, ...]
    inside: Callable[[], AbstractContextManager[None]]
    outside: Callable[[], AbstractContextManager[None]]
    is_synced: bool = True

    @property
    def of_cis(self) -> tuple[BranchChange, ...]:
        """The changes that are about something that can fail."""
        types = ci_types()
        return tuple(change for change in self.changes if change.ref.type in types)

    @property
    def must_be_synced(self) -> bool:
        """Whether what it leaves behind is uncertain: it changes the graph, and main has changed it meanwhile."""
        if self.is_synced:
            return False
        types = bearing_types()
        return any(change.matters for change in self.changes if change.ref.type in types)

    @property
    def gone(self) -> frozenset[Ref]:
        """What the branch deletes."""
        return frozenset(change.ref for change in self.changes if change.action == DELETE)


def ci_types() -> frozenset[str]:
    """Types of what can fail: those that have needs or can be linked, and services. Ask once for many objects."""
    known = types_of_needs() | {found.label for found in linkable.linkable_types()} | {_SERVICE}
    return frozenset(known - _JOINS - _ORGANISATIONAL)


def bearing_types() -> frozenset[str]:
    """Types of all rows that the graph is read from: of what can fail, of what joins it, and of our own structure."""
    return ci_types() | _JOINS | {*_STRUCTURE, _NEED}


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

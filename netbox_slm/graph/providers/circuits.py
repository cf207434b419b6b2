"""Providers, circuits, their terminations and groups."""

from django.utils.translation import gettext_lazy as _

from ...engine.structure import GROUP
from ..facts import Fact, SqlProvider
from .virtual import SCOPES

__all__ = ('CarrierProvider', 'CircuitGroupProvider', 'CircuitProvider', 'CircuitTerminationProvider')


class CarrierProvider(SqlProvider):
    """A provider account and a provider network need their provider (graph.md §2)."""

    key = 'provider'
    label = _('The provider of an account or network')
    facts = tuple(
        Fact('provider', f'circuits.{name}', 'circuits.provider', f'circuits_{name}', 't.provider_id')
        for name in ('provideraccount', 'providernetwork')
    )


class CircuitProvider(SqlProvider):
    """A circuit, as we can use it, needs its provider, its provider account and each of its terminations
    (graph.md §2).
    """

    key = 'circuit'
    label = _('The provider and terminations of a circuit')
    facts = (
        Fact('provider', 'circuits.circuit', 'circuits.provider', 'circuits_circuit', 't.provider_id'),
        Fact(
            'provider account',
            'circuits.circuit',
            'circuits.provideraccount',
            'circuits_circuit',
            't.provider_account_id',
        ),
        Fact(
            'termination',
            'circuits.circuit',
            'circuits.circuittermination',
            'circuits_circuittermination',
            't.id',
            dependent_id='t.circuit_id',
        ),
    )


class CircuitTerminationProvider(SqlProvider):
    """A circuit termination needs its circuit and its scope: site, location, region, site group or provider network
    (graph.md §2). Its link is a need of its own.
    """

    key = 'circuit_termination'
    label = _('The circuit and scope of a circuit termination')
    facts = (
        Fact(
            'circuit',
            'circuits.circuittermination',
            'circuits.circuit',
            'circuits_circuittermination',
            't.circuit_id',
        ),
        *(
            Fact(
                relation,
                'circuits.circuittermination',
                label,
                'circuits_circuittermination',
                't.termination_id',
                where=f't.termination_type_id = {{ct[{label}]}}',
            )
            for relation, label in (*SCOPES, ('provider network', 'circuits.providernetwork'))
        ),
    )


class CircuitGroupProvider(SqlProvider):
    """A circuit group needs any of its members: circuits and virtual circuits (graph.md §2)."""

    key = 'circuit_group'
    label = _('The members of a circuit group')
    facts = tuple(
        Fact(
            'member',
            'circuits.circuitgroup',
            label,
            'circuits_circuitgroupassignment',
            't.member_id',
            dependent_id='t.group_id',
            where=f't.member_type_id = {{ct[{label}]}}',
            kind=GROUP,
        )
        for label in ('circuits.circuit', 'circuits.virtualcircuit')
    )

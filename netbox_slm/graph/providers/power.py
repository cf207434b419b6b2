"""Power: feeds, outlets, ports, devices (graph.md §3)."""

from django.utils.translation import gettext_lazy as _

from ...engine.structure import GROUP
from ..facts import Fact, SqlProvider

__all__ = ('DevicePowerProvider', 'PowerOutletProvider', 'PowerPortProvider')

_LEADS = 'far.termination_type_id IN ({ct[dcim.poweroutlet]}, {ct[dcim.powerfeed]})'


def _cabled(near: str) -> tuple[str, str]:
    """Tables and condition of the far ends of a power port's cable. A planned cable connects nothing.

    Of a trunk, whose connectors face each other one to one, it is the end at the same connector; a shuffle and a
    breakout join all of them.
    """
    tables = (
        f'dcim_cabletermination {near} JOIN dcim_cable c ON c.id = {near}.cable_id '
        f'JOIN dcim_cabletermination far ON far.cable_id = {near}.cable_id AND far.cable_end <> {near}.cable_end '
        "AND (split_part(c.profile, '-', 1) <> 'trunk' OR split_part(c.profile, '-', 3) = 'shuffle' "
        f'OR far.connector = {near}.connector)'
    )
    return tables, f"{near}.termination_type_id = {{ct[dcim.powerport]}} AND c.status <> 'planned'"


_CABLED, _IS_PORT = _cabled('t')
_NEAR_CABLED, _NEAR_IS_PORT = _cabled('near')


class PowerPortProvider(SqlProvider):
    """A power port with a cable that is not planned and leads to an outlet or feed needs that cable, and that outlet or
    feed; of several on one cable, any (graph.md §3), of a trunk those at its own connector.
    """

    key = 'power_port'
    label = _('The cable and supply of a power port')
    facts = (
        Fact(
            'cable',
            'dcim.powerport',
            'dcim.cable',
            _CABLED,
            't.cable_id',
            dependent_id='t.termination_id',
            where=f'{_IS_PORT} AND {_LEADS}',
        ),
        *(
            Fact(
                relation,
                'dcim.powerport',
                label,
                _CABLED,
                'far.termination_id',
                dependent_id='t.termination_id',
                where=f'{_IS_PORT} AND far.termination_type_id = {{ct[{label}]}}',
                kind=GROUP,
                group='1',
            )
            for relation, label in (('power outlet', 'dcim.poweroutlet'), ('power feed', 'dcim.powerfeed'))
        ),
    )


class PowerOutletProvider(SqlProvider):
    """A power outlet needs its power port (graph.md §2)."""

    key = 'power_outlet'
    label = _('The power port of an outlet')
    facts = (Fact('power port', 'dcim.poweroutlet', 'dcim.powerport', 'dcim_poweroutlet', 't.power_port_id'),)


class DevicePowerProvider(SqlProvider):
    """A device needs any of its connected power ports, those of its modules included. A port that is only marked as
    connected is a member that is up until it, its module or its device is out itself (graph.md §3).
    """

    key = 'power'
    label = _('The power ports of a device')
    facts = (
        Fact(
            'power port',
            'dcim.device',
            'dcim.powerport',
            'dcim_powerport',
            't.id',
            dependent_id='t.device_id',
            where=(
                f'(t.mark_connected OR EXISTS (SELECT 1 FROM {_NEAR_CABLED} '
                f'WHERE near.termination_id = t.id AND {_NEAR_IS_PORT} AND {_LEADS}))'
            ),
            kind=GROUP,
        ),
    )

"""Which object of NetBox needs which (graph.md): one provider per kind of fact, network reach, the states that follow.

    impact({Ref('dcim.device', 7): DOWN})       # what is worse for it, how much, by which steps
    states([Ref('netbox_slm.service', 3)], {})  # states of some objects while these effects hold
    stands_on([Ref('netbox_slm.service', 3)])   # the needs below
    single_points([Ref('netbox_slm.service', 3)])

May import: NetBox's models, netbox_slm.models, engine. May not: analysis, views, tasks.
To add a fact: a provider in `providers/`, a line in docs/graph.md. Another plugin calls `register()`.
"""

from . import providers as _providers  # noqa: F401 - registers the built-in ones
from .answer import Group, Impact, Limits, Member, Reason, Step, Touched
from .below import all_below, stands_on
from .impact import impact, states, states_in_each
from .kinds import types_of_needs
from .points import single_points
from .refs import Ref
from .registry import Need, Provider, providers, register

__all__ = (
    'Group',
    'Impact',
    'Limits',
    'Member',
    'Need',
    'Provider',
    'Reason',
    'Ref',
    'Step',
    'Touched',
    'all_below',
    'impact',
    'providers',
    'register',
    'single_points',
    'stands_on',
    'states',
    'states_in_each',
    'types_of_needs',
)

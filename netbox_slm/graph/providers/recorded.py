"""What is recorded in this plugin: our services, and explicit needs."""

from django.utils.translation import gettext_lazy as _

from ...engine.structure import GROUP, REQUIRED, SOFT
from ..facts import ANY, HOLDS, Fact, SqlProvider

__all__ = ('ExplicitProvider', 'ServiceProvider')

_COMPONENT = {
    'dependent': 'netbox_slm.service',
    'needed': ANY,
    'needed_type': 't.object_type_id',
    'needed_id': 't.object_id',
    'dependent_id': 't.service_id',
}
_DEPENDENCY = {
    'dependent': 'netbox_slm.service',
    'needed': 'netbox_slm.service',
    'source': 'netbox_slm_servicedependency',
    'needed_id': 't.depends_on_id',
    'dependent_id': 't.service_id',
}
_GROUP_HOLDS = HOLDS.replace('t.', 'g.')
_EXPLICIT = {
    'dependent': ANY,
    'needed': ANY,
    'dependent_type': 't.dependent_type_id',
    'dependent_id': 't.dependent_id',
    'needed_type': 't.needed_type_id',
    'needed_id': 't.needed_id',
}


class ServiceProvider(SqlProvider):
    """A service of ours needs its required components, N of each redundancy group, the services it depends on hard,
    and softly those it depends on softly, as these links hold at the moment asked (semantics.md §2).
    """

    key = 'service'
    label = _('Components, groups and dependencies of a service')
    facts = (
        Fact(
            'component',
            source='netbox_slm_servicecomponent',
            where=f't.redundancy_group_id IS NULL AND {HOLDS}',
            **_COMPONENT,
        ),
        Fact(
            'group member',
            source='netbox_slm_servicecomponent t JOIN netbox_slm_redundancygroup g ON g.id = t.redundancy_group_id',
            where=f'{HOLDS} AND {_GROUP_HOLDS}',
            kind=GROUP,
            group='g.id',
            minimum='g.min_available',
            **_COMPONENT,
        ),
        *(
            Fact('service', kind=kind, where=f"t.kind = '{name}' AND {HOLDS}", **_DEPENDENCY)
            for name, kind in (('hard', REQUIRED), ('soft', SOFT))
        ),
    )


class ExplicitProvider(SqlProvider):
    """An object needs what an explicit need says, at the moment asked: as it is, softly, or as N of a named group
    (graph.md §2). It may replace the needs of one other provider for that object.
    """

    key = 'explicit'
    label = _('Explicit needs')
    facts = (
        *(
            Fact(
                'needed',
                source='netbox_slm_cidependency',
                kind=kind,
                where=f"t.kind = '{name}' AND {HOLDS}",
                **_EXPLICIT,
            )
            for name, kind in (('required', REQUIRED), ('soft', SOFT))
        ),
        Fact(
            'group member',
            source='netbox_slm_cidependency t JOIN netbox_slm_cidependencygroup g ON g.id = t.group_id',
            kind=GROUP,
            where=f"t.kind = 'group' AND {HOLDS}",
            group='g.id',
            minimum='g.min_available',
            **_EXPLICIT,
        ),
    )

"""Whether supporting agreements promise enough availability, by the structure of the services (semantics.md §2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Model
from django.utils.translation import gettext as _

from ...choices import CoverageGapChoices, MetricChoices
from ...engine.objectives.display import cut, decimal_text
from ...engine.objectives.promised import all_up, enough_up
from ...models import SLA, RedundancyGroup, Service, ServiceComponent, ServiceLevelTarget
from .facts import ChainFacts, supplier_of
from .gaps import Gap

__all__ = ('availability_gaps', 'supporters_of')

_FULL = Fraction(1)


@dataclass(frozen=True, slots=True)
class _Part:
    """Something that a service cannot work without, with the share of time that is promised for it.

    text: says that it is not enough; its fields are `values` and what was `wanted`. named: what it names.
    """

    share: Fraction
    text: str
    values: dict[str, object]
    named: tuple[Model, ...]
    support: SLA | None = None


def supporters_of(facts: ChainFacts, service_id: int) -> list[SLA]:
    """Supporting agreements about a service or what it cannot work without; those about no service are about all."""
    below = facts.below(service_id)
    return [other for other in facts.supporting if not facts.about.get(other.pk) or below & facts.about[other.pk]]


def availability_gaps(facts: ChainFacts, target: ServiceLevelTarget) -> Iterator[Gap]:
    """What falls short of an availability target: one agreement, one redundancy group, or all of them together."""
    wanted = Fraction(target.target_percent) / 100
    said = set()
    for service_id in facts.scope_of(target):
        service = facts.services[service_id]
        parts = list(_parts(facts, service))
        short = [part for part in parts if part.share < wanted]
        for part in short:
            text = part.text.format(**part.values, share=_percent(part.share), wanted=_percent(wanted))
            if text not in said:
                said.add(text)
                yield Gap(
                    CoverageGapChoices.GAP_AVAILABILITY, text, (*part.named, target), target, part.support, service
                )
        together = all_up([part.share for part in parts])
        if not short and together < wanted:
            yield Gap(
                CoverageGapChoices.GAP_AVAILABILITY,
                _(
                    'What {service} rests on leaves {together} % together, if outages do not coincide, and you promise '
                    '{wanted} %: not covered.'
                ).format(service=service, together=_percent(together), wanted=_percent(wanted)),
                (service, target, *(obj for part in parts for obj in part.named)),
                target,
                None,
                service,
            )


def _parts(facts: ChainFacts, service: Service) -> Iterator[_Part]:
    """Agreements that a service needs, each once, and redundancy groups with the promises of their members."""
    below = sorted(facts.below(service.pk))
    tied = _tied(facts, below)
    members = {other.pk for group in _groups(facts, below) for other in _of_members(facts, group, tied)}
    for other in supporters_of(facts, service.pk):
        if other.pk in members and not _is_required(facts, other, below):
            continue
        share = _promised(facts, other, below)
        if share is not None:
            text = _('{agreement} promises {share} %, you promise {wanted} %: not covered.')
            yield _Part(share, text, {'agreement': other}, (other,), other)
    for group in _groups(facts, below):
        yield from _group_part(facts, group, tied, below)


def _group_part(
    facts: ChainFacts, group: RedundancyGroup, tied: dict[int, list[SLA]], below: list[int]
) -> Iterator[_Part]:
    """The share of a group by what is promised for its members; nothing where nobody promises for any of them."""
    members = facts.members[group.pk]
    shares = [_of_member(facts, component, tied, below) for component in members]
    if all(share is None for share in shares):
        return
    needed = min(group.min_available, len(members))
    share = enough_up([_FULL if share is None else share for share in shares], needed)
    service = facts.services[group.service_id]
    text = _(
        'The group {group} of {service} needs {needed} of {number} and is up {share} % of the time by what its members '
        'promise, if their outages do not coincide; you promise {wanted} %: not covered.'
    )
    values = {'group': group, 'service': service, 'needed': needed, 'number': len(members)}
    yield _Part(share, text, values, (group, service, *_of_members(facts, group, tied)))


def _of_member(
    facts: ChainFacts, component: ServiceComponent, tied: dict[int, list[SLA]], below: list[int]
) -> Fraction | None:
    supplier = supplier_of(component)
    if supplier is None:
        return None
    shares = [_promised(facts, other, below) for other in tied.get(supplier.pk, ())]
    known = [share for share in shares if share is not None]
    return min(known) if known else None


def _of_members(facts: ChainFacts, group: RedundancyGroup, tied: dict[int, list[SLA]]) -> list[SLA]:
    suppliers = {supplier.pk for supplier in map(supplier_of, facts.members[group.pk]) if supplier}
    return list({other.pk: other for supplier in sorted(suppliers) for other in tied.get(supplier, ())}.values())


def _groups(facts: ChainFacts, below: Iterable[int]) -> list[RedundancyGroup]:
    return [group for service_id in below for group in facts.groups.get(service_id, ())]


def _tied(facts: ChainFacts, below: list[int]) -> dict[int, list[SLA]]:
    """Agreements with a supplier that are about these services, by the supplier's id."""
    found: dict[int, list[SLA]] = {}
    for other in facts.supporting:
        about = facts.about.get(other.pk)
        if other.provider_id and (not about or about & set(below)):
            found.setdefault(other.provider_id, []).append(other)
    return found


def _is_required(facts: ChainFacts, other: SLA, below: list[int]) -> bool:
    """Whether something outside of any redundancy group comes from the supplier of an agreement."""
    components = [component for service_id in below for component in facts.components.get(service_id, ())]
    return any(supplier.pk == other.provider_id for supplier in map(supplier_of, components) if supplier)


def _promised(facts: ChainFacts, other: SLA, below: Iterable[int]) -> Fraction | None:
    """The least availability that an agreement promises for any of these services; None where it promises none."""
    services = set(below)
    shares = [
        Fraction(target.target_percent) / 100
        for target in facts.targets.get(other.pk, ())
        if target.metric == MetricChoices.METRIC_AVAILABILITY
        and (not facts.scopes.get(target.pk) or facts.scopes[target.pk] & services)
    ]
    return min(shares, default=None)


def _percent(share: Fraction) -> str:
    """'99.85', cut to four decimals, without zeros at its end."""
    text = decimal_text(cut(share * 100, 4), 4)
    return text.rstrip('0').rstrip('.')

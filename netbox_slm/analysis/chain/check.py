"""The use case: every gap between an agreement and what supports it, before it is signed."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from ...choices import CoverageGapChoices, MetricChoices, SLAKindChoices, SLAStatusChoices
from ...models import SLA, ServiceLevelTarget
from .availability import availability_gaps, supporters_of
from .facts import ChainFacts, load_chain, supplier_of
from .gaps import ChainCheck, Gap
from .hours import hours_gaps
from .limits import limit_gaps, value_gaps

__all__ = ('check_chain',)

_BINDING = (SLAStatusChoices.STATUS_SIGNED, SLAStatusChoices.STATUS_ACTIVE)


def check_chain(sla: SLA, now: datetime) -> ChainCheck:
    """Every gap of an agreement: nothing promised, unsigned, term, service hours, suppliers, availability, limits.

    Of the structure only what is recorded now counts. Where several promises are put together, outages are taken as
    independent, and what nobody promises for (our own devices) as up. Queries: constant in services and agreements.
    """
    if sla.kind == SLAKindChoices.KIND_UNDERPINNING:
        return ChainCheck(sla, (), (), has_promises=False)
    facts = load_chain(sla, now)
    has_promises = bool(facts.targets.get(sla.pk))
    if not facts.supporting:
        gap = Gap(
            CoverageGapChoices.GAP_NOTHING,
            _('No OLA and no underpinning contract supports it: nobody promises to you what you promise.'),
        )
        suppliers = tuple(_supplier_gaps(facts))
        return ChainCheck(sla, (), (gap, *suppliers) if has_promises else suppliers, has_promises=has_promises)
    gaps = (
        *_scope_gaps(facts),
        *_signing_gaps(facts),
        *_term_gaps(facts),
        *hours_gaps(facts, now),
        *_supplier_gaps(facts),
        *_target_gaps(facts),
    )
    return ChainCheck(
        sla,
        tuple(facts.supporting),
        gaps,
        _(
            'Where several promises are put together, their outages are taken as independent; what nobody promises for '
            'is taken as up.'
        ),
        has_promises,
    )


def _scope_gaps(facts: ChainFacts) -> Iterator[Gap]:
    """Without a service nothing can be held against what supports it."""
    if facts.targets.get(facts.sla.pk) and not facts.about.get(facts.sla.pk):
        yield Gap(
            CoverageGapChoices.GAP_NOTHING,
            _('It names no service yet, so nobody can say whether they are covered: add its services.'),
        )


def _signing_gaps(facts: ChainFacts) -> Iterator[Gap]:
    for other in facts.supporting:
        if other.status not in _BINDING:
            yield Gap(
                CoverageGapChoices.GAP_UNSIGNED,
                _('{agreement} is {status}, so it promises nothing: have it signed first.').format(
                    agreement=other, status=other.get_status_display()
                ),
                (other,),
                support=other,
            )


def _term_gaps(facts: ChainFacts) -> Iterator[Gap]:
    """A supporting agreement holds for the whole term of what rests on it."""
    sla = facts.sla
    for other in facts.supporting:
        texts = []
        if other.starts_on and (sla.starts_on is None or other.starts_on > sla.starts_on):
            text = (
                _('{agreement} begins on {theirs}, and you promise from {yours} on: not covered before.')
                if sla.starts_on
                else _('{agreement} begins on {theirs}, and your promise has no first day: not covered before.')
            )
            texts.append((text, other.starts_on, sla.starts_on))
        if other.ends_on and (sla.ends_on is None or other.ends_on < sla.ends_on):
            text = (
                _('{agreement} ends on {theirs}, and you promise until {yours}: not covered after.')
                if sla.ends_on
                else _('{agreement} ends on {theirs}, and your promise has no last day: not covered after.')
            )
            texts.append((text, other.ends_on, sla.ends_on))
        for text, theirs, yours in texts:
            sentence = text.format(agreement=other, theirs=theirs, yours=yours)
            yield Gap(CoverageGapChoices.GAP_TERM, sentence, (other,), support=other)


def _supplier_gaps(facts: ChainFacts) -> Iterator[Gap]:
    """A component comes from a supplier with whom no supporting agreement is."""
    with_agreement = {other.provider_id for other in facts.supporting}
    below = {needed for service_id in facts.about.get(facts.sla.pk, ()) for needed in facts.below(service_id)}
    said = set()
    for service_id in sorted(below):
        service = facts.services[service_id]
        members = [member for group in facts.groups.get(service_id, ()) for member in facts.members[group.pk]]
        for component in (*facts.components.get(service_id, ()), *members):
            supplier = supplier_of(component)
            if supplier is None or supplier.pk in with_agreement or (service_id, supplier.pk) in said:
                continue
            said.add((service_id, supplier.pk))
            yield Gap(
                CoverageGapChoices.GAP_SUPPLIER,
                _(
                    '{service} stands on {object} of {supplier}, and no underpinning contract with this supplier '
                    'supports the agreement.'
                ).format(service=service, object=component.object, supplier=supplier),
                (service, component.object, supplier),
                service=service,
            )


def _target_gaps(facts: ChainFacts) -> Iterator[Gap]:
    for target in facts.targets.get(facts.sla.pk, ()):
        yield from _unsupported(facts, target)
        if target.metric == MetricChoices.METRIC_AVAILABILITY:
            yield from availability_gaps(facts, target)
        elif target.metric in MetricChoices.CLOCKS:
            yield from limit_gaps(facts, target)
        else:
            yield from value_gaps(facts, target)


def _unsupported(facts: ChainFacts, target: ServiceLevelTarget) -> Iterator[Gap]:
    """Services for which nothing, or nothing of this metric, is promised by what supports the agreement."""
    if target.metric not in MetricChoices.SHARES:
        return
    said = set()
    for service_id in facts.scope_of(target):
        service = facts.services[service_id]
        supporters = supporters_of(facts, service_id)
        if not supporters:
            yield Gap(
                CoverageGapChoices.GAP_NOTHING,
                _(
                    'No supporting agreement is about {service} or what it needs, for which you promise {target}.'
                ).format(service=service, target=target.name),
                (service, target),
                target,
                service=service,
            )
        for other in supporters:
            metrics = {theirs.metric for theirs in facts.targets.get(other.pk, ())}
            if target.metric not in metrics and other.pk not in said:
                said.add(other.pk)
                yield Gap(
                    CoverageGapChoices.GAP_NOTHING,
                    _('{agreement} promises nothing on {metric}, and you promise {target}.').format(
                        agreement=other, metric=target.get_metric_display(), target=target.name
                    ),
                    (other, target),
                    target,
                    other,
                    service,
                )

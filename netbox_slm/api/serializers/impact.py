"""REST representations of what-ifs: asked for any objects of NetBox, answered for whoever asks (semantics.md §8)."""

import json
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.reverse import reverse

from core.choices import JobStatusChoices
from netbox.api.fields import ChoiceField
from tenancy.api.serializers import ContactSerializer, TenantSerializer

from ...analysis.impact import Question
from ...analysis.impact.asking import window_errors
from ...choices import EffectChoices, StateChoices
from ...engine.structure import DEGRADED, DOWN
from ...graph import Limits
from ...ui.impact import reason_text, relation_text, sentence_of
from ..schema import ObjectSerializer
from .agreements import NestedSLASerializer
from .named_objects import NamedObjectSerializer, resolve

__all__ = (
    'IMPACT_EFFECTS',
    'STATES',
    'BudgetSerializer',
    'ImpactAnswerSerializer',
    'ImpactJobSerializer',
    'ImpactQuestionSerializer',
    'MomentField',
    'SinglePointsSerializer',
    'StoodOnSerializer',
    'impact_answer',
    'named_object',
)

_STATES = {EffectChoices.EFFECT_DEGRADED: DEGRADED, EffectChoices.EFFECT_DOWN: DOWN}
IMPACT_EFFECTS = tuple(_STATES)
MOST_OBJECTS, MOST = 10_000, 2**31 - 1
_EFFECTS = tuple((value, label) for value, label in EffectChoices if value in _STATES)
STATES = (
    StateChoices.STATE_UP,
    StateChoices.STATE_AT_RISK,
    StateChoices.STATE_DEGRADED,
    StateChoices.STATE_DOWN,
)


class MomentField(serializers.DateTimeField):
    """A moment: with an offset from UTC or a Z, as without one it would be a different moment for each reader."""

    default_error_messages = {
        'naive': _('{value} has no time zone: write it with one, such as 2026-12-04T20:00:00Z.'),
    }

    def to_internal_value(self, value):
        if not isinstance(value, str | datetime):
            self.fail('invalid', format='YYYY-MM-DDThh:mm:ss+HH:MM')
        moment = super().to_internal_value(value)
        given = parse_datetime(value) if isinstance(value, str) else value
        if given is None or given.tzinfo is None:
            self.fail('naive', value=value)
        return moment


class ImpactQuestionSerializer(serializers.Serializer):
    """What breaks if these objects fail, at a moment or in a window."""

    objects = NamedObjectSerializer(many=True, allow_empty=False, max_length=MOST_OBJECTS)
    effect = serializers.ChoiceField(choices=_EFFECTS, default=EffectChoices.EFFECT_DOWN)
    start = MomentField(required=False, allow_null=True, help_text=_('Now by default'))
    end = MomentField(required=False, allow_null=True, help_text=_('Without it: that moment'))
    known = serializers.BooleanField(
        default=True, help_text=_('Count open incidents and approved work in the window as out already')
    )
    components = serializers.BooleanField(
        default=False, help_text=_('List every component, not only those that something else needs')
    )
    depth = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=MOST, help_text=_('Most steps of needs')
    )
    limit = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=MOST,
        help_text=_('How many objects are looked at, at most'),
    )
    background = serializers.BooleanField(default=False, help_text=_('Have a worker do it, and ask for the answer'))

    def validate(self, attrs):
        if errors := window_errors(attrs.get('start'), attrs.get('end')):
            raise serializers.ValidationError(errors)
        try:
            attrs['refs'] = resolve(attrs['objects'], self.context['request'].user)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({'objects': error.detail}) from error
        return attrs

    def question(self):
        """What was asked, for the use case."""
        asked = self.validated_data
        effects = {}
        for ref, named in zip(asked['refs'], asked['objects'], strict=True):
            state = _STATES[named.get('effect') or asked['effect']]
            effects[ref] = max(state, effects.get(ref, 0))
        return Question(
            effects,
            starts_at=asked.get('start'),
            ends_at=asked.get('end'),
            with_known=asked['known'],
            components=asked['components'],
            limits=Limits(asked.get('depth'), asked.get('limit')),
        )


def named_object(ref, name):
    """What names an object in an answer; None for what may not be seen."""
    return {'type': ref.type, 'id': ref.id, 'display': name.display, 'url': name.url} if name else None


class ImpactStepSerializer(ObjectSerializer):
    """A step of a reason. Steps next to each other that may not be seen are one, with their number in `hidden`."""

    def to_representation(self, step):
        group = None
        if step.group is not None:
            group = {
                'needed': step.group.needed,
                'left': step.group.left,
                'total': step.group.total,
                'out': [
                    {**named_object(ref, name), 'before': ref in step.group.out_before} for ref, name in step.group.out
                ],
                'hidden': step.group.hidden_out,
            }
        return {
            'object': named_object(step.ref, step.name),
            'relation': step.relation,
            'relation_text': relation_text(step.relation),
            'provider': step.provider,
            'state': None if step.state is None else STATES[step.state],
            'hidden': step.hidden,
            'group': group,
            'lost_uplinks': [named_object(ref, name) for ref, name in step.lost],
            'hidden_uplinks': step.hidden_lost,
        }


class SeenObjectSerializer(ObjectSerializer):
    """A touched object: what it is, its state, how far away it is, and why."""

    def to_representation(self, found):
        steps = ImpactStepSerializer(many=True).to_representation(found.reason)
        return {
            **named_object(found.ref, found.name),
            'state': STATES[found.state],
            'before': STATES[found.before],
            'distance': found.distance,
            'reason': reason_text(found.reason),
            'steps': steps,
        }


class SeenContactSerializer(serializers.Serializer):
    """Whom to call about an agreement, and in which role."""

    contact = ContactSerializer(nested=True, read_only=True)
    role = serializers.CharField(read_only=True)


class PromiseAtStakeSerializer(serializers.Serializer):
    """An agreement with services that are touched. agreed_us: its service time in the window, in microseconds."""

    sla = NestedSLASerializer(read_only=True)
    customer = TenantSerializer(nested=True, read_only=True, allow_null=True)
    contacts = SeenContactSerializer(many=True, read_only=True)
    state = serializers.SerializerMethodField()
    service_ids = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    hidden_services = serializers.IntegerField(read_only=True)
    agreed_us = serializers.IntegerField(read_only=True, allow_null=True)

    def get_state(self, promise) -> str:
        return STATES[promise.state]


class KnownSerializer(ObjectSerializer):
    """What was out before: the object, and the incident or change that says so."""

    def to_representation(self, known):
        return {
            'object': named_object(known.ref, known.name),
            'state': STATES[known.state],
            'source': named_object(known.source, known.source_name),
        }


class BudgetSerializer(ObjectSerializer):
    """What outages do to one promise in one period."""

    def to_representation(self, found):
        before, after = found.before, found.after
        return {
            'sla_id': found.sla_id,
            'target_id': found.target_id,
            'service_id': found.service_id,
            'period': found.period.label if found.period else None,
            'counted_us': found.counted_us,
            'outside_us': found.outside_us,
            'budget_before_us': before.remaining_us if before else None,
            'budget_after_us': after.remaining_us if after else None,
            'is_breach': found.is_breach,
        }


class ImpactAnswerSerializer(serializers.Serializer):
    """What is worse with the named effects than without them, the worst first, then the nearest."""

    sentence = serializers.SerializerMethodField()
    start = serializers.DateTimeField(source='analysis.starts_at', read_only=True)
    end = serializers.DateTimeField(source='analysis.ends_at', read_only=True, allow_null=True)
    objects = SeenObjectSerializer(many=True, read_only=True)
    promises = PromiseAtStakeSerializer(many=True, read_only=True)
    budgets = BudgetSerializer(many=True, read_only=True, help_text=_('With a window: before and after it'))
    known = KnownSerializer(many=True, read_only=True)
    components = serializers.DictField(
        child=serializers.IntegerField(), read_only=True, help_text=_('Components left out, by type')
    )
    hidden = serializers.IntegerField(read_only=True, help_text=_('Touched objects that you may not see'))
    hidden_promises = serializers.IntegerField(read_only=True)
    hidden_budgets = serializers.IntegerField(read_only=True)
    hidden_known = serializers.IntegerField(read_only=True)
    cut = serializers.CharField(
        source='analysis.impact.cut', read_only=True, allow_null=True, help_text=_('Which limit ended the search')
    )

    def get_sentence(self, seen) -> str:
        return sentence_of(seen)


def impact_answer(seen, request=None):
    """The answer as data that JSON can hold."""
    return json.loads(JSONRenderer().render(ImpactAnswerSerializer(seen, context={'request': request}).data))


class ImpactJobSerializer(serializers.Serializer):
    """An analysis that a worker does. answer: null until it is done."""

    id = serializers.IntegerField(read_only=True)
    url = serializers.SerializerMethodField()
    status = ChoiceField(choices=JobStatusChoices, read_only=True)
    percent = serializers.IntegerField(source='data.percent', read_only=True)
    error = serializers.CharField(read_only=True)
    answer = serializers.SerializerMethodField()

    def get_url(self, job) -> str:
        path = 'plugins-api:netbox_slm-api:impactanalysis-detail'
        return reverse(path, args=[job.pk], request=self.context.get('request'))

    @extend_schema_field(ImpactAnswerSerializer(allow_null=True))
    def get_answer(self, job):
        return job.data.get('answer')


class SinglePointsSerializer(ObjectSerializer):
    """What alone takes an object down."""

    def to_representation(self, points):
        return {'objects': [named_object(ref, name) for ref, name in points.points], 'hidden': points.hidden}


class StoodOnSerializer(ObjectSerializer):
    """A need: who needs what, as what. min_available: of a group, how many of `needed` must work."""

    def to_representation(self, need):
        return {
            'dependent': named_object(*need.dependent) if need.dependent else None,
            'needed': [named_object(ref, name) for ref, name in need.needed],
            'hidden': need.hidden,
            'relation': need.relation,
            'kind': need.kind,
            'min_available': need.min_available,
            'provider': need.provider,
        }

"""REST representations of what-ifs: asked for any objects of NetBox, answered for whoever asks (semantics.md §8)."""

import json

from django.apps import apps
from django.core.exceptions import FieldError
from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.reverse import reverse

from core.choices import JobStatusChoices
from netbox.api.fields import ChoiceField
from utilities.api import get_related_object_by_attrs

from ... import linkable
from ...analysis.impact import Question
from ...choices import EffectChoices, StateChoices
from ...engine.structure import DEGRADED, DOWN
from ...graph import Limits, Ref
from ...ui.impact import reason_text, relation_text, sentence_of
from ..schema import ObjectSerializer
from .agreements import NestedSLASerializer

__all__ = (
    'IMPACT_EFFECTS',
    'STATES',
    'ImpactAnswerSerializer',
    'ImpactJobSerializer',
    'ImpactQuestionSerializer',
    'SinglePointsSerializer',
    'StoodOnSerializer',
    'impact_answer',
    'named_object',
)

_STATES = {EffectChoices.EFFECT_DEGRADED: DEGRADED, EffectChoices.EFFECT_DOWN: DOWN}
IMPACT_EFFECTS = tuple(_STATES)
_EFFECTS = tuple((value, label) for value, label in EffectChoices if value in _STATES)
STATES = (
    StateChoices.STATE_UP,
    StateChoices.STATE_AT_RISK,
    StateChoices.STATE_DEGRADED,
    StateChoices.STATE_DOWN,
)


class NamedObjectSerializer(serializers.Serializer):
    """An object of NetBox: by `id`, or by a natural key: `key` as imports write it ('SW-1', 'Berlin:Rack 4'), or as
    attributes ({"name": "SW-1", "site": {"slug": "berlin"}}).
    """

    type = serializers.CharField(help_text=_('Type of the object, such as dcim.device'))
    id = serializers.IntegerField(required=False, min_value=1)
    key = serializers.JSONField(required=False, help_text=_('A natural key instead of the id: text or attributes'))
    effect = serializers.ChoiceField(
        choices=_EFFECTS, required=False, help_text=_('What happens to it; as the whole question says by default')
    )

    def validate_type(self, value):
        label = value.strip().lower()
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError) as error:
            raise serializers.ValidationError(
                _('{value} is no type of object: give one such as dcim.device.').format(value=value)
            ) from error
        if not hasattr(model.objects, 'restrict'):
            raise serializers.ValidationError(
                _('Objects of the type {value} cannot fail: give one such as dcim.device.').format(value=value)
            )
        return label

    def validate(self, attrs):
        if ('id' in attrs) == ('key' in attrs):
            raise serializers.ValidationError({'id': _('Name the object by its id or by its key, one of both.')})
        model = apps.get_model(attrs['type'])
        queryset = model.objects.restrict(self.context['request'].user, 'view')
        if 'id' in attrs:
            found = queryset.filter(pk=attrs['id']).first()
            if found is None:
                raise serializers.ValidationError(
                    {
                        'id': _('There is no {type} with the id {id} that you may see.').format(
                            type=model._meta.verbose_name, id=attrs['id']
                        )
                    }
                )
        else:
            found = self._by_key(queryset, attrs['type'], attrs['key'])
        return {**attrs, 'ref': Ref(attrs['type'], found.pk)}

    def _by_key(self, queryset, label, key):
        attributes = key if isinstance(key, dict) else _attributes_of(label, key)
        try:
            return get_related_object_by_attrs(queryset, attributes)
        except (DjangoValidationError, serializers.ValidationError, FieldError, ValueError, TypeError) as error:
            messages = getattr(error, 'messages', None) or getattr(error, 'detail', None) or [str(error)]
            raise serializers.ValidationError({'key': messages}) from error


def _attributes_of(label, key):
    """The look-ups of a natural key as imports write it: parts separated by ':'."""
    try:
        names = linkable.get(label).natural_key
    except KeyError:
        names = ('name',)
    parts = str(key).split(':', len(names) - 1)
    if len(parts) != len(names):
        raise serializers.ValidationError(
            {'key': _('{key} is no key: write {form}.').format(key=key, form=':'.join(names))}
        )
    return dict(zip(names, parts, strict=True))


class ImpactQuestionSerializer(serializers.Serializer):
    """What breaks if these objects fail, at a moment or in a window."""

    objects = NamedObjectSerializer(many=True, allow_empty=False)
    effect = serializers.ChoiceField(choices=_EFFECTS, default=EffectChoices.EFFECT_DOWN)
    start = serializers.DateTimeField(required=False, allow_null=True, help_text=_('Now by default'))
    end = serializers.DateTimeField(required=False, allow_null=True, help_text=_('Without it: that moment'))
    known = serializers.BooleanField(
        default=True, help_text=_('Count open incidents and approved work in the window as out already')
    )
    components = serializers.BooleanField(
        default=False, help_text=_('List every component, not only those that something else needs')
    )
    depth = serializers.IntegerField(required=False, allow_null=True, min_value=0, help_text=_('Most steps of needs'))
    limit = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, help_text=_('How many objects are looked at, at most')
    )
    background = serializers.BooleanField(default=False, help_text=_('Have a worker do it, and ask for the answer'))

    def validate(self, attrs):
        start, end = attrs.get('start'), attrs.get('end')
        if end and start and end <= start:
            raise serializers.ValidationError(
                {'end': _('{end} is not after {start}: give a later end.').format(end=end, start=start)}
            )
        if end and not start:
            raise serializers.ValidationError({'start': _('A window has a start: give it, or leave the end out.')})
        return attrs

    def question(self):
        """What was asked, for the use case."""
        asked = self.validated_data
        effects = {}
        for named in asked['objects']:
            state = _STATES[named.get('effect') or asked['effect']]
            effects[named['ref']] = max(state, effects.get(named['ref'], 0))
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
    """A step of a reason; what may not be seen has no name."""

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
            'state': STATES[step.state],
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


class PromiseAtStakeSerializer(serializers.Serializer):
    """An agreement with services that are touched. agreed_us: its service time in the window, in microseconds."""

    sla = NestedSLASerializer(read_only=True)
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


class ImpactAnswerSerializer(serializers.Serializer):
    """What is worse with the named effects than without them, the worst first, then the nearest."""

    sentence = serializers.SerializerMethodField()
    start = serializers.DateTimeField(source='analysis.starts_at', read_only=True)
    end = serializers.DateTimeField(source='analysis.ends_at', read_only=True, allow_null=True)
    objects = SeenObjectSerializer(many=True, read_only=True)
    promises = PromiseAtStakeSerializer(many=True, read_only=True)
    known = KnownSerializer(many=True, read_only=True)
    components = serializers.DictField(
        child=serializers.IntegerField(), read_only=True, help_text=_('Components left out, by type')
    )
    hidden = serializers.IntegerField(read_only=True, help_text=_('Touched objects that you may not see'))
    hidden_promises = serializers.IntegerField(read_only=True)
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

"""REST view sets of changes and releases and of what belongs to them."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from ... import filtersets
from ...analysis.better_times import better_times
from ...analysis.caused_incidents import decide_cause
from ...analysis.changes import recompute, show_judgement, steps_of, transition, with_worst_flag
from ...analysis.release_elements import confirm_element, decline_element
from ...models import (
    Acknowledgement,
    CausedIncident,
    Change,
    CustomerAgreement,
    FreezeWindow,
    PlannedEffect,
    Release,
    ReleaseEffect,
    ReleaseElement,
    SLAImpact,
)
from ...transactions import atomic_for
from .. import serializers
from .acting import ActsMixin
from .bases import NetBoxModelViewSet, NetBoxReadOnlyModelViewSet

__all__ = (
    'AcknowledgementViewSet',
    'CausedIncidentViewSet',
    'ChangeViewSet',
    'CustomerAgreementViewSet',
    'FreezeWindowViewSet',
    'PlannedEffectViewSet',
    'ReleaseEffectViewSet',
    'ReleaseElementViewSet',
    'ReleaseViewSet',
    'SLAImpactViewSet',
)


class _PlannedWorkViewSet(ActsMixin, NetBoxModelViewSet):
    # The step itself says which permission it takes
    acts = {'transition': 'view', 'compute_flags': 'change'}

    def get_queryset(self):
        return with_worst_flag(super().get_queryset())

    def update(self, request, *args, **kwargs):
        """In one transaction, because a step is judged in it; what it was refused by is kept to be looked at."""
        try:
            with atomic_for(self.queryset.model):
                return super().update(request, *args, **kwargs)
        except ValidationError:
            if 'status' in request.data:
                show_judgement(self.get_object(), request.data['status'], request.user, timezone.now())
            raise

    def _transition(self, request):
        asked = serializers.TransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        to = asked.validated_data['status']
        return self._act(lambda record, user, now: transition(record, to, user, now))

    @extend_schema(
        responses=serializers.WorkStepSerializer(many=True),
        filters=False,
        description='The steps that may follow, the one that leads on first, and what blocks each for you.',
    )
    @action(detail=True, methods=['get'], filterset_class=None, pagination_class=None)
    def steps(self, request, pk):
        """What may be done next."""
        return Response(serializers.WorkStepSerializer(steps_of(self.get_object(), request.user), many=True).data)

    @extend_schema(
        parameters=[serializers.BetterTimesQuerySerializer],
        responses=serializers.BetterTimeSerializer(many=True),
        filters=False,
        description='The best and the latest time of the next days for the same work, where they cost less.',
    )
    @action(detail=True, methods=['get'], url_path='better-times', filterset_class=None, pagination_class=None)
    def better_times(self, request, pk):
        """When the same work would touch less."""
        record = self.get_object()
        asked = serializers.BetterTimesQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        times = better_times(record, timezone.now(), asked.validated_data['days'])
        return Response(serializers.BetterTimeSerializer(times, many=True).data)


class ChangeViewSet(_PlannedWorkViewSet):
    queryset = Change.objects.all()
    serializer_class = serializers.ChangeSerializer
    filterset_class = filtersets.ChangeFilterSet

    @extend_schema(request=serializers.TransitionSerializer, responses=serializers.ChangeSerializer)
    @action(detail=True, methods=['post'], filterset_class=None)
    def transition(self, request, pk):
        """Take a change to another status; 400 with everything that stands in the way."""
        return self._transition(request)

    @extend_schema(request=None, responses=serializers.ChangeSerializer)
    @action(detail=True, methods=['post'], url_path='compute-flags', filterset_class=None)
    def compute_flags(self, request, pk):
        """Compute anew what a change does to the SLAs."""
        return self._act(recompute)


class ReleaseViewSet(_PlannedWorkViewSet):
    queryset = Release.objects.all()
    serializer_class = serializers.ReleaseSerializer
    filterset_class = filtersets.ReleaseFilterSet

    @extend_schema(request=serializers.TransitionSerializer, responses=serializers.ReleaseSerializer)
    @action(detail=True, methods=['post'], filterset_class=None)
    def transition(self, request, pk):
        """Take a release to another status; 400 with everything that stands in the way."""
        return self._transition(request)

    @extend_schema(request=None, responses=serializers.ReleaseSerializer)
    @action(detail=True, methods=['post'], url_path='compute-flags', filterset_class=None)
    def compute_flags(self, request, pk):
        """Compute anew what a release does to the SLAs."""
        return self._act(recompute)


class PlannedEffectViewSet(NetBoxModelViewSet):
    queryset = PlannedEffect.objects.all()
    serializer_class = serializers.PlannedEffectSerializer
    filterset_class = filtersets.PlannedEffectFilterSet
    field_prefetches = {('display', 'object_id'): ('change', 'object')}


class CausedIncidentViewSet(ActsMixin, NetBoxModelViewSet):
    queryset = CausedIncident.objects.all()
    serializer_class = serializers.CausedIncidentSerializer
    filterset_class = filtersets.CausedIncidentFilterSet
    field_prefetches = {('display',): ('change', 'incident')}
    acts = {'confirm': 'change', 'reject': 'change'}

    @extend_schema(request=None, responses=serializers.CausedIncidentSerializer)
    @action(detail=True, methods=['post'], filterset_class=None)
    def confirm(self, request, pk):
        """The change caused the incident."""
        return self._act(lambda cause, user, now: decide_cause(cause, True, user, now))

    @extend_schema(request=None, responses=serializers.CausedIncidentSerializer)
    @action(detail=True, methods=['post'], filterset_class=None)
    def reject(self, request, pk):
        """The change did not cause the incident."""
        return self._act(lambda cause, user, now: decide_cause(cause, False, user, now))


class ReleaseElementViewSet(ActsMixin, NetBoxModelViewSet):
    queryset = ReleaseElement.objects.all()
    serializer_class = serializers.ReleaseElementSerializer
    filterset_class = filtersets.ReleaseElementFilterSet
    field_prefetches = {('display', 'object_id'): ('release', 'service', 'object')}
    acts = {'confirm': 'confirm', 'decline': 'confirm'}

    @extend_schema(request=None, responses=serializers.ReleaseElementSerializer)
    @action(detail=True, methods=['post'], filterset_class=None)
    def confirm(self, request, pk):
        """It takes effect when the release is done, or at once where it is."""
        return self._act(confirm_element)

    @extend_schema(request=None, responses=serializers.ReleaseElementSerializer)
    @action(detail=True, methods=['post'], filterset_class=None)
    def decline(self, request, pk):
        """It does not take effect."""
        return self._act(decline_element)


class ReleaseEffectViewSet(NetBoxModelViewSet):
    queryset = ReleaseEffect.objects.all()
    serializer_class = serializers.ReleaseEffectSerializer
    filterset_class = filtersets.ReleaseEffectFilterSet
    field_prefetches = {('display',): ('release',)}


class CustomerAgreementViewSet(NetBoxModelViewSet):
    queryset = CustomerAgreement.objects.all()
    serializer_class = serializers.CustomerAgreementSerializer
    filterset_class = filtersets.CustomerAgreementFilterSet
    field_prefetches = {('display',): ('change', 'release', 'sla', 'tenant')}


class AcknowledgementViewSet(NetBoxModelViewSet):
    queryset = Acknowledgement.objects.all()
    serializer_class = serializers.AcknowledgementSerializer
    filterset_class = filtersets.AcknowledgementFilterSet
    field_prefetches = {('display',): ('change', 'release', 'tenant')}


class FreezeWindowViewSet(NetBoxModelViewSet):
    queryset = FreezeWindow.objects.all()
    serializer_class = serializers.FreezeWindowSerializer
    filterset_class = filtersets.FreezeWindowFilterSet


class SLAImpactViewSet(NetBoxReadOnlyModelViewSet):
    queryset = SLAImpact.objects.all()
    serializer_class = serializers.SLAImpactSerializer
    filterset_class = filtersets.SLAImpactFilterSet
    field_prefetches = {('display',): ('change', 'release', 'sla')}


ROUTES = (
    ('changes', ChangeViewSet),
    ('releases', ReleaseViewSet),
    ('planned-effects', PlannedEffectViewSet),
    ('caused-incidents', CausedIncidentViewSet),
    ('release-elements', ReleaseElementViewSet),
    ('release-effects', ReleaseEffectViewSet),
    ('customer-agreements', CustomerAgreementViewSet),
    ('acknowledgements', AcknowledgementViewSet),
    ('freeze-windows', FreezeWindowViewSet),
    ('sla-impacts', SLAImpactViewSet),
)

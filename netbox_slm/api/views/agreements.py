"""REST view sets of the domain agreements."""

from django.db.models import OuterRef
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from ... import filtersets
from ...analysis.chain import check_chain, shown_to
from ...analysis.outlook import outlooks_of
from ...analysis.owed import owed_by_period
from ...models import (
    SLA,
    CalendarException,
    CalendarWindow,
    Contract,
    MaintenanceWindow,
    ServiceCalendar,
    ServiceCreditTier,
    ServiceLevelTarget,
)
from ...visible import count_viewable
from .. import serializers
from .backtest import BacktestMixin
from .bases import NetBoxModelViewSet
from .consequences import ConsequencesMixin

__all__ = (
    'CalendarExceptionViewSet',
    'CalendarWindowViewSet',
    'ContractViewSet',
    'MaintenanceWindowViewSet',
    'SLAViewSet',
    'ServiceCalendarViewSet',
    'ServiceCreditTierViewSet',
    'ServiceLevelTargetViewSet',
)


class ServiceCalendarViewSet(ConsequencesMixin, NetBoxModelViewSet):
    queryset = ServiceCalendar.objects.all()
    serializer_class = serializers.ServiceCalendarSerializer
    filterset_class = filtersets.ServiceCalendarFilterSet
    field_prefetches = {('weekly_hours',): ('windows',)}


class CalendarWindowViewSet(ConsequencesMixin, NetBoxModelViewSet):
    queryset = CalendarWindow.objects.all()
    serializer_class = serializers.CalendarWindowSerializer
    filterset_class = filtersets.CalendarWindowFilterSet


class CalendarExceptionViewSet(ConsequencesMixin, NetBoxModelViewSet):
    queryset = CalendarException.objects.all()
    serializer_class = serializers.CalendarExceptionSerializer
    filterset_class = filtersets.CalendarExceptionFilterSet


class ContractViewSet(NetBoxModelViewSet):
    queryset = Contract.objects.all()
    serializer_class = serializers.ContractSerializer
    filterset_class = filtersets.ContractFilterSet

    def get_queryset(self):
        count = count_viewable(SLA, self.request.user, contract=OuterRef('pk'))
        return super().get_queryset().annotate(sla_count=count)


class SLAViewSet(BacktestMixin, ConsequencesMixin, NetBoxModelViewSet):
    queryset = SLA.objects.all()
    serializer_class = serializers.SLASerializer
    filterset_class = filtersets.SLAFilterSet

    @extend_schema(
        responses=serializers.ChainCheckSerializer,
        filters=False,
        description='What the agreement promises and its supporting agreements do not cover. `hidden`: how many gaps '
        'name something that you may not see.',
    )
    @action(detail=True, methods=['get'], url_path='chain-check', filterset_class=None, pagination_class=None)
    def chain_check(self, request, pk):
        """The gaps of an agreement."""
        check = shown_to(check_chain(self.get_object(), timezone.now()), request.user)
        return Response(serializers.ChainCheckSerializer(check, context={'request': request}).data)

    @extend_schema(
        responses=serializers.PeriodOwedSerializer(many=True),
        filters=False,
        description='What the agreement owes for its last twelve periods with a credit: of all figures together, and '
        'never more than its most credit.',
    )
    @action(detail=True, methods=['get'], filterset_class=None, pagination_class=None)
    def credits(self, request, pk):
        """What is owed by period."""
        found = owed_by_period(self.get_object(), request.user)
        return Response(serializers.PeriodOwedSerializer(found, many=True).data)

    @extend_schema(
        responses=serializers.OutlookSerializer(many=True),
        filters=False,
        description='What the running period of each availability target will come to with the approved work that is '
        'left in it, if nothing else happens.',
    )
    @action(detail=True, methods=['get'], filterset_class=None, pagination_class=None)
    def forecast(self, request, pk):
        """The outlook of the targets."""
        found = outlooks_of(self.get_object(), request.user, timezone.now())
        return Response(serializers.OutlookSerializer(found, many=True).data)

    def get_queryset(self):
        count = count_viewable(ServiceLevelTarget, self.request.user, sla=OuterRef('pk'))
        return super().get_queryset().annotate(target_count=count)


class ServiceLevelTargetViewSet(ConsequencesMixin, NetBoxModelViewSet):
    queryset = ServiceLevelTarget.objects.all()
    serializer_class = serializers.ServiceLevelTargetSerializer
    filterset_class = filtersets.ServiceLevelTargetFilterSet
    field_prefetches = {('display',): ('sla',)}


class ServiceCreditTierViewSet(NetBoxModelViewSet):
    queryset = ServiceCreditTier.objects.all()
    serializer_class = serializers.ServiceCreditTierSerializer
    filterset_class = filtersets.ServiceCreditTierFilterSet
    field_prefetches = {('display',): ('sla', 'target__sla')}


class MaintenanceWindowViewSet(ConsequencesMixin, NetBoxModelViewSet):
    queryset = MaintenanceWindow.objects.all()
    serializer_class = serializers.MaintenanceWindowSerializer
    filterset_class = filtersets.MaintenanceWindowFilterSet


ROUTES = (
    ('calendars', ServiceCalendarViewSet),
    ('calendar-windows', CalendarWindowViewSet),
    ('calendar-exceptions', CalendarExceptionViewSet),
    ('contracts', ContractViewSet),
    ('slas', SLAViewSet),
    ('targets', ServiceLevelTargetViewSet),
    ('credit-tiers', ServiceCreditTierViewSet),
    ('maintenance-windows', MaintenanceWindowViewSet),
)

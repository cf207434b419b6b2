"""REST view sets of the domain agreements."""

from django.db.models import OuterRef

from netbox.api.viewsets import NetBoxModelViewSet

from ... import filtersets
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


class ServiceCalendarViewSet(NetBoxModelViewSet):
    queryset = ServiceCalendar.objects.all()
    serializer_class = serializers.ServiceCalendarSerializer
    filterset_class = filtersets.ServiceCalendarFilterSet
    field_prefetches = {('weekly_hours',): ('windows',)}


class CalendarWindowViewSet(NetBoxModelViewSet):
    queryset = CalendarWindow.objects.all()
    serializer_class = serializers.CalendarWindowSerializer
    filterset_class = filtersets.CalendarWindowFilterSet


class CalendarExceptionViewSet(NetBoxModelViewSet):
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


class SLAViewSet(NetBoxModelViewSet):
    queryset = SLA.objects.all()
    serializer_class = serializers.SLASerializer
    filterset_class = filtersets.SLAFilterSet

    def get_queryset(self):
        count = count_viewable(ServiceLevelTarget, self.request.user, sla=OuterRef('pk'))
        return super().get_queryset().annotate(target_count=count)


class ServiceLevelTargetViewSet(NetBoxModelViewSet):
    queryset = ServiceLevelTarget.objects.all()
    serializer_class = serializers.ServiceLevelTargetSerializer
    filterset_class = filtersets.ServiceLevelTargetFilterSet
    field_prefetches = {('display',): ('sla',)}


class ServiceCreditTierViewSet(NetBoxModelViewSet):
    queryset = ServiceCreditTier.objects.all()
    serializer_class = serializers.ServiceCreditTierSerializer
    filterset_class = filtersets.ServiceCreditTierFilterSet
    field_prefetches = {('display',): ('sla', 'target__sla')}


class MaintenanceWindowViewSet(NetBoxModelViewSet):
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

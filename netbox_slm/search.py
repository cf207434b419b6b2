"""Global search: what of each model is found, most telling first."""

from netbox.search import SearchIndex

from . import models


class CatalogCategoryIndex(SearchIndex):
    model = models.CatalogCategory
    fields = (('name', 100), ('slug', 110), ('description', 500), ('comments', 5000))
    display_attrs = ('parent', 'description')


class CatalogEntryIndex(SearchIndex):
    model = models.CatalogEntry
    fields = (('name', 100), ('reference', 60), ('outcome', 500), ('description', 500), ('comments', 5000))
    display_attrs = ('category', 'status', 'version', 'description')


class ServiceIndex(SearchIndex):
    model = models.Service
    fields = (('name', 100), ('reference', 60), ('description', 500), ('comments', 5000))
    display_attrs = ('tenant', 'status', 'criticality', 'description')


class RedundancyGroupIndex(SearchIndex):
    model = models.RedundancyGroup
    fields = (('name', 200), ('description', 500), ('comments', 5000))
    display_attrs = ('service', 'min_available', 'description')


class ServiceComponentIndex(SearchIndex):
    model = models.ServiceComponent
    fields = (('description', 500), ('comments', 5000))
    display_attrs = ('service', 'redundancy_group', 'description')


class ServiceDependencyIndex(SearchIndex):
    model = models.ServiceDependency
    fields = (('description', 500), ('comments', 5000))
    display_attrs = ('service', 'depends_on', 'kind', 'description')


class CIDependencyGroupIndex(SearchIndex):
    model = models.CIDependencyGroup
    fields = (('name', 200), ('description', 500), ('comments', 5000))
    display_attrs = ('min_available', 'description')


class CIDependencyIndex(SearchIndex):
    model = models.CIDependency
    fields = (('description', 500), ('comments', 5000))
    display_attrs = ('kind', 'group', 'description')


class ServiceCalendarIndex(SearchIndex):
    model = models.ServiceCalendar
    fields = (('name', 100), ('description', 500), ('comments', 5000))
    display_attrs = ('time_zone', 'description')


class CalendarExceptionIndex(SearchIndex):
    model = models.CalendarException
    fields = (('name', 300),)
    display_attrs = ('calendar', 'starts_on', 'ends_on')


class ContractIndex(SearchIndex):
    model = models.Contract
    fields = (('name', 100), ('reference', 60), ('description', 500), ('comments', 5000))
    display_attrs = ('kind', 'tenant', 'provider', 'status', 'description')


class SLAIndex(SearchIndex):
    model = models.SLA
    fields = (('name', 100), ('reference', 60), ('description', 500), ('comments', 5000))
    display_attrs = ('kind', 'tenant', 'provider', 'status', 'description')


class ServiceLevelTargetIndex(SearchIndex):
    model = models.ServiceLevelTarget
    fields = (('name', 200), ('description', 500), ('comments', 5000))
    display_attrs = ('sla', 'metric', 'target_percent', 'target_value', 'description')


class MaintenanceWindowIndex(SearchIndex):
    model = models.MaintenanceWindow
    fields = (('name', 100), ('reason', 500), ('description', 500), ('comments', 5000))
    display_attrs = ('status', 'starts_at', 'ends_at', 'description')


class IncidentIndex(SearchIndex):
    model = models.Incident
    fields = (('reference', 60), ('name', 100), ('description', 500), ('comments', 5000))
    display_attrs = ('status', 'priority', 'effect', 'reported_at', 'description')


class HoldIndex(SearchIndex):
    model = models.Hold
    fields = (('reason', 500),)
    display_attrs = ('incident', 'starts_at', 'ends_at')


class ChangeIndex(SearchIndex):
    model = models.Change
    fields = (('reference', 60), ('name', 100), ('description', 500), ('plan', 4000), ('comments', 5000))
    display_attrs = ('status', 'type', 'planned_start', 'planned_end', 'description')


class ReleaseIndex(SearchIndex):
    model = models.Release
    fields = (('reference', 60), ('name', 100), ('description', 500), ('plan', 4000), ('comments', 5000))
    display_attrs = ('status', 'type', 'planned_start', 'planned_end', 'description')


class ReleaseEffectIndex(SearchIndex):
    model = models.ReleaseEffect
    fields = (('text', 500),)
    display_attrs = ('release', 'direction')


class CustomerAgreementIndex(SearchIndex):
    model = models.CustomerAgreement
    fields = (('agreed_by', 200), ('description', 500), ('comments', 5000))
    display_attrs = ('form', 'agreed_at', 'description')


class AcknowledgementIndex(SearchIndex):
    model = models.Acknowledgement
    fields = (('acknowledged_by', 200), ('description', 500), ('comments', 5000))
    display_attrs = ('method', 'told_at', 'acknowledged_at', 'description')


class FreezeWindowIndex(SearchIndex):
    model = models.FreezeWindow
    fields = (('name', 100), ('reason', 500), ('description', 500), ('comments', 5000))
    display_attrs = ('starts_at', 'ends_at', 'description')


indexes = [
    ChangeIndex,
    ReleaseIndex,
    ReleaseEffectIndex,
    CustomerAgreementIndex,
    AcknowledgementIndex,
    FreezeWindowIndex,
    CatalogCategoryIndex,
    CatalogEntryIndex,
    ServiceIndex,
    RedundancyGroupIndex,
    ServiceComponentIndex,
    ServiceDependencyIndex,
    CIDependencyGroupIndex,
    CIDependencyIndex,
    ServiceCalendarIndex,
    CalendarExceptionIndex,
    ContractIndex,
    SLAIndex,
    ServiceLevelTargetIndex,
    MaintenanceWindowIndex,
    IncidentIndex,
    HoldIndex,
]

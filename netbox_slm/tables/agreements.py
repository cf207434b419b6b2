"""Tables of the domain agreements."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.tables import NetBoxTable, PrimaryModelTable, columns
from tenancy.tables import ContactsColumnMixin, TenancyColumnsMixin

from ..hours import format_week
from ..models import (
    SLA,
    CalendarException,
    CalendarWindow,
    Contract,
    MaintenanceWindow,
    ServiceCalendar,
    ServiceCreditTier,
    ServiceLevelTarget,
)
from ..visible import shown
from ..wording import format_promise
from .columns import ClockColumn, DurationColumn, OptionalObjectColumn, PlainNumberColumn
from .viewable import ViewableRelationsMixin

__all__ = (
    'CalendarExceptionTable',
    'CalendarWindowTable',
    'ContractTable',
    'MaintenanceWindowTable',
    'SLATable',
    'ServiceCalendarTable',
    'ServiceCreditTierTable',
    'ServiceLevelTargetTable',
)


class ServiceHoursColumn(tables.Column):
    """The calendar of a row as a link; `without` says what a row without one means, which a hidden one is not."""

    def __init__(self, *args, without, **kwargs):
        self.without = without
        kwargs.setdefault('empty_values', ())
        kwargs.setdefault('verbose_name', _('Service hours'))
        super().__init__(*args, **kwargs)

    def render(self, record):
        if record.calendar_id is None:
            return self.without
        calendar = shown(record, 'calendar')
        if calendar is None:
            return _('Hidden')
        return format_html('<a href="{}">{}</a>', calendar.get_absolute_url(), calendar)

    def value(self, record):
        calendar = shown(record, 'calendar')
        return str(calendar) if calendar else None


class ServiceCalendarTable(PrimaryModelTable):
    name = tables.Column(verbose_name=_('Name'), linkify=True)
    weekly_hours = tables.Column(verbose_name=_('Weekly hours'), empty_values=(), orderable=False)
    sla_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_slm:sla_list', url_params={'calendar_id': 'pk'}, verbose_name=_('SLAs')
    )
    tags = columns.TagColumn(url_name='plugins:netbox_slm:servicecalendar_list')

    class Meta(PrimaryModelTable.Meta):
        model = ServiceCalendar
        fields = (
            'pk',
            'id',
            'name',
            'time_zone',
            'weekly_hours',
            'holiday_country',
            'holiday_subdivision',
            'sla_count',
            'description',
            'owner_group',
            'owner',
            'comments',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'name', 'time_zone', 'weekly_hours', 'holiday_country', 'sla_count', 'description')

    def render_weekly_hours(self, record):
        return format_week(record.windows.all(), localized=True) or _('24x7')

    def value_weekly_hours(self, record):
        return record.weekly_hours


class CalendarWindowTable(ViewableRelationsMixin, NetBoxTable):
    weekday = tables.Column(verbose_name=_('Day'), linkify=True)
    calendar = tables.Column(verbose_name=_('Calendar'), linkify=True, default=_('Hidden'))
    start_seconds = ClockColumn(verbose_name=_('From'))
    end_seconds = ClockColumn(verbose_name=_('To'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:calendarwindow_list')

    class Meta(NetBoxTable.Meta):
        model = CalendarWindow
        fields = (
            'pk',
            'id',
            'weekday',
            'calendar',
            'start_seconds',
            'end_seconds',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'calendar', 'weekday', 'start_seconds', 'end_seconds')


class CalendarExceptionTable(ViewableRelationsMixin, NetBoxTable):
    name = tables.Column(verbose_name=_('Name'), linkify=True)
    calendar = tables.Column(verbose_name=_('Calendar'), linkify=True, default=_('Hidden'))
    starts_on = columns.DateColumn(verbose_name=_('First day'))
    ends_on = columns.DateColumn(verbose_name=_('Last day'))
    yearly = columns.BooleanColumn(verbose_name=_('Every year'))
    hours = tables.Column(verbose_name=_('Hours'), default=_('Closed'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:calendarexception_list')

    class Meta(NetBoxTable.Meta):
        model = CalendarException
        fields = (
            'pk',
            'id',
            'name',
            'calendar',
            'starts_on',
            'ends_on',
            'yearly',
            'hours',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'name', 'calendar', 'starts_on', 'ends_on', 'yearly', 'hours')


class ContractTable(ViewableRelationsMixin, TenancyColumnsMixin, ContactsColumnMixin, PrimaryModelTable):
    name = tables.Column(verbose_name=_('Name'), linkify=True)
    kind = columns.ChoiceFieldColumn(verbose_name=_('Kind'))
    provider = tables.Column(verbose_name=_('Supplier'), linkify=True)
    status = columns.ChoiceFieldColumn(verbose_name=_('Status'))
    starts_on = columns.DateColumn(verbose_name=_('First day'))
    ends_on = columns.DateColumn(verbose_name=_('Last day'))
    sla_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_slm:sla_list', url_params={'contract_id': 'pk'}, verbose_name=_('SLAs')
    )
    tags = columns.TagColumn(url_name='plugins:netbox_slm:contract_list')

    class Meta(PrimaryModelTable.Meta):
        model = Contract
        fields = (
            'pk',
            'id',
            'name',
            'reference',
            'kind',
            'tenant',
            'tenant_group',
            'provider',
            'status',
            'starts_on',
            'ends_on',
            'notice_days',
            'value',
            'currency',
            'sla_count',
            'description',
            'owner_group',
            'owner',
            'comments',
            'contacts',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'name', 'kind', 'tenant', 'provider', 'status', 'ends_on', 'sla_count')


class SLATable(ViewableRelationsMixin, TenancyColumnsMixin, ContactsColumnMixin, PrimaryModelTable):
    name = tables.Column(verbose_name=_('Name'), linkify=True)
    kind = columns.ChoiceFieldColumn(verbose_name=_('Kind'))
    status = columns.ChoiceFieldColumn(verbose_name=_('Status'))
    provider = tables.Column(verbose_name=_('Supplier'), linkify=True)
    contract = tables.Column(verbose_name=_('Contract'), linkify=True)
    calendar = ServiceHoursColumn(without=_('24x7'))
    previous_version = tables.Column(verbose_name=_('Previous version'), linkify=True)
    starts_on = columns.DateColumn(verbose_name=_('First day'))
    ends_on = columns.DateColumn(verbose_name=_('Last day'))
    excused_outage_seconds = DurationColumn(verbose_name=_('Outages excused below'))
    excluded_counts_as_up = columns.BooleanColumn(verbose_name=_('Excluded time counts as up'))
    derived_effects = columns.ChoiceFieldColumn(
        verbose_name=_('Effects through the infrastructure count'), default=_('As the setting says')
    )
    credit_cap_percent = PlainNumberColumn(verbose_name=_('Most credit (%)'))
    alert_silence_minutes = tables.Column(
        verbose_name=_('Silence after an alert (minutes)'), default=_('As the setting says')
    )
    target_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_slm:serviceleveltarget_list', url_params={'sla_id': 'pk'}, verbose_name=_('Targets')
    )
    service_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_slm:service_list', url_params={'sla_id': 'pk'}, verbose_name=_('Services')
    )
    tags = columns.TagColumn(url_name='plugins:netbox_slm:sla_list')

    class Meta(PrimaryModelTable.Meta):
        model = SLA
        fields = (
            'pk',
            'id',
            'name',
            'version',
            'reference',
            'kind',
            'status',
            'tenant',
            'tenant_group',
            'provider',
            'contract',
            'calendar',
            'time_zone',
            'starts_on',
            'ends_on',
            'period',
            'rolling_days',
            'grace_days',
            'degraded_weight',
            'excused_outage_seconds',
            'excluded_counts_as_up',
            'derived_effects',
            'fee',
            'currency',
            'credit_cap_percent',
            'alert_silence_minutes',
            'previous_version',
            'target_count',
            'service_count',
            'description',
            'owner_group',
            'owner',
            'comments',
            'contacts',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = (
            'pk',
            'name',
            'version',
            'kind',
            'tenant',
            'provider',
            'status',
            'ends_on',
            'target_count',
            'service_count',
        )


class ServiceLevelTargetTable(ViewableRelationsMixin, PrimaryModelTable):
    name = tables.Column(verbose_name=_('Name'), linkify=True)
    sla = tables.Column(verbose_name=_('SLA'), linkify=True, default=_('Hidden'))
    tenant = tables.Column(accessor='sla__tenant', verbose_name=_('Customer'), linkify=True)
    metric = columns.ChoiceFieldColumn(verbose_name=pgettext_lazy('service levels', 'Metric'))
    promise = tables.Column(
        accessor='target_percent',
        verbose_name=_('Promise'),
        order_by=('target_percent', 'target_value'),
        empty_values=(),
    )
    target_percent = PlainNumberColumn(verbose_name=_('Target (%)'))
    target_value = PlainNumberColumn(verbose_name=_('Target'))
    direction = columns.ChoiceFieldColumn(verbose_name=_('Direction'))
    aggregation = columns.ChoiceFieldColumn(verbose_name=_('Aggregation'))
    workload_kind = columns.ChoiceFieldColumn(verbose_name=_('Workload of'))
    limit_seconds = DurationColumn(verbose_name=_('Limit'))
    calendar = ServiceHoursColumn(without=_('As the SLA'))
    paused_by_holds = columns.BooleanColumn(verbose_name=_('Paused by holds'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:serviceleveltarget_list')

    class Meta(PrimaryModelTable.Meta):
        model = ServiceLevelTarget
        fields = (
            'pk',
            'id',
            'name',
            'sla',
            'tenant',
            'metric',
            'promise',
            'target_percent',
            'target_value',
            'unit',
            'direction',
            'aggregation',
            'percentile',
            'measure',
            'workload_kind',
            'limit_seconds',
            'priority_limits',
            'combination',
            'calendar',
            'warning_percent',
            'paused_by_holds',
            'description',
            'owner_group',
            'owner',
            'comments',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'name', 'sla', 'metric', 'promise', 'combination', 'calendar')

    def render_promise(self, record):
        return format_promise(record)


class ServiceCreditTierTable(ViewableRelationsMixin, NetBoxTable):
    threshold = PlainNumberColumn(verbose_name=_('Worse than'), linkify=True)
    sla = OptionalObjectColumn(verbose_name=_('SLA'))
    target = OptionalObjectColumn(verbose_name=_('Target'))
    credit_percent = PlainNumberColumn(verbose_name=_('Credit (%)'))
    amount = PlainNumberColumn(verbose_name=_('Amount'))
    cap = PlainNumberColumn(verbose_name=_('At most'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:servicecredittier_list')

    class Meta(NetBoxTable.Meta):
        model = ServiceCreditTier
        fields = (
            'pk',
            'id',
            'threshold',
            'sla',
            'target',
            'credit_percent',
            'amount',
            'currency',
            'cap',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'sla', 'target', 'threshold', 'credit_percent', 'amount', 'currency', 'cap')


class MaintenanceWindowTable(PrimaryModelTable):
    name = tables.Column(verbose_name=_('Name'), linkify=True)
    status = columns.ChoiceFieldColumn(verbose_name=_('Status'))
    starts_at = columns.DateTimeColumn(verbose_name=_('Start'))
    ends_at = columns.DateTimeColumn(verbose_name=_('End'))
    agreed_on = columns.DateColumn(verbose_name=_('Agreed on'))
    sla_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_slm:sla_list', url_params={'maintenance_window_id': 'pk'}, verbose_name=_('SLAs')
    )
    service_count = tables.Column(verbose_name=_('Services'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:maintenancewindow_list')

    class Meta(PrimaryModelTable.Meta):
        model = MaintenanceWindow
        fields = (
            'pk',
            'id',
            'name',
            'status',
            'starts_at',
            'ends_at',
            'recurrence',
            'time_zone',
            'reason',
            'agreed_with',
            'agreed_on',
            'sla_count',
            'service_count',
            'description',
            'owner_group',
            'owner',
            'comments',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = (
            'pk',
            'name',
            'status',
            'starts_at',
            'ends_at',
            'recurrence',
            'reason',
            'sla_count',
            'service_count',
        )

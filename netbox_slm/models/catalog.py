"""What is offered (catalogue) and what runs for somebody (services), with the CIs and services each stands on."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netbox.models import NestedLtreeGroupModel, PrimaryModel
from netbox.models.features import ContactsMixin, ImageAttachmentsMixin, JobsMixin

from ..choices import (
    CatalogEntryStatusChoices,
    CriticalityChoices,
    DependencyKindChoices,
    ServiceStatusChoices,
)
from ..fields import CurrencyField, PercentField
from ..linkable import is_linkable
from .terms import ActiveTermMixin, check_order, term_constraint

__all__ = (
    'CatalogCategory',
    'CatalogEntry',
    'RedundancyGroup',
    'Service',
    'ServiceComponent',
    'ServiceDependency',
)


class CatalogCategory(NestedLtreeGroupModel):
    """A branch of the service catalogue; categories nest."""

    class Meta:
        ordering = ('sort_path',)
        verbose_name = _('catalog category')
        verbose_name_plural = _('catalog categories')
        constraints = (
            models.UniqueConstraint(
                fields=('parent', 'name'),
                nulls_distinct=False,
                name='%(app_label)s_%(class)s_unique_name',
                violation_error_message=_('A category of this name already exists here.'),
            ),
            models.UniqueConstraint(
                fields=('parent', 'slug'),
                nulls_distinct=False,
                name='%(app_label)s_%(class)s_unique_slug',
                violation_error_message=_('A category with this slug already exists here.'),
            ),
        )


class CatalogEntry(ContactsMixin, ImageAttachmentsMixin, PrimaryModel):
    """A service that we offer: what a customer gets by default (ISO/IEC 20000-1 8.2.4).

    Defaults for targets and hours are proposals for a new SLA; only the SLA's own targets are judged.
    """

    name = models.CharField(verbose_name=_('name'), max_length=100, unique=True)
    reference = models.CharField(
        verbose_name=_('reference'),
        max_length=50,
        unique=True,
        blank=True,
        null=True,
        help_text=_('Number or code of this entry in the catalogue'),
    )
    category = models.ForeignKey(
        to='netbox_slm.CatalogCategory',
        on_delete=models.PROTECT,
        related_name='entries',
        verbose_name=_('category'),
        blank=True,
        null=True,
    )
    status = models.CharField(
        verbose_name=_('status'),
        max_length=50,
        choices=CatalogEntryStatusChoices,
        default=CatalogEntryStatusChoices.STATUS_DRAFT,
    )
    version = models.CharField(verbose_name=_('version'), max_length=20, default='1.0')
    outcome = models.TextField(
        verbose_name=_('outcome'), blank=True, help_text=_('What the customer can do because of this service')
    )
    calendar = models.ForeignKey(
        to='netbox_slm.ServiceCalendar',
        on_delete=models.PROTECT,
        related_name='catalog_entries',
        verbose_name=_('service hours'),
        blank=True,
        null=True,
        help_text=_('Hours offered by default; none means 24x7'),
    )
    availability_percent = PercentField(
        verbose_name=_('availability (%)'), blank=True, null=True, help_text=_('Availability offered by default')
    )
    response_seconds = models.PositiveIntegerField(
        verbose_name=_('response time'), blank=True, null=True, help_text=_('Response time offered by default')
    )
    resolution_seconds = models.PositiveIntegerField(
        verbose_name=_('resolution time'), blank=True, null=True, help_text=_('Resolution time offered by default')
    )
    price = models.DecimalField(verbose_name=_('price'), max_digits=14, decimal_places=2, blank=True, null=True)
    currency = CurrencyField(verbose_name=_('currency'), blank=True)
    price_unit = models.CharField(
        verbose_name=_('price unit'), max_length=50, blank=True, help_text=_('For example: per user and month')
    )
    provider_duties = models.TextField(verbose_name=_('our duties'), blank=True)
    customer_duties = models.TextField(verbose_name=_("customer's duties"), blank=True)
    emergency_handling = models.TextField(verbose_name=_('emergency handling'), blank=True)
    next_review_on = models.DateField(verbose_name=_('next review'), blank=True, null=True)

    clone_fields = (
        'category',
        'status',
        'calendar',
        'availability_percent',
        'response_seconds',
        'resolution_seconds',
        'currency',
        'price_unit',
    )

    class Meta:
        ordering = ('name',)
        verbose_name = _('catalog entry')
        verbose_name_plural = _('catalog entries')
        constraints = (
            models.CheckConstraint(
                condition=Q(availability_percent__isnull=True)
                | Q(availability_percent__gt=0, availability_percent__lte=100),
                name='%(app_label)s_%(class)s_availability_range',
                violation_error_message=_('An availability lies above 0 and up to 100 %.'),
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | ~Q(currency=''),
                name='%(app_label)s_%(class)s_price_has_currency',
                violation_error_message=_('A price needs a currency.'),
            ),
        )

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.price is not None and not self.currency:
            raise ValidationError(
                {'currency': _('A price of {price} needs a currency: give its ISO 4217 code.').format(price=self.price)}
            )

    def get_status_color(self):
        return CatalogEntryStatusChoices.colors.get(self.status)


class Service(JobsMixin, ContactsMixin, ImageAttachmentsMixin, PrimaryModel):
    """A service that runs for a customer (its tenant) or for ourselves (no tenant).

    Its operational life, `operational_from` to `operational_until`, clips every figure (semantics.md §4).
    """

    name = models.CharField(verbose_name=_('name'), max_length=100)
    reference = models.CharField(
        verbose_name=_('reference'),
        max_length=50,
        unique=True,
        blank=True,
        null=True,
        help_text=_('Identifier of this service elsewhere, for imports and tools'),
    )
    tenant = models.ForeignKey(
        to='tenancy.Tenant',
        on_delete=models.PROTECT,
        related_name='slm_services',
        verbose_name=_('customer'),
        blank=True,
        null=True,
    )
    catalog_entry = models.ForeignKey(
        to='netbox_slm.CatalogEntry',
        on_delete=models.PROTECT,
        related_name='services',
        verbose_name=_('catalog entry'),
        blank=True,
        null=True,
    )
    status = models.CharField(
        verbose_name=_('status'),
        max_length=50,
        choices=ServiceStatusChoices,
        default=ServiceStatusChoices.STATUS_ACTIVE,
    )
    criticality = models.CharField(
        verbose_name=_('criticality'),
        max_length=50,
        choices=CriticalityChoices,
        default=CriticalityChoices.CRITICALITY_MEDIUM,
    )
    operational_from = models.DateTimeField(
        verbose_name=_('operational from'),
        blank=True,
        null=True,
        help_text=_('Nothing before this instant is judged'),
    )
    operational_until = models.DateTimeField(
        verbose_name=_('operational until'),
        blank=True,
        null=True,
        help_text=_('Nothing from this instant on is judged'),
    )

    clone_fields = ('tenant', 'catalog_entry', 'status', 'criticality', 'description')

    class Meta:
        ordering = ('name', 'pk')
        verbose_name = _('service')
        verbose_name_plural = _('services')
        constraints = (
            models.UniqueConstraint(
                fields=('tenant', 'name'),
                nulls_distinct=False,
                name='%(app_label)s_%(class)s_unique_name',
                violation_error_message=_('This customer already has a service of this name.'),
            ),
            models.CheckConstraint(
                condition=Q(operational_from__isnull=True)
                | Q(operational_until__isnull=True)
                | Q(operational_until__gt=F('operational_from')),
                name='%(app_label)s_%(class)s_life_order',
                violation_error_message=_('A service ends after it begins.'),
            ),
        )

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        check_order(self, 'operational_from', 'operational_until')

    def get_status_color(self):
        return ServiceStatusChoices.colors.get(self.status)

    def get_criticality_color(self):
        return CriticalityChoices.colors.get(self.criticality)


class RedundancyGroup(ActiveTermMixin, PrimaryModel):
    """Components of a service of which `min_available` must work (N of M, semantics.md §2)."""

    service = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='redundancy_groups',
        verbose_name=_('service'),
    )
    name = models.CharField(verbose_name=_('name'), max_length=100)
    min_available = models.PositiveSmallIntegerField(
        verbose_name=_('minimum available'),
        default=1,
        validators=(MinValueValidator(1),),
        help_text=_('So many members must work for the service to work'),
    )

    clone_fields = ('service', 'min_available')

    class Meta:
        ordering = ('service', 'name')
        verbose_name = _('redundancy group')
        verbose_name_plural = _('redundancy groups')
        constraints = (
            models.UniqueConstraint(
                fields=('service', 'name'),
                name='%(app_label)s_%(class)s_unique_name',
                violation_error_message=_('This service already has a redundancy group of this name.'),
            ),
            models.CheckConstraint(
                condition=Q(min_available__gte=1),
                name='%(app_label)s_%(class)s_at_least_one',
                violation_error_message=_('At least one member must be needed.'),
            ),
            term_constraint(),
        )

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self._state.adding or not self.min_available:
            return
        members = self.members.filter(until__isnull=True).count()
        if members and self.min_available > members:
            raise ValidationError(
                {
                    'min_available': _(
                        'The group has {members} members, so {value} of them can never be available: '
                        'add members or give a smaller number.'
                    ).format(members=members, value=self.min_available)
                }
            )

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.service
        return objectchange


class ServiceComponent(ActiveTermMixin, PrimaryModel):
    """A CI that a service stands on: required, or a member of a redundancy group (semantics.md §2).

    At any instant a service has at most one link to a CI. The link ends with the CI.
    """

    service = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='components',
        verbose_name=_('service'),
    )
    object_type = models.ForeignKey(
        to='contenttypes.ContentType', on_delete=models.PROTECT, related_name='+', verbose_name=_('object type')
    )
    object_id = models.PositiveBigIntegerField(verbose_name=_('object ID'))
    object = GenericForeignKey(ct_field='object_type', fk_field='object_id')
    redundancy_group = models.ForeignKey(
        to='netbox_slm.RedundancyGroup',
        on_delete=models.PROTECT,
        related_name='members',
        verbose_name=_('redundancy group'),
        blank=True,
        null=True,
        help_text=_('None: the service requires this component'),
    )

    clone_fields = ('service', 'redundancy_group')

    class Meta:
        ordering = ('service', 'redundancy_group', 'object_type', 'object_id', 'pk')
        verbose_name = _('service component')
        verbose_name_plural = _('service components')
        indexes = (models.Index(fields=('object_type', 'object_id')),)
        constraints = (
            models.UniqueConstraint(
                fields=('service', 'object_type', 'object_id'),
                condition=Q(until__isnull=True),
                name='%(app_label)s_%(class)s_unique_open_link',
                violation_error_message=_('This object is already a component of the service.'),
            ),
            term_constraint(),
        )

    def __str__(self):
        return f'{self.service} – {self.object}'

    def clean(self):
        super().clean()
        if self.object_type_id and not is_linkable(self.object_type):
            raise ValidationError(
                {
                    'object_type': _(
                        'Objects of the type {type} cannot be linked to a service: choose another object, or have '
                        'the type added to the setting linkable_types.'
                    ).format(type=self.object_type)
                }
            )
        if self.redundancy_group_id and self.redundancy_group.service_id != self.service_id:
            raise ValidationError(
                {
                    'redundancy_group': _(
                        'The group {group} belongs to the service {other}: choose a group of this service.'
                    ).format(group=self.redundancy_group, other=self.redundancy_group.service)
                }
            )
        self._check_single_link()

    def _check_single_link(self):
        if not (self.service_id and self.object_type_id and self.object_id):
            return
        others = ServiceComponent.objects.filter(
            service_id=self.service_id, object_type_id=self.object_type_id, object_id=self.object_id
        ).exclude(pk=self.pk)
        for other in others:
            if self.overlaps(other):
                raise ValidationError(
                    _('{object} is already a component of {service} in this time: end that link first.').format(
                        object=self.object, service=self.service
                    )
                )

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.service
        return objectchange


class ServiceDependency(ActiveTermMixin, PrimaryModel):
    """A service that another one needs. Rings are allowed: states are a least fixed point (semantics.md §2)."""

    service = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='dependencies',
        verbose_name=_('service'),
    )
    depends_on = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='dependents',
        verbose_name=_('depends on'),
    )
    kind = models.CharField(
        verbose_name=_('kind'),
        max_length=50,
        choices=DependencyKindChoices,
        default=DependencyKindChoices.KIND_HARD,
        help_text=_('Hard: down with it. Soft: degraded by it.'),
    )

    clone_fields = ('service', 'kind')

    class Meta:
        ordering = ('service', 'depends_on', 'pk')
        verbose_name = _('service dependency')
        verbose_name_plural = _('service dependencies')
        constraints = (
            models.UniqueConstraint(
                fields=('service', 'depends_on'),
                condition=Q(until__isnull=True),
                name='%(app_label)s_%(class)s_unique_open_link',
                violation_error_message=_('The service already depends on that one.'),
            ),
            models.CheckConstraint(
                condition=~Q(service=F('depends_on')),
                name='%(app_label)s_%(class)s_not_itself',
                violation_error_message=_('A service does not depend on itself.'),
            ),
            term_constraint(),
        )

    def __str__(self):
        return f'{self.service} → {self.depends_on}'

    def clean(self):
        super().clean()
        if self.service_id and self.service_id == self.depends_on_id:
            raise ValidationError(
                {
                    'depends_on': _('{service} cannot depend on itself: choose another service.').format(
                        service=self.service
                    )
                }
            )
        if not (self.service_id and self.depends_on_id):
            return
        others = ServiceDependency.objects.filter(service_id=self.service_id, depends_on_id=self.depends_on_id)
        if any(self.overlaps(other) for other in others.exclude(pk=self.pk)):
            raise ValidationError(
                {
                    'depends_on': _(
                        '{service} already depends on {other} in this time: change that dependency instead.'
                    ).format(service=self.service, other=self.depends_on)
                }
            )

    def get_kind_color(self):
        return DependencyKindChoices.colors.get(self.kind)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.service
        return objectchange

"""What runs for somebody: services."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netbox.models.features import ContactsMixin, ImageAttachmentsMixin, JobsMixin

from ...choices import CriticalityChoices, ServiceStatusChoices
from ..bases import PrimaryModel
from ..terms import check_order
from ..twins import refuse_twin

__all__ = ('Service',)


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
    viewable_relations = ('tenant', 'catalog_entry')

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
        refuse_twin(
            self,
            ('tenant_id', 'name'),
            'name',
            _('This customer already has a service called {name}: choose another name.').format(name=self.name),
        )

    def get_status_color(self):
        return ServiceStatusChoices.colors.get(self.status)

    def get_criticality_color(self):
        return CriticalityChoices.colors.get(self.criticality)

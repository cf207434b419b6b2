"""What is offered: the service catalogue and its branches."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netbox.models.features import ContactsMixin, ImageAttachmentsMixin

from ...choices import CatalogEntryStatusChoices
from ...fields import CurrencyField, PercentField
from ..bases import NestedLtreeGroupModel, PrimaryModel
from ..twins import refuse_twin

__all__ = ('CatalogCategory', 'CatalogEntry')


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

    def clean(self):
        super().clean()
        refuse_twin(
            self,
            ('parent_id', 'name'),
            'name',
            _('A category called {name} already exists here: choose another name or parent.').format(name=self.name),
        )
        refuse_twin(
            self,
            ('parent_id', 'slug'),
            'slug',
            _('A category with the slug {slug} already exists here: choose another slug or parent.').format(
                slug=self.slug
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
    viewable_relations = ('category', 'calendar')

    class Meta:
        ordering = ('name',)
        verbose_name = _('catalog entry')
        verbose_name_plural = _('catalog entries')
        constraints = (
            models.CheckConstraint(
                condition=Q(availability_percent__isnull=True)
                | Q(availability_percent__gt=0, availability_percent__lte=100),
                name='%(app_label)s_%(class)s_availability_range',
                violation_error_message=_('An availability lies above 0 and up to 100 percent.'),
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
        if self.availability_percent == 0:
            raise ValidationError(
                {
                    'availability_percent': _(
                        '{value} % is no promise: give an availability above 0, or leave it empty.'
                    ).format(value=self.availability_percent)
                }
            )
        if self.price is not None and not self.currency:
            raise ValidationError(
                {'currency': _('A price of {price} needs a currency: give its ISO 4217 code.').format(price=self.price)}
            )

    def get_status_color(self):
        return CatalogEntryStatusChoices.colors.get(self.status)

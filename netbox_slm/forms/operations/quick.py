"""What makes reporting an incident quick: the objects and services it names are written with it, from any form."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from utilities.forms.fields import CSVModelChoiceField, DynamicModelMultipleChoiceField

from ...analysis.incident_parts import add_links
from ...analysis.incidents import confirm_excuse, excuse_approver
from ...models import AffectedCI, AffectedService, Service
from ...visible import current_user
from ...wording import listed
from ..fields import LinkableObjectChoiceField, LinkableObjectFormMixin, LinkedObjectImportMixin
from ..refusing import refused_as_a_whole

__all__ = ('ExcuseFormMixin', 'NamedObjectsFormMixin', 'NamedObjectsImportMixin')


class ExcuseFormMixin:
    """A form with `excused` and `excuse_reason`: who changes the excuse needs the right to, and answers for it."""

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        incident = self.instance
        excused = cleaned.get('excused', incident.excused)
        self._excuse_is_new = excused and not incident.excused
        reason = cleaned.get('excuse_reason', incident.excuse_reason)
        try:
            incident.excused_by = excuse_approver(incident, excused, reason, current_user())
        except ValidationError as error:
            # At the field where there is one: an import may update the reason alone
            name = 'excused' if 'excused' in self.fields else 'excuse_reason'
            self.add_error(name, error.message_dict['excused'])
        return cleaned

    def save(self, commit=True):
        incident = super().save(commit)
        if commit and self._excuse_is_new:
            with refused_as_a_whole():
                confirm_excuse(incident, current_user())
        return incident


class _NamingFormMixin:
    """A form that names objects and services in the incident it saves; `named()` tells which."""

    def save(self, commit=True):
        incident = super().save(commit)
        if commit:
            objects, services = self.named()
            with refused_as_a_whole():
                add_links(incident, objects, services, current_user())
        return incident


class NamedObjectsFormMixin(_NamingFormMixin, LinkableObjectFormMixin, forms.Form):
    """Fields of a new incident for one object and several services that it affects; gone from a form that edits.

    Prefilled from the query string: object_content_type, object_object_id, service. The title follows from them.
    """

    object = LinkableObjectChoiceField(
        label=_('Affected object'),
        required=False,
        hx_target_id='affected',
        help_text=_('The one it is about; more can be added on the page of the incident'),
    )
    service = DynamicModelMultipleChoiceField(
        label=_('Affected services'),
        queryset=Service.objects.all(),
        required=False,
        help_text=_('Only those that are affected otherwise than through their components'),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = current_user()
        for name, model in (('object', AffectedCI), ('service', AffectedService)):
            permission = f'{model._meta.app_label}.add_{model._meta.model_name}'
            if self.instance.pk or (user and not user.has_perm(permission)):
                del self.fields[name]
        if not self.is_bound and not self.instance.pk and not self.initial.get('name'):
            self._suggest_name(user)

    def named(self):
        """Objects and services that were chosen."""
        chosen = self.cleaned_data.get('object')
        return [chosen] if chosen else [], self.cleaned_data.get('service') or ()

    def _suggest_name(self, user):
        querysets = []
        if 'object' in self.fields and self.fields['object'].selected_model:
            querysets.append(self.fields['object'].queryset)
        if 'service' in self.fields and (ids := self.initial.get('service')):
            ids = ids if isinstance(ids, list) else [ids]
            querysets.append(Service.objects.filter(pk__in=[pk for pk in ids if str(pk).isdigit()]))
        names = [str(found) for queryset in querysets for found in queryset.restrict(user, 'view')[:5]]
        if names:
            self.initial['name'] = _('{names}: down').format(names=listed(names))[:200]


class NamedObjectsImportMixin(_NamingFormMixin, LinkedObjectImportMixin):
    """Import columns that name one service and one object in the incident of the same row."""

    service = CSVModelChoiceField(
        label=_('Service'),
        queryset=Service.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of a service it affects; the heading service.reference takes its reference'),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields['object_type'].required = False

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get('object_type') and (cleaned.get('object_name') or cleaned.get('object_id')):
            self.add_error('object_type', _('Give the type of the object too, for example dcim.device.'))
        return cleaned

    def named(self):
        """Object and service of the row."""
        content_type, object_id = self.cleaned_data.get('object_type'), self.cleaned_data.get('object_id')
        service = self.cleaned_data.get('service')
        objects = [content_type.get_object_for_this_type(pk=object_id)] if content_type and object_id else []
        return objects, [service] if service else []

"""What a form is about to change or delete, said beside it before it is done (semantics.md §6)."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from utilities.forms import restrict_form_fields
from utilities.htmx import htmx_partial
from utilities.permissions import get_permission_for_model
from utilities.views import ConditionalLoginRequiredMixin

from ..analysis.consequences import warnings_for, warnings_for_deletion, warnings_for_many

__all__ = (
    'BulkDeleteConsequencesMixin',
    'BulkEditConsequencesMixin',
    'ConsequencesMixin',
    'ConsequencesView',
    'DeleteConsequencesMixin',
)

_FORMS = {}
_BULK_FORMS = {}
_MEMBERS = ('slas', 'services')
_PANEL = 'netbox_slm/consequences.html'
_BODY = b'<div class="modal-body">'


def _address(model, **query):
    address = reverse('plugins:netbox_slm:consequences', args=[model._meta.model_name])
    return f'{address}?{"&".join(f"{name}={value}" for name, value in query.items())}' if query else address


class ConsequencesMixin:
    """For the edit page of what figures rest on. List it first."""

    template_name = 'netbox_slm/edit.html'

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        _FORMS[cls.queryset.model._meta.model_name] = cls.queryset.model, cls.form

    def get_extra_context(self, request, instance):
        query = {'pk': instance.pk} if instance.pk else {}
        return {
            **super().get_extra_context(request, instance),
            'consequences_url': _address(type(instance), **query),
        }


class DeleteConsequencesMixin:
    """For the page, and the window, in which a record is deleted on which figures rest. List it first."""

    template_name = 'netbox_slm/delete.html'

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        # The window takes the form alone out of a template of NetBox that has no block to add to
        if htmx_partial(request) and response.status_code == 200:
            found = warnings_for_deletion([self.get_object(**kwargs)], timezone.now())
            panel = render_to_string(_PANEL, {'consequences': found}, request)
            response.content = response.content.replace(_BODY, _BODY + panel.encode(), 1)
        return response

    def get_extra_context(self, request, instance):
        context = super().get_extra_context(request, instance)
        if htmx_partial(request):
            return context
        return {**context, 'consequences': warnings_for_deletion([instance], timezone.now())}


class BulkEditConsequencesMixin:
    """For the page on which many records are edited on which figures rest. List it first."""

    template_name = 'netbox_slm/bulk_edit.html'

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        _BULK_FORMS[cls.queryset.model._meta.model_name] = cls.queryset.model, cls.form

    def get_extra_context(self, request):
        return {
            **super().get_extra_context(request),
            'consequences_url': _address(self.queryset.model, many='edit'),
        }


class BulkDeleteConsequencesMixin:
    """For the page on which many records are deleted on which figures rest. List it first."""

    template_name = 'netbox_slm/bulk_delete.html'

    def get_extra_context(self, request):
        return {
            **super().get_extra_context(request),
            'consequences_url': _address(self.queryset.model, many='delete'),
        }


class ConsequencesView(ConditionalLoginRequiredMixin, View):
    """Takes a form as it is filled in, saves nothing, and answers with a sentence; empty where nothing is touched."""

    def post(self, request, model):
        many = request.GET.get('many', '')
        known = _BULK_FORMS if many else _FORMS
        if model not in known or many not in ('', 'edit', 'delete'):
            raise Http404
        model, form_class = known[model]
        action = _action(request, many)
        if not request.user.has_perm(get_permission_for_model(model, action)):
            return HttpResponse(status=403)
        found = (self._of_many if many else self._of_one)(request, model, form_class, action)
        return render(request, _PANEL, {'consequences': found})

    def _of_one(self, request, model, form_class, action):
        pk = request.GET.get('pk', '')
        rows = model.objects.restrict(request.user, action)
        instance = get_object_or_404(rows, pk=int(pk) if pk.isdecimal() else 0) if pk else model()
        form = form_class(data=request.POST, instance=instance)
        restrict_form_fields(form, request.user)
        form.is_valid()
        return warnings_for(form.instance, timezone.now(), _members(form))

    def _of_many(self, request, model, form_class, action):
        pks = [int(pk) for pk in request.POST.getlist('pk') if pk.isdecimal()]
        rows = list(model.objects.restrict(request.user, action).filter(pk__in=pks))
        if action == 'delete':
            return warnings_for_deletion(rows, timezone.now())
        form = form_class(request.POST, initial={'pk': pks})
        restrict_form_fields(form, request.user)
        form.is_valid()
        stored = list(model.objects.filter(pk__in=[row.pk for row in rows]))
        for row in rows:
            _fill_in(row, form, request.POST.getlist('_nullify'))
        return warnings_for_many(rows, timezone.now(), _members(form), stored)


def _action(request, many):
    if many:
        return 'delete' if many == 'delete' else 'change'
    return 'change' if request.GET.get('pk') else 'add'


def _members(form):
    return {name: form.cleaned_data[name] for name in _MEMBERS if form.cleaned_data.get(name)}


def _fill_in(row, form, nullified):
    """Give a record the values of a bulk edit form that are its own fields, as NetBox would; saves nothing."""
    for field in row._meta.concrete_fields:
        name = field.name
        if name in nullified and name in form.nullable_fields:
            setattr(row, name, None if field.null else '')
        elif name in form.changed_data and name in form.cleaned_data:
            setattr(row, name, form.cleaned_data[name])

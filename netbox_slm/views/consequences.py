"""What a form is about to change, said beside it before it is saved (semantics.md §6)."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from utilities.forms import restrict_form_fields
from utilities.permissions import get_permission_for_model
from utilities.views import ConditionalLoginRequiredMixin

from ..analysis.consequences import warnings_for

__all__ = ('ConsequencesMixin', 'ConsequencesView')

_FORMS = {}
_MEMBERS = ('slas', 'services')


class ConsequencesMixin:
    """For the edit page of what figures rest on. List it first."""

    template_name = 'netbox_slm/edit.html'

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        _FORMS[cls.queryset.model._meta.model_name] = cls.queryset.model, cls.form

    def get_extra_context(self, request, instance):
        address = reverse('plugins:netbox_slm:consequences', args=[instance._meta.model_name])
        return {
            **super().get_extra_context(request, instance),
            'consequences_url': f'{address}?pk={instance.pk}' if instance.pk else address,
        }


class ConsequencesView(ConditionalLoginRequiredMixin, View):
    """Takes a form as it is filled in, saves nothing, and answers with a sentence; empty where nothing is touched."""

    def post(self, request, model):
        if model not in _FORMS:
            raise Http404
        model, form_class = _FORMS[model]
        pk = request.GET.get('pk', '')
        action = 'change' if pk else 'add'
        if not request.user.has_perm(get_permission_for_model(model, action)):
            return HttpResponse(status=403)
        instance = (
            get_object_or_404(model.objects.restrict(request.user, 'change'), pk=int(pk) if pk.isdecimal() else 0)
            if pk
            else model()
        )
        form = form_class(data=request.POST, instance=instance)
        restrict_form_fields(form, request.user)
        form.is_valid()
        members = {name: form.cleaned_data[name] for name in _MEMBERS if form.cleaned_data.get(name)}
        found = warnings_for(form.instance, timezone.now(), members)
        return render(request, 'netbox_slm/consequences.html', {'consequences': found})

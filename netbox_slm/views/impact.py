"""What if this fails? The page for any objects, and the tab on every linkable one."""

import csv
from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from netbox.views import generic
from utilities.htmx import htmx_partial
from utilities.querydict import normalize_querydict
from utilities.views import ViewTab, get_default_template, register_model_view

from .. import forms, linkable
from ..analysis.impact import drawing_of, graphviz, mermaid
from ..analysis.impact.asking import answer_for, named_refs, question_of, refs_text
from ..choices import EffectChoices
from ..ui.impact import page as ui
from ..ui.impact import sentence_of
from ..ui.impact.planning import plan_url

__all__ = ('ImpactTabView', 'ImpactView', 'register_impact_tabs')

_FORMATS = {
    'mermaid': (mermaid, 'text/vnd.mermaid', 'mmd'),
    'dot': (graphviz, 'text/vnd.graphviz', 'dot'),
}


def _answer(request, refs, asked):
    """The context of an answer to a what-if for the user of the request."""
    effect = asked.get('effect') or EffectChoices.EFFECT_DOWN
    question = question_of(
        refs,
        effect=effect,
        starts_at=asked.get('start'),
        ends_at=asked.get('end'),
        with_known=not asked.get('alone'),
        components=bool(asked.get('components')),
    )
    seen = answer_for(question, request.user, timezone.now())
    drawing = drawing_of(seen)
    return {
        'seen': seen,
        'sentence': sentence_of(seen),
        'services': ui.lines_of(seen.services),
        'promises': ui.promise_lines(seen, seen.budgets),
        'has_window': seen.analysis.ends_at is not None,
        'kinds': ui.kinds_of(seen),
        'components': ui.components_text(seen),
        'hidden_lines': ui.hidden_lines(seen),
        'plan_url': plan_url(refs, request.user, asked.get('start'), asked.get('end'), effect),
        'drawing': drawing,
        'picture': ui.picture_of(drawing),
    }


def _export(kind, context):
    """The answer as a file, or None where `kind` is no format."""
    if kind in _FORMATS:
        write, content_type, suffix = _FORMATS[kind]
        response = HttpResponse(write(context['drawing']), content_type=f'{content_type}; charset=utf-8')
        response['Content-Disposition'] = f'attachment; filename="impact.{suffix}"'
        return response
    if kind != 'csv':
        return None
    response = HttpResponse(content_type='text/csv; charset=utf-8')
    response['Content-Disposition'] = 'attachment; filename="impact.csv"'
    writer = csv.writer(response)
    writer.writerow([_('Type'), _('ID'), _('Object'), _('State'), _('Before'), _('Distance'), _('Reason')])
    for line in ui.lines_of(context['seen'].objects):
        found = line.found
        row = [found.ref.type, found.ref.id, found.name.display, line.state, line.before, found.distance, line.reason]
        writer.writerow([_no_formula(value) for value in row])
    return response


def _no_formula(value):
    """A spreadsheet takes text that begins so for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ('=', '+', '-', '@', '\t', '\r') else value


class ImpactView(LoginRequiredMixin, View):
    """Nothing is stored: the question is the address."""

    def get(self, request):
        form = forms.ImpactForm(initial=normalize_querydict(request.GET))
        if htmx_partial(request):
            return render(request, 'htmx/form.html', {'form': form})
        refs = named_refs(request.GET.getlist('named'), request.user)
        context = {'form': form, 'named': [], 'sentence': '', 'refs': refs}
        if request.GET:
            asked = request.GET.copy()
            asked.setdefault('effect', EffectChoices.EFFECT_DOWN)
            form = context['form'] = forms.ImpactForm(asked)
            if form.is_valid():
                chosen = form.cleaned_data.get('object')
                if chosen is not None:
                    return redirect(self._with(request, chosen))
                if refs:
                    context |= _answer(request, list(refs), form.cleaned_data)
        response = _export(request.GET.get('export', ''), context) if 'seen' in context else None
        if response is not None:
            return response
        context['named'] = [(name, self._without(request, ref)) for ref, name in refs.items()]
        context['query'] = self._query(request)
        return render(request, 'netbox_slm/impact/page.html', context)

    def _query(self, request, **changed):
        query = request.GET.copy()
        for key in ('object_content_type', 'object_object_id', 'export'):
            query.pop(key, None)
        for key, values in changed.items():
            query.setlist(key, values)
        return query.urlencode()

    def _with(self, request, obj):
        text = f'{obj._meta.label_lower}:{obj.pk}'
        named = list(dict.fromkeys([*request.GET.getlist('named'), text]))
        return f'{request.path}?{self._query(request, named=named)}'

    def _without(self, request, ref):
        named = [text for text in request.GET.getlist('named') if text != refs_text(ref)]
        return f'{request.path}?{self._query(request, named=named)}'


class ImpactTabView(generic.ObjectView):
    """Base of the tab *Impact*; `register_impact_tabs()` makes one view of it per model."""

    template_name = 'netbox_slm/impact/tab.html'
    actions = ()

    def get_extra_context(self, request, instance):
        ref = next(iter(named_refs([f'{instance._meta.label_lower}:{instance.pk}'], request.user)))
        query = urlencode({'named': refs_text(ref)})
        return {
            'base_template': get_default_template(instance),
            'query': query,
            'page_url': f'{reverse("plugins:netbox_slm:impact")}?{query}',
            **_answer(request, [ref], {}),
        }


def register_impact_tabs():
    """Give every linkable model the tab. Its URL is `…/impact/` below that of the object."""
    for model in linkable.linkable_models():
        view = type(
            f'{model.__name__}ImpactView',
            (ImpactTabView,),
            {
                'queryset': model._default_manager.all(),
                'tab': ViewTab(label=gettext_lazy('Impact'), weight=910),
            },
        )
        register_model_view(model, 'slm_impact', path='impact')(view)


register_impact_tabs()

"""The tab *Impact* of a branch, where netbox-branching is installed."""

from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netbox.views import generic
from utilities.views import ViewTab, get_default_template, register_model_view

from ..analysis.branches import branch_seen_by
from ..analysis.impact import drawing_of
from ..analysis.impact.asking import refs_text
from ..forms.branches import BranchImpactForm
from ..integrations import branching
from ..ui import branches as words
from ..ui.impact import page as ui
from ..ui.impact.planning import MOST_NAMED, plan_url

__all__ = ()


def _answer(branch, user, asked):
    now = timezone.now()
    impact, danger = branching.judge(branch, now, asked.get('start'), asked.get('end'))
    shown = branch_seen_by(impact, danger, user)
    drawing = drawing_of(shown.seen)
    named = [('named', refs_text(cause.ref)) for cause in shown.outages]
    window = [('start', impact.analysis.starts_at.isoformat()), ('end', impact.analysis.ends_at.isoformat())]
    return {
        'shown': shown,
        'seen': shown.seen,
        'sentence': words.branch_sentence(shown),
        'outages': words.cause_lines(shown.outages),
        'lasting': words.cause_lines(shown.lasting),
        'dangers': words.danger_lines(shown),
        'services': ui.lines_of(shown.seen.services),
        'promises': ui.promise_lines(shown.seen, shown.budgets),
        'has_window': True,
        'kinds': ui.kinds_of(shown.seen),
        'components': ui.components_text(shown.seen),
        'hidden_lines': [*ui.hidden_lines(shown.seen), *words.branch_hidden_lines(shown)],
        'drawing': drawing,
        'plan_url': plan_url(shown.to_be_planned, user, impact.analysis.starts_at, impact.analysis.ends_at),
        'picture': ui.picture_of(drawing),
        'query': urlencode(named + window) if 0 < len(named) <= MOST_NAMED else '',
    }


if branching.is_installed():

    @register_model_view(branching.branch_model(), 'slm_impact', path='impact')
    class BranchImpactView(generic.ObjectView):
        """Nothing is stored: the window is in the address."""

        queryset = branching.branch_model().objects.all()
        template_name = 'netbox_slm/impact/branch.html'
        tab = ViewTab(label=_('Impact'), weight=1100, permission='netbox_branching.view_branch')
        actions = ()

        def get_extra_context(self, request, instance):
            form = BranchImpactForm(request.GET if 'start' in request.GET or 'end' in request.GET else None)
            context = {'base_template': get_default_template(instance), 'form': form}
            if instance.ready:
                asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
                context |= _answer(instance, request.user, asked)
            return context

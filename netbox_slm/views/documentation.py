"""The documentation of a model, as the help button of its form shows it."""

from pathlib import Path

from django.apps import apps
from django.http import Http404
from django.shortcuts import render
from django.views.generic import View

from utilities.views import ConditionalLoginRequiredMixin

__all__ = ('DocumentationView',)

PAGES = Path(__file__).resolve().parent.parent / 'docs/models'


class DocumentationView(ConditionalLoginRequiredMixin, View):
    """A page of docs/models; names are looked up among our models, never on the disk."""

    def get(self, request, model):
        """Show the page of a model; 404 for a name that is none of ours."""
        try:
            found = apps.get_model('netbox_slm', model)
            text = (PAGES / f'{found._meta.model_name}.md').read_text()
        except (LookupError, FileNotFoundError) as error:
            raise Http404 from error
        return render(request, 'netbox_slm/documentation.html', {'text': text, 'name': found._meta.verbose_name})

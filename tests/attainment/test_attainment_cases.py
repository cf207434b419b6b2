"""NetBox's own cases for figures, as far as they apply to what is never written by hand."""

from django.test import TestCase

from utilities.testing import APIViewTestCases, ChangeLoggedFilterSetTestMixin, ViewTestCases

from netbox_slm import filtersets
from netbox_slm.models import Attainment
from tests.analysis.figures import NOW, compute, promise
from tests.builders import make_component, make_device, make_incident, make_service, make_target, make_tenant
from tests.cases import PluginAPI, PluginViews, of_plugin


def make_figures():
    """Figures of three services for March: a missed one, two that are met."""
    services = [make_service(name) for name in ('Payroll', 'Mail', 'Web')]
    promise(services, sla_fields={'name': 'Gold', 'tenant': make_tenant('Acme')})
    make_incident(services=[services[0]], reported_at='2026-03-02', resolved_at='2026-03-03')
    compute()
    return services


class AttainmentPagesTestCase(
    PluginViews,
    ViewTestCases.GetObjectViewTestCase,
    ViewTestCases.GetObjectChangelogViewTestCase,
    ViewTestCases.ListObjectsViewTestCase,
):
    model = Attainment

    @classmethod
    def setUpTestData(cls):
        make_figures()


class AttainmentAPITestCase(
    PluginAPI,
    APIViewTestCases.GetObjectViewTestCase,
    APIViewTestCases.ListObjectsViewTestCase,
    APIViewTestCases.GraphQLTestCase,
):
    model = Attainment
    brief_fields = ['display', 'id', 'is_final', 'period', 'status', 'target_percent', 'url', 'value_percent']
    graphql_base_name = 'attainment'
    user_permissions = ('netbox_slm.view_serviceleveltarget', 'netbox_slm.view_sla', 'netbox_slm.view_service')

    @classmethod
    def setUpTestData(cls):
        make_figures()


@of_plugin
class AttainmentFilterSetTestCase(TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = Attainment.objects.all()
    filterset = filtersets.AttainmentFilterSet
    ignore_fields = (
        'contributions',
        'numerator',
        'denominator',
        'agreed_us',
        'excluded_us',
        'unobserved_us',
        'budget_us',
        'stale_marks',
        'needs_check',
        'final_credit',
    )

    @classmethod
    def setUpTestData(cls):
        cls.payroll, cls.mail, cls.web = make_figures()
        cls.device = make_device()
        make_component(cls.mail, cls.device)
        target = Attainment.objects.first().target
        make_target(target.sla, name='Answers', metric='response', limit_seconds=3600)
        compute()
        compute('2026-02')
        Attainment.objects.filter(period='2026-02').update(is_final=True)
        Attainment.objects.filter(service=cls.web, period='2026-03').update(stale_since=NOW)

    def found(self, **params):
        figures = self.filterset({'period': ['2026-03'], 'metric': ['availability'], **params}, self.queryset).qs
        return {figure.service for figure in figures}

    def test_search_finds_services_agreements_targets_and_periods(self):
        for text in ('payroll', 'gold', '2026-03'):
            self.assertIn(self.payroll, self.found(q=text))
        self.assertEqual(self.found(q='payroll'), {self.payroll})

    def test_status_and_staleness(self):
        self.assertEqual(self.found(status=['missed']), {self.payroll})
        self.assertEqual(self.found(stale=True), {self.web})
        self.assertEqual(self.found(stale=False), {self.payroll, self.mail})
        self.assertEqual(self.found(is_final=True, period=['2026-02']), {self.payroll, self.mail, self.web})

    def test_service_agreement_customer_and_what_the_service_stands_on(self):
        self.assertEqual(self.found(service_id=[self.mail.pk]), {self.mail})
        self.assertEqual(self.found(service=['Mail']), {self.mail})
        self.assertEqual(self.found(device_id=[self.device.pk]), {self.mail})
        sla = Attainment.objects.first().target.sla
        for params in ({'sla_id': [sla.pk]}, {'sla': ['Gold']}, {'tenant': [sla.tenant.slug]}):
            self.assertEqual(len(self.found(**params)), 3)

    def test_the_metric_is_that_of_the_target(self):
        figures = self.filterset({'metric': ['response'], 'period': ['2026-03']}, self.queryset).qs

        self.assertEqual({figure.target.name for figure in figures}, {'Answers'})

"""The marks, the budget bar and the figures."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

from django.template import Context, Template
from django.test import SimpleTestCase

from netbox_slm.choices import AttainmentStatusChoices, StateChoices
from netbox_slm.ui.components import (
    BudgetBar,
    budget_bar,
    budget_of,
    counts_text,
    figure_text,
    state_mark,
    status_mark,
)

MIN_US = 60_000_000


def make_figure(**fields):
    """What the components read of an attainment; a March of 24x7 with 99.9 % promised, half over."""
    figure = {
        'target': SimpleNamespace(metric='availability'),
        'status': 'met',
        'is_final': False,
        'unit': 'percent',
        'more_is_better': True,
        'target_value': None,
        'value': None,
        'target_percent': Decimal('99.900000'),
        'value_percent': Decimal('99.974000'),
        'counted_us': 22_320 * MIN_US,
        'budget_us': 44_640_000_000 * 60 // 1000,
        'remaining_us': 44_640_000_000 * 60 // 1000 - 12 * MIN_US,
        'met_count': 0,
        'missed_count': 0,
        'pending_count': 0,
        'starts_at': datetime(2026, 3, 1, tzinfo=UTC),
    }
    return SimpleNamespace(**{**figure, **fields})


class MarkTest(SimpleTestCase):
    def test_each_status_has_its_own_shape_word_and_colour(self):
        marks = [status_mark(status) for status in AttainmentStatusChoices.values()]

        for part in (r'mdi-[a-z-]+', r'slm-mark slm-[a-z-]+', r'</i> [A-Z][a-z ]+'):
            found = [self._find(part, mark) for mark in marks]
            assert len(set(found)) == len(marks), part

    def test_each_state_has_its_own_shape_word_and_colour(self):
        marks = [state_mark(state) for state in StateChoices.values()]

        for part in (r'mdi-[a-z-]+', r'slm-state slm-[a-z-]+', r'</i> [A-Z][a-z ]+'):
            found = [self._find(part, mark) for mark in marks]
            assert len(set(found)) == len(marks), part

    def test_only_a_final_figure_has_a_lock_and_says_so(self):
        assert 'mdi-lock' not in status_mark('met')
        final = status_mark('met', is_final=True)
        assert 'mdi-lock' in final
        assert 'aria-label="Final"' in final

    def test_an_unknown_status_is_no_data(self):
        assert status_mark('new_one') == status_mark('no_data')

    def _find(self, pattern, text):
        self.assertRegex(text, pattern)
        return re.search(pattern, text)[0]


class BudgetBarTest(SimpleTestCase):
    def test_consumed_and_planned_stand_one_after_the_other(self):
        bar = BudgetBar(budget_us=40 * MIN_US, consumed_us=10 * MIN_US, planned_us=20 * MIN_US)

        assert bar.segments == [('consumed', '0.00', '25.00'), ('planned', '25.00', '50.00')]
        assert bar.short_text == '10 min left'
        assert bar.label == 'Budget of 40 min: 10 min consumed, 20 min planned, 10 min left.'

    def test_what_exceeds_the_budget_is_a_piece_of_its_own(self):
        bar = BudgetBar(budget_us=40 * MIN_US, consumed_us=50 * MIN_US)

        assert bar.segments == [('consumed', '0.00', '80.00'), ('over', '80.00', '20.00')]
        assert bar.short_text == '10 min over'
        assert bar.label == 'Budget of 40 min: 50 min consumed, 10 min over.'

    def test_planned_work_that_exceeds_the_budget_is_said(self):
        bar = BudgetBar(budget_us=40 * MIN_US, consumed_us=30 * MIN_US, planned_us=20 * MIN_US)

        assert [kind for kind, _start, _width in bar.segments] == ['consumed', 'planned', 'over']
        assert bar.label == 'Budget of 40 min: 30 min consumed, 20 min planned, 10 min over.'

    def test_the_tick_stands_where_the_agreed_hours_do(self):
        bar = budget_of(make_figure())

        assert bar.tick == '50.00'
        assert bar.label.endswith('50 % of the period has run.')

    def test_a_final_figure_has_no_tick(self):
        assert budget_of(make_figure(is_final=True)).tick is None
        assert 'slm-budget-tick' not in budget_bar(make_figure(is_final=True))

    def test_the_bar_is_readable_without_colour(self):
        html = budget_bar(make_figure(), small=True)

        assert 'role="img"' in html
        assert 'aria-label="Budget of 44 min 38 s: 12 min consumed, 32 min 38 s left.' in html
        assert '32 min 38 s left</span>' in html

    def test_a_promise_of_all_has_no_budget(self):
        figure = make_figure(budget_us=None, remaining_us=None, target_percent=Decimal(100))

        assert budget_of(figure) is None
        assert 'There is no budget.' in budget_bar(figure)

    def test_a_response_target_shows_its_counts_instead(self):
        figure = make_figure(
            target=SimpleNamespace(metric='response'), budget_us=None, met_count=18, missed_count=2, pending_count=1
        )

        assert budget_bar(figure) == '18 of 20 in time, 1 pending'
        assert counts_text(make_figure(met_count=1)) == '1 of 1 in time'


class FigureTest(SimpleTestCase):
    def test_a_miss_never_reads_as_a_pass(self):
        assert figure_text(make_figure(value_percent=Decimal('99.899900'))) == '99.89 % of 99.9 %'

    def test_no_data_says_what_was_promised(self):
        assert figure_text(make_figure(value_percent=None)) == 'no data, 99.9 % promised'

    def test_the_tags_draw_the_same_in_a_template(self):
        figure = make_figure()
        page = Template(
            '{% load slm %}{% slm_status figure.status figure.is_final %}{% slm_state "down" %}'
            '{% slm_budget figure small=True %}{{ figure|slm_figure }}{{ 5000000|slm_duration_us }}'
            '{{ 60|slm_duration }}'
        ).render(Context({'figure': figure}))

        for part in (status_mark('met'), state_mark('down'), budget_bar(figure, small=True), '99.97 % of 99.9 %'):
            assert part in page
        assert '<span title="5 seconds">5 s</span><span title="60 seconds">1 min</span>' in page

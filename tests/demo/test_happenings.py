"""What is drawn for the demo company: the same each time, in order, and in time."""

from datetime import timedelta

import pytest

from netbox_slm.demo.happenings import draft_month, draft_today, month_starts, moved

from ..builders import at

MOMENTS = [
    at(text)
    for text in ('2026-03-01 09:00', '2026-02-28 23:30', '2026-01-31 12:00', '2027-01-01 18:00', '2026-10-20 12:00')
]


def draw(now):
    months = month_starts(now.date())
    return [draft for index, start in enumerate(months) for draft in draft_month(start, now, index)]


@pytest.mark.parametrize('now', MOMENTS)
def test_fifteen_months_are_drawn_the_running_one_last(now):
    months = month_starts(now.date())

    assert len(months) == 15
    assert (months[-1].year, months[-1].month) == (now.year, now.month)
    assert months == sorted(set(months))


@pytest.mark.parametrize('now', MOMENTS)
def test_the_same_moment_gives_the_same_incidents(now):
    assert draw(now) == draw(now)
    assert draft_today(now) == draft_today(now)


@pytest.mark.parametrize('now', MOMENTS)
def test_references_are_unique_and_the_life_of_an_incident_is_in_order(now):
    drafts = draw(now) + draft_today(now)

    assert len({draft.reference for draft in drafts}) == len(drafts)
    for draft in drafts:
        assert draft.occurred_at <= draft.reported_at <= draft.responded_at <= draft.resolved_at <= draft.closed_at
        assert draft.occurred_at <= draft.restored_at <= draft.resolved_at
        assert draft.reported_at <= now
        if draft.hold:
            assert draft.reported_at <= draft.hold[0] < draft.hold[1] <= draft.resolved_at


@pytest.mark.parametrize('now', MOMENTS)
def test_what_breaks_and_endangers_promises_is_over_in_every_month_also_in_the_running_one(now):
    placed = [draft for draft in draw(now) if '-P' in draft.reference]

    assert len(placed) == 3 * 15
    assert all(draft.restored_at <= now for draft in placed)
    running = [draft for draft in placed if draft.reference.startswith(f'{now:DEMO-%Y%m}-')]
    assert len({draft.cis for draft in running}) == 3


def test_a_later_moment_draws_what_was_drawn_before():
    now = at('2026-10-20 12:00')
    before = {draft.reference: draft for draft in draw(now)}
    later = {draft.reference: draft for draft in draw(now + timedelta(days=5))}

    changed = {name for name in before if name in later and before[name] != later[name]}

    assert {name for name in changed if '-P' not in name} == set()
    assert set(before) <= set(later)


def test_an_incident_that_is_moved_keeps_its_course():
    draft = draft_today(at('2026-10-20 12:00'))[3]

    other = moved(draft, draft.occurred_at + timedelta(hours=3))

    assert other.closed_at - other.occurred_at == draft.closed_at - draft.occurred_at
    assert other.hold[1] - draft.hold[1] == timedelta(hours=3)
    assert (other.reference, other.name) == (draft.reference, draft.name)

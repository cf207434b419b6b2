"""The page about the demo company says what is there."""

from pathlib import Path

from netbox_slm.demo import description, offer, portfolio
from netbox_slm.management.commands.slm_demo import Command

PAGE = (Path(__file__).parents[2] / 'docs' / 'demo.md').read_text(encoding='utf-8')


def test_every_user_is_listed_with_the_role():
    for username, _first, _last, role, customer in description.PEOPLE:
        assert f'| `{username}` | {role or f"Customer {customer}"} |' in PAGE


def test_every_option_is_listed():
    parser = Command().create_parser('netbox', 'slm_demo')
    django = {
        'help',
        'version',
        'verbosity',
        'settings',
        'pythonpath',
        'traceback',
        'no_color',
        'force_color',
        'skip_checks',
    }
    own = {action.option_strings[0] for action in parser._actions if action.dest not in django}

    assert own == {line.split('`')[1].split()[0] for line in PAGE.splitlines() if line.startswith('| `--')}


def test_what_to_look_at_is_there():
    names = {plan.name for plan in portfolio.SERVICES} | {customer.name for customer in description.CUSTOMERS}

    assert {'Order desk', 'Elbklinik Group'} <= names
    assert len([entry for entry in offer.ENTRIES if entry.status == 'active']) == 12
    assert f'`{description.TAG}`' in PAGE
    assert f'`{description.DEMO_PASSWORD}`' in PAGE

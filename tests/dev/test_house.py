"""House rules: what ./dev lint finds beside the linters."""

import pytest

from devtools.house import breaches


@pytest.mark.parametrize(
    ('name', 'line', 'rule'),
    [
        ('netbox_slm/x.py', '# TO' + 'DO later', 'unfinished work'),
        ('netbox_slm/x.py', 'raise Not' + 'ImplementedError', 'unfinished work'),
        ('pyproject.toml', 'url = "https://pypi.' + 'org/simple"', 'the address of a package registry'),
        ('.ci/run', 'pip install --extra-ind' + 'ex-url x y', 'the address of a package registry'),
        ('docs/x.md', 'see /' + 'root/notes', 'a path of one machine'),
    ],
)
def test_a_breach_is_named_with_file_and_line(name, line, rule):
    assert list(breaches(name, f'first\n{line}\n' if not name.endswith('.py') else f'x = 1\n{line}\n')) == [
        f'{name}:2: {rule}'
    ]


@pytest.mark.parametrize(
    ('name', 'text'),
    [
        ('netbox_slm/x.py', 'try:\n    f()\nexcept Not' + 'ImplementedError:\n    pass\n'),
        ('docs/x.md', 'https://example.com/workbench and ${HOME}/' + 'root/x\n'),
        ('netbox_slm/migrations/0001_x.py', 'x = 1\n' * 700),
    ],
)
def test_what_is_allowed_is_not_found(name, text):
    assert list(breaches(name, text)) == []


def test_long_files_and_functions_are_found():
    function = 'def long():\n' + '    x = 1\n' * 40
    assert list(breaches('netbox_slm/x.py', function)) == ['netbox_slm/x.py:1: long has 41 lines (at most 40)']
    assert 'split it by noun' in next(breaches('netbox_slm/x.py', 'x = 1\n' * 601))
    assert 'at most 60' in next(breaches('dev', 'true\n' * 61))


def test_data_of_tests_may_be_long():
    assert list(breaches('tests/test_x.py', 'def long():\n' + '    x = 1\n' * 40)) == []

"""What a reader of Chinese is shown, beside NetBox's own catalogue and by our own punctuation."""

from pathlib import Path

from babel.messages import pofile
from django.conf import settings
from django.utils.translation import override

from netbox_slm.choices import ChangeStatusChoices
from netbox_slm.wording import listed
from tests.test_languages import catalogue


def test_a_list_has_the_comma_of_its_language():
    with override('zh'):
        assert listed(['A', 'B']) == 'A、B'
    assert listed(['A', 'B']) == 'A, B'


def test_words_of_ours_have_a_context_where_netbox_says_them_otherwise():
    """What NetBox's own catalogue has without a context is what everybody reads, whatever ours says."""
    with (Path(settings.LOCALE_PATHS[0]) / 'zh/LC_MESSAGES/django.po').open('rb') as file:
        theirs = pofile.read_po(file, locale='zh')
    words = ('Change', 'Note', 'Phone', 'Required', 'Scheduled', 'Scope', 'Stale', 'Standard')

    assert [word for word in words if theirs.get(word) is None] == []
    assert [word for word in words if catalogue().get(word) is not None] == []
    with override('zh'):
        assert str(dict(ChangeStatusChoices)['scheduled']) == '已排期'

"""The Chinese catalogue is complete, compiled, and every field in braces survives translation."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages import extract, pofile

PACKAGE = Path(__file__).resolve().parent.parent / 'netbox_slm'
CATALOGUE = PACKAGE / 'locale/zh/LC_MESSAGES/django'
KEYWORDS = {
    '_': None,
    '_gettext': None,
    '_lazy': None,
    'gettext': None,
    'gettext_lazy': None,
    'ngettext': (1, 2),
    'ngettext_lazy': (1, 2),
    'pgettext': ((1, 'c'), 2),
    'pgettext_lazy': ((1, 'c'), 2),
}
TEMPLATE_STRING = re.compile(
    r"""{%\s*trans(?:late)?\s+(?P<quote>["'])(?P<text>.+?)(?P=quote)(?:\s+context\s+"(?P<context>[^"]+)")?"""
)
TEMPLATE_BLOCK = re.compile(r'{%\s*blocktrans(?:late)?(?P<options>.*?)%}(?P<body>.*?){%\s*endblocktrans', re.DOTALL)
FIELD = re.compile(r'{(\w+)[^}]*}|%\((\w+)\)s')


def code_messages():
    """(context, message id) of every translatable string in the Python code; the id of a plural is a pair."""
    for path in PACKAGE.rglob('*.py'):
        with path.open('rb') as file:
            for _line, message, _comments, context in extract.extract('python', file, keywords=KEYWORDS):
                yield context, message


def template_messages():
    """Message ids of the templates, placeholders as Django writes them into the catalogue."""
    for path in PACKAGE.rglob('*.html'):
        text = path.read_text()
        for match in TEMPLATE_STRING.finditer(text):
            yield match['context'], match['text']
        for match in TEMPLATE_BLOCK.finditer(text):
            bodies = [clean_block(body, match['options']) for body in re.split(r'{%\s*plural\s*%}', match['body'])]
            yield None, tuple(bodies) if len(bodies) > 1 else bodies[0]


def clean_block(body, options):
    """The body of a blocktranslate as Django writes it into the catalogue."""
    if 'trimmed' in options:
        body = ' '.join(line.strip() for line in body.strip().splitlines())
    return re.sub(r'{{\s*(\w+)\s*}}', r'%(\1)s', body)


def singular(message):
    return message[0] if isinstance(message, tuple) else message


def catalogue():
    with CATALOGUE.with_suffix('.po').open('rb') as file:
        return pofile.read_po(file, locale='zh')


def test_every_string_has_a_chinese_translation():
    po = catalogue()
    missing = []
    for context, message in [*code_messages(), *template_messages()]:
        entry = po.get(message, context=context)
        texts = () if entry is None else entry.string if isinstance(entry.string, tuple) else (entry.string,)
        if not texts or not all(texts) or entry.fuzzy:
            missing.append(singular(message))

    assert sorted(set(missing)) == []


def test_no_translation_is_left_of_a_string_that_is_gone():
    used = {singular(message) for _context, message in [*code_messages(), *template_messages()]}
    known = {singular(entry.id) for entry in catalogue() if entry.id}

    assert sorted(known - used) == []


def test_every_field_of_a_sentence_survives_translation():
    for entry in catalogue():
        if not entry.id:
            continue
        sources = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        targets = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        wanted = {match[0] for match in FIELD.finditer(sources[-1])}
        for target in targets:
            assert {match[0] for match in FIELD.finditer(target)} == wanted, entry.id


def compiled_text(compiled, entry):
    one, many = entry.id if isinstance(entry.id, tuple) else (entry.id, None)
    if entry.context:
        return compiled.npgettext(entry.context, one, many, 1) if many else compiled.pgettext(entry.context, one)
    return compiled.ngettext(one, many, 1) if many else compiled.gettext(one)


def test_the_compiled_catalogue_is_current():
    with CATALOGUE.with_suffix('.mo').open('rb') as file:
        compiled = gettext.GNUTranslations(file)

    for entry in catalogue():
        if entry.id and entry.string:
            text = entry.string[0] if isinstance(entry.string, tuple) else entry.string
            assert compiled_text(compiled, entry) == text, entry.id


@pytest.mark.parametrize(
    ('english', 'chinese'),
    [
        ('catalog entry', '服务目录条目'),
        ('contract', '服务合同'),
        ('incident', '事件'),
    ],
)
def test_terms_follow_the_process(english, chinese):
    assert catalogue().get(english).string == chinese

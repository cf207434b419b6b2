"""`.venv/bin/python -m devtools.languages`: bring the Chinese catalogue up to date with the strings in the code.

New strings are added empty, those that are gone are dropped, and the result is compiled; what is missing is listed.
"""

import sys

from babel.messages import catalog, mofile, pofile

from .places import ROOT

PATH = ROOT / 'netbox_slm/locale/zh/LC_MESSAGES/django.po'


def update():
    """Rewrite the catalogue; returns the message ids that have no translation."""
    sys.path.insert(0, str(ROOT))
    from tests.test_languages import code_messages, singular, template_messages  # noqa: PLC0415 - needs ROOT on the path

    old = catalog.Catalog(locale='zh')
    if PATH.exists():
        with PATH.open('rb') as file:
            old = pofile.read_po(file, locale='zh')
    new = catalog.Catalog(
        locale='zh',
        project='netbox-service-levels',
        header_comment='# Simplified Chinese translation of netbox-service-levels, kept by devtools.languages.',
        last_translator='netbox-service-levels',
        language_team='netbox-service-levels',
        charset='utf-8',
        fuzzy=False,
    )
    missing = []
    for context, message in sorted(
        {*code_messages(), *template_messages()}, key=lambda pair: (singular(pair[1]), pair[0] or '')
    ):
        known = old.get(message, context=context)
        ids = known.id if known is not None else message
        new.add(ids, known.string if known is not None else None, context=context)
        texts = () if known is None else known.string if isinstance(known.string, tuple) else (known.string,)
        if not texts or not all(texts):
            missing.append(singular(message))
    PATH.parent.mkdir(parents=True, exist_ok=True)
    with PATH.open('wb') as file:
        pofile.write_po(file, new, width=120, omit_header=False)
    with PATH.with_suffix('.mo').open('wb') as file:
        mofile.write_mo(file, new)
    return missing


if __name__ == '__main__':
    left = update()
    print('\n'.join(left))
    print(f'{len(left)} strings without a translation in {PATH}')

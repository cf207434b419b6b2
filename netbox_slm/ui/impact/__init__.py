"""How an impact is said: the sentence, and reasons in words (pages.md, Impact)."""

from .words import clause_of, reason_text, relation_text, sentence_of

__all__ = ('clause_of', 'reason_text', 'relation_text', 'sentence_of')

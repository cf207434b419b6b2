"""What a use case refuses: each error carries the value, and says the rule and the fix in the user's language."""


class SLMError(Exception):
    """Root of the errors of the use cases; `str()` of one is a sentence for the user."""


class UnknownSLAError(SLMError):
    """No agreement of this name, or none whose figures are computed."""


class PeriodSelectorError(SLMError):
    """A text that selects no period."""

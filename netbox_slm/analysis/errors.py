"""What a use case refuses: each error carries the value, and says the rule and the fix in the user's language."""


class SLMError(Exception):
    """Root of the errors of the use cases; `str()` of one is a sentence for the user."""


class UnknownSLAError(SLMError):
    """No agreement of this name, or none whose figures are computed."""


class PeriodSelectorError(SLMError):
    """A text that selects no period."""


class NoReasonError(SLMError):
    """A final figure is to be reopened, and nobody says why."""


class FigureNotFinalError(SLMError):
    """A figure that is not final was to be reopened."""


class NotPromisedError(SLMError):
    """A final figure was to be reopened that its agreement no longer promises."""

"""What the engine refuses: each error names the field, the value, the rule and the fix."""


class EngineError(ValueError):
    """Input that has no meaning; `field` says which argument, `value` what it was."""

    def __init__(self, field: str, value: object, rule: str) -> None:
        self.field = field
        self.value = value
        self.rule = rule
        super().__init__(f'{field} is {value!r}: {rule}')


class CalendarError(EngineError):
    """A calendar that cannot be compiled: an unknown zone, country or subdivision, an empty or overlapping window."""


class IntervalError(EngineError):
    """An interval that ends before it starts, an owner out of range, arrays of different lengths."""


class StructureError(EngineError):
    """A need that cannot be: N greater than M or below 1, an unknown node."""


class TargetError(EngineError):
    """A target outside the domain of its metric (semantics.md §4)."""


class PeriodError(EngineError):
    """A period that cannot be laid out: no anchor, no days, an unreadable label."""

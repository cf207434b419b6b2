"""Behind ./dev: environment, servers, templates, demo and tests. Standard library only; not shipped."""

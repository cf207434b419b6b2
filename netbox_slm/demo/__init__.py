"""A company that never was: an IT provider with two data centres and ten customers, to try everything on.

`description` says what there is, the other modules write it. All of it is generated, with a fixed seed; every object
carries the tag `slm-demo`, and `company.remove_demo()` removes what carries it. docs/demo.md shows the way through.
"""

"""Timings, apart from the tests: `./dev bench` lists them, `./dev bench NAME …` runs one.

A benchmark is a module here with a docstring and `run(arguments)`, which prints one JSON line per run.
It works on a database of its own, cloned from the template and dropped afterwards.
"""

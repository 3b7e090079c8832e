"""Measurements of the whole path on the embedded cloud, and of single parts: ``python -m tests.bench --help``.

Never asserted in tests: a time on one machine says nothing about another. The README quotes what they print.
"""

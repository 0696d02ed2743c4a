"""The benchmark that anybody can run: ``make bench``, or ``python -m tests.bench --help``."""

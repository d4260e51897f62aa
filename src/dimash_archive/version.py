"""The version, in one place that neither imports nor computes anything."""

__version__ = "0.1.0"

"""The form of a template package: its fields, how raw values become clean, what is said of wrong ones.

Turns raw values into a typed, NFC, frozen submission and reports all errors at once, each with its place.
It must never guess silently, and knows nothing of files, sheets, HTTP or templates.
"""

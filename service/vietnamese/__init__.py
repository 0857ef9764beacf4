"""The rules of Vietnamese writing: text, names and their order, dates, numbers, words for them, identifiers.

Pure functions on the standard library alone: they read no clock, no file and no setting, and know nothing of
forms, templates or papers. What they refuse, they refuse with a ValueError that is a Vietnamese sentence.
"""

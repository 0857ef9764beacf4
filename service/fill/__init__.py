"""Puts the values of one submission into Word templates and short texts (titles, file names, conditions).

It never runs code of a template outside the sandbox, never drops a value, never prints "None", and reads nothing but
the template and the values it was given.
"""

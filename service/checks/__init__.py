"""Rules of the paperwork itself: meetings (M), documents (D) and statistics (T), over the values of one submission.

A package names in its package.toml which rule looks at which fields; the dated figures, citations and severities
that rules go by are data below rules/, which an office can change. Reads values and reports findings: it changes
nothing, opens no Word file, knows no database and no clock, and blocks nobody by itself.
"""

"""Rules of the paperwork itself: meetings (M), documents (D) and statistics (T), over the values of one submission.

A package names in its package.toml which rule looks at which fields; the dated figures, citations and severities
that rules go by are data below rules/, which an office can change. The same rules, and those of layout (L), judge
finished papers in `paper/`, which alone opens Word files. Reads and reports findings: it changes nothing, knows no
database and no clock, and blocks nobody by itself.
"""

"""Makes archive-grade PDF: mends and identifies one converted document, binds many into one with tags, bookmarks and
links whole, reads the facts of a finished file, asks veraPDF. Must never claim a level that was not judged elsewhere,
lose a tag, link or bookmark, read a clock, or know of templates, jobs or the database.
"""

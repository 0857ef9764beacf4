"""Makes archive-grade PDF out of converted documents.

Mends and identifies one document, binds many into one with tags, bookmarks and links whole, reads the facts of a
finished file, asks veraPDF. Must never claim a level that is not judged afterwards, lose a tag, link or bookmark,
read a clock, or know of templates, jobs or the database.
"""

"""Puts a dossier together: its own cover, contents and closing sheet around finished documents, bound into one PDF.

Works on paths and frozen values, above the pipeline and below the jobs. Must never know of rows, jobs or the web, or
change a document.
"""

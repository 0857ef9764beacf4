"""HTTP: the API under /api/v1, the pages for people, and what operators ask; turns requests into calls and back.

Decides nothing about papers, data or jobs.
"""

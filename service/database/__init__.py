"""The service's own tables and the statements on them; knows rows, never files, templates or HTTP.

SQLite in WAL mode. Every writing transaction begins with BEGIN IMMEDIATE, so that two workers that read and then write
wait for each other instead of failing.
"""

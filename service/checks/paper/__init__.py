"""Finished papers: a Word file from anywhere is read, its blocks are recognised, layout and wording are judged.

The door is `service.checks.paper.door`. Reads and reports, changes nothing; what it cannot recognise it does not judge.
"""

"""Finds, reads, checks and versions template packages, and knows the tags of a .docx and their places.

It also holds what both checking and filling need: the tag language, its sandbox and its filters. It never fills a
document, never writes into a package, and never runs a template outside the sandbox.
"""

"""Turns a .docx into a tagged PDF by a pool of warm LibreOffice processes, and says what is missing for that.

It starts and ends outside programs and looks only at the files it is given; it must never hang, leave a process or a
folder behind, fetch a network address, or know what a document is about.
"""

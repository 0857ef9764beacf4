"""Page, header, tables and signature blocks of Word templates, by layout: `dang`, `nha-nuoc`, `ca-nhan`.

Made with python-docx for those who write templates, and for the skeleton of a new one. This room writes
template files; it never fills one, and it never knows what a paper is about.
"""

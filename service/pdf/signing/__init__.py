"""Electronic signatures in PDFs (PAdES): made with a key from a file or a token, and looked at again.

`door` and `means` are what the others see. All else runs in a child process: pyHanko takes 47 MB and a second to load,
and the maker's library of a token is not ours to trust. Must never know of rows, jobs or the web.
"""

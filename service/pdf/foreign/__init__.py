"""PDFs that were not made here: looked through, refused with every reason, or turned into a copy that can be bound.

All that touches the file itself runs in a child with limits (`worker`); `door` is the way in.
"""

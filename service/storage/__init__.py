"""Where files are kept; knows keys and bytes, never what they mean."""

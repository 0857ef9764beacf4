"""Văn Bản: fills Vietnamese Word templates from data and binds the results into archive-ready PDF/A dossiers."""

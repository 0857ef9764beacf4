"""What is kept for a document or a dossier: files under their hash, data, record, verdict; never overwritten."""

"""What runs jobs: carries ids only; the job rows are the truth and running a job twice is harmless."""

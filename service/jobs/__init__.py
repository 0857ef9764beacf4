"""The rows around the work: begin → pipeline → keep → finish.

The job row is the truth; running a job twice is harmless.
"""

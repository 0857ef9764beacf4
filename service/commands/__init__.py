"""The commands of `vanban`, one module for each kind of work: options in, sentences and files out."""

"""Files by their content: stored once under their SHA-256, in a directory or in object storage."""

"""What all affairs stand on: organs, records, search, the public site."""

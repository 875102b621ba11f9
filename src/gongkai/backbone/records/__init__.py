"""Government information: one model with a life cycle; everything published is a frozen edition of a record."""

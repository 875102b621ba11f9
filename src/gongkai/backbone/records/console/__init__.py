"""The console's pages of records: lists, the desk of one record, the inbox of reviewers."""

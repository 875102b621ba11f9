"""The console's pages of requests: the board, one case, the counter, the tables of the report, and giving out work."""

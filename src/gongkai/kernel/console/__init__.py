"""The shell of the console: signing in and the first page."""

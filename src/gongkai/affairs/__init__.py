"""One folder for each line of work; they never import each other."""

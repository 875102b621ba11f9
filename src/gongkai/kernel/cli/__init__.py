"""The shell of the command line: finding commands, their output, their errors, who acts."""

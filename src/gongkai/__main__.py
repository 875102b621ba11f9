"""``python -m gongkai`` is the command ``gongkai``."""

from gongkai.config.cli import main

main()

"""Fail when a model has changed and its migration was not written."""

import os
import shutil
import sys

import django
from django.core.management import call_command

os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings_test"
django.setup()
try:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
except SystemExit:
    print("A migration is missing.", file=sys.stderr)
    sys.exit(1)
finally:
    # The settings of the tests made a data directory.
    shutil.rmtree(os.environ["GONGKAI_DATA"], ignore_errors=True)

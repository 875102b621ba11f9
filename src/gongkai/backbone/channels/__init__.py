"""Where a record goes out on: home, lists, feeds, site map and the statutory parts."""

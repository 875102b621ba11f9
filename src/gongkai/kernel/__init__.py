"""What knows no domain: accounts, audit, events, due times, files, portal, API and command line shells."""

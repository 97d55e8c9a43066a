"""`python -m licensecheck` is the command line."""

from licensecheck.cli import main

main()

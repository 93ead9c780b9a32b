"""`python -m irhub` is the `irhub` command."""

from irhub.cli import main

main()

"""`python -m muqabala`."""

from muqabala.cli.main import main

main()

"""`python -m miqat` is `miqat`."""

from miqat.cli import main

if __name__ == "__main__":
    main()

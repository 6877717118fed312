"""``python -m willing``."""

from willing.cli import main

if __name__ == "__main__":
    main(prog_name="willing")

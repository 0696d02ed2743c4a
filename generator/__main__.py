"""``python -m generator`` is the same command as ``casebook``."""

from generator.cli import main

if __name__ == "__main__":
    main()

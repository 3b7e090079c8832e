"""The console entry ``snapstream-cloud``, and ``python -m cloud``. Main thread."""

import sys


def main() -> int:
    """Run the program; return its exit code. Whoever interrupts it while it is loaded sees no traceback."""
    try:
        from cloud import cli  # noqa: PLC0415 -- what may be interrupted

        return cli.main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())

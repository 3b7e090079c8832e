"""The console entry ``snapstream-cloud``, and ``python -m cloud``. Main thread."""

import sys


def main() -> int:
    """Run the program; return its exit code. Whoever interrupts it while it is loaded sees no traceback."""
    try:
        if getattr(sys, "frozen", False):
            from cloud.local.interpreter import interpret  # noqa: PLC0415 -- only a built program needs it

            if interpret(sys.argv[1:]):
                return 0
        from cloud import cli  # noqa: PLC0415 -- what may be interrupted

        return cli.main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())

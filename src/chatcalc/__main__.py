"""`python -m chatcalc`, for machines where scripts are not on the path."""

from chatcalc.cli.main import run

if __name__ == "__main__":
    run()

"""One command a file: what it is asked, what it prints, how it leaves."""

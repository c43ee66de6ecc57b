"""Papers: reports as Word and PDF files from one description, with the sources of what was filled in."""

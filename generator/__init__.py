"""A casebook generator: structured decision files in, Markdown trees per language and one site out."""

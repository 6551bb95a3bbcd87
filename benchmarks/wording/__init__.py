"""What the benchmark of words reads: typing errors, abbreviations, everyday words, sentences."""

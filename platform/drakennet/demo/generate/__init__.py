"""Make the data of the demonstration: always the same file, `data/demo.json`.

`python -m drakennet.demo.generate` writes it anew. Everything in it is invented; every address
ends in @example.nl; every date is counted from the day of loading.
"""

"""Many: published tables of licences, read row by row into applications."""

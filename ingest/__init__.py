"""Documents in, an index that can be searched out."""

"""The same extraction over any number of WARC files, on many processes or machines. Home of Dask and fsspec."""

"""The words of the command line, one module each: ``declare`` its options, ``run`` it."""

"""Comparisons with other generators; a speed claim is a ratio measured in one run."""

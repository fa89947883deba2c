"""The benchmark: ratios against the bare tools underneath, written as a report; not a timed test."""

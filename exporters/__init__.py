"""Workbooks: forms as data, written, read back and checked. Drawn from frozen values, without a database."""

"""Rules as plain functions on plain values: the standard library only, no Qt, no SQL, no files, no clock."""

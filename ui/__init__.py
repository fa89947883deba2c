"""Windows: Qt Widgets over services and frozen values; no SQL, no files of the office, no rules."""

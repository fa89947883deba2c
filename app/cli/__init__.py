"""The command line: one module for each area, thin over the services; it never loads Qt."""

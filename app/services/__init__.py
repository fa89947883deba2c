"""One module per area, one function per action; the only callers of ``db.write()``."""

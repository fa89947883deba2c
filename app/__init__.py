"""StationDesk: the desk application of the doorstep employment service stations (“家门口”就业服务站)."""

__version__ = "0.1.0"

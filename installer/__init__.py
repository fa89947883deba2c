"""Set-up, practice run and checks of a working copy; never part of the wheel."""

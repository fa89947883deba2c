"""Remember from what a made file was made, so that set-up makes it again only when that changes."""

import hashlib
from pathlib import Path


def digest_of(*sources: Path) -> str:
    """Return one digest over the contents of the files, in their order."""
    whole = hashlib.sha256()
    for source in sources:
        whole.update(hashlib.sha256(source.read_bytes()).digest())
    return whole.hexdigest()


def _stamp(made: Path) -> Path:
    return made.with_suffix(made.suffix + ".stamp")


def changed(made: Path, digest: str) -> bool:
    """Tell whether the file is missing or was made from something else."""
    stamp = _stamp(made)
    return not (made.is_file() and stamp.is_file() and stamp.read_text() == digest)


def remember(made: Path, digest: str) -> None:
    """Note what the file was made from."""
    _stamp(made).write_text(digest)

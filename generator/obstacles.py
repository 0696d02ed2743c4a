"""What the system says when a file or a port cannot be had, in words of our own: its own are English in every language."""

from __future__ import annotations

import errno

from generator.problems import Said, said

KNOWN = {
    errno.ENOENT: said("obstacle.absent"),
    errno.EEXIST: said("obstacle.there"),
    errno.ENOTDIR: said("obstacle.no-folder"),
    errno.EISDIR: said("obstacle.folder"),
    errno.EACCES: said("obstacle.forbidden"),
    errno.EPERM: said("obstacle.forbidden"),
    errno.EROFS: said("obstacle.read-only"),
    errno.ENOSPC: said("obstacle.full"),
    errno.EDQUOT: said("obstacle.full"),
    errno.ENAMETOOLONG: said("obstacle.long"),
    errno.ELOOP: said("obstacle.links"),
    errno.EADDRINUSE: said("obstacle.in-use"),
}
"""The kinds that editors meet, by the numbers of POSIX.1-2024, 2.3; for any other the system speaks for itself."""


def obstacle(error: OSError) -> Said:
    """Why it could not be done, as a part of a sentence."""
    known = KNOWN.get(error.errno or 0)
    return known or said("obstacle.other", why=error.strerror or str(error))

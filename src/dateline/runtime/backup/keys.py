"""The secret key in a backup, encrypted with age for the people who may restore (decision 0033)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dateline.runtime.backup.errors import BackupError


def sealed(secret: str, recipients: Sequence[str]) -> bytes:
    """Return a secret that any one of the recipients can decrypt.

    Args:
        secret: to encrypt.
        recipients: public keys of age (``age1…``) or SSH (``ssh-ed25519 …``, ``ssh-rsa …``); at least one.

    Raises:
        BackupError: one of them is no public key.
    """
    import pyrage  # noqa: PLC0415

    encrypted: bytes = pyrage.encrypt(secret.encode(), [_recipient(one) for one in recipients], armored=True)
    return encrypted


def opened(path: Path, identity: Path) -> str:
    """Return the secret in an encrypted file.

    Args:
        path: of the file.
        identity: file with a private key, as `age-keygen` or `ssh-keygen` writes it.

    Raises:
        BackupError: the identity cannot be read, or is none of the recipients.
    """
    import pyrage  # noqa: PLC0415

    content = identity.read_bytes()
    try:
        if content.startswith(b"-----BEGIN"):
            identities: list[Any] = [pyrage.ssh.Identity.from_buffer(content)]
        else:
            lines = content.decode().splitlines()
            identities = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-")]
        return str(pyrage.decrypt(path.read_bytes(), identities).decode())
    except (pyrage.IdentityError, pyrage.DecryptError, UnicodeDecodeError) as error:
        message = f"{identity} does not open the key in the backup: {error}"
        raise BackupError(message) from error


def _recipient(given: str) -> object:
    import pyrage  # noqa: PLC0415

    kind = pyrage.ssh.Recipient if given.startswith("ssh-") else pyrage.x25519.Recipient
    try:
        return kind.from_str(given)
    except pyrage.RecipientError as error:
        message = f"{given!r} is no public key of age or SSH"
        raise BackupError(message) from error

import hashlib
import hmac
import os


def _digest(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


def hash_password(password: str) -> str:
    salt = os.urandom(16)
    return f"{salt.hex()}${_digest(password, salt).hex()}"


def password_matches(password: str, password_hash: str) -> bool:
    salt, digest = (bytes.fromhex(part) for part in password_hash.split("$"))
    return hmac.compare_digest(_digest(password, salt), digest)

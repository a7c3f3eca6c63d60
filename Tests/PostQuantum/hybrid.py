"""Post-quantum age files made and opened without dcmveil: the header by hand (C2SP age), HPKE by `cryptography` (OpenSSL)."""
import base64
import hashlib
import hmac
import os

import bech32
from cryptography.hazmat.primitives import hpke, serialization
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
INFO = b"age-encryption.org/mlkem768x25519"
ENCAPSULATED = 1120


class Key:
    """A key of X-Wing: both halves follow from 32 bytes (draft-connolly-cfrg-xwing-kem, section 5.2)."""

    def __init__(self, seed: bytes):
        self.seed = seed
        expanded = hashlib.shake_256(seed).digest(96)
        self.mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        self.x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
        self.identity = bech32.encode("AGE-SECRET-KEY-PQ-", seed)
        self.recipient = bech32.encode("age1pq", raw(self.mlkem.public_key()) + raw(self.x25519.public_key()))

    def open(self, sealed: bytes) -> bytes:
        """The plaintext of a file of one chunk."""
        header, payload = split(sealed)
        for type, arguments, body in stanzas(header):
            if type == "mlkem768x25519":
                key = hpke.MLKEM768X25519PrivateKey(self.mlkem, self.x25519)
                return opened(header, payload, SUITE.decrypt(decode(arguments[0]) + body, key, INFO))
        raise ValueError("no stanza")


def raw(key) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def seal(plaintext: bytes, recipient: str, change=lambda encapsulated, body: (encapsulated, body)) -> bytes:
    public = bech32.decode(recipient)
    key = hpke.MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:-32]), X25519PublicKey.from_public_bytes(public[-32:]))
    file_key = os.urandom(16)
    message = SUITE.encrypt(file_key, key, INFO)
    encapsulated, body = change(message[:ENCAPSULATED], message[ENCAPSULATED:])
    header = b"age-encryption.org/v1\n-> mlkem768x25519 " + encode(encapsulated) + b"\n" + encode(body) + b"\n---"
    mac = hmac.digest(derived(file_key, b"", b"header"), header, "sha256")
    nonce = os.urandom(16)
    cipher = ChaCha20Poly1305(derived(file_key, nonce, b"payload"))
    return header + b" " + encode(mac) + b"\n" + nonce + cipher.encrypt(bytes(11) + b"\1", plaintext, None)


def opened(header: bytes, payload: bytes, file_key: bytes) -> bytes:
    mark = header.rindex(b"---") + 3
    mac = hmac.digest(derived(file_key, b"", b"header"), header[:mark], "sha256")
    assert decode(header[mark + 1:].decode()) == mac
    return ChaCha20Poly1305(derived(file_key, payload[:16], b"payload")).decrypt(bytes(11) + b"\1", payload[16:], None)


def split(sealed: bytes) -> tuple[bytes, bytes]:
    end = sealed.index(b"\n", sealed.index(b"\n--- ") + 1)
    return sealed[:end], sealed[end + 1:]


def stanzas(header: bytes) -> list[tuple[str, list[str], bytes]]:
    found = []
    for line in header.decode().split("\n")[1:]:
        if line.startswith("-> "):
            words = line.split(" ")
            found.append([words[1], words[2:], ""])
        elif not line.startswith("---"):
            found[-1][2] += line
    return [(type, arguments, decode(body)) for type, arguments, body in found]


def derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, info).derive(key)


def encode(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))

"""Bech32 without its length limit, for keys of the test plugin."""
ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def encode(prefix: str, data: bytes = b"") -> str:
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    words = [int(bits[start:start + 5], 2) for start in range(0, len(bits), 5)]
    expanded = [ord(c) >> 5 for c in prefix.lower()] + [0] + [ord(c) & 31 for c in prefix.lower()]
    state = 1
    for word in expanded + words + [0] * 6:
        top, state = state >> 25, (state & 0x1FFFFFF) << 5 ^ word
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> bit & 1:
                state ^= generator
    words += [(state ^ 1) >> 5 * (5 - place) & 31 for place in range(6)]
    text = prefix.lower() + "1" + "".join(ALPHABET[word] for word in words)
    return text.upper() if prefix.isupper() else text


def decode(text: str) -> bytes:
    """What intact text holds."""
    words = [ALPHABET.index(c) for c in text.lower()[text.rindex("1") + 1:-6]]
    bits = "".join(f"{word:05b}" for word in words)
    return bytes(int(bits[start:start + 8], 2) for start in range(0, len(bits) // 8 * 8, 8))

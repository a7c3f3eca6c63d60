"""Writes Sources/Seal/Tables/PiFraction.swift: the first 33,344 bits behind the point of pi, which Blowfish begins with."""
import pathlib

BITS = 1042 * 32


def arctangent_of_inverse(number: int, one: int) -> int:
    """arctan(1 / number) in units of 1 / one."""
    term = total = one // number
    divisor, sign = 1, 1
    while term:
        term //= number * number
        divisor, sign = divisor + 2, -sign
        total += sign * (term // divisor)
    return total


one = 1 << (BITS + 64)
# Machin's formula; 64 bits more than needed, so that rounding does not reach the last one that is.
pi = 4 * (4 * arctangent_of_inverse(5, one) - arctangent_of_inverse(239, one)) >> 64
digits = f"{pi - (3 << BITS):0{BITS // 4}x}"
lines = "\n".join("    " + digits[start:start + 64] + "\\" for start in range(0, len(digits), 64))
path = pathlib.Path(__file__).parents[2] / "Sources/Seal/Tables/PiFraction.swift"
path.parent.mkdir(exist_ok=True)
path.write_text(f'''// Made by Tools/tables/pi.py; do not edit.

/// What follows the point in the hexadecimal digits of pi: the 1,042 words of 32 bits that Blowfish begins with.
enum PiFraction {{
    static let words: [UInt32] = stride(from: 0, to: digits.utf8CodeUnitCount, by: 8).map {{ start in
        digits.withUTF8Buffer {{ text in
            unsafe text[start..<start + 8].reduce(0) {{ $0 << 4 | UInt32($1 < 0x3A ? $1 - 0x30 : $1 - 0x57) }}
        }}
    }}

    private static let digits: StaticString = """
{lines}

    """
}}
''')

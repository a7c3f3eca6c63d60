/// How hard a passphrase is to guess, roughly: for a warning, never for a refusal.
public enum PassphraseStrength {
    /// Below this many bits a passphrase is called weak. An attacker with a sealed file can try passphrases without limit, each
    /// at the cost of one scrypt.
    public static let enough = 60

    /// Bits that guessing has to find: the size of the alphabet for each character that neither repeats the one before it nor
    /// follows it in the alphabet or on the line of digits. Words of a dictionary count more than they should.
    public static func bits(_ passphrase: Passphrase) -> Int {
        passphrase.withBytes { text -> Int in
            var hasLower = false, hasUpper = false, hasDigit = false, hasOther = false
            var count = 0
            var last = 0
            for index in 0..<text.byteCount {
                let byte = Int(text[index])
                switch text[index] {
                case 0x61...0x7A: hasLower = true
                case 0x41...0x5A: hasUpper = true
                case 0x30...0x39: hasDigit = true
                default: hasOther = true
                }
                if index == 0 || abs(byte - last) > 1 { count += 1 }
                last = byte
            }
            let alphabet = (hasLower ? 26 : 0) + (hasUpper ? 26 : 0) + (hasDigit ? 10 : 0) + (hasOther ? 32 : 0)
            // Sixteenths of a bit: the logarithm without a library for it.
            var sixteenths = 0
            var power = 1
            while power < alphabet {
                power *= 2
                sixteenths += 16
            }
            if power > alphabet, alphabet > 0 { sixteenths -= 16 * (power - alphabet) / (power / 2) * 3 / 4 }
            return count * sixteenths / 16
        }
    }
}

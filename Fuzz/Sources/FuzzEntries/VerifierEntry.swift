import Verify

/// The verifier's own reader ends and never crashes.
func fuzzVerifier(_ bytes: [UInt8]) {
    _ = Verifier().verify(bytes: bytes)
}

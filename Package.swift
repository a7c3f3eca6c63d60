// swift-tools-version: 6.3
import PackageDescription

/// What every library target is held to. Strict memory safety makes each unsafe expression say so.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
]

let package = Package(
    name: "dcmveil",
    products: [
        .executable(name: "dcmveil", targets: ["dcmveil"]),
        // For Fuzz/ and Benchmarks/, which are packages of their own.
        .library(name: "Standard", targets: ["Standard"]),
        .library(name: "DICOM", targets: ["DICOM"]),
        .library(name: "Deidentify", targets: ["Deidentify"]),
        .library(name: "Seal", targets: ["Seal"]),
        .library(name: "Verify", targets: ["Verify"]),
    ],
    traits: [
        .trait(
            name: "PostQuantum",
            description:
                "Post-quantum recipients of age 1.3 (mlkem768x25519), through swift-crypto, which takes a minute to build."
        )
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // Not even fetched without the trait.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        .systemLibrary(name: "CLinux"),

        // Tags, VRs and the tables of the standard: facts, no reading or writing.
        .target(name: "Standard", swiftSettings: strict),
        .target(name: "DICOM", dependencies: ["Standard", "CZlib", "CLinux"], swiftSettings: strict),
        .target(name: "Deidentify", dependencies: ["Standard", "DICOM", "CLibcrypto"], swiftSettings: strict),
        .target(
            name: "Seal",
            dependencies: [
                "CLibcrypto", "CLinux",
                .product(name: "Crypto", package: "swift-crypto", condition: .when(traits: ["PostQuantum"])),
            ],
            swiftSettings: strict
        ),
        // The verifier cannot see the reader it checks: it depends on the tables alone.
        .target(name: "Verify", dependencies: ["Standard", "CZlib"], swiftSettings: strict),
        .executableTarget(
            name: "dcmveil",
            dependencies: [
                "Standard", "DICOM", "Deidentify", "Seal", "Verify", "CLinux", "CLibcrypto",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .strictMemorySafety()]
        ),

        .testTarget(name: "StandardTests", dependencies: ["Standard"]),
        .testTarget(name: "DICOMTests", dependencies: ["Standard", "DICOM"]),
        .testTarget(name: "DeidentifyTests", dependencies: ["Standard", "DICOM", "Deidentify"]),
        .testTarget(name: "SealTests", dependencies: ["Seal"]),
        .testTarget(name: "VerifyTests", dependencies: ["Standard", "DICOM", "Verify"]),
        .testTarget(name: "CommandTests", dependencies: []),
    ]
)

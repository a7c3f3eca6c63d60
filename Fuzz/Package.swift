// swift-tools-version: 6.3
import PackageDescription

// Outside the product. libFuzzer brings its own main, which an executable target of SwiftPM cannot live with: so the entries
// are a static library, and Fuzz/build.sh links it with -sanitize=fuzzer.
let package = Package(
    name: "dcmveil-fuzz",
    products: [
        .library(name: "FuzzEntries", type: .static, targets: ["FuzzEntries"]),
        // Needs no libFuzzer: Fuzz/mutations.sh.
        .executable(name: "mutations", targets: ["Mutations"]),
    ],
    dependencies: [.package(name: "dcmveil", path: "..")],
    targets: [
        .target(
            name: "FuzzEntries",
            dependencies: [
                .product(name: "Standard", package: "dcmveil"), .product(name: "DICOM", package: "dcmveil"),
                .product(name: "Deidentify", package: "dcmveil"), .product(name: "Seal", package: "dcmveil"),
                .product(name: "Verify", package: "dcmveil"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "Mutations",
            dependencies: [
                .product(name: "DICOM", package: "dcmveil"), .product(name: "Deidentify", package: "dcmveil"),
                .product(name: "Seal", package: "dcmveil"),
            ],
            swiftSettings: [.swiftLanguageMode(.v5)]),
    ]
)

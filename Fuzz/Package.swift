// swift-tools-version: 6.3
import PackageDescription

// Outside the product: one executable that runs libFuzzer on an entry by name. Built by `make fuzz` with -sanitize=fuzzer,
// which the dependencies are built with, too, so that their coverage guides it.
let package = Package(
    name: "dcmveil-fuzz",
    dependencies: [.package(name: "dcmveil", path: "..")],
    targets: [
        .systemLibrary(name: "CFuzzer"),
        .executableTarget(
            name: "dcmveil-fuzz",
            dependencies: [
                "CFuzzer", .product(name: "Standard", package: "dcmveil"), .product(name: "DICOM", package: "dcmveil"),
                .product(name: "Deidentify", package: "dcmveil"), .product(name: "Seal", package: "dcmveil"),
                .product(name: "Verify", package: "dcmveil"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)

// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "dcmveil", path: "..")],
    targets: [
        // The same walk in C: what the machine can do.
        .target(name: "CWalk", cSettings: [.unsafeFlags(["-O2"])]),
        .executableTarget(
            name: "header-walk",
            dependencies: [
                "CWalk", .product(name: "DICOM", package: "dcmveil"), .product(name: "Standard", package: "dcmveil"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "engine-cost",
            dependencies: [
                .product(name: "DICOM", package: "dcmveil"), .product(name: "Deidentify", package: "dcmveil"),
                .product(name: "Standard", package: "dcmveil"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)

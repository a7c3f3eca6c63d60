"""The files that the benchmarks run on: made anew from nothing, the same bytes each time. Needs pydicom.

    python Benchmarks/corpora.py FOLDER [NAME ...]
"""
import pathlib
import subprocess
import sys

import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    CTImageStorage, DeflatedExplicitVRLittleEndian, EnhancedMRImageStorage, ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEG2000Lossless)

ROOT = "1.2.826.0.1.3680043.10.999.9"
HERE = pathlib.Path(__file__).parent


def slice_of(number: int, pixels: bytes, rows: int) -> Dataset:
    """A CT slice with the attributes that scanners write, some of them in sequences and private blocks."""
    data_set = Dataset()
    patient, study = number // 500, number // 250
    data_set.SpecificCharacterSet = "ISO_IR 100"
    data_set.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    data_set.SOPClassUID, data_set.SOPInstanceUID = CTImageStorage, f"{ROOT}.3.{number}"
    for keyword in ("StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate"):
        setattr(data_set, keyword, "20230415")
    for keyword in ("StudyTime", "SeriesTime", "AcquisitionTime", "ContentTime"):
        setattr(data_set, keyword, "101530.250000")
    data_set.AccessionNumber, data_set.Modality, data_set.Manufacturer = f"A{study:08}", "CT", "ACME"
    data_set.InstitutionName, data_set.ReferringPhysicianName = "General Hospital", "Referrer^Rita"
    data_set.StationName, data_set.StudyDescription, data_set.SeriesDescription = "CT01", "CT ABDOMEN", "AX 1.0"
    data_set.ManufacturerModelName = "Scanner 9000"
    referenced = []
    for index in range(4):
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = CTImageStorage, f"{ROOT}.4.{number}.{index}"
        code = Dataset()
        code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = "121311", "DCM", "Localizer"
        item.PurposeOfReferenceCodeSequence = [code]
        referenced.append(item)
    data_set.ReferencedImageSequence = referenced
    data_set.PatientName, data_set.PatientID = f"Doe^Patient{patient}", f"PID{patient:06}"
    data_set.PatientBirthDate, data_set.PatientSex, data_set.PatientAge = "19500101", "F", "073Y"
    data_set.PatientWeight, data_set.PatientAddress = "70", "1 Example Street"
    data_set.BodyPartExamined, data_set.ScanOptions, data_set.SliceThickness = "ABDOMEN", "HELICAL MODE", "1.0"
    data_set.KVP, data_set.DataCollectionDiameter, data_set.DeviceSerialNumber = "120", "500", "SN12345"
    data_set.SoftwareVersions, data_set.ProtocolName = "v1.2.3", "Abdomen routine"
    data_set.ReconstructionDiameter, data_set.DistanceSourceToDetector = "360", "949"
    data_set.GantryDetectorTilt, data_set.TableHeight, data_set.RotationDirection = "0", "150", "CW"
    data_set.ExposureTime, data_set.XRayTubeCurrent, data_set.Exposure = "500", "200", "100"
    data_set.FilterType, data_set.ConvolutionKernel, data_set.PatientPosition = "BODY FILTER", "STANDARD", "HFS"
    data_set.StudyInstanceUID, data_set.SeriesInstanceUID = f"{ROOT}.1.{study}", f"{ROOT}.2.{study}"
    data_set.StudyID, data_set.SeriesNumber, data_set.InstanceNumber = f"{study}", "2", str(number % 250 + 1)
    data_set.ImagePositionPatient = ["-180", "-180", str(number % 250)]
    data_set.ImageOrientationPatient = ["1", "0", "0", "0", "1", "0"]
    data_set.FrameOfReferenceUID, data_set.PositionReferenceIndicator = f"{ROOT}.5.{study}", "SN"
    data_set.SliceLocation = str(number % 250)
    data_set.SamplesPerPixel, data_set.PhotometricInterpretation = 1, "MONOCHROME2"
    data_set.Rows, data_set.Columns, data_set.PixelSpacing = rows, rows, ["0.7", "0.7"]
    data_set.BitsAllocated, data_set.BitsStored, data_set.HighBit, data_set.PixelRepresentation = 16, 12, 11, 0
    data_set.WindowCenter, data_set.WindowWidth = "40", "400"
    data_set.RescaleIntercept, data_set.RescaleSlope, data_set.RescaleType = "-1024", "1", "HU"
    block = data_set.private_block(0x0019, "ACME CT", create=True)
    for offset in range(12):
        block.add_new(offset, "LO", f"private value {offset}")
    request = Dataset()
    request.ScheduledProcedureStepDescription, request.RequestedProcedureID = "Abdomen", f"RP{study}"
    data_set.RequestAttributesSequence = [request]
    data_set.PixelData = pixels
    data_set["PixelData"].VR = "OW"
    return data_set


def save(data_set: Dataset, path: pathlib.Path, syntax=ExplicitVRLittleEndian) -> None:
    data_set.file_meta = FileMetaDataset()
    data_set.file_meta.TransferSyntaxUID = syntax
    data_set.file_meta.MediaStorageSOPClassUID = data_set.SOPClassUID
    data_set.file_meta.MediaStorageSOPInstanceUID = data_set.SOPInstanceUID
    path.parent.mkdir(parents=True, exist_ok=True)
    data_set.save_as(path, enforce_file_format=True)


def pixels(rows: int) -> bytes:
    """Bytes with some structure and no words, so that they deflate as images do."""
    return bytes((x * 7 + y * 3 + (x * y) % 11) & 0x0F if low else (x * 5 + y * 13 + (x * x + y) % 17) & 0xFF
                 for y in range(rows) for x in range(rows) for low in (0, 1))


def slices(folder, count, rows, syntax=ExplicitVRLittleEndian, encapsulated=False):
    data = pixels(rows)
    if encapsulated:
        # A codestream that says nothing but that it is JPEG 2000: nobody here decodes it.
        stream = bytes.fromhex(
            "ff4fff51002900000000020000000200000000000000000000000200000002000000000000000000000107"
            "0101ff52000c00000001000304040001ff5c00134040484850484850484850484850484850ff90000a0000")
        body = data[:60_000].replace(b"\xff", b"\xfe")
        stream += (len(body) + 14).to_bytes(4, "big") + bytes.fromhex("0001ff93") + body + b"\xff\xd9"
        data = pydicom.encaps.encapsulate([stream + bytes(len(stream) % 2)])
    for number in range(count):
        data_set = slice_of(number, data, rows)
        data_set["PixelData"].is_undefined_length = encapsulated
        if encapsulated:
            data_set["PixelData"].VR = "OB"
        save(data_set, folder / f"{number // 250:03}" / f"{number:06}.dcm", syntax)


def frames_of(count: int) -> Dataset:
    """An Enhanced MR image: eleven functional groups a frame as scanners write them, half of them alike in all frames."""
    data_set = slice_of(1, bytes(2 * 16 * 16 * count), 16)
    data_set.SOPClassUID, data_set.Modality, data_set.NumberOfFrames = EnhancedMRImageStorage, "MR", str(count)
    data_set.PerFrameFunctionalGroupsSequence = [frame(number) for number in range(count)]
    return data_set


def frame(number: int) -> Dataset:
    groups = Dataset()

    def group(keyword: str, **values) -> Dataset:
        item = Dataset()
        for name, value in values.items():
            setattr(item, name, value)
        setattr(groups, keyword, [item])
        return item

    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = "12738006", "SCT", "Brain"
    region, source, references = Dataset(), Dataset(), []
    region.CodeValue, region.CodingSchemeDesignator, region.CodeMeaning = "69536005", "SCT", "Head"
    source.CodeValue, source.CodingSchemeDesignator, source.CodeMeaning = "121322", "DCM", "Source image for image processing operation"
    group("MRImageFrameTypeSequence", FrameType=["ORIGINAL", "PRIMARY", "DIFFUSION", "NONE"], PixelPresentation="MONOCHROME",
          VolumetricProperties="VOLUME", VolumeBasedCalculationTechnique="NONE", ComplexImageComponent="MAGNITUDE",
          AcquisitionContrast="DIFFUSION")
    group("FrameContentSequence", FrameAcquisitionNumber=number + 1, FrameAcquisitionDateTime=f"20230415101530.{number:06}",
          FrameReferenceDateTime=f"20230415101530.{number:06}", FrameAcquisitionDuration=12.5, StackID="1",
          InStackPositionNumber=number + 1, TemporalPositionIndex=1, DimensionIndexValues=[1, number + 1, 1])
    group("PlanePositionSequence", ImagePositionPatient=["-112.5", "-98.25", f"{number * 0.5:.2f}"])
    group("PlaneOrientationSequence", ImageOrientationPatient=["1", "0", "0", "0", "1", "0"])
    group("PixelMeasuresSequence", SliceThickness="2", PixelSpacing=["0.875", "0.875"], SpacingBetweenSlices="2.2")
    group("FrameAnatomySequence", FrameLaterality="U", AnatomicRegionSequence=[region])
    group("PixelValueTransformationSequence", RescaleIntercept="0", RescaleSlope=f"{1 + number / 1000:.3f}", RescaleType="US")
    group("FrameVOILUTSequence", WindowCenter=str(200 + number % 7), WindowWidth=str(400 + number % 5))
    group("MREchoSequence", EffectiveEchoTime=80.0 + number)
    group("MRTimingAndRelatedParametersSequence", RepetitionTime="3000", FlipAngle="90", EchoTrainLength="1",
          RFEchoTrainLength=1, GradientEchoTrainLength=1)
    for index in range(2):
        reference = Dataset()
        reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = CTImageStorage, f"{ROOT}.6.{number}.{index}"
        reference.PurposeOfReferenceCodeSequence = [source]
        references.append(reference)
    item = group("DerivationImageSequence", DerivationDescription="")
    del item.DerivationDescription
    item.DerivationCodeSequence, item.SourceImageSequence = [code], references
    return groups


def multiframe(folder, gib):
    folder.mkdir(parents=True)
    subprocess.run(
        [sys.executable, HERE.parent / "Tools" / "fixtures" / "large.py", folder / "large.dcm", "--gib", str(gib)],
        check=True, stdout=subprocess.DEVNULL)


#: What each corpus is for, and what makes it.
CORPORA = {
    "ct": ("2,000 CT slices of 512 KiB", lambda folder: slices(folder, 2000, 512)),
    "tiny": ("5,000 CT slices of 2 KiB of pixels", lambda folder: slices(folder, 5000, 32)),
    "multiframe": ("one multi-frame file of 2 GiB", lambda folder: multiframe(folder, 2)),
    "encapsulated": ("2,000 JPEG 2000 slices of 60 KB", lambda folder: slices(folder, 2000, 512, JPEG2000Lossless, True)),
    "implicit": ("2,000 CT slices in implicit VR", lambda folder: slices(folder, 2000, 512, ImplicitVRLittleEndian)),
    "deflated": ("300 deflated CT slices", lambda folder: slices(folder, 300, 512, DeflatedExplicitVRLittleEndian)),
}


def make(folder: pathlib.Path, name: str) -> pathlib.Path:
    """The folder of the corpus, made unless it is there."""
    target = folder / name
    if not (folder / f"{name}.done").exists():
        CORPORA[name][1](target)
        (folder / f"{name}.done").touch()
    return target


if __name__ == "__main__":
    for name in sys.argv[2:] or CORPORA:
        print(make(pathlib.Path(sys.argv[1]), name))

"""What is beside pixels goes, and what decoders and colour engines make of the file is the same."""
import io

import numpy
import program
import pydicom
import pytest
from PIL import Image, ImageCms


def deid(source, tmp_path, study_key, *options) -> pydicom.Dataset:
    done = program.run("deid", source, "-o", tmp_path / "out.dcm", "--key-file", study_key, *options)
    assert done.code == program.DONE, done
    return pydicom.dcmread(tmp_path / "out.dcm")


def colours(profile: bytes) -> numpy.ndarray:
    """Every 17th value of each channel through the profile to LAB."""
    steps = numpy.arange(0, 256, 17, dtype=numpy.uint8)
    image = numpy.stack(numpy.meshgrid(steps, steps, steps), -1).reshape(1, -1, 3)
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("LAB"), "RGB", "LAB")
    return numpy.asarray(ImageCms.applyTransform(Image.fromarray(image), transform))


def test_colours_are_those_of_the_profile_with_its_text(tmp_path, study_key):
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert "built-in".encode("utf-16-be") in made
    data_set = pydicom.dcmread(program.FIXTURES / "leftovers" / "icc-profile.dcm")
    data_set.ICCProfile = made + b"\0" * (len(made) % 2)
    data_set.save_as(tmp_path / "in.dcm")
    after = deid(tmp_path / "in.dcm", tmp_path, study_key).ICCProfile
    assert len(after) == len(data_set.ICCProfile)
    assert "built-in".encode("utf-16-be") not in after
    assert numpy.array_equal(colours(made), colours(after))
    ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(after)))  # still one that can be read


def test_an_uncompressed_frame_stays_in_its_fragment(tmp_path, study_key):
    """pydicom does not decode this syntax; the frame is the first 1024 bytes of the one fragment."""
    source = program.FIXTURES / "leftovers" / "encapsulated-uncompressed.dcm"
    before, after = pydicom.dcmread(source).PixelData, deid(source, tmp_path, study_key).PixelData
    assert len(before) == len(after) and before[:16 + 1024] == after[:16 + 1024]
    assert before != after


@pytest.mark.filterwarnings("ignore:The decoded RLE segment")
@pytest.mark.parametrize("name", ["rle-between-segments", "signed-high-bits", "low-bits"])
def test_samples_are_the_same(name, tmp_path, study_key):
    source = program.FIXTURES / "leftovers" / f"{name}.dcm"
    before = pydicom.dcmread(source)
    after = deid(source, tmp_path, study_key)
    first, second = before.pixel_array, after.pixel_array
    low = before.HighBit + 1 - before.BitsStored
    mask = (1 << before.BitsStored) - 1
    assert numpy.array_equal(first.astype("i8") >> low & mask, second.astype("i8") >> low & mask)
    assert len(before.PixelData) == len(after.PixelData)


def test_report_leaves_everything_and_says_so(tmp_path, study_key):
    (tmp_path / "report.json").write_text('{"name": "r", "extends": "basic", "codestreams": "report"}')
    for name in ("rle-between-segments", "h265-sei", "mpeg2-user-data", "jpeg-xl-boxes", "icc-profile", "encapsulated-uncompressed"):
        source = program.FIXTURES / "leftovers" / f"{name}.dcm"
        done = program.run("deid", source, "-o", f"{tmp_path}/{name}/", "--key-file", study_key, "--report",
                           tmp_path / f"{name}.jsonl", "--profile", tmp_path / "report.json")
        assert done.code == program.DONE, done
        assert "beside-pixels" in (tmp_path / f"{name}.jsonl").read_text(), name
        output = next((tmp_path / name).rglob("*.dcm"))
        before, after = pydicom.dcmread(source), pydicom.dcmread(output)
        assert before.PixelData == after.PixelData
        assert before.get("ICCProfile") == after.get("ICCProfile")

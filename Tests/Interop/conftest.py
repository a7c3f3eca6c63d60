import hashlib
import json
import signal

import batch
import program
import pytest


def pytest_configure():
    # A shell that starts us in the background ignores these for us, and programs that we start would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    try:
        program.binary()
    except RuntimeError as error:
        pytest.exit(str(error), returncode=4)


@pytest.fixture(scope="session")
def study_key(tmp_path_factory):
    """One study key, always the same: what a test finds once it finds again."""
    path = tmp_path_factory.mktemp("key") / "study.key"
    path.touch(0o600)
    path.write_text("dcmveil-study-key-1:" + hashlib.sha256(b"dcmveil interop").hexdigest() + "\n")
    return path


@pytest.fixture(scope="session")
def fixture_files():
    return [path for path in program.files_in(program.FIXTURES) if path.parent != program.FIXTURES]


@pytest.fixture(scope="session")
def deidentified(tmp_path_factory, study_key, fixture_files):
    """Relative name of each fixture → how it ended under the profile basic."""
    results = batch.deidentify(fixture_files, tmp_path_factory.mktemp("basic"), study_key, "--profile", "basic")
    return {str(path.relative_to(program.FIXTURES)): result for path, result in results.items()}


@pytest.fixture(scope="session")
def deidentified_with_dates(tmp_path_factory, study_key, fixture_files):
    """The same under basic-modified-dates."""
    results = batch.deidentify(
        fixture_files, tmp_path_factory.mktemp("dates"), study_key, "--profile", "basic-modified-dates")
    return {str(path.relative_to(program.FIXTURES)): result for path, result in results.items()}


@pytest.fixture(scope="session")
def deidentified_for_research(tmp_path_factory, study_key, fixture_files):
    """The same under research, which cleans text."""
    results = batch.deidentify(fixture_files, tmp_path_factory.mktemp("research"), study_key, "--profile", "research")
    return {str(path.relative_to(program.FIXTURES)): result for path, result in results.items()}


@pytest.fixture(scope="session")
def keep_codestreams(tmp_path_factory):
    """The profile basic without its scrubbing of metadata in codestreams: pixel data pass byte for byte."""
    path = tmp_path_factory.mktemp("profile") / "keep-codestreams.json"
    path.write_text(json.dumps({
        "name": "keep-codestreams", "title": "For tests", "edition": "2026d", "extends": "basic", "codestreams": "keep"}))
    return path

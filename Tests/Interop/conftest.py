import batch
import program
import pytest


def pytest_configure():
    try:
        program.binary()
    except RuntimeError as error:
        pytest.exit(str(error), returncode=4)


@pytest.fixture(scope="session")
def study_key(tmp_path_factory):
    """One study key for the whole session."""
    path = tmp_path_factory.mktemp("key") / "study.key"
    done = program.run("keygen", "--study", "-o", path)
    assert done.code == 0, done
    return path


@pytest.fixture(scope="session")
def fixture_files():
    return [path for path in program.files_in(program.FIXTURES) if path.parent != program.FIXTURES]


@pytest.fixture(scope="session")
def deidentified(tmp_path_factory, study_key, fixture_files):
    """Relative name of each fixture → how it ended under the profile basic."""
    results = batch.deidentify(fixture_files, tmp_path_factory.mktemp("basic"), study_key)
    return {str(path.relative_to(program.FIXTURES)): result for path, result in results.items()}

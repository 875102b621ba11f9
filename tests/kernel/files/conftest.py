"""A directory and an S3-compatible server on this machine to store in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from moto.server import ThreadedMotoServer

from gongkai.kernel.files.storage import Storage, storage_at


@pytest.fixture(scope="session")
def _server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_url(_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty bucket."""
    import boto3

    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3", endpoint_url=_server)
    client.create_bucket(Bucket="gongkai")
    for found in client.list_objects_v2(Bucket="gongkai").get("Contents", []):
        client.delete_object(Bucket="gongkai", Key=found["Key"])
    client.close()
    return f"s3://gongkai/files?endpoint={_server}"


@pytest.fixture(params=["file", "s3"])
def storage_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Both kinds of storage, one after the other."""
    return f"file://{tmp_path}/files" if request.param == "file" else str(request.getfixturevalue("s3_url"))


@pytest.fixture
def store(storage_url: str, settings: Any) -> Storage:
    settings.STORAGE_URL = storage_url
    return storage_at(storage_url)

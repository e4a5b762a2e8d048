"""Validates RO-Crates in an environment that has roc-validator and no network: ``validate.py FOLDER CRATE``.

FOLDER gets the validator's HTTP cache, seeded with those lines of the RO-Crate 1.1 context that our crates use:
its terms are those of schema.org, but for File (a MediaObject) and conformsTo (Dublin Core).
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from rocrate_validator import services
from rocrate_validator.models import Severity
from urllib3 import HTTPResponse

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
TERMS = (
    "about actionStatus agent author contentSize CreateAction CreativeWork Dataset datePublished description "
    "encodingFormat endTime error hasPart identifier instrument license mentions name object Person PropertyValue "
    "result SoftwareApplication softwareVersion startTime url value version"
)


class Seed(HTTPAdapter):
    """Answers with the context instead of asking the network."""

    def send(self, request: Any, **_options: Any) -> Any:
        terms = {term: f"http://schema.org/{term}" for term in TERMS.split()}
        terms |= {"File": "http://schema.org/MediaObject", "conformsTo": "http://purl.org/dc/terms/conformsTo"}
        body = io.BytesIO(json.dumps({"@context": terms}).encode())
        headers = {"Content-Type": "application/ld+json"}
        raw = HTTPResponse(body, headers, status=200, preload_content=False, request_url=request.url)
        return self.build_response(request, raw)


def main(folder: str, crate: str) -> int:
    cache = Path(folder) / "http"
    session = CachedSession(str(cache), backend="sqlite", allowable_methods=("GET",), expire_after=-1)
    session.mount("https://w3id.org/", Seed())
    session.get(CONTEXT)
    session.get(CONTEXT, headers={"Accept": "application/ld+json"})
    session.close()
    settings = services.ValidationSettings(
        rocrate_uri=crate,
        profile_identifier="process-run-crate",
        requirement_severity=Severity.RECOMMENDED,
        offline=True,
        cache_path=str(cache),
        cache_max_age=-1,
    )
    issues = services.validate(settings).get_issues()
    for issue in issues:
        print(issue.severity.name, issue.check.identifier, issue.message)
    return any(issue.severity == Severity.REQUIRED for issue in issues)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

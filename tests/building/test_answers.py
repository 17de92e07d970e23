"""Every page answers with strict headers and is the same for everybody where it says so."""

import re

import pytest

from backend import demo
from backend.core.public import public_paths
from backend.municipality.service import working_for

CSP_NEVER = ("unsafe-inline", "unsafe-eval", "http:", "https:", "*")


def test_every_public_page_has_strict_headers_and_no_other_host(house):
    visitor = house.anonymous()
    with house.app.app_context(), working_for("fjelldal"):
        paths = public_paths()
    assert len(paths) > 400
    for path in paths:
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        policy = answer.headers["Content-Security-Policy"]
        assert not [word for word in CSP_NEVER if word in policy]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "<script>" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/bolig/soknad", "/min-side"])
def test_on_a_poor_net_the_first_picture_waits_for_styles_and_one_small_script_alone(house, path: str):
    head = house.signed_in("citizen").get(path).get_data(as_text=True).partition("</head>")[0]
    waited_for = re.findall(r'<script src="([^"]+)"|<link rel="stylesheet" href="([^"]+)"', head)
    names = [(script or style).rsplit("/", 1)[1].split(".")[0] for script, style in waited_for]
    assert names == ["boot", "app", "fjelldal"]
    late = re.findall(r'<script type="module"[^>]*|<link rel="preload"[^>]*', head)
    assert late
    assert not [tag for tag in late if "flow" not in tag and 'fetchpriority="low"' not in tag]


@pytest.mark.parametrize("path", ["/", "/bolig", "/en/bolig/sjekk", "/hjelpemidler/rullator", "/hjelpemidler?q=fall"])
def test_a_public_page_is_the_same_bytes_signed_in_or_not(house, path: str):
    assert house.anonymous().get(path).data == house.signed_in("citizen").get(path).data


@pytest.mark.parametrize("path", ["/min-side", "/min-side/logg"])
def test_a_page_of_somebodys_own_is_kept_nowhere(house, path: str):
    assert house.signed_in("citizen").get(path).headers["Cache-Control"] == "no-store"


def test_every_example_of_the_api_is_accepted_as_it_stands(house):
    with house.app.app_context():
        demo.fill(house.app)
    told = house.anonymous().get("/api/v1/openapi.json").get_json()
    examples = [
        (path, operation["requestBody"]["content"]["application/json"]["example"])
        for path, operations in told["paths"].items()
        for method, operation in operations.items()
        if method == "post"
        and "{" not in path
        and "/inbound/" not in path  # opened by a signature, and tried in tests/notifications
        and "example" in operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    ]
    assert {"/api/v1/housing/requests", "/api/v1/contact-requests"} <= {path for path, _ in examples}
    for path, example in examples:
        visitor = house.signed_in("frontdesk") if "/desk/" in path else house.anonymous()
        answer = visitor.command(path, example)
        assert answer.status_code < 300, (path, answer.get_json())

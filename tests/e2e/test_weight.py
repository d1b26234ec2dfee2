"""What a page weighs on the wire: compressed, fonts and images included."""

import pytest

from tests.e2e.walks import still

FIRST_VISIT_BYTES = 200_000
FIRST_VISIT_FILES = 20
NEXT_VISIT_BYTES = 30_000
# The weights of Marianne that every page shows have come.
HAS_FONTS = "() => ['', 'bold '].every(one => document.fonts.check(`${one}16px Marianne`))"


def weigh(page, path):
    """Bytes received to show a page, how many files, and the heaviest of them, as Chromium's
    network layer counts them; a drawing written in a style sheet is no file."""
    sizes, addresses = {}, {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(
        "Network.requestWillBeSent",
        lambda event: addresses.update({event["requestId"]: event["request"]["url"]}),
    )
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(path)
    # On a loaded machine the network is quiet before the fonts are asked for: the next visit would
    # count them.
    still(page)
    page.wait_for_function(HAS_FONTS)
    page.wait_for_load_state("networkidle")
    session.detach()
    heaviest = sorted(
        ((size, addresses.get(key, key)) for key, size in sizes.items()), reverse=True
    )
    return sum(sizes.values()), sum(size > 0 for size in sizes.values()), heaviest[:8]


@pytest.mark.parametrize(
    "path", ["/", "/guides/", "/reseaux/", "/ambassadeurs/", "/communaute/", "/mon-adresse/?q="]
)
def test_pages_are_light(new_context, path):
    page = new_context().new_page()
    first, files, heaviest = weigh(page, path)
    assert 10_000 < first <= FIRST_VISIT_BYTES, heaviest
    assert files <= FIRST_VISIT_FILES, heaviest
    assert weigh(page, path)[0] <= NEXT_VISIT_BYTES


def test_static_files_are_kept_for_ever_and_compressed(service, new_context):
    page = new_context().new_page()
    sheets = []
    page.on("response", lambda r: sheets.append(r) if r.url.endswith(".css") else None)
    page.goto("/", wait_until="networkidle")
    assert sheets
    for sheet in sheets:
        headers = sheet.all_headers()
        assert "immutable" in headers["cache-control"], sheet.url
        assert headers["content-encoding"] == "br", sheet.url

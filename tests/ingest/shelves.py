"""A text to add to a library, and what a library holds."""

SHISAKU = "試作支援\n試作の経費を助成します。\n助成率：1/2以内\n"


def texts(library):
    """The text of every document, by id."""
    return {document.id: "".join(page.text for page in document.pages) for document, _ in library.documents()}

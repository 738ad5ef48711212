"""Fitting: how well a line states an attribute."""

from ingest.fold import squeeze
from ingest.lexicon import Attribute, Lexicon
from ingest.types import Block
from rag.matching import squeezed
from rag.signals import quantities

_SAID = 0.9  # of a line with the question's own wording of a textual attribute (座長, 実施主体)
COULD = 0.4  # of a line that holds a quantity of the right kind and no more


def fit(block: Block, attribute: Attribute, lexicon: Lexicon) -> float:
    """How well ``block`` states ``attribute``: 1 as its row, less where it names or merely could hold it.

    A line that names another attribute of the same kind (a budget where a cap is asked) does not state it.
    """
    text = squeeze(block.text)
    key = text.split(":", 1)[0].split("(")[0] if block.kind == "row" else ""
    if key in attribute.keys:
        return 1.0
    has_kind = attribute.kind == "text" or any(q.kind == attribute.kind for q in quantities(block.text))
    if any(key.endswith(word) for word in attribute.keys) and has_kind:
        return 0.9
    if any(len(word) > 2 and word in text for word in attribute.keys):
        return 0.8 if has_kind else 0.0
    rivals = (one for one in lexicon.attributes if one.kind == attribute.kind and one.name != attribute.name)
    if any(word in text for one in rivals for word in one.keys):
        return 0.0
    return COULD if has_kind and attribute.kind != "text" else 0.0


def fit_as_asked(block: Block, attribute: Attribute, lexicon: Lexicon, wordings: tuple[str, ...]) -> float:
    """``fit``, or that the line says a textual attribute in the question's own ``wordings``."""
    if attribute.kind != "text":
        return fit(block, attribute, lexicon)
    if block.kind == "heading":  # a heading announces text, it states none
        return 0.0
    said = any(word in squeezed(block.text) for word in wordings)
    return max(fit(block, attribute, lexicon), _SAID * said)

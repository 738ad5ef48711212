"""Putting the guided finder together over the parts of an answer chain."""

from pathlib import Path

from ingest.conditions import load_vocabulary
from rag.analysis import QuestionAnalyser
from rag.calculation import Calculator
from rag.chain import AnswerChain
from rag.eligibility.finding import EligibilityFinder
from rag.eligibility.grants import Grants
from rag.eligibility.vocabulary import load_eligibility
from rag.lookup import LookUp
from rag.stating import Stater


def build_finder(chain: AnswerChain, corpus: Path) -> EligibilityFinder:
    """The finder over the chain's index; raises CorpusError where ``eligibility.toml`` is malformed."""
    vocabulary = load_eligibility(corpus)
    look_up = LookUp(chain.index.store.ledger, load_vocabulary(corpus), lambda lemma: True)
    calculator = Calculator(look_up, Stater(chain.index))
    return EligibilityFinder(chain.index, vocabulary, QuestionAnalyser(chain.lexicon), Grants(calculator, vocabulary))

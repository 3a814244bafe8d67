from .corpus.checking import check
from .corpus.stages import read_plans
from .corpus.view import Corpus
from .errors import CorpusError
from .output import plots
from .reading.encoding import decode
from .reading.limited import read_source
from .reading.source import Source
from .structure.clauses import Clause
from .structure.nodes import Node
from .structure.plans import Plan, parse_text
from .themes.codebook import Codebook
from .words.segmenting import segment

__version__: str
__all__ = [
    "Clause",
    "Codebook",
    "Corpus",
    "CorpusError",
    "Node",
    "Plan",
    "Source",
    "__version__",
    "check",
    "decode",
    "parse_text",
    "plots",
    "read_plans",
    "read_source",
    "segment",
]

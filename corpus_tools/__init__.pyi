from .corpus.stages import read_plans
from .errors import CorpusError
from .reading.encoding import decode
from .reading.source import Source, read_source
from .structure.clauses import Clause
from .structure.nodes import Node
from .structure.plans import Plan, parse_text
from .themes.codebook import Codebook
from .words.segmenting import segment

__version__: str
__all__ = [
    "Clause",
    "Codebook",
    "CorpusError",
    "Node",
    "Plan",
    "Source",
    "__version__",
    "decode",
    "parse_text",
    "read_plans",
    "read_source",
    "segment",
]

"""Results for people and programs: JSON, text tables, CSV, the HTML report, figures, and the language of messages."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=["plots"])  # for corpus_tools.plots

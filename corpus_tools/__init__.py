"""Corpora of Chinese work plans: numbered structure, copies, themes.

The public names are in ``__init__.pyi`` and are imported when they are first used, so that the command line starts
fast.
"""

from importlib.metadata import version

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__version__ = version("corpus-tools")
__all__ += ["__version__"]

"""Pages: the HTML templates of this folder, filled in.

Texts come from the web and are hostile: templates escape all of them, and a page's own policy forbids whatever else.
"""

from base64 import b64encode
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined

from corpus_tools.output.listings import format_chance
from corpus_tools.output.messages import _, explain, ngettext, used_language


def fill_template(name: str, **values: object) -> str:
    """Return a page in the language in use."""
    environment = Environment(
        loader=PackageLoader("corpus_tools.output"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=_, ngettext=ngettext, language={"zh": "zh-CN", "en": "en"}[used_language()])
    environment.filters.update(
        percent=lambda share: f"{share:.1%}" if share else "0%",
        chance=lambda chance: format_chance(chance, 2),
        explain=explain,
        digest=lambda script: f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}",  # for a page's policy
    )
    return environment.get_template(name).render(values)

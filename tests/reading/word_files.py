"""Word files for the tests, written part by part."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": _MAIN,
        "r": _TYPE,
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"

Parts = Mapping[str, str]  # by their names below word/, without .xml


def pack(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip with these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word_file(body: str, parts: Parts | None = None, *, renamed: Mapping[str, str] | None = None) -> bytes:
    """Return a Word file with this body and the inner XML of other parts; parts may lie under another name."""
    inner = {"document": f"<w:body>{body}</w:body>", **(parts or {})}
    names = {kind: (renamed or {}).get(kind, f"word/{kind}.xml") for kind in inner}
    files = {
        names[kind]: f"<?xml version='1.0' encoding='UTF-8'?><w:{kind} {_NAMESPACES}>{xml}</w:{kind}>"
        for kind, xml in inner.items()
    }
    others = [kind for kind in inner if kind != "document"]
    folder, _, base = names["document"].rpartition("/")
    return pack(
        {
            "[Content_Types].xml": _content_types(names),
            "_rels/.rels": _relations({"officeDocument": "/" + names["document"]}),
            f"{folder}/_rels/{base}.rels": _relations({kind: "/" + names[kind] for kind in others}),
            **files,
        }
    )


def _content_types(names: Mapping[str, str]) -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = {kind: f"{word}.{kind}.main+xml" if kind == "document" else f"{word}.{kind}+xml" for kind in names}
    rows = "".join(f'<Override PartName="/{names[kind]}" ContentType="{types[kind]}"/>' for kind in names)
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{relations}"/>{rows}</Types>'
    )


def _relations(targets: Mapping[str, str]) -> str:
    rows = (f'<Relationship Id="{kind}" Type="{_TYPE}/{kind}" Target="{name}"/>' for kind, name in targets.items())
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def as_strict(raw: bytes) -> bytes:
    """Return the same Word file in the strict form of the standard, whose namespaces differ."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return pack({n: archive.read(n).replace(_MAIN.encode(), _STRICT.encode()) for n in archive.namelist()})


def numbered_file(case: Mapping[str, Any]) -> bytes:
    """Return a Word file from the short form of the cases: lists, styles and paragraphs."""
    parts = {
        "numbering": numbering_part(case["abstracts"], case["nums"]),
        "styles": styles_part(case.get("styles", {})),
    }
    return word_file("".join(paragraph(*row) for row in case["paragraphs"]), parts)


def numbering_part(abstracts: Mapping[str, Sequence[Any]], nums: Mapping[str, Any]) -> str:
    """Return the inner XML of ``numbering.xml`` from the short form of the cases."""
    definitions = (
        f'<w:abstractNum w:abstractNumId="{key}">{"".join(map(_level, range(9), levels))}</w:abstractNum>'
        for key, levels in abstracts.items()
    )
    lists = (
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>'
        + "".join(_override(depth, override) for depth, override in overrides.items())
        + "</w:num>"
        for key, (abstract, overrides) in nums.items()
    )
    return "".join((*definitions, *lists))


def _level(depth: int, level: Sequence[Any]) -> str:
    numeral, text, options = level
    start = options.get("start", 1)
    restart, suffix, style = (options.get(name) for name in ("restart", "suffix", "style"))
    return (
        f'<w:lvl w:ilvl="{depth}">'
        + (f'<w:start w:val="{start}"/>' if start is not None else "")
        + f'<w:numFmt w:val="{numeral}"/>'
        + (f'<w:lvlRestart w:val="{restart}"/>' if restart is not None else "")
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + ("<w:isLgl/>" if options.get("legal") else "")
        + (f'<w:suff w:val="{suffix}"/>' if suffix else "")
        + f'<w:lvlText w:val="{text}"/>'
        + ("<w:rPr><w:vanish/></w:rPr>" if options.get("hidden") else "")
        + "</w:lvl>"
    )


def _override(depth: str, override: int | Sequence[Any]) -> str:
    inner = f'<w:startOverride w:val="{override}"/>' if isinstance(override, int) else _level(int(depth), override)
    return f'<w:lvlOverride w:ilvl="{depth}">{inner}</w:lvlOverride>'


def styles_part(styles: Mapping[str, Any]) -> str:
    """Return the inner XML of ``styles.xml`` from the short form of the cases."""
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"'
        + (' w:default="1">' if style.get("default") else ">")
        + (f'<w:basedOn w:val="{style["based_on"]}"/>' if "based_on" in style else "")
        + f"<w:pPr>{_list_properties(style)}</w:pPr></w:style>"
        for key, style in styles.items()
    )


def paragraph(text: str, properties: Mapping[str, Any]) -> str:
    """Return a paragraph from the short form of the cases."""
    style = f'<w:pStyle w:val="{properties["style"]}"/>' if "style" in properties else ""
    return f"<w:p><w:pPr>{style}{_list_properties(properties)}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _list_properties(properties: Mapping[str, Any]) -> str:
    level = f'<w:ilvl w:val="{properties["level"]}"/>' if "level" in properties else ""
    num = f'<w:numId w:val="{properties["num"]}"/>' if "num" in properties else ""
    return f"<w:numPr>{level}{num}</w:numPr>" if level or num else ""

"""Every table of a corpus: its columns with types, units and meanings.

This is the only place that defines them; the data dictionary (``docs/tables.md``), the Parquet files and the empty
frames are made from it. Offsets are Unicode code points, half-open; those of plans, furniture and sources count in the
source's text, all others in the plan's text.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Type = Literal["string", "int32", "int64", "float64", "bool", "binary", "list<string>", "list<int32>", "list<int64>"]


class Column(NamedTuple):
    """One column: its name, its type (one that Arrow, DuckDB and Spark keep alike), what it holds."""

    name: str
    type: Type
    meaning: str


class Table(NamedTuple):
    """One table: its name, what a row is, its columns."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


_PLAN_ID = Column("plan_id", "string", "the plan: path, #, ordinal")
_START = Column("start", "int64", "first character")
_END = Column("end", "int64", "behind the last character")
_PASSAGE = (
    Column("a", "string", "a plan"),
    Column("b", "string", "a later plan"),
    Column("a_start", "int64", "in the text of a"),
    Column("a_end", "int64", "in the text of a"),
    Column("b_start", "int64", "in the text of b"),
    Column("b_end", "int64", "in the text of b"),
    Column("kind", "string", "same, or substituted: some words differ"),
    Column("quoted", "bool", "lies in quotation, but for fewer than 13 characters"),
    Column("n_matched", "int64", "equal characters, once folded"),
    Column("a_unequal_start", "list<int64>", "first character of each stretch that b has not"),
    Column("a_unequal_end", "list<int64>", "behind the last character of each"),
    Column("b_unequal_start", "list<int64>", "the same of b"),
    Column("b_unequal_end", "list<int64>", "behind the last character of each"),
)

TABLES = (
    Table(
        "files",
        "a file as it was given: by its bytes it is known again when the corpus is built once more",
        (
            Column("path", "string", "its name in the corpus"),
            Column("member", "string", "the one member or row that was wanted of it, null for all"),
            Column("ordinal", "int32", "the one plan that was wanted of it, null for all"),
            Column("sha256", "string", "of the file as it lies there, packed or not; null if it cannot be read again"),
            Column("n_bytes", "int64", "its size, null if unknown"),
            Column("settled", "bool", "false where a limit, the system or something not installed was in the way"),
            Column(
                "n_rows",
                "list<int64>",
                "in sources, failures, furniture, plans, nodes, noise, clauses, signatures, calendar, dates, laws, "
                "names, commitments, substance, findings, tokens",
            ),
        ),
    ),
    Table(
        "sources",
        "a file that was read",
        (
            Column("path", "string", "its name in the corpus"),
            Column("sha256", "string", "of its bytes"),
            Column("media_type", "string", "format, as found in the bytes"),
            Column("encoding", "string", "Python's name of the encoding"),
            Column("n_bytes", "int64", "size in bytes"),
            Column("text", "string", "decoded and repaired; source offsets count in it"),
            Column("meta_names", "list<string>", "what the document says about itself: names"),
            Column("meta_values", "list<string>", "... and values, in the same order"),
        ),
    ),
    Table(
        "failures",
        "an input that gave nothing",
        (
            Column("path", "string", "its name"),
            Column("stage", "string", "find, read or parse"),
            Column("reason", "string", "what went wrong and what to do"),
            Column("n_bytes", "int64", "size in bytes, null if unknown"),
            Column("error", "string", "the same as JSON: the kind of the error and its fields"),
        ),
    ),
    Table(
        "furniture",
        "a stretch that the site put around plans",
        (
            Column("path", "string", "the source"),
            _START,
            _END,
            Column("kind", "string", "preamble or footer"),
        ),
    ),
    Table(
        "plans",
        "a work plan; the columns of the meta table stand behind these",
        (
            _PLAN_ID,
            Column("path", "string", "the source"),
            Column("ordinal", "int32", "number in the source, from 1"),
            _START,
            _END,
            Column("title", "string", "as printed, null if none"),
            Column("title_start", "int64", "in the plan's text, null if none"),
            Column("title_end", "int64", "in the plan's text, null if none"),
            Column("n_characters", "int64", "length of the text in code points"),
            Column("n_nodes", "int32", "number of nodes"),
            Column("text", "string", "the plan's own characters"),
        ),
    ),
    Table(
        "nodes",
        "a section, item, period, paragraph, attachment or table of a plan",
        (
            _PLAN_ID,
            Column("node_id", "int32", "1, 2, 3 ... in the order of the text"),
            Column("parent_id", "int32", "the node around it, null at the top"),
            Column("kind", "string", "section, item, period, paragraph, attachment, table"),
            Column("level", "int32", "1 + marked nodes around it; 0 if unmarked"),
            Column("inline", "bool", "stands inside a paragraph"),
            Column("marker", "string", "as printed, null if none"),
            Column("style", "string", "family of the marker"),
            Column("value", "int32", "number of the marker"),
            Column("marker_start", "int64", "null if unmarked"),
            Column("marker_end", "int64", "null if unmarked"),
            Column("heading", "string", "as printed, null if none"),
            Column("heading_start", "int64", "null if none"),
            Column("heading_end", "int64", "null if none"),
            Column("body", "list<string>", "text of the body, a line each"),
            Column("body_start", "list<int64>", "first character of each line"),
            Column("body_end", "list<int64>", "behind the last character of each line"),
            _START,
            _END,
            Column("confidence", "float64", "0 to 1, of its place in the tree"),
            Column("alternatives", "list<int32>", "its levels in other trees, the likeliest first"),
        ),
    ),
    Table(
        "noise",
        "characters of a plan that say nothing",
        (_PLAN_ID, _START, _END, Column("kind", "string", "blank, mark, page, label or repeat")),
    ),
    Table(
        "clauses",
        "a run of a heading or body between stops",
        (
            _PLAN_ID,
            Column("node_id", "int32", "the node that prints it"),
            Column("part", "string", "heading or body"),
            _START,
            _END,
            Column("text", "string", "as printed"),
        ),
    ),
    Table(
        "signatures",
        "the signature of a plan, by which like plans are found",
        (
            _PLAN_ID,
            Column("scheme", "int32", "version of the signatures: those of one scheme and seed can be compared"),
            Column("seed", "int64", "of the hash functions"),
            Column("n_shingles", "int32", "different runs of five characters of the folded body"),
            Column("digest", "string", "BLAKE2b (128 bits) of the folded body in UTF-8: equal for exact copies"),
            Column(
                "signature", "binary", "256 numbers of 32 bits, little-endian; the share of equal ones is the Jaccard"
            ),
        ),
    ),
    Table(
        "tokens",
        "a word of a plan; a word is a token with a letter in it, from the clauses",
        (
            _PLAN_ID,
            Column("term", "string", "the word in simplified characters, as the segmenter cuts it"),
            Column("n_tokens", "int32", "how often the plan has it"),
        ),
    ),
    Table(
        "calendar",
        "a month, week or term of a plan's calendar",
        (
            _PLAN_ID,
            Column("label", "string", "the time as printed"),
            Column("months", "list<int32>", "1 to 12, in the order of time; empty where it names none"),
            _START,
            _END,
            Column("activities", "list<string>", "what is to be done, as printed"),
            Column("activity_start", "list<int64>", "first character of each"),
            Column("activity_end", "list<int64>", "behind the last character of each"),
        ),
    ),
    Table(
        "dates",
        "a date or year that a plan states",
        (
            _PLAN_ID,
            Column("text", "string", "as printed"),
            _START,
            _END,
            Column("kind", "string", "day, month, year, years, school_year, masked, month_day, anniversary, ..."),
            Column("year_min", "int32", "first year that it names or implies, null if none"),
            Column("year_max", "int32", "last year that it names or implies, null if none"),
        ),
    ),
    Table(
        "laws",
        "a law, a rule or an official paper that a plan cites",
        (
            _PLAN_ID,
            Column("text", "string", "as printed, with its marks"),
            Column("name", "string", "of a statute its full name; simplified, without blanks and edition"),
            Column("kind", "string", "law (法), rule (条例, 规定 ...), policy (意见 ...), by what it calls itself"),
            _START,
            _END,
        ),
    ),
    Table(
        "names",
        "a name of a school, a place or an organisation",
        (
            _PLAN_ID,
            Column("text", "string", "as printed"),
            Column("kind", "string", "school, place, organisation or masked"),
            _START,
            _END,
        ),
    ),
    Table(
        "commitments",
        "what a clause promises in numbers: one measure",
        (
            _PLAN_ID,
            Column("node_id", "int32", "the node that prints it"),
            _START,
            _END,
            Column("text", "string", "the clause, as printed"),
            Column("measure", "string", "the number with its unit and what stands beside it, as printed"),
            Column("measure_start", "int64", "first character"),
            Column("measure_end", "int64", "behind the last character"),
            Column("kind", "string", "share, amount (of money), time, frequency or count"),
            Column("value_min", "float64", "the number, or the lower end of a range; money in 元, shares of 100"),
            Column("value_max", "float64", "the number, or the upper end"),
            Column("unit", "string", "次, 篇, %, 元 ..., in simplified characters; empty where it has none"),
            Column("bound", "string", "exactly, at_least, at_most or about"),
            Column("per", "string", "day, week, month, quarter, term or year; null where no period is named"),
            Column("n_per", "float64", "in how many of them"),
            Column("each", "string", "person, group or occasion where so much is meant of every one, else null"),
            Column("deadline", "string", "until when, as printed; null where neither clause nor node says it"),
            Column("responsible", "string", "who answers for it, as printed; null where neither says it"),
        ),
    ),
    Table(
        "substance",
        "how much of a plan states something that one can check",
        (
            _PLAN_ID,
            Column("n_clauses", "int32", "all clauses"),
            Column("n_characters", "int64", "their characters"),
            Column("n_fact_clauses", "int32", "those with a fact: a date, a quantity, a law, a name, an event"),
            Column("n_fact_characters", "int64", "their characters"),
            Column("fact_share", "float64", "n_fact_characters of n_characters"),
            Column("n_date", "int32", "dates and stretches of time"),
            Column("n_quantity", "int32", "numbers with a unit"),
            Column("n_law", "int32", "laws, rules and papers cited"),
            Column("n_name", "int32", "names that are not the plan's own"),
            Column("n_event", "int32", "yearly events"),
        ),
    ),
    Table(
        "findings",
        "something worth telling the author of a plan, found in the plan by itself",
        (
            _PLAN_ID,
            Column("code", "string", "what it is: gap, placeholder, wrong_weekday ..."),
            Column("severity", "string", "error: wrong in any plan; warning: in nearly all; note: to be looked at"),
            Column("line", "int32", "in the source's text, from 1"),
            _START,
            _END,
            Column("text", "string", "the evidence, as printed"),
            Column("message", "string", "what is wrong, and what to do"),
        ),
    ),
    Table(
        "pairs",
        "two plans that share text",
        (
            Column("a", "string", "a plan"),
            Column("b", "string", "a later plan"),
            Column("verdict", "string", "exact, spun, near, partial or boilerplate"),
            Column("jaccard", "float64", "of the sets of five characters of the folded bodies"),
            Column("containment_a", "float64", "share of a's set that b has"),
            Column("containment_b", "float64", "share of b's set that a has"),
            Column("n_passages", "int32", "number of shared passages"),
            Column("longest_passage", "int64", "in folded characters"),
            Column("relation", "string", "same_school, other_school or unknown"),
            Column("source", "string", "the plan that the other was copied from, null if not known"),
            Column("copy", "string", "the other of the two, null if the source is not known"),
            Column("containment", "float64", "share of the copy's set that the source has, null if it is not known"),
            Column("source_confidence", "float64", "how likely that is, 0.65 to 0.999; 0 without a source"),
            Column("source_evidence", "list<string>", "what speaks for the source, the heaviest first"),
        ),
    ),
    Table(
        "pair_evidence",
        "what speaks for one of two plans as the source of the other",
        (
            Column("a", "string", "a plan"),
            Column("b", "string", "a later plan"),
            Column(
                "kind",
                "string",
                "spun words, left-over name, left-over year, masked year, masked name, published, page published, "
                "implied year, signed, contained",
            ),
            Column("source", "string", "the plan that it speaks for"),
            Column("weight", "float64", "natural logarithm of the odds that it is right"),
            Column("value", "string", "the name, year or day of the source that tells, empty if none does"),
            Column("other", "string", "the year or day of the copy against it, empty if none stands there"),
        ),
    ),
    Table("passages", "a stretch that two plans share", _PASSAGE),
    Table(
        "alignments",
        "two plans that share any text, also where it is too little for pairs: what verdicts are passed on",
        (
            Column("a", "string", "a plan"),
            Column("b", "string", "a later plan"),
            Column("jaccard", "float64", "of the sets of five characters of the folded bodies"),
            Column("containment_a", "float64", "share of a's set that b has"),
            Column("containment_b", "float64", "share of b's set that a has"),
            Column("verdict", "string", "exact, spun or near; null where boilerplate decides, too"),
            Column("is_alike", "bool", "alike as a whole, and not only one of them contained in the other"),
            Column("a_length", "int64", "of the folded body of a; all places of this table count in folded bodies"),
            Column("b_length", "int64", "of the folded body of b"),
            Column("a_start", "list<int64>", "first character of each stretch of a that is aligned; they may overlap"),
            Column("a_end", "list<int64>", "behind the last character of each"),
            Column("b_start", "list<int64>", "the same of b"),
            Column("b_end", "list<int64>", "behind the last character of each"),
            Column("a_word", "list<string>", "each word of a that stands for another of b"),
            Column("b_word", "list<string>", "the other"),
            Column("a_at", "list<int64>", "where each word of a begins"),
            Column("b_at", "list<int64>", "where each word of b begins"),
        ),
    ),
    Table("aligned_passages", "a stretch that two plans of alignments share", _PASSAGE),
    Table(
        "pair_substitutions",
        "a word of one plan that stands for a word of another",
        (
            Column("a", "string", "a plan"),
            Column("b", "string", "a later plan"),
            Column("original", "string", "the word that was swapped: what the source of the two has, if it is known"),
            Column("replacement", "string", "what stands in its place"),
            Column("n_places", "int32", "places in the passages of the two"),
            Column("side", "int32", "0 where a prints the original, 1 where b does"),
        ),
    ),
    Table(
        "substitutions",
        "a word that stands for another in copies",
        (
            Column(
                "original",
                "string",
                "the word that was swapped; of the source, if known, else of the plan with the commoner words",
            ),
            Column("replacement", "string", "what stands in its place"),
            Column("n_pairs", "int32", "pairs of plans that show it"),
            Column("n_places", "int32", "different places that show it"),
        ),
    ),
    Table(
        "families",
        "a plan in a family of copies",
        (
            Column("family", "string", "name of the family"),
            _PLAN_ID,
            Column(
                "is_representative",
                "bool",
                "stands for its family: its source where that is known, else likest to the others",
            ),
        ),
    ),
    Table(
        "plan_reuse",
        "what a plan shares with the others",
        (
            _PLAN_ID,
            Column("family", "string", "null if in none"),
            Column("copied_share", "float64", "share in passages of pairs, boilerplate and quotation left out"),
            Column("boilerplate_share", "float64", "share of the folded body in boilerplate clauses"),
            Column("quoted_share", "float64", "share of the folded body that reference documents have, too"),
            Column("total_share", "float64", "share of the folded body that stands in any other plan (总文字复制比)"),
            Column("largest_share", "float64", "the most that stands in one other plan (单篇最大文字复制比)"),
            Column("largest_source", "string", "that plan, null if none"),
        ),
    ),
    Table(
        "plan_shares",
        "what a plan shares with the others, with something left out",
        (
            _PLAN_ID,
            Column("left_out", "string", "nothing, quotation, own_school, boilerplate or all of these"),
            Column("total_share", "float64", "share of the folded body that stands in any other plan (总文字复制比)"),
            Column("largest_share", "float64", "the most that stands in one other plan (单篇最大文字复制比)"),
            Column("largest_source", "string", "that plan, null if none"),
        ),
    ),
    Table(
        "quotations",
        "a stretch of a plan that a reference document has, too",
        (
            _PLAN_ID,
            _START,
            _END,
            Column("reference", "string", "path of the reference document"),
            Column("reference_start", "int64", "in the text of its source"),
            Column("reference_end", "int64", "in the text of its source"),
            Column("n_matched", "int64", "equal characters, once folded"),
            Column("text", "string", "as the plan prints it"),
        ),
    ),
    Table(
        "spin",
        "whether a plan looks spun, with or without its source",
        (
            _PLAN_ID,
            Column("suspected", "bool", "several words speak for it"),
            Column("score", "float64", "0 to 1; suspicion begins at 0.5"),
            Column("lexicon", "string", "plans with the same swapped words share it; null if not suspected"),
        ),
    ),
    Table(
        "spin_evidence",
        "a place where a word of a suspected plan stands for another",
        (
            _PLAN_ID,
            Column("lexicon", "string", "of the plan"),
            Column("original", "string", "the word that belongs there, which the plan never has"),
            Column("replacement", "string", "the word that stands there"),
            _START,
            _END,
        ),
    ),
    Table(
        "boilerplate",
        "an occurrence of a clause that many families share",
        (
            Column("clause", "string", "as its first occurrence prints it; ○○ for names and dates that differ"),
            Column("n_plans", "int32", "plans that have it"),
            Column("n_families", "int32", "families that have it; a plan in no family counts as one"),
            _PLAN_ID,
            _START,
            _END,
        ),
    ),
    Table(
        "uncompared",
        "what was not compared, because too many plans have it; there is one",
        (
            Column("n_huge_buckets", "int64", "sets of more than 64 plans with like signatures, not all pairs listed"),
            Column("n_unpaired_plans", "int64", "members of such sets that were compared with few others"),
            Column("n_frequent_shingles", "int64", "runs of five characters in too many plans to be a sign of copying"),
        ),
    ),
    Table(
        "consensus",
        "a family of copies with what most of its plans print",
        (
            Column("family", "string", "name of the family"),
            Column("n_plans", "int32", "plans that were aligned"),
            Column("n_left", "int32", "plans that were not, because the family has too many"),
            Column("text", "string", "lines and numbering as the representative prints them"),
            Column("plans", "list<string>", "plans that were aligned"),
        ),
    ),
    Table(
        "templates",
        "a slot: a stretch of a consensus in which the plans of a family differ",
        (
            Column("family", "string", "name of the family"),
            Column("slot", "int32", "1, 2, 3 ... in the order of the consensus"),
            Column(
                "kind",
                "string",
                "year, month, date, school, organisation, place, person, number, other; optional: some leave it out",
            ),
            Column("start", "int64", "in the text of the consensus"),
            Column("end", "int64", "in the text of the consensus"),
            Column("text", "string", "what most plans fill in"),
            Column("n_plans", "int32", "plans that have the text around it"),
            Column("n_different", "int32", "of these, plans that have something else than most"),
        ),
    ),
    Table(
        "template_fills",
        "what a plan has in a slot",
        (
            Column("family", "string", "name of the family"),
            Column("slot", "int32", "number of the slot"),
            _PLAN_ID,
            _START,
            _END,
            Column("text", "string", "as printed"),
            Column("form", "string", "filled, masked (20__, XX小学) or empty"),
            Column("words", "string", "folded, swapped words undone, without masks: equal where two say the same"),
        ),
    ),
    Table(
        "node_pairs",
        "a node of a plan and the same in another: of representatives and their family; "
        "of plans copied in part, what both have",
        (
            Column("a", "string", "a plan; in a family its representative"),
            Column("b", "string", "a plan"),
            Column("a_node", "int32", "node_id in a, null if only b has it"),
            Column("b_node", "int32", "node_id in b, null if only a has it"),
            Column("a_path", "string", "its markers as a prints them"),
            Column("b_path", "string", "its markers as b prints them"),
            Column("score", "float64", "share of the shorter node's own text that both have"),
            Column("change", "string", "same, renumbered, moved, merged, split, replaced, dropped, added"),
            Column("family", "string", "a and its family, null where one plan is copied in part"),
        ),
    ),
    Table(
        "codes",
        "a theme on a clause",
        (
            _PLAN_ID,
            Column("node_id", "int32", "the node of the clause"),
            Column("part", "string", "heading or body"),
            Column("start", "int64", "of the clause"),
            Column("end", "int64", "of the clause"),
            Column("theme", "string", "of the codebook"),
            Column("sub_theme", "string", "part of the theme, null if none"),
            Column("via", "string", "text, or heading: the clause shows no theme, the heading above it does"),
            Column("basis", "string", "rules, or weights: no rule shows the theme, all characters together do"),
            Column("evidence_start", "list<int64>", "first character of each piece of evidence"),
            Column("evidence_end", "list<int64>", "behind its last character"),
            Column("text", "string", "the clause as printed"),
        ),
    ),
    Table(
        "plan_themes",
        "a plan and a theme",
        (
            _PLAN_ID,
            Column("theme", "string", "of the codebook"),
            Column("share", "float64", "characters of its clauses over those of all clauses"),
            Column("n_clauses", "int32", "number of clauses with the theme"),
        ),
    ),
    Table(
        "clusters",
        "a plan or clause in its group",
        (
            Column("units", "string", "what is grouped: plans or clauses"),
            Column("cluster", "int32", "number of the group, from 1"),
            _PLAN_ID,
            Column("start", "int64", "of the clause; null where plans are grouped"),
            Column("end", "int64", "of the clause; null where plans are grouped"),
            Column("weight", "float64", "how strongly it belongs, 0 to 1"),
            Column("text", "string", "title of the plan or text of the clause"),
        ),
    ),
    Table(
        "cluster_terms",
        "a term that marks a group",
        (
            Column("units", "string", "what is grouped: plans or clauses"),
            Column("cluster", "int32", "number of the group, from 1"),
            Column("term", "string", "a word or character n-gram"),
            Column("weight", "float64", "of the term in the group, the heaviest first"),
            Column("label", "string", "words that mark the group among the others, the same for all its terms"),
            Column("stability", "float64", "of the group over ten random starts, 0 to 1; below 0.85 it is unstable"),
            Column("n_members", "int32", "plans or clauses in the group"),
        ),
    ),
    Table(
        "cluster_labels",
        "a group of plans or clauses, also one without a term",
        (
            Column("units", "string", "what is grouped: plans or clauses"),
            Column("cluster", "int32", "number of the group, from 1"),
            Column("label", "list<string>", "words that mark the group among the others, the surest first"),
            Column("stability", "float64", "of the group over ten random starts, 0 to 1; below 0.85 it is unstable"),
            Column("n_members", "int32", "plans or clauses in the group"),
            Column("agreement", "float64", "of all groups over ten random starts: mean adjusted Rand index"),
        ),
    ),
)
_OF_FRAMES = (
    'In Python each is a data frame: `corpus.nodes`, or `corpus.table("nodes")`; `clusters` only the latter, as '
    "`corpus.clusters()` is a method. Frames have some columns more: `path` and `title` of the plan `plan_id`, "
    "`a_title` and `b_title` of the plans `a` and `b`, and `plans` has `shown_title` (as printed, else as the page or "
    "row of a plan gives it; the titles of the other frames are these) and a column for each thing that `plan.meta` "
    "says: of the meta table, else of the document, as the other columns of a row; where all its values are numbers, "
    "days or truth values, it has their type."
)
BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}


def format_dictionary() -> str:
    """Return the data dictionary as Markdown."""
    parts = ["# Tables of a corpus", "", "Made from `corpus_tools/tables.py`.", "", _OF_FRAMES, ""]
    for table in TABLES:
        parts += [f"## {table.name}", "", f"A row is {table.row}.", "", "| column | type | meaning |", "|---|---|---|"]
        parts += [f"| {column.name} | {column.type} | {column.meaning} |" for column in table.columns]
        parts.append("")
    return "\n".join(parts)

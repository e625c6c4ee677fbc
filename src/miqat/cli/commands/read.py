"""`miqat read FILE...`."""

from __future__ import annotations

from miqat.cli.command import Command, argument, as_json, option

FORMATS = {
    "csv": "A line for each expression.",
    "html": "The text with its expressions marked.",
    "tei": "The text with TEI date elements.",
    "timex3": "The text with TIMEX3 elements.",
    "edtf": "The days in EDTF.",
    "ics": "The days as iCalendar.",
}

command = Command(
    "read",
    [
        argument("files", "FILE...", nargs=-1, required=True),
        option("--as-of", "as_of", section="Dates", metavar="DATE",
               help="Date of the document. Default: its dateline."),
        option("--language", section="Dates", metavar="CODE",
               help="Language of the text, such as fa. Default: told from the text."),
        option("--place", "where", section="Dates", metavar="PLACE", complete="place",
               help="Resolve by the authority of a place."),
        option("--authority", section="Dates", metavar="ID", complete="authority",
               help="Resolve by this authority."),
        option("--contradictions", section="Output", is_flag=True,
               help="What the text contradicts only."),
        option("--timeline", section="Output", is_flag=True, help="In the order of the days."),
        *(
            option(f"--{name}", "formats", section="Output", flag_value=name, multiple=True,
                   help=text)
            for name, text in FORMATS.items()
        ),
        as_json(),
    ],
    "FILE is text, Markdown or HTML, PDF or DOCX with the extra [documents]; - is the standard "
    "input. Each dated expression is listed with its civil days.",
    examples=(
        "miqat read article.txt --as-of 2024-04-03",
        "miqat read article.txt --place Tehran --json",
    ),
)  # fmt: skip

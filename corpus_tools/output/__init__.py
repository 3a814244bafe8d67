"""Results for people and programs: JSON, text tables, CSV, the HTML report, and the language of messages."""

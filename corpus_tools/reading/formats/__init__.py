"""One reader a format: decoded characters or bytes to the text that the page prints."""

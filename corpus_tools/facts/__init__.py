"""What plans state: dates, calendars, names, laws cited, what is promised in numbers, and how much of it all."""

"""What plans state: dates and years, calendars, names of schools, places and organisations, laws cited."""

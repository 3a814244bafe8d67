"""What plans state: dates and years, names of schools, places and organisations."""

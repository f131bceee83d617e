"""Seeds of what is drawn at random, in one place: every manifest names them, and needs no statistics for that."""

LEAGUE = 12345  # places in the league table
DRIVERS = 20221130  # shares and folds of the drivers of satisfaction

"""Arabic dates with the day first; Django has none for times and writes American ones."""

SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
DATETIME_FORMAT = "j F Y H:i"
DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
FIRST_DAY_OF_WEEK = 1

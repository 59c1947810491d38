"""Arabic formats: the day first, times by 24 hours. Django would write times as Americans do."""

SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
DATETIME_FORMAT = "j F Y H:i"
DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
FIRST_DAY_OF_WEEK = 1

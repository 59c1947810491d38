"""How the desk writes days and times where Django's own way is one country's: 11/12/2026 is two days to two readers."""

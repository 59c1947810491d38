"""The kinds a new newsroom begins with; the organisation edits them afterwards."""

FIRST_KINDS = {
    "news": {"en": "News", "fr": "Actualité", "ru": "Новость", "ar": "خبر"},
    "press-release": {
        "en": "Press release",
        "fr": "Communiqué de presse",
        "ru": "Пресс-релиз",
        "ar": "بيان صحفي",
    },
    "statement": {"en": "Statement", "fr": "Déclaration", "ru": "Заявление", "ar": "تصريح"},
    "media-advisory": {
        "en": "Media advisory",
        "fr": "Avis aux médias",
        "ru": "Анонс для СМИ",
        "ar": "تنويه إعلامي",
    },
    "speech": {"en": "Speech", "fr": "Discours", "ru": "Выступление", "ar": "خطاب"},
    "spot-report": {"en": "Spot report", "fr": "Rapport ponctuel", "ru": "Оперативное сообщение", "ar": "تقرير آني"},
    "daily-report": {
        "en": "Daily report",
        "fr": "Rapport quotidien",
        "ru": "Ежедневный отчёт",
        "ar": "تقرير يومي",
    },
}

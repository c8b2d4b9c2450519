"""Short texts of our own, two on each subject, to compare in every combination."""

BIKES_EN = (
    "Choosing an electric bike",
    """
    An electric bike makes the daily commute easy. Look at the battery first: its capacity decides how far you ride
    on one charge. A mid-drive motor climbs hills better than a hub motor. Check the brakes, the frame size and the
    weight, because cyclists still have to carry their bicycles up the stairs.
    """,
)
BIKES_EN_2 = (
    "E-bike batteries explained",
    """
    Cyclists often ask how long a bike battery lasts. Charge it at room temperature and the capacity stays high for
    years of riding. A strong motor and steep hills drain it faster. When the electric range shrinks, a workshop can
    replace the cells of the battery without changing the frame or the motor of the bicycle.
    """,
)
BREAD_EN = (
    "Sourdough for beginners",
    """
    Good bread needs flour, water, salt and patience. Feed the sourdough starter the evening before, knead the dough
    gently and let it rise until the bubbles show. Bake the loaf in a hot oven with steam, so that the crust turns
    crisp while the crumb stays soft. Rye flour makes the dough sticky but the flavour deep.
    """,
)
BREAD_EN_2 = (
    "Why your loaf stays flat",
    """
    A flat loaf usually means that the dough had no strength. Knead longer, use flour with more protein, and give
    the starter a warm place before baking. Too much water makes sticky dough; too little salt lets it rise too
    fast. Preheat the oven well: bread gets its last lift in the first ten minutes of baking.
    """,
)
TAX_EN = (
    "Filing a tax return as a freelancer",
    """
    Freelancers pay income tax on their profit. Keep every invoice and receipt, because expenses are deductible. The
    deadline for the return is in the summer; late filing costs a penalty. Register for value added tax once your
    turnover passes the threshold, and ask an accountant about advance payments.
    """,
)
TAX_EN_2 = (
    "Deductible expenses, a list",
    """
    Which expenses lower your income tax? Office rent, insurance, travel and the accountant's invoice are deductible
    when the receipt is kept. The tax authority may ask for every receipt years after the return. Freelancers with a
    small turnover need not charge value added tax, but then cannot deduct it either.
    """,
)
BIKES_DE = (
    "Fahrradwerkstatt in der Altstadt",
    """
    Unsere Fahrradwerkstatt repariert Bremsen, Schaltung und Beleuchtung. Wer ein Elektrofahrrad fährt, lässt bei
    uns den Akku prüfen und den Motor warten. Im Frühling empfehlen wir jedem Radfahrer eine Inspektion, damit die
    Kette nicht rostet. Ersatzteile wie Fahrradschlauch und Sattel haben wir am Lager.
    """,
)
BIKES_DE_2 = (
    "Das richtige Elektrofahrrad finden",
    """
    Beim Kauf eines Elektrofahrrads zählt der Akku am meisten: Seine Kapazität bestimmt die Reichweite. Ein starker
    Motor hilft am Berg, gute Bremsen helfen bergab. Der Fahrradhändler stellt den Sattel ein und erklärt die
    Schaltung. Radfahrer in der Stadt brauchen außerdem eine helle Beleuchtung.
    """,
)
GARDEN_DE = (
    "Tomaten im Gewächshaus",
    """
    Tomaten brauchen Wärme, Licht und regelmäßiges Gießen. Im Gewächshaus stehen die Pflanzen vor Regen geschützt,
    so bleibt die Braunfäule aus. Geben Sie im Juni Dünger, brechen Sie die Seitentriebe aus und binden Sie die
    Pflanzen an einen Stab. Die Ernte beginnt Ende Juli, sobald die Früchte rot sind.
    """,
)
GARDEN_DE_2 = (
    "Gemüsegarten: was im Mai zu tun ist",
    """
    Nach den Eisheiligen dürfen die Tomatenpflanzen ins Beet. Lockern Sie die Erde, arbeiten Sie Kompost als Dünger
    ein und gießen Sie morgens. Gurken und Paprika fühlen sich im Gewächshaus wohler. Wer Seitentriebe früh
    entfernt, freut sich über eine große Ernte. Schnecken sammelt man am Abend von den Pflanzen.
    """,
)
WINE_FR = (
    "La dégustation du vin rouge",
    """
    Le vin rouge se déguste à seize degrés. Le vigneron choisit le cépage et décide de la durée en barrique. Les
    tanins donnent de la structure, l'acidité donne de la fraîcheur. Après les vendanges, la cuve fermente pendant
    deux semaines. Une carafe aide les jeunes millésimes à s'ouvrir.
    """,
)
WINE_FR_2 = (
    "Les vendanges en Bourgogne",
    """
    Chaque septembre les vendanges rassemblent des centaines de cueilleurs. Le vigneron goûte les raisins pour juger
    l'acidité et les tanins. Le cépage noir part en cuve, puis en barrique de chêne. Un grand millésime donne un vin
    que l'on déguste pendant vingt ans.
    """,
)

SUBJECTS = (
    (BIKES_EN, BIKES_EN_2),
    (BREAD_EN, BREAD_EN_2),
    (TAX_EN, TAX_EN_2),
    (BIKES_DE, BIKES_DE_2),
    (GARDEN_DE, GARDEN_DE_2),
    (WINE_FR, WINE_FR_2),
)

# Three short texts each in scripts without spaces, or from right to left: two on electric bikes, one on a curry.
OTHER_SCRIPTS = {
    "ar": (
        "الدراجة الكهربائية مناسبة للتنقل في المدينة. كلما زادت سعة البطارية زادت المسافة، والمحرك يسهل الصعود.",
        "عند اختيار بطارية الدراجة الكهربائية انظر إلى السعة ووقت الشحن وقوة المحرك والمسافة التي تقطعها في المدينة.",
        "طريقة تحضير الكاري بالدجاج: نقلي البصل ثم نضيف الدجاج والبطاطس ونتركه على نار هادئة ونقدمه مع الأرز.",
    ),
    "he": (
        "אופניים חשמליים מתאימים לנסיעה בעיר. ככל שקיבולת הסוללה גדולה יותר, המרחק ארוך יותר, והמנוע מקל על העלייה.",
        "כשבוחרים סוללה לאופניים חשמליים בודקים את הקיבולת, את זמן הטעינה, את עוצמת המנוע ואת המרחק לנסיעה בעיר.",
        "מתכון לקארי עוף: מטגנים בצל, מוסיפים עוף ותפוחי אדמה, מבשלים על אש קטנה ומגישים עם אורז לבן.",
    ),
    "zh": (
        "电动自行车适合城市通勤。电池容量越大, 续航里程越长。电机让上坡更轻松。",
        "选择电动自行车电池时, 要看容量、充电时间和电机功率, 还要考虑通勤的里程。",
        "这道咖喱鸡的做法很简单: 先炒洋葱, 再加入鸡肉和土豆, 用小火慢慢炖煮, 配上米饭一起吃。",
    ),
    "ja": (
        "電動自転車は通勤に便利です。バッテリーの容量が大きいほど長い距離を走れます。モーターが坂道を楽にしてくれます。",
        "電動自転車のバッテリーを選ぶときは、容量と充電時間、モーターの出力を確認しましょう。通勤の距離も大切です。",
        "鶏肉のカレーの作り方です。玉ねぎを炒めて、鶏肉とじゃがいもを加え、弱火で煮込みます。ご飯と一緒に食べましょう。",
    ),
    "ko": (
        "전기 자전거는 출퇴근에 편리합니다. 배터리 용량이 클수록 더 먼 거리를 달릴 수 있습니다. 모터가 돕습니다.",
        "전기 자전거 배터리를 고를 때는 용량과 충전 시간, 모터의 출력을 확인하세요. 출퇴근 거리도 중요합니다.",
        "닭고기 카레 만드는 법입니다. 양파를 볶고 닭고기와 감자를 넣어 약한 불에서 끓입니다. 밥과 함께 먹습니다.",
    ),
    "th": (
        "จักรยานไฟฟ้าสำหรับเดินทางในเมืองกำลังได้รับความนิยม แบตเตอรี่ที่ดีวิ่งได้ไกลต่อการชาร์จหนึ่งครั้ง มอเตอร์ช่วยให้ปั่นขึ้นเนินได้ง่าย",
        "การเลือกแบตเตอรี่จักรยานไฟฟ้าให้เหมาะกับการใช้งาน ควรดูความจุ ระยะทางต่อการชาร์จ และกำลังของมอเตอร์",
        "สูตรแกงเขียวหวานไก่ ใส่กะทิ มะเขือ ใบโหระพา และพริกแกง เคี่ยวด้วยไฟอ่อนจนไก่นุ่ม เสิร์ฟกับข้าวสวยร้อนๆ",
    ),
}


def html(title: str, text: str, language: str = "") -> str:
    """A plain page with navigation and footer around the text."""
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>{title}</title></head><body>'
        "<nav><a href=/>Home</a> <a href=/login>Sign in</a></nav>"
        f"<main><h1>{title}</h1><p>{text}</p></main><footer>Imprint, cookies</footer></body></html>"
    )

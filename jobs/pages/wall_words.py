"""What walls, gates and error pages say of themselves, as data: asked only of a page that is not itself any more."""

import re
from functools import cached_property

from msgspec import Struct

from jobs.model.page import Outcome

_OBSERVED = "seen on pages in the wild"


class Phrases:
    """Words in any case, made a pattern when they are first sought: for all of them that takes a start 40 ms."""

    def __init__(self, *alternatives: str) -> None:
        self._alternatives = alternatives

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of them."""
        return re.compile("|".join(f"(?:{each})" for each in self._alternatives), re.IGNORECASE)


class WallWords(Struct, frozen=True):
    """Words of one kind of page that stands in another one's stead."""

    outcome: Outcome
    reason: str
    """In words for a person."""
    source: str
    heading: Phrases | None = None
    """What a part of the title, or the first heading, is as a whole."""
    said: Phrases | None = None
    """What stands somewhere in the title or the first heading, or in the text of a page that has little."""
    markup: Phrases | None = None
    """What stands in the markup of a page with little text, in lower case."""
    needs_password: bool = False
    """Whether it tells something only beside a field for a password."""


_LOGIN = Phrases(
    r"(?:please |member |members |user |customer |account )?(?:log|sign)[ -]?in(?:to| to)?(?: (?:your|my) account)?(?: page| form)?",
    r"anmeld(?:en|ung)|einloggen|mitglieder-?login|se connecter|(?:page de )?connexion|identification",
    r"s['’]identifier",
    r"(?:iniciar|inicio de|inicie) sesi[oó]n|acceder|identif[ií]cate|entrar|iniciar sess[aã]o|fazer login|accedi",
    r"accesso|effettua l['’]accesso",
    r"inloggen|aanmelden|logga in|inloggning|log ?ind|logg ?inn|kirjaudu(?: sisään)?|kirjautuminen",
    r"zaloguj(?: się)?|logowanie|přihlášení|přihlásit se|prihlásenie|вход(?: на сайт)?|войти|авторизация|вхід",
    r"увійти|авторизація",
    r"giriş(?: yap(?:ın)?)?|oturum aç(?:ın)?|bejelentkezés|belépés|autentificare|conectare|σύνδεση|είσοδος",
    r"ログイン|サインイン|(?:用户|用戶|会员|會員)?(?:登录|登錄|登入)|로그인|تسجيل الدخول|התחברות|כניסה|đăng nhập",
)
_LOGIN_REQUIRED = Phrases(
    r"(?:log[ -]?in|sign[ -]?in|authentication|authori[sz]ation|password|registration|membership|subscription) (?:is )?(?:required|needed)",
    r"(?:please |you (?:must|need to|have to) )(?:be )?(?:log|logged|sign|signed|register|registered)(?:[ -]?in)?\b.{0,60}",
    r"(?:log|sign)[ -]?in to (?:continue|view|see|read|access|proceed)\b.{0,60}",
    r"(?:for )?members?(?:['’]s?)? (?:only|area)",
    r"(?:private|password[- ]protected) (?:site|page|content|area|blog|wiki)",
    r"(?:this )?(?:page|content|post|article|area|site|blog|wiki|forum|topic) is (?:password[- ]protected|protected|private|restricted)\b.{0,60}",
    r"(?:anmeldung|login|registrierung) (?:ist )?erforderlich",
    r"bitte (?:melden sie sich an|loggen sie sich ein|anmelden|einloggen)|nur für mitglieder",
    r"passwortgeschützt.{0,30}",
    r"(?:connexion|authentification|identification) (?:est )?requise|réservé aux (?:membres|abonnés)",
    r"veuillez vous (?:connecter|identifier)",
    r"(?:debe|debes|necesitas|es necesario) iniciar sesión.{0,40}|(?:solo|sólo) (?:para )?(?:miembros|socios)",
    r"contenido (?:protegido|privado)",
    r"autenticazione richiesta|(?:devi|è necessario) (?:effettuare l['’]accesso|accedere).{0,40}",
    r"(?:solo per|riservato ai) (?:membri|soci|iscritti|utenti registrati)",
    r"(?:é necessário|você precisa|faça) .{0,20}(?:login|sessão).{0,40}|(?:somente|apenas|só) (?:para )?membros",
    r"alleen voor leden|inloggen (?:is )?(?:vereist|verplicht)",
    r"inloggning krävs|du måste logga in.{0,40}|kun for medlemmer|endast för medlemmar|vain jäsenille",
    r"kirjautuminen vaaditaan",
    r"(?:wymagane|wymaga) (?:jest )?(?:logowani[ea]|zalogowani[ea]).{0,30}|musisz się zalogować.{0,40}",
    r"tylko dla (?:członków|zalogowanych)|přihlášení je nutné|pouze pro (?:členy|přihlášené)",
    r"(?:требуется|необходим[ао]?|нужна?) (?:вход|авторизация|регистрация)|(?:войдите|авторизуйтесь).{0,40}",
    r"только для (?:участников|зарегистрированных|членов).{0,30}|(?:потрібен|необхідний) вхід",
    r"потрібна авторизація",
    r"giriş yapmanız gerekiyor|sadece üyeler(?: için)?|bejelentkezés szükséges|csak tagoknak",
    r"autentificare necesară|numai pentru membri|απαιτείται σύνδεση|μόνο για μέλη",
    r"(?:ログイン|会員登録)(?:が必要です|してください)|会員(?:限定|専用).{0,10}|(?:请先?|請先?|需要)(?:登录|登錄|登入).{0,10}|로그인이 필요합니다|회원 전용",
    r"يجب تسجيل الدخول|נדרשת התחברות|bạn (?:cần|phải) đăng nhập.{0,30}",
)
_DENIED = Phrases(
    r"permissions? (?:denied|error|required)|access (?:is )?(?:denied|restricted|forbidden|not allowed)",
    r"forbidden|un?authori[sz]ed|not authori[sz]ed",
    r"restricted (?:area|access|content|page|site)|insufficient (?:permissions?|privileges|rights|access)",
    r"no (?:permission|access)",
    r"(?:sorry,? )?you (?:do not|don['’]t) have (?:the )?(?:permission|access|rights|sufficient|enough|necessary|required)\b.{0,80}",
    r"(?:sorry,? )?you are not (?:allowed|authori[sz]ed|permitted)\b.{0,80}",
    r"(?:error |http )?40[13](?: error)?(?:[ -]+(?:forbidden|unauthorized|access denied))?",
    r"(?:zugriff|zugang) (?:verweigert|verboten|nicht gestattet)|keine (?:berechtigung|zugriffsrechte)",
    r"berechtigung verweigert",
    r"acc[eè]s (?:refusé|interdit|restreint|réservé|non autorisé)|permission refusée|droits insuffisants",
    r"acceso (?:denegado|restringido|prohibido|no autorizado)|permiso denegado",
    r"accesso (?:negato|vietato|riservato|non consentito)|permesso negato|acesso (?:negado|restrito|proibido)",
    r"permissão negada|toegang (?:geweigerd|verboden)|geen toegang",
    r"åtkomst (?:nekad|förbjuden)|behörighet saknas|adgang nægtet|ingen adgang|tilgang nektet|ingen tilgang",
    r"pääsy (?:evätty|estetty|kielletty)|ei käyttöoikeutta",
    r"odmowa dostępu|brak (?:dostępu|uprawnień)|dostęp zabroniony|přístup (?:odepřen|zamítnut|zakázán)",
    r"nedostatečná oprávnění",
    r"доступ (?:запрещ[её]н|закрыт|ограничен)|недостаточно прав|нет доступа|доступ (?:заборонено|обмежено)",
    r"недостатньо прав",
    r"erişim (?:engellendi|reddedildi|yasak)|yetkiniz yok|hozzáférés megtagadva|nincs jogosultság.{0,20}",
    r"acces (?:interzis|refuzat|restricționat)|permisiune refuzată",
    r"(?:δεν επιτρέπεται|απαγορεύεται) η πρόσβαση|アクセス(?:が拒否されました|拒否|できません)|(?:閲覧)?権限がありません",
    r"(?:拒绝|拒絕|禁止)(?:访问|訪問|存取)|(?:没有|沒有|无|無)(?:访问)?(?:权限|權限)|访问(?:被拒绝|受限)|접근(?:이)? ?(?:거부|제한|금지)(?:되었습니다)?",
    r"권한이 없습니다",
    r"(?:تم رفض|ممنوع) (?:الوصول|الدخول)|الوصول مرفوض|הגישה (?:נדחתה|חסומה)|אין (?:הרשאה|גישה)",
    r"(?:truy cập )?bị từ chối(?: truy cập)?|không có quyền truy cập",
)
_CONSENT = Phrases(
    r"(?:we|our) .{0,40}(?:value|respect|care about) (?:your|you) privacy",
    r"your privacy(?: choices| matters| settings)|before (?:you|we) (?:go on|continue|enter|proceed|begin)",
    r"cookie[ -](?:consent|settings|preferences|wall|choices)|(?:accept|manage|allow) (?:all )?(?:our )?cookies",
    r"privacy (?:gate|wall|consent|settings)|consent (?:required|needed|to continue|choices|management)",
    r"datenschutz-?einstellungen|cookie-?(?:einstellungen|hinweis|zustimmung)",
    r"(?:ihre )?(?:einwilligung|zustimmung) (?:erforderlich|zu)|mit werbung weiterlesen",
    r"respect(?:ons|er)? (?:de )?(?:votre|la) vie privée|vos choix .{0,30}cookies",
    r"(?:valoramos|respetamos) (?:tu|su) privacidad|configuración de cookies",
    r"(?:rispettiamo|teniamo alla) (?:la )?tua privacy",
    r"(?:nós )?(?:valorizamos|respeitamos) (?:a )?sua privacidade",
    r"(?:wij|we) (?:waarderen|respecteren) (?:je|jouw|uw) privacy|cookie-?instellingen",
    r"(?:szanujemy|cenimy) (?:twoją )?prywatność|vaše soukromí|vi (?:värnar|respekterar) (?:om )?din integritet",
    r"мы (?:ценим|уважаем) вашу конфиденциальность|gizliliğinize (?:önem|saygı)|プライバシーを(?:尊重|大切)|隐私(?:设置|選擇|选择)",
    r"개인정보 보호",
)
_AGE = Phrases(
    r"age[ -](?:verification|check|gate|confirmation|restricted|restriction|limit)",
    r"(?:confirm|verify|enter|tell us|state) (?:that )?(?:your|you(?:['’]re| are)?) .{0,20}(?:age|date of birth|birthday|year of birth|over 1[68]|over 21|18|21)",
    r"are you (?:of (?:legal )?(?:drinking )?age|old enough|over|at least|above|1[68]|21)|how old are you",
    r"(?:of )?legal (?:drinking|smoking|gambling) age",
    r"(?:you must|must) be (?:at least |over )?(?:1[68]|19|2[01])|adults only|(?:1[68]|21)\s?\+ only",
    r"alters(?:prüfung|verifikation|nachweis|kontrolle|bestätigung|beschränkung)",
    r"(?:sind|bist) (?:sie|du) (?:schon |über |mindestens |bereits )*(?:1[68]|volljährig)",
    r"vérification (?:de l['’])?âge|(?:avez-vous|êtes-vous) .{0,20}(?:1[68] ans|majeur|l['’]âge légal)|âge légal",
    r"(?:verificaci[oó]n|verifica(?:ção)?) (?:de |dell['’] ?)?(?:edad|idade|età)",
    r"(?:eres|es usted) mayor (?:de edad|de 18)|(?:você (?:é|tem)) .{0,20}(?:maior|18 anos)|sei maggiorenne",
    r"hai (?:più di |almeno )?18 anni|leeftijds?(?:controle|verificatie|check)|ben je (?:al )?18",
    r"ålders(?:kontroll|gräns|verifiering)|alders(?:kontrol|bekreftelse|grense)l?|är du (?:över )?(?:18|20)",
    r"ikäraja|oletko (?:yli )?18|weryfikacja wieku|(?:czy )?(?:masz|ukończy\w+) .{0,10}18 lat|ověření věku",
    r"je vám (?:více než )?18",
    r"(?:подтвердите|проверка) (?:ваш )?возраст|вам (?:уже )?(?:есть |исполнилось )?18",
    r"yaş (?:doğrulama|kontrolü|sınırı)|elmúltál(?: már)? 18|verificarea vârstei|επαλήθευση ηλικίας",
    r"年齢(?:確認|認証|制限)|(?:18|20)歳以上|年龄(?:验证|确认)|年滿18|연령 (?:확인|인증)|성인 인증",
)
_CHALLENGE = Phrases(
    r"(?:verify|verifying|confirm|prove|make sure|making sure|check if|checking if)(?: that)? you(?:['’]re| are)? (?:a |not a )?(?:human|robot|bot|real)",
    r"are you (?:a )?(?:human|robot|bot)|(?:not|human or) a robot\b|checking your browser",
    r"(?:request|browser|connection|visit) is being (?:verified|checked|validated)",
    r"security (?:check|verification|challenge)|bot (?:check|verification|detection|protection)|captcha",
    r"robot check|human verification",
    r"(?:unusual|suspicious|automated|abnormal) (?:traffic|activity|requests?|behaviou?r)",
    r"(?:your )?(?:request|access|connection|ip(?: address)?)(?: to this (?:page|site|website|service))? (?:was|is|has been|have been) (?:temporarily )?(?:blocked|denied|rejected|limited|restricted|banned)",
    r"request (?:rejected|blocked|unsuccessful)|ddos[ -](?:protection|guard|schutz)|web application firewall",
    r"attention required|one (?:more|last) step|too many requests|rate limit(?:ed| exceeded)",
    r"(?:not|un)available in your (?:country|region|location|area)",
    r"(?:sicherheits(?:überprüfung|prüfung|abfrage))|vérification de (?:sécurité|votre navigateur)",
    r"comprobación de seguridad|verifica di sicurezza|verificação de segurança",
    r"проверка (?:безопасности|браузера)|安全(?:验证|驗證|检查)|セキュリティ(?:チェック|確認)|보안 (?:확인|검사)",
)
_DATABASE = Phrases(
    r"error (?:establishing|connecting to|in) (?:a |the )?(?:database|db)(?: connection| server)?",
    r"(?:could not|cannot|can['’]t|unable to|failed to) connect to (?:the |our )?(?:database|db|mysql|mysqli|data ?base)(?: server)?",
    r"database (?:connection )?(?:error|failed|failure|is (?:down|unavailable|locked))",
    r"(?:my|postgre|ms|maria)?sql(?:ite)?[ -](?:error|server has gone away)|sqlstate\[",
    r"mysqli?_(?:connect|query)\(|too many (?:mysql )?connections|link to database cannot be established",
    r"fehler beim (?:aufbau|herstellen) (?:der|einer) datenbankverbindung|datenbank(?:verbindungs)?fehler",
    r"erreur (?:lors de la connexion à la|de connexion à la|de) base de données",
    r"error (?:al (?:establecer|conectar)|de conexión).{0,40}base de datos",
    r"errore (?:nello stabilire|di connessione|nella connessione).{0,40}database",
    r"erro ao (?:estabelecer|conectar).{0,40}banco de dados|fout bij (?:het )?(?:maken|verbinden).{0,40}database",
    r"databasefejl|databasfel|tietokantavirhe",
    r"błąd (?:podczas )?(?:łączenia|nawiązywania|połączenia).{0,40}baz",
    r"chyba (?:při )?(?:spojení|připojení|navazování).{0,40}databáz",
    r"ошибка (?:при )?(?:установк\w+ |подключени\w+ |соединени\w+ )?(?:с |к )?(?:соединения с )?баз",
    r"помилка .{0,30}баз\w+ даних",
    r"veritabanı (?:bağlantı )?hatası|adatbázis.{0,20}hiba|eroare .{0,30}baz\w+ de date",
    r"σφάλμα .{0,30}βάσης? δεδομένων|データベース(?:接続)?(?:の)?(?:接続)?(?:確立)?.{0,4}エラー|数据库(?:连接)?(?:错误|出错|失败)",
    r"建立数据库连接时出错|데이터베이스.{0,12}(?:오류|에러)|خطأ .{0,20}قاعدة البيانات|lỗi kết nối (?:đến )?cơ sở dữ liệu",
)
_MAINTENANCE = Phrases(
    r"(?:under|down for|unavailable (?:for|due to)|undergoing|scheduled|site|planned|routine) (?:scheduled |planned |routine |brief )?maintenance",
    r"maintenance (?:mode|in progress|work|break)|(?:we['’]ll|we will) be (?:right )?back (?:soon|shortly)",
    r"temporarily (?:unavailable|offline|closed|down|out of service)|(?:site|service|page) (?:is )?temporarily",
    r"wartungs(?:arbeiten|modus)|(?:in|wegen|zur) wartung",
    r"(?:derzeit|vorübergehend|momentan) nicht (?:erreichbar|verfügbar)|(?:en|site en|mode) maintenance",
    r"(?:temporairement|momentanément) (?:indisponible|inaccessible)",
    r"(?:en|modo(?: de)?|por|tareas de) mantenimiento|temporalmente (?:no disponible|fuera de servicio)",
    r"(?:in|per|modalità) manutenzione|temporaneamente non disponibile|(?:em|modo(?: de)?|para) manutenção",
    r"temporariamente (?:indisponível|fora)",
    r"(?:in|wegens|gepland) onderhoud|onderhouds(?:modus|werkzaamheden)",
    r"tijdelijk niet (?:beschikbaar|bereikbaar)|(?:under|pågående|planerat) underhåll",
    r"(?:under|på grund af|på grunn av|planlagt) vedlige?hold(?:else)?|tillfälligt (?:stängd|otillgänglig)",
    r"midlertidig (?:lukket|utilgængelig|utilgjengelig|nede)|huolto(?:katko|tauko|työ)",
    r"väliaikaisesti (?:pois|poissa)",
    r"przerwa techniczna|prace (?:konserwacyjne|serwisowe|techniczne)|(?:w trakcie|tryb) konserwacji",
    r"chwilowo niedostępn|(?:probíhá|z důvodu|režim) údržb|dočasně (?:nedostupn|mimo provoz)",
    r"техническ\w+ (?:работ|обслуживани)|на (?:техническом )?обслуживании|временно (?:недоступ|не работает)",
    r"технічн\w+ (?:робот|обслуговуванн)|тимчасово (?:недоступ|не працює)",
    r"bakım (?:modu|çalışması|nedeniyle|aşamasında)|bakımda(?:yız)?|geçici olarak (?:kapalı|hizmet)|karbantartás",
    r"átmenetileg (?:nem|elérhetetlen)|(?:în|mod de|lucrări de) mentenanță|(?:în|lucrări de) întreținere",
    r"temporar indisponibil|(?:υπό|εργασίες|λόγω) συντήρησ|προσωρινά μη διαθέσιμ",
    r"メンテナンス(?:中|のお知らせ|を実施)|ただいまメンテナンス|(?:网站|系统|網站|系統)?(?:正在)?(?:维护|維護)(?:中|升级)|(?:시스템|서버|사이트)? ?점검 ?(?:중|안내)",
    r"(?:تحت|قيد|وضع) الصيانة|(?:תחזוקה|בשיפוצים)|(?:đang )?bảo trì",
)
_BROKEN = Phrases(
    r"there has been a critical error on (?:this|your) (?:web)?site",
    r"the site is experiencing technical difficulties|sorry! this site is experiencing technical difficulties",
    r"the website encountered an unexpected error|there has been an error processing your request",
    r"(?:whoops|oops)[,!]? (?:looks like something went wrong|an error occurr?ed)|(?:internal )?server error",
    r"(?:an )?unhandled exception|application error|service (?:is )?(?:temporarily )?unavailable|bad gateway",
    r"gateway time-?out",
    r"auf (?:dieser|deiner) website (?:gab es|ist) einen? kritischen? fehler",
    r"il y a eu une erreur critique sur (?:ce|votre) site|ha habido un error crítico en (?:esta|tu) web",
    r"si è verificato un errore critico (?:sul|in questo) .{0,12}sito",
    r"(?:houve|ocorreu) um erro crítico (?:no seu|neste|no) site",
    r"er heeft zich een kritieke fout voorgedaan|det har (?:uppstått|oppstått|oppstod) (?:ett|en) kritisk",
    r"der har været en kritisk fejl|sivustolla on (?:tapahtunut )?kriittinen virhe",
    r"w (?:tej )?witrynie wystąpił krytyczny błąd",
    r"(?:na|v) (?:této|tomto) (?:stránce|webu) došlo (?:k|ke) (?:kritické|závažné) chybě",
    r"на сайте (?:возникла|произошла) критическая ошибка",
    r"на (?:цьому )?сайті (?:сталася|виникла) критична помилка",
    r"bu sitede ciddi bir (?:sorun|hata)|súlyos hiba történt|(?:a apărut|a fost) o eroare critică",
    r"υπήρξε ένα κρίσιμο σφάλμα|このサイトで重大なエラーが発生|(?:此|這個|本)?(?:站点|网站|網站)(?:遇到了|发生|發生)(?:致命|严重|嚴重)错?錯?误?誤?",
    r"(?:이|귀하의) (?:사이트|웹사이트)에 치명적인 오류|حدث خطأ فادح|אירעה שגיאה קריטית|đã (?:có|xảy ra) (?:một )?lỗi nghiêm trọng",
    r"(?:this )?account (?:has been |is )?suspended|bandwidth limit exceeded",
    r"(?:hosting|website|site) (?:has been |is )?suspended|resource limit is reached",
)
_SERVER_DEFAULT = Phrases(
    r"welcome to (?:nginx|caddy|openresty|tengine)!?|(?:apache2? .{0,30})?(?:default|test) page.{0,40}",
    r"apache is functioning normally|it works!|iis (?:windows(?: server)?|\d+).{0,20}",
    r"congratulations! .{0,60}(?:web ?server|installed).{0,40}",
    r"(?:default )?(?:web site|website|host) (?:default )?page",
)
_SETUP = Phrases(
    r"(?:(?:wordpress|drupal|joomla!?|mediawiki|dokuwiki|typo3|phpbb|matomo|nextcloud|prestashop|moodle|ghost|discourse|invision community)\s*[›»|:,-]*\s*(?:[\d.]+ )?)?(?:web )?(?:install(?:ation|er)?|set[ -]?up(?: error)?|setup configuration file|configuration (?:file|wizard)|einrichtung)(?: wizard| assistant)?",
    r"(?:localsettings|wp-config|settings|config(?:uration)?|database|env)\.(?:php|inc|ya?ml|json)(?: file)? (?:was |is |could )?not (?:be )?(?:found|readable|configured)",
    r"(?:dokuwiki|mediawiki|wordpress|phpbb|drupal|joomla) (?:setup error|is not (?:yet )?(?:installed|configured)|[\d.]+ (?:internal error|setup))",
)

WALLS = (
    WallWords(Outcome.SERVER_ERROR, "the page says that its server has an error", "WordPress, wp_die() and the fatal error handler",
         markup=Phrases(r"""<body[^>]{0,200}\bid=["']?error-page|class=["']?wp-die-message""")),
    WallWords(Outcome.SERVER_ERROR, "the page says that its server has an error", "WordPress, Drupal, MediaWiki, Magento and Laravel sources; cPanel",
         said=_BROKEN),
    WallWords(Outcome.SERVER_ERROR, "the page says that its database fails", "WordPress, Joomla, phpBB and PrestaShop sources, PHP's own messages", said=_DATABASE),
    WallWords(Outcome.SERVER_ERROR, "the page says that it is under maintenance", "WordPress and its maintenance plugins, translations", said=_MAINTENANCE),
    WallWords(Outcome.SERVER_ERROR, "a setup page answers in its stead", "WordPress, MediaWiki, DokuWiki and Drupal sources", heading=_SETUP),
    WallWords(Outcome.SERVER_ERROR, "the web server's own first page answers in its stead", "nginx, Apache and IIS packages", heading=_SERVER_DEFAULT),
    WallWords(Outcome.BLOCKED, "the page asks for a login", _OBSERVED, heading=_LOGIN, needs_password=True),
    WallWords(Outcome.BLOCKED, "the page asks for a login", "WordPress, MediaWiki, phpBB and XenForo sources", heading=_LOGIN_REQUIRED),
    WallWords(Outcome.BLOCKED, "the page says that access is denied", "DokuWiki and MediaWiki sources, web servers' 403 pages", heading=_DENIED),
    WallWords(Outcome.BLOCKED, "the page asks for consent first", "IAB Europe, Transparency and Consent Framework, texts of its prompts", said=_CONSENT),
    WallWords(Outcome.BLOCKED, "the page asks for the visitor's age first", _OBSERVED, said=_AGE),
    WallWords(Outcome.BLOCKED, "the page wants to know whether a person asks", _OBSERVED, said=_CHALLENGE),
)  # fmt: skip
"""The kinds we know; the first that a page bears counts."""

//! The small vocabularies: what is no name, what ends a letter, what asks for an account.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::paste::fold::{Script, key, script};

/// Words, folded when first asked for, `|` between them.
pub(super) struct Words(LazyLock<HashSet<String>>);

impl Words {
    /// One of the words is exactly this, folded or not.
    pub(super) fn has(&self, word: &str) -> bool {
        let folded = word.bytes().all(|b| b.is_ascii_lowercase());
        self.0.contains(word) || (!folded && self.0.contains(&key(word)))
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$doc])* pub(super) static $name: Words =
            Words(LazyLock::new(|| $text.split('|').map(key).collect()));)*
    };
}

words! {
    /// Before a name, never part of it. Compared without the dots.
    HONORIFICS = "mr|mrs|ms|miss|mx|sir|dr|drs|prof|professor|dipl ing|dr ing|dipl kfm|dipl kffr|dipl inf|herr|herrn|frau|fräulein|sayın|bay|bayan|\
        mme|mlle|monsieur|madame|mademoiselle|maître|señor|señora|doña|signor|signora|dott|dottssa|dott ssa|fru|frk|rouva|dhr|mevr|mevrouw|meneer|pani|\
        г н|г жа|господин|госпожа|السيد|السيدة|الدكتور|الدكتورة|i a|i v|ppa";
    /// The same, but only with a dot: without it they can be names.
    ABBREVIATED = "ing|dipl|mag|pd|med|rer|nat|jur|phil|habil|univ|oec|dent|techn|pol|h c|hc|ir|ra|rain|stb|hr|fr|sn|av|doç|uzm|öğr|yrd|sr|sra|srta|\
        lic|arq|sig|sigra|sig ra|dra|eng|mgr|inż|mw|د|أ|م|κ|κα|κος|m";
    /// Behind a name, never part of it, however it is written.
    BEHIND = "phd|ph d|mba|bey|hanım|様|さん|氏|先生|殿|님|씨|대리|과장|차장|부장|사원|팀장|이사|女士|小姐|经理|主任|課長|部長|係長";
    /// The same, but only behind a comma or with a dot.
    DEGREES = "phd|ph d|dphil|mba|msc|m sc|bsc|b sc|ba|b a|ma|m a|beng|meng|llm|ll m|llb|md|cpa|cfa|cissp|pmp|acca|fca|esq|b eng|m eng|\
        dipl ing|dipl kfm|mag|mas|emba|jr|sr|jun|sen|frcs|prince2|itil";
    /// Begin or join a surname.
    PARTICLES = "von|van|vom|zu|zum|zur|der|den|de|del|della|delle|dei|degli|di|da|do|das|dos|du|des|la|le|las|los|ter|ten|te|op|af|av|al|el|bin|ibn|\
        bint|ben|abu|st|saint|san|santa|d|und|y|e|mac|ap|van't|'t|dello|dal|dalla";
    /// The rest of a name that begins with one of these is its second half (`عبد الله`).
    BOUND = "عبد|أبو|ابو|أم|ابن|بن|بنت|نور|سيف";
    /// Companies call themselves this.
    COMPANY = "gmbh|ag|kg|ohg|mbh|ug|eg|se|kgaa|ltd|limited|llc|llp|lp|inc|incorporated|corp|corporation|plc|co|company|group|gruppe|holding|holdings|\
        international|sarl|sas|sa|sl|slu|srl|s r l|spa|snc|bv|b v|nv|vof|oy|oyj|ab|as|asa|aps|a s|aş|a ş|şti|ltd şti|tic|kft|zrt|sp z o o|sro|ооо|зао|оао|пао|ао|\
        trust|foundation|stiftung|verein|e v|ev|university|universität|üniversitesi|school|schools|hospital|bank|hotel|hotels|labs|systems|solutions|\
        services|consulting|technologies|technology|logistics|insurance|partners|advisory|federation|bakery|nurseries|works|trading|\
        株式会社|有限会社|合同会社|公司|有限公司|集团|주식회사|شركة|مؤسسة|ltda|eireli|lda|doo|d o o|ee|αε|α ε";
    /// Streets and what else stands in an address.
    ADDRESS = "street|st|road|rd|avenue|ave|square|boulevard|blvd|suite|floor|building|box|\
        straße|strasse|str|platz|allee|weg|gasse|ring|ufer|damm|postfach|cad|cadde|caddesi|sok|sokak|sk|mah|mahallesi|bulvarı|kat|no|daire|plaza|\
        rue|av|quai|chemin|route|cedex|bp|calle|avenida|avda|plaza|paseo|via|viale|piazza|corso|rua|praça|gatan|gata|vej|vei|gade|katu|tie|\
        ulica|ul|улица|ул|город|г|проспект|شارع|uk|usa|united|kingdom|states|germany|deutschland|türkiye|turkey|france|españa|spain|england|ireland|\
        sweden|sverige|norge|norway|danmark|denmark|suomi|finland|nederland|schweiz|suisse|österreich|italia|polska|london|berlin|münchen|hamburg|paris|madrid|\
        istanbul|ankara|izmir|dublin|new york|stockholm|oslo|københavn|copenhagen|helsinki|amsterdam|zürich|wien|milano|roma|warszawa|москва";
    /// What people are at work.
    TITLES = "manager|director|officer|head|lead|leader|engineer|consultant|specialist|assistant|analyst|accountant|bookkeeper|coordinator|administrator|admin|\
        developer|architect|partner|executive|president|vp|svp|evp|ceo|cfo|cto|coo|cio|ciso|chief|representative|advisor|adviser|counsel|supervisor|associate|clerk|\
        controller|receptionist|secretary|technician|agent|owner|founder|trainee|intern|apprentice|planner|buyer|recruiter|generalist|nurse|teacher|principal|junior|senior|handler|broker|surveyor|solicitor|paralegal|lawyer|attorney|driver|inspector|auditor|instructor|librarian|caretaker|merchandiser|strategist|tester|estimator|underwriter|adjuster|pharmacist|dentist|hygienist|treasurer|bursar|superintendent|foreman|electrician|mechanic|dispatcher|scheduler|expert|professional|apprentice|\
        business|deputy|team|student|designer|editor|operator|programmer|scientist|researcher|buchhalter|buchhalterin|\
        leiter|leiterin|leitung|geschäftsführer|geschäftsführerin|sachbearbeiter|sachbearbeiterin|assistent|assistentin|assistenz|berater|beraterin|referent|referentin|\
        mitarbeiter|mitarbeiterin|ingenieur|ingenieurin|vorstand|prokurist|prokuristin|teamleiter|teamleiterin|abteilungsleiter|abteilungsleiterin|techniker|entwickler|\
        auszubildende|auszubildender|praktikant|werkstudent|kaufmann|kauffrau|stellvertretender|stellvertretende|fachkraft|fachangestellte|angestellte|angestellter|bürokauffrau|bürokaufmann|meister|monteur|jurist|juristin|rechtsanwalt|rechtsanwältin|steuerberater|steuerberaterin|disponent|disponentin|einkäufer|einkäuferin|spezialist|spezialistin|\
        müdür|müdürü|müdürlüğü|yöneticisi|yönetici|uzman|uzmanı|şef|şefi|direktör|direktörü|sorumlu|sorumlusu|mühendis|mühendisi|asistan|asistanı|danışman|danışmanı|temsilcisi|\
        görevlisi|başkan|başkanı|yardımcısı|elemanı|muhasebeci|genel|kıdemli|\
        directeur|directrice|responsable|chef|cheffe|chargé|chargée|ingénieur|ingénieure|comptable|assistant|assistante|gérant|gérante|conseiller|conseillère|technicien|technicienne|adjoint|adjointe|\
        director|directora|gerente|jefe|jefa|técnico|técnica|coordinador|coordinadora|asesor|asesora|administrativo|administrativa|ingeniero|ingeniera|contable|encargado|encargada|\
        direttore|direttrice|impiegato|impiegata|addetto|addetta|diretor|diretora|coordenador|coordenadora|analista|assistente|técnico|\
        direktør|direktör|konsulent|konsult|ansvarig|ansvarlig|leder|sjef|medarbejder|medarbeider|medarbetare|ekonomiassistent|assistent|ingeniør|ingenjör|\
        johtaja|päällikkö|toimitusjohtaja|asiantuntija|assistentti|hoofd|medewerker|adviseur|directrice|manager|teamleider|beheerder|\
        specjalista|kierownik|dyrektor|asystent|asystentka|księgowa|księgowy|vezető|igazgató|asszisztens|\
        директор|менеджер|бухгалтер|руководитель|начальник|специалист|инженер|главный|главная|ведущий|заместитель|помощник|\
        经理|总监|主任|主管|助理|工程师|部长|課長|部長|係長|主任|担当|代表取締役|社長|과장|부장|대리|팀장|차장|이사|사원|مدير|مديرة|رئيس|محاسب|مهندس|مساعد";
    /// Words of letters and sentences that begin with a capital and are no name.
    SENTENCE = "please|pls|add|create|onboard|enroll|enrol|register|invite|set|hi|hello|hey|dear|good|morning|afternoon|evening|day|the|a|an|we|i|you|can|could|would|thanks|thank|thx|\
        cheers|regards|best|kind|warm|wishes|sincerely|yours|new|starter|joiner|hire|she|he|her|his|him|they|their|it|its|this|that|these|those|there|user|users|account|employee|colleague|\
        from|for|to|and|or|with|on|at|in|of|by|re|fw|fwd|aw|wg|ynt|mobile|mobil|phone|tel|telefon|email|e mail|mail|sent|see|keepnet|team|support|helpdesk|service|desk|ticket|if|when|as|also|our|my|your|\
        all|one|two|yes|no|not|is|are|was|has|have|starts|phishing|training|security|awareness|office|direct|cell|fax|name|note|\
        bitte|guten|morgen|tag|abend|hallo|moin|servus|grüezi|liebe|lieber|liebes|sehr|geehrte|geehrter|damen|herren|wir|ich|sie|er|es|ihr|ihre|seine|der|die|das|den|dem|ein|eine|einen|einer|neue|neuer|neuen|\
        kollegin|kollege|kollegen|mitarbeiter|mitarbeiterin|benutzer|benutzerin|nutzer|danke|dank|vielen|gruß|grüße|grüsse|grüßen|viele|beste|besten|herzliche|freundliche|freundlichen|mit|und|\
        für|aus|im|am|mailadresse|adresse|telefonnummer|handy|handynummer|zugang|konto|ab|seit|ist|hat|hier|anbei|könnt|können|könnten|\
        merhaba|merhabalar|selam|günaydın|iyi|günler|çalışmalar|lütfen|sayın|teşekkürler|teşekkür|ederim|saygılarımla|saygılar|selamlar|kullanıcı|kullanıcısı|çalışan|çalışanımız|personel|personelimiz|yeni|bu|şu|bir|cep|numarası|ile|için|ve|adı|\
        bonjour|bonsoir|salut|merci|madame|messieurs|cordialement|bien|bonne|journée|veuillez|pouvez|pourriez|nous|je|vous|il|elle|le|la|les|un|une|des|nouveau|nouvelle|collègue|son|sa|svp|pour|avec|\
        hola|buenos|buenas|días|tardes|estimado|estimada|estimados|gracias|saludos|saludo|atentamente|por|favor|necesitamos|su|el|los|una|nuevo|nueva|compañero|compañera|con|para|solicito|\
        hej|hei|hejsan|hallå|tack|tak|takk|kan|vi|jeg|jag|du|ny|nye|nytt|kollega|medarbejder|bruger|bruker|användare|venlig|vennlig|vänliga|hälsningar|hilsen|mvh|vh|med|och|og|terveisin|kiitos|moi|terve|\
        met|vriendelijke|groet|groeten|beste|graag|kunnen|wij|nieuwe|collega|gebruiker|buongiorno|gentile|ciao|grazie|saluti|cordiali|distinti|olá|bom|dia|prezado|prezada|obrigado|obrigada|atenciosamente|\
        dzień|dobry|proszę|pozdrawiam|dziękuję|szanowni|państwo|здравствуйте|добрый|день|привет|спасибо|уважением|прошу|пожалуйста|добавьте|привет|الرجاء|إضافة|المستخدم|الموظف|الموظفة|الزميل|حساب|قسم|من|إلى|مرحبا|السلام|عليكم|شكرا|تحياتي|يرجى|\
        monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun|january|february|march|july|september|october|november|december|feb|apr|jul|aug|sep|oct|nov|dec|\
        montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|januar|februar|märz|juni|juli|oktober|dezember|pazartesi|salı|çarşamba|perşembe|cuma|kasım|aralık|ocak|şubat|\
        iphone|android|outlook|samsung|mobile|pc|utc|gmt|http|https|www|subject|date|gesendet|am|pm|n a|tbc|tba|none|keine|yok|null|unknown|various|unsubscribe|confidential|original|message";
    /// Greetings: whoever is named behind one is written to, not written about.
    GREETINGS = "hi|hello|hey|dear|hallo|moin|liebe|lieber|geehrte|geehrter|merhaba|selam|bonjour|salut|hola|estimado|estimada|hej|hei|moi|ciao|gentile|olá|beste|szanowny|здравствуйте|привет|уважаемый|уважаемая";
    /// What is answered where there is nothing to say.
    NOTHING = "n a|na|none|null|nil|tbc|tba|tbd|unknown|not known|keine|keiner|kein|nicht bekannt|unbekannt|entfällt|yok|belirsiz|bilinmiyor|aucun|aucune|néant|ninguno|ninguna|no tiene|nessuno|ingen|inget|ei ole|geen|brak|нет|无|なし|لا يوجد|x|xx|xxx|todo|undefined|empty|false|true";
    /// Mailboxes that are nobody's own.
    SHARED = "info|support|help|helpdesk|servicedesk|service|desk|it|admin|administrator|office|sales|hr|contact|kontakt|contacto|bilgi|destek|iletisim|noreply|no reply|\
        donotreply|postmaster|webmaster|mail|email|team|hello|buchhaltung|accounting|accounts|finance|reception|empfang|ik|muhasebe|security|marketing|jobs|careers|karriere|\
        billing|invoice|invoices|rechnung|einkauf|vertrieb|verkauf|zentrale|sekretariat|assistance|soporte|ventas|compras|comptabilite|rh|commercial|accueil|post|ops|payroll|itsupport|it support|\
        firmapost|myynti|asiakaspalvelu|kundeservice|kundservice|order|orders|enquiries|all|everyone|staff|newsletter|notifications|system|alerts|datenschutz|privacy|legal|press|facturas|news|updates|alert|events|training";
    /// A mark of outsiders or of second accounts in an address.
    MARKERS = "ext|extern|external|adm|admin|consultant|contractor|partner|guest|priv";
}

/// A line that says what somebody is at work: some of its words are a title and it is no sentence.
pub(super) fn is_title(line: &str) -> bool {
    line.len() < 100 && line.split([' ', ',', '-', '/']).any(|w| TITLES.has(w))
}

/// Lines that end a letter; the name comes behind.
const CLOSINGS: &[&str] = &[
    "regards",
    "kind regards",
    "best regards",
    "warm regards",
    "with regards",
    "best wishes",
    "best",
    "all the best",
    "many thanks",
    "thanks",
    "thank you",
    "thanks and regards",
    "thx",
    "cheers",
    "sincerely",
    "yours sincerely",
    "yours faithfully",
    "br",
    "kr",
    "mit freundlichen grüßen",
    "mit freundlichem gruß",
    "mit besten grüßen",
    "freundliche grüße",
    "viele grüße",
    "beste grüße",
    "liebe grüße",
    "schöne grüße",
    "herzliche grüße",
    "gruß",
    "grüße",
    "danke und gruß",
    "danke und viele grüße",
    "vielen dank",
    "danke",
    "mfg",
    "lg",
    "vg",
    "saygılarımla",
    "saygılarımızla",
    "iyi çalışmalar",
    "iyi günler",
    "teşekkürler",
    "teşekkür ederim",
    "sevgiler",
    "cordialement",
    "bien cordialement",
    "bien à vous",
    "bonne journée",
    "sincères salutations",
    "merci",
    "merci d'avance",
    "un saludo",
    "saludos",
    "saludos cordiales",
    "atentamente",
    "gracias",
    "muchas gracias",
    "med vänliga hälsningar",
    "vänliga hälsningar",
    "hälsningar",
    "mvh",
    "vh",
    "med venlig hilsen",
    "venlig hilsen",
    "med vennlig hilsen",
    "vennlig hilsen",
    "hilsen",
    "tack",
    "tak",
    "takk",
    "terveisin",
    "ystävällisin terveisin",
    "kiitos",
    "met vriendelijke groet",
    "met vriendelijke groeten",
    "vriendelijke groet",
    "groet",
    "groeten",
    "cordiali saluti",
    "distinti saluti",
    "saluti",
    "grazie",
    "atenciosamente",
    "cumprimentos",
    "obrigado",
    "obrigada",
    "pozdrawiam",
    "z poważaniem",
    "dziękuję",
    "üdvözlettel",
    "с уважением",
    "спасибо",
    "з повагою",
    "με εκτίμηση",
    "مع التحية",
    "تحياتي",
    "شكرا",
    "此致",
    "谢谢",
    "よろしくお願いします",
    "よろしくお願いいたします",
    "以上",
    "감사합니다",
];

static CLOSING_KEYS: LazyLock<Vec<String>> = LazyLock::new(|| CLOSINGS.iter().map(|c| key(c)).collect());

/// A line that ends a letter: a formula and at most a name behind it, or the two dashes.
pub(super) fn closes(line: &str) -> bool {
    if line.len() > 120 {
        return false;
    }
    if line.len() > 1 && line.chars().all(|c| c == '-' || c == '_') {
        return true;
    }
    let folded = key(line);
    let words = folded.split(' ').count();
    CLOSING_KEYS.iter().any(|closing| {
        folded.strip_prefix(closing.as_str()).is_some_and(|rest| {
            let more = words - closing.split(' ').count();
            rest.is_empty()
                || (rest.starts_with(' ') && (more <= 2 || line.contains(" / ")) && ends_itself(line, closing))
        })
    })
}

/// Behind the formula stands a comma, a dash or a slash, as in `Thanks, Bob`, or a name behind one
/// that begins no sentence: it is none that happens to begin so (`Thanks for adding her`).
fn ends_itself(line: &str, closing: &str) -> bool {
    let words = closing.split(' ').count();
    let mut behind = line.split_whitespace().skip(words);
    let formal = words > 1 || FORMAL.contains(&closing);
    line.split_whitespace().nth(words - 1).is_some_and(|w| w.ends_with([',', '!', '.', '-', ';']))
        || line.contains(" / ")
        || behind.clone().next().is_some_and(|w| w == "-" || w == "–")
        || (formal && behind.all(|w| w.starts_with(char::is_uppercase)))
}

/// Single words that end a letter and begin no sentence, folded.
const FORMAL: &[&str] = &[
    "regards",
    "grusse",
    "mfg",
    "mvh",
    "saygilarimla",
    "cordialement",
    "saludos",
    "hilsen",
    "terveisin",
    "groeten",
    "saluti",
    "pozdrawiam",
];

/// Where in a sentence its closing formula begins: `… from Finance. Thanks, Grace, 020 7946 0555`.
pub(super) fn closing_at(text: &str) -> Option<usize> {
    let ends = text.match_indices(". ").chain(text.match_indices("! ")).chain(text.match_indices("? "));
    ends.map(|(at, end)| at + end.len()).filter(|at| opens(text.get(*at..).unwrap_or_default())).min()
}

/// The text begins with a closing formula and what ends one.
fn opens(text: &str) -> bool {
    let front: Vec<&str> = text.split_whitespace().take(5).collect();
    (1..=front.len().min(4)).any(|n| {
        let (formula, rest) = front.split_at(n);
        let ended = formula.last().is_some_and(|w| w.ends_with([',', '!', '.', '-'])) || rest.is_empty();
        let folded = key(&formula.join(" "));
        let formal = n > 1 || FORMAL.contains(&folded.as_str());
        let named = formal && rest.first().is_some_and(|w| w.starts_with(char::is_uppercase));
        (ended || named) && CLOSING_KEYS.contains(&folded)
    })
}

/// How words begin that legal notices below a mail are made of.
const NOTICES: &[&str] = &[
    "confidential",
    "legally privileged",
    "intended recipient",
    "addressee",
    "disclaimer",
    "vertraulich",
    "confidentiel",
    "confidencial",
    "riservat",
    "gizli",
    "luottamuksel",
    "fortrolig",
    "konfidenti",
    "vertrouwelijk",
    "poufn",
    "конфиденц",
    "environment before printing",
];

/// A legal notice: long, and about secrecy.
pub(super) fn is_notice(text: &str) -> bool {
    let folded = key(text);
    folded.split(' ').count() > 9 && NOTICES.iter().any(|n| folded.contains(n))
}

/// How words begin that ask for an account; a space at the end ends the word.
const ASKS: &[&str] = &[
    "add ",
    "adding",
    "create",
    "onboard",
    "enrol",
    "register",
    "invit",
    "setup",
    "set up",
    "new user",
    "new starter",
    "new joiner",
    "new hire",
    "new employee",
    "new colleague",
    "new account",
    "account for",
    "anlegen",
    "anzulegen",
    "lege",
    "legen",
    "hinzufug",
    "aufnehm",
    "einricht",
    "einzurichten",
    "neue kolleg",
    "neuen kolleg",
    "neuer kolleg",
    "neue mitarbeiter",
    "neuen mitarbeiter",
    "ekle",
    "olustur",
    "tanimla",
    "acabil",
    "acilmasi",
    "ajout",
    "creer",
    "inscri",
    "anad",
    "agreg",
    "de alta",
    "crear",
    "cree",
    "oprett",
    "opprett",
    "tilfoj",
    "legge til",
    "lagg till",
    "lagga till",
    "skapa",
    "lisa",
    "luo",
    "toevoeg",
    "aanmak",
    "aggiung",
    "creare",
    "adicion",
    "criar",
    "doda",
    "utworz",
    "добав",
    "созда",
    "завед",
    "додат",
    "添加",
    "新增",
    "追加",
    "추가",
    "اضافة",
    "إضافة",
];

static ASK_KEYS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let spaced = |c: char| c.is_ascii() || script(c) == Script::Cyrillic;
    let folded = |ask: &&str| {
        let end = if ask.ends_with(' ') { " " } else { "" };
        let start = if ask.chars().all(spaced) { " " } else { "" };
        format!("{start}{}{end}", key(ask))
    };
    ASKS.iter().map(folded).collect()
});

/// Where in a text, in bytes, the words begin that ask for an account.
pub(super) fn asks_at(text: &str) -> Option<usize> {
    let mut folded = String::from(" ");
    // Where each word begins in the folded text, and in the text.
    let mut starts = Vec::new();
    let mut at = 0;
    for word in text.split(char::is_whitespace) {
        starts.push((folded.len(), at));
        let part = key(word);
        if !part.is_empty() {
            folded.push_str(&part);
            folded.push(' ');
        }
        at += word.len() + text.get(at + word.len()..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
    }
    let found = ASK_KEYS.iter().filter_map(|ask| Some(folded.find(ask)? + usize::from(ask.starts_with(' ')))).min()?;
    starts.iter().rev().find(|(f, _)| *f <= found).map(|(_, at)| *at)
}

/// The text asks for an account to be made.
pub(super) fn asks(text: &str) -> bool {
    let folded = format!(" {} ", key(text));
    ASK_KEYS.iter().any(|ask| folded.contains(ask))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Mit freundlichen Grüßen", true)]
    #[case("Thanks, Bob", true)]
    #[case("Venlig hilsen / Kind regards", true)]
    #[case("--", true)]
    #[case("Best,", true)]
    #[case("Thanks for adding her", false)]
    #[case("Danke für die Hilfe", false)]
    #[case("Best Buy", false)]
    #[case("-", false)]
    fn closings(#[case] line: &str, #[case] closes_it: bool) {
        assert_eq!(closes(line), closes_it);
    }

    #[rstest]
    #[case("Please add Jane", true)]
    #[case("den de alta a Carlos", true)]
    #[case("bitte anlegen", true)]
    #[case("请添加新用户", true)]
    #[case("her address", false)]
    fn requests(#[case] text: &str, #[case] asks_it: bool) {
        assert_eq!(asks(text), asks_it);
    }

    #[test]
    fn words_are_found_folded() {
        assert!(HONORIFICS.has("Sayın") && HONORIFICS.has("sayin") && !HONORIFICS.has("Jane"));
        assert!(DEGREES.has("M.Sc."));
    }
}

//! What stands before a colon or over a column, in the languages support desks see.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::paste::fold::key;

/// What a label says about the value behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Label {
    /// The whole name; the surname beside a first name, the first name beside a surname.
    Name,
    First,
    Last,
    /// What stands between the first name and the surname (`van der`).
    Infix,
    Email,
    Phone(Line),
    Department,
    Title,
    Groups,
    Language,
    TimeZone,
    Priority,
    Active,
    /// The manager's name, address or both.
    Manager,
    ManagerFirst,
    ManagerLast,
    ManagerEmail,
    /// Heads of a mail.
    From,
    To,
    Sent,
    Subject,
    /// Of the person who asks, not of the person asked for.
    Requester,
    /// Known, and nothing this program keeps.
    Ignored,
}

/// What kind of number a phone label promises, the most wanted first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Line {
    Mobile,
    Direct,
    Any,
    Switchboard,
    Fax,
}

/// Labels by meaning. Words are folded when the table is loaded.
const LABELS: &[(Label, &str)] = &[
    (
        Label::Name,
        "name|full name|fullname|display name|displayname|complete name|person|new user name|cn|user|new user|employee|\
         vor und nachname|vollständiger name|anzeigename|mitarbeiter|mitarbeitername|benutzer|vorname nachname|\
         ad soyad|adı soyadı|isim soyisim|ad ve soyad|adı ve soyadı|isim|ismi|kullanıcı|personel|\
         nom|nom complet|nom et prénom|prénom et nom|nom prénom|prénom nom|utilisateur|\
         nombre|nombre completo|nombre y apellidos|usuario|nome|nome completo|nome e cognome|utente|\
         navn|fullt navn|fulde navn|namn|fullständigt namn|nimi|koko nimi|naam|volledige naam|\
         imię i nazwisko|imię nazwisko|név|teljes név|jméno a příjmení|фио|ф и о|имя и фамилия|піб|nume|nume complet|nume și prenume|meno a priezvisko|ime i prezime|שם|שם מלא|\
         fdo|firmado|gez|gezeichnet|signé|signed|imza|姓名|名字|氏名|お名前|名前|이름|성명|الاسم|الاسم الكامل|ονοματεπώνυμο",
    ),
    (
        Label::First,
        "first name|firstname|given name|givenname|forename|first|christian name|vorname|rufname|\
         ad|adı|ön ad|prénom|primer nombre|nombre de pila|primeiro nome|nome próprio|\
         fornavn|förnamn|tilltalsnamn|etunimi|voornaam|imię|imiona|keresztnév|utónév|křestní jméno|jméno|prenume|meno|ime|שם פרטי|\
         имя|ім'я|име|όνομα|名|이름만|الاسم الأول|الاسم الاول",
    ),
    (
        Label::Last,
        "last name|lastname|surname|family name|familyname|sn|last|nachname|familienname|zuname|\
         soyad|soyadı|soyisim|nom de famille|apellido|apellidos|primer apellido|cognome|sobrenome|apelido|último nome|\
         efternavn|etternavn|efternamn|sukunimi|achternaam|nazwisko|vezetéknév|családnév|příjmení|nume de familie|priezvisko|prezime|שם משפחה|\
         фамилия|прізвище|επώνυμο|επίθετο|姓|姓氏|성|اسم العائلة|اللقب",
    ),
    (Label::Infix, "tussenvoegsel|tussenvoegsels|voorvoegsel"),
    (
        Label::Email,
        "email|e-mail|mail|e|email address|e-mail address|mail address|emailaddress|work email|smtp|primary smtp address|\
         e-mail-adresse|emailadresse|mailadresse|mail adresse|e-mail id|email id|userprincipalname|upn|\
         e-posta|eposta|e-posta adresi|posta|mail adresi|courriel|adresse e-mail|adresse mail|adresse électronique|mél|\
         adresse de messagerie|correo|correo electrónico|e-mail corporativo|posta elettronica|indirizzo e-mail|\
         correio eletrónico|endereço de e-mail|e-postadresse|epost|e-post|e-postadress|mejl|mejladress|\
         sähköposti|sähköpostiosoite|e-mailadres|mailadres|adres e-mail|adres email|e-mail cím|e-mailová adresa|\
         почта|эл почта|электронная почта|адрес электронной почты|ел пошта|електронна пошта|пошта|\
         邮箱|电子邮件|电子邮箱|邮件|電子郵件|メール|メールアドレス|이메일|메일|\
         البريد الإلكتروني|البريد|דוא\"ל|אימייל|מייל|ηλεκτρονικό ταχυδρομείο",
    ),
    (
        Label::Phone(Line::Mobile),
        "mobile|mob|mobile phone|mobile number|mobile no|m|cell|cell phone|cellphone|cellular|c|mobilephone|\
         mobil|mobiltelefon|mobilnummer|mobilnr|handy|handynummer|natel|diensthandy|\
         gsm|cep|cep telefonu|cep tel|cep no|cep numarası|portable|port|tél portable|téléphone portable|téléphone mobile|\
         móvil|movil|teléfono móvil|celular|cellulare|cell|telemóvel|\
         mobiltlf|mobiltelefonnummer|matkapuhelin|kännykkä|mobiel|mobiele nummer|komórka|tel kom|telefon komórkowy|\
         mobilszám|моб|мобильный|мобильный телефон|мобільний|手机|手机号|手机号码|手機|携帯|携帯電話|携帯番号|휴대폰|핸드폰|\
         الجوال|جوال|נייד|טלפון נייד|رقم الجوال|المحمول|κινητό|whatsapp",
    ),
    (
        Label::Phone(Line::Direct),
        "direct|direct line|direct dial|ddi|d|dd|did|direkt|durchwahl|dw|direkte|ligne directe|directo|diretto|direkt tel|suora",
    ),
    (
        Label::Phone(Line::Any),
        "phone|phone number|phonenumber|phone no|ph|p|tel|t|tel no|tel nr|telephone|telephone number|telephonenumber|\
         telephone no|office|office phone|work phone|business phone|officephone|contact number|call|o|landline|work|\
         telefon|telefonnummer|telefonnr|rufnummer|fon|festnetz|büro|\
         telefon numarası|telefon no|telefonu|iş telefonu|tél|téléphone|numéro de téléphone|fixe|tél fixe|\
         teléfono|telefono|telefone|tfno|tlf|tlfno|numero di telefono|fijo|fisso|\
         telefonnumre|tlfnr|puh|puhelin|puhelinnumero|telefoon|telefoonnummer|numer telefonu|telefonszám|\
         тел|телефон|номер телефона|电话|电话号码|電話|電話番号|聯絡電話|联系电话|전화|전화번호|연락처|\
         هاتف|الهاتف|טלפון|رقم الهاتف|τηλέφωνο|τηλ",
    ),
    (
        Label::Phone(Line::Switchboard),
        "switchboard|main|main line|reception|zentrale|santral|standard|centralita|centralino|växel|hovednummer|omstilling|\
         vaihde|centrale|toll free|hotline",
    ),
    (
        Label::Phone(Line::Fax),
        "fax|f|fax number|telefax|faks|télécopie|fax no|faxnummer|факс|传真|傳真|ファックス|팩스|فاكس|φαξ",
    ),
    (
        Label::Department,
        "department|dept|team|division|business unit|unit|org unit|abteilung|abt|bereich|fachbereich|\
         departman|departmanı|bölüm|bölümü|birim|birimi|service|département|équipe|departamento|área|depto|\
         reparto|ufficio|dipartimento|setor|afdeling|avdeling|avdelning|enhet|osasto|yksikkö|dział|osztály|oddělení|\
         отдел|подразделение|відділ|部门|部門|部署|所属|부서|القسم|قسم|الإدارة|departament|departamentul|oddelenie|odjel|מחלקה|τμήμα",
    ),
    (
        Label::Title,
        "title|job title|jobtitle|position|role|job role|function|funktion|stelle|berufsbezeichnung|unvan|ünvan|görev|görevi|\
         poste|fonction|intitulé du poste|puesto|cargo|ruolo|qualifica|stilling|titel|befattning|tehtävänimike|functie|\
         stanowisko|beosztás|должность|посада|职位|职务|役職|직책|직위|المسمى الوظيفي|المنصب|θέση",
    ),
    (
        Label::Groups,
        "group|groups|target group|target groups|targetgroupresourceids|gruppe|gruppen|grup|gruplar|groupe|groupes|grupo|grupos|grupper",
    ),
    (
        Label::Language,
        "language|preferred language|preferredlanguage|preferredlanguageid|sprache|dil|tercih edilen dil|langue|idioma|lingua|\
         språk|sprog|kieli|taal|język|nyelv|язык|мова|语言|言語|언어|اللغة|γλώσσα",
    ),
    (
        Label::TimeZone,
        "time zone|timezone|timezoneid|zeitzone|saat dilimi|fuseau horaire|zona horaria|fuso orario|tidszon|tidssone|tidszone|aikavyöhyke|tijdzone",
    ),
    (Label::Priority, "priority|user priority|priorität|öncelik|priorité|prioridad|prioritet"),
    (Label::Active, "active|isactive|is active|enabled|aktiv|aktif|actif|activo"),
    (
        Label::Manager,
        "manager|line manager|supervisor|reports to|reporting to|reporting manager|boss|team lead|manager name|managers name|\
         name of manager|direct manager|hiring manager|approver|\
         vorgesetzter|vorgesetzte|vorgesetzte r|führungskraft|name des vorgesetzten|name der führungskraft|teamleiter|\
         yönetici|yöneticisi|yönetici adı|müdürü|amiri|bağlı olduğu yönetici|bağlı olduğu kişi|\
         responsable|responsable hiérarchique|n 1|nom du responsable|supérieur|supérieur hiérarchique|manager direct|\
         supervisora|jefe|jefe directo|nombre del responsable|jefa|gerente|gestor|responsabile|diretto superiore|\
         nærmeste leder|leder|nærmeste overordnede|chef|närmaste chef|esimies|lähiesimies|leidinggevende|\
         przełożony|kierownik|felettes|руководитель|начальник|керівник|上级|直属上级|经理|上司|직속 상사|المدير|المدير المباشر|מנהל|מנהל ישיר|șef direct|προϊστάμενος",
    ),
    (Label::ManagerFirst, "manager first name|managerfirstname|manager first|vorname des vorgesetzten|yönetici ad"),
    (
        Label::ManagerLast,
        "manager last name|managerlastname|manager last|manager surname|nachname des vorgesetzten|yönetici soyad|yönetici soyadı",
    ),
    (
        Label::ManagerEmail,
        "manager email|manageremail|manager e-mail|managers email|manager mail|line manager email|manager email address|\
         supervisor email|e-mail des vorgesetzten|e-mail vorgesetzter|yönetici e-posta|yönetici e-postası|\
         yöneticinin e-postası|e-mail du responsable|correo del responsable|correo del jefe|leders e-mail",
    ),
    (
        Label::From,
        "from|sender|von|absender|kimden|gönderen|de|expéditeur|remitente|da|mittente|fra|från|lähettäjä|van|od|feladó|от|від|发件人|寄件者|差出人|보낸 사람|من",
    ),
    (
        Label::To,
        "to|cc|bcc|reply to|an|kime|bilgi|à|para|a|til|kopi|till|kopia|vastaanottaja|kopio|aan|do|dw do|címzett|кому|копия|收件人|抄送|宛先|받는 사람|إلى|copie à|cci|ccn",
    ),
    (
        Label::Sent,
        "sent|date|received|gesendet|datum|gönderildi|gönderme tarihi|tarih|envoyé|date d'envoi|enviado|enviado el|fecha|\
         enviado em|data|inviato|sendt|dato|skickat|lähetetty|päivämäärä|verzonden|wysłano|küldve|отправлено|дата|发送时间|送信日時|日時|보낸 날짜",
    ),
    (
        Label::Subject,
        "subject|re|betreff|konu|objet|asunto|assunto|oggetto|emne|ämne|aihe|onderwerp|temat|tárgy|тема|主题|件名|제목|الموضوع",
    ),
    (
        Label::Requester,
        "requester|requested by|approved by|authorised by|authorized by|genehmigt von|onaylayan|validé par|aprobado por|approvato da|godkendt af|godkänd av|requestor|reporter|reported by|caller|submitted by|opened by|created by|contact|contact person|on behalf of|\
         antragsteller|antragstellerin|gemeldet von|melder|erstellt von|ansprechpartner|talep eden|talebi açan|\
         demandeur|demandé par|solicitante|solicitado por|richiedente|anmoder|beställare|aanvrager|zgłaszający|заявитель",
    ),
    (
        Label::Ignored,
        "ticket|ticket no|ticket number|ticket id|incident|case|case number|request|request type|request id|order|order no|po|\
         purchase order|invoice|asset|asset tag|status|category|assigned to|assignee|due date|start date|end date|birthday|\
         company|company name|organisation|organization|customer|client|requested for|website|web|w|www|url|address|street|city|zip|\
         postcode|post code|postal code|country|location|site|office location|room|floor|\
         salutation|gender|username|user name|login|login name|logon name|samaccountname|host name|hostname|computer name|\
         computer|server|domain|password|employee id|employee no|employee number|employeeid|staff id|staff number|id|no|nr|\
         cost center|cost centre|vat|vat no|vat id|registration no|company no|iban|bic|swift|account|account no|\
         customer no|extension|ext|skype|teams|linkedin|manager phone|manager title|attachments|importance|\
         firma|unternehmen|kunde|adresse|anschrift|straße|ort|plz|land|standort|raum|anrede|titel name|benutzername|anmeldename|personalnummer|\
         personalnr|kostenstelle|ust idnr|ustidnr|ust id|steuernummer|handelsregister|registergericht|hrb|hra|amtsgericht|\
         geschäftsführer|geschäftsführerin|geschäftsführung|geschäftsleitung|vorstand|aufsichtsrat|konto|kundennummer|eintrittsdatum|eintritt|beginn|\
         anhang|wichtigkeit|şirket|firma adı|adres|şehir|kullanıcı adı|sicil|sicil no|personel no|tc|tc kimlik|\
         t c kimlik no|tc kimlik no|vergi no|vergi dairesi|mersis no|işe başlama tarihi|başlangıç tarihi|not|dahili|\
         société|entreprise|ville|pays|code postal|civilité|matricule|siret|siren|tva|rcs|bureau|date de début|pièces jointes|\
         empresa|dirección|ciudad|nif|cif|dni|fecha de inicio|azienda|indirizzo|p iva|partita iva|codice fiscale|cnpj|cpf|\
         virksomhed|cvr|cvr nr|org nr|orgnr|organisationsnummer|y tunnus|startdato|startdatum|bedrijf|kvk|btw|personeelsnummer|\
         nip|regon|krs|firma nazwa|cégnév|adószám|инн|огрн|кпп|компания|公司|地址|会社|会社名|住所|工号|社員番号|회사|주소|사번|الشركة|العنوان|επωνυμία|fabrikat|\
         location code|manager id|poste téléphonique",
    ),
];

/// Words that may stand before a label without changing it: `new user's name`, `work email`.
const BEFORE: &[&str] = &[
    "new",
    "users",
    "employees",
    "employee",
    "staff",
    "the",
    "their",
    "her",
    "his",
    "work",
    "business",
    "company",
    "corporate",
    "primary",
    "personal",
    "starter",
    "starters",
    "joiner",
    "joiners",
    "neuer",
    "neue",
    "neuen",
    "mitarbeiter",
    "benutzer",
    "dienstliche",
    "geschäftliche",
    "private",
    "yeni",
    "kullanıcı",
    "çalışan",
    "personel",
    "iş",
    "kurumsal",
    "nouvel",
    "nouveau",
    "professionnel",
    "su",
    "nuevo",
    "ihre",
    "seine",
    "deren",
    "user",
    "please",
];

/// Words a label about the manager begins with.
const MANAGERS: &[&str] =
    &["manager", "managers", "line manager", "line managers", "supervisor", "supervisors", "boss"];

static BY_WORDS: LazyLock<HashMap<String, Label>> =
    LazyLock::new(|| LABELS.iter().flat_map(|(label, words)| words.split('|').map(|w| (key(w), *label))).collect());

static BEFORE_KEYS: LazyLock<Vec<String>> = LazyLock::new(|| BEFORE.iter().map(|w| key(w)).collect());

/// What these words say when they stand as a label; brackets may say more (`Telefon (mobil)`).
pub(super) fn of(words: &str) -> Option<Label> {
    let (outer, inner) = bracketed(words);
    let label = by_key(&key(&outer))?;
    match (label, inner.as_deref().and_then(|i| by_key(&key(i)))) {
        (Label::Phone(_), Some(Label::Phone(line))) => Some(Label::Phone(line)),
        _ => Some(label),
    }
}

/// What folded words say.
fn by_key(words: &str) -> Option<Label> {
    if words.is_empty() || words.len() > 60 {
        return None;
    }
    if let Some(label) = BY_WORDS.get(words) {
        return Some(*label);
    }
    if let Some(rest) = MANAGERS.iter().filter_map(|m| words.strip_prefix(m)).find_map(|r| r.strip_prefix(' ')) {
        return Some(match BY_WORDS.get(rest) {
            Some(Label::Name) => Label::Manager,
            Some(Label::First) => Label::ManagerFirst,
            Some(Label::Last) => Label::ManagerLast,
            Some(Label::Email) => Label::ManagerEmail,
            _ => Label::Ignored,
        });
    }
    // Address books number their columns: `E-mail 1 - Value`.
    if let Some(plain) =
        words.strip_suffix(" value").map(|w| w.trim_end_matches(|c: char| c == ' ' || c.is_ascii_digit()))
    {
        return by_key(plain);
    }
    let (first, rest) = words.split_once(' ')?;
    if BY_WORDS.get(first) == Some(&Label::Requester) || words.starts_with("requested by ") {
        return Some(Label::Requester);
    }
    let known = by_key(rest).filter(|_| BEFORE_KEYS.iter().any(|w| w == first))?;
    // A `Business Manager` or `Staff Manager` is a title, not whom somebody reports to.
    let whose = ["new", "users", "employees", "their", "her", "his", "the", "ihre", "su"].contains(&first);
    let manager = matches!(known, Label::Manager | Label::ManagerFirst | Label::ManagerLast | Label::ManagerEmail);
    Some(if manager && !whose { Label::Ignored } else { known })
}

/// The text without its bracketed parts, and the first of those.
fn bracketed(words: &str) -> (String, Option<String>) {
    let Some((before, rest)) = words.split_once(['(', '[']) else {
        return (words.to_owned(), None);
    };
    let (inner, after) = rest.split_once([')', ']']).unwrap_or((rest, ""));
    (format!("{before} {after}"), Some(inner.to_owned()))
}

impl Label {
    /// It says that a person is described here, not that a mail or a letter is.
    pub(super) fn names_a_person(self) -> bool {
        matches!(self, Self::Name | Self::First | Self::Last)
    }

    /// It belongs to the head of a mail.
    pub(super) fn is_head(self) -> bool {
        matches!(self, Self::From | Self::To | Self::Sent | Self::Subject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("E-Mail", Some(Label::Email))]
    #[case("First Name*", Some(Label::First))]
    #[case("SOYADI", Some(Label::Last))]
    #[case("Adı Soyadı", Some(Label::Name))]
    #[case("Telefon (mobil)", Some(Label::Phone(Line::Mobile)))]
    #[case("Telefon (geschäftlich)", Some(Label::Phone(Line::Any)))]
    #[case("New user's name", Some(Label::Name))]
    #[case("user name", Some(Label::Ignored))]
    #[case("Line manager's email", Some(Label::ManagerEmail))]
    #[case("Manager phone", Some(Label::Ignored))]
    #[case("Requester email", Some(Label::Requester))]
    #[case("Work e-mail address", Some(Label::Email))]
    #[case("Staff manager", Some(Label::Ignored))]
    #[case("Her manager", Some(Label::Manager))]
    #[case("E-mail 1 - Value", Some(Label::Email))]
    #[case("Project name", None)]
    #[case("", None)]
    fn labels(#[case] words: &str, #[case] label: Option<Label>) {
        assert_eq!(of(words), label);
    }

    #[test]
    fn no_words_have_two_meanings() {
        let mut seen: HashMap<String, Label> = HashMap::new();
        for (label, words) in LABELS {
            for word in words.split('|') {
                let before = seen.insert(key(word), *label);
                assert!(before.is_none_or(|b| b == *label), "{word}: {before:?} and {label:?}");
            }
        }
    }

    #[test]
    fn the_service_s_own_field_names_are_known() {
        for field in crate::domain::form::fields::FIELDS {
            assert!(of(field.wire).is_some(), "{}", field.wire);
            assert!(of(field.label).is_some(), "{}", field.label);
        }
    }
}

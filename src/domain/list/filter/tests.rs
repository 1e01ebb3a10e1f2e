//! The language, case by case: what is found, and what is refused where.

use std::sync::Arc;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use rstest::rstest;

use super::parse::parse;
use super::term::Filter;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::company::summary::{Company, CompanyStatus};
use crate::domain::desk::note::DeskNote;
use crate::domain::desk::notes::DeskNotes;
use crate::domain::history::day::Day;
use crate::domain::list::company_index::CompanyIndex;
use crate::domain::list::index_query::IndexQuery;
use crate::domain::service::ids::CompanyId;

const TODAY: Date = date(2026, 11, 30);

#[derive(Clone, Copy)]
struct Given {
    id: &'static str,
    name: &'static str,
    used: u64,
    limit: Limit,
    renews: Option<Date>,
    created: Option<Date>,
    reseller: &'static str,
    industry: &'static str,
    license_type: &'static str,
    tags: &'static [&'static str],
    inactive: u64,
    monthly: u64,
    state: &'static str,
}

const USUAL: Given = Given {
    id: "",
    name: "",
    used: 10,
    limit: Limit::Of(100),
    renews: Some(date(2027, 11, 30)),
    created: Some(date(2024, 1, 15)),
    reseller: "Northwind",
    industry: "Retail",
    license_type: "Standard",
    tags: &[],
    inactive: 0,
    monthly: 10,
    state: "",
};

#[rustfmt::skip]
const COMPANIES: [Given; 10] = [
    Given { id: "acme", name: "Acme Logistics", used: 512, limit: Limit::Of(500), renews: Some(date(2027, 2, 7)), industry: "Transport", tags: &["vip", "key account"], inactive: 30, monthly: 520, ..USUAL },
    Given { id: "aero", name: "Ærø Skog AB", used: 71, limit: Limit::Of(80), renews: Some(date(2026, 10, 1)), state: "expired", ..USUAL },
    Given { id: "blue", name: "Bluefin Marine", used: 1190, limit: Limit::Of(1200), renews: Some(date(2026, 12, 6)), license_type: "Enterprise", inactive: 21, ..USUAL },
    Given { id: "cons", name: "Construcciones Peñalver", used: 3086, limit: Limit::Unlimited, renews: Some(date(9999, 12, 31)), license_type: "Enterprise", monthly: 3100, ..USUAL },
    Given { id: "delta", name: "Delta Housing", used: 130, limit: Limit::Of(130), renews: Some(date(2026, 12, 30)), state: "locked", reseller: "Southgate", ..USUAL },
    Given { id: "ember", name: "Ember School", used: 97, limit: Limit::Of(100), renews: Some(date(2026, 12, 31)), industry: "Education", reseller: "Southgate Partners", tags: &["pilot"], ..USUAL },
    Given { id: "fern", name: "Fern College", used: 20, limit: Limit::Of(100), renews: Some(date(2026, 12, 15)), industry: "Education", reseller: "Southgate", created: Some(date(2026, 11, 25)), ..USUAL },
    Given { id: "gum", name: "Gum Tree", used: 0, limit: Limit::Of(0), renews: None, created: None, reseller: "", monthly: 0, ..USUAL },
    Given { id: "hol", name: "Holm \"Nord\"", used: 5, limit: Limit::Unknown, renews: Some(date(2026, 11, 30)), created: Some(date(2026, 9, 1)), ..USUAL },
    Given { id: "ivy", name: "Ivy, Ash", used: 101, limit: Limit::Of(100), renews: Some(date(2026, 11, 20)), state: "expired", tags: &["vip"], ..USUAL },
];

fn companies() -> [Company; 10] {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    COMPANIES.map(|given| Company {
        id: CompanyId::new(given.id),
        name: given.name.to_owned(),
        reseller: some(given.reseller),
        industry: some(given.industry),
        license_type: some(given.license_type),
        seats: Seats { used: given.used, limit: given.limit },
        inactive: given.inactive,
        deleted: 0,
        monthly: given.monthly,
        renews: given.renews,
        created: given.created,
        expired: given.state == "expired",
        locked: given.state == "locked",
        tags: given.tags.iter().map(|tag| (*tag).to_owned()).collect(),
        desk: None,
    })
}

/// Changes that were made since Friday, and since a week before.
fn index() -> CompanyIndex {
    let mut index = CompanyIndex::new(companies());
    let mut then = companies().to_vec();
    then.retain(|company| company.id.as_str() != "fern");
    let mut on = |day: i8, id: &str, change: fn(&mut Company)| {
        let changed = then.iter_mut().find(|company| company.id.as_str() == id).expect("a company");
        change(changed);
        index.earlier_days_mut().load(Arc::new(Day::of(date(2026, 11, day), &then)), &[]);
    };
    on(27, "acme", |acme| acme.seats.used = 500);
    on(20, "ivy", |ivy| ivy.expired = false);
    let own = [("blue", "Kiste, big crate", "Ring Zoë first.\nThen wait"), ("gum", "", "quiet"), ("cons", "box", "")];
    let own = own.map(|(id, aliases, text)| (CompanyId::new(id), DeskNote::typed(aliases, text)));
    index.attach(&DeskNotes::new(own.into(), Vec::new()));
    index
}

fn found(text: &str) -> String {
    parse(text).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}"));
    let query = IndexQuery { search: text.to_owned(), ..IndexQuery::default() };
    let index = index();
    index.find(&query, TODAY).companies().map(|company| company.id.as_str()).collect::<Vec<_>>().join(" ")
}

const ALL: &str = "acme aero blue cons delta ember fern gum hol ivy";

#[rstest]
#[case("", ALL)]
#[case("   ", ALL)]
#[case("acme", "acme")]
#[case("logi acm", "acme")]
#[case("aero", "aero")]
#[case("southgate", "delta ember fern")]
#[case("southgate education", "ember fern")]
#[case("\"southgate partners\"", "ember")]
#[case("\"partners southgate\"", "")]
#[case("-southgate", "acme aero blue cons gum hol ivy")]
#[case("-southgate -northwind", "gum")]
#[case("alias:kis", "blue")]
#[case("alias:\"big crate\"", "blue")]
#[case("alias=crate", "")]
#[case("alias=KISTE", "blue")]
#[case("alias:box,kiste", "blue cons")]
#[case("alias:kiste name:gum", "")]
#[case("-alias:box", "acme aero blue delta ember fern gum hol ivy")]
#[case("-alias:\"\"", "blue cons")]
#[case("alias:\"\"", "acme aero delta ember fern gum hol ivy")]
#[case("note:zoe", "blue")]
#[case("note:wait,quiet", "blue gum")]
#[case("-note:\"\"", "blue gum")]
#[case("-note:quiet", "acme aero blue cons delta ember fern hol ivy")]
#[case("note:kiste", "")]
#[case("tag:crate", "")]
#[case("kiste", "blue")]
#[case("left<5", "acme delta ember gum ivy")]
#[case("left<=9", "acme aero delta ember gum ivy")]
#[case("left<0", "acme ivy")]
#[case("left:0", "delta gum")]
#[case("left=0", "delta gum")]
#[case("left:0,3", "delta ember gum")]
#[case("left>50", "cons fern")]
#[case("-left<5", "aero blue cons fern hol")]
#[case("left:none", "cons")]
#[case("over>10", "acme")]
#[case("over>0", "acme ivy")]
#[case("over:1", "ivy")]
#[case("over>=1", "acme ivy")]
#[case("used>=100", "acme blue cons delta ivy")]
#[case("used>1'000", "blue cons")]
#[case("used<used", "")]
#[case("limit>500", "blue cons")]
#[case("limit:none", "cons")]
#[case("limit:unlimited", "cons")]
#[case("-limit:none limit>=500", "acme blue")]
#[case("use>90", "acme blue delta ember ivy")]
#[case("use>=97%", "acme blue delta ember ivy")]
#[case("use_percent:97", "ember")]
#[case("monthly>used", "acme cons hol")]
#[case("used>limit", "acme ivy")]
#[case("inactive>20", "acme blue")]
#[case("deleted:0", ALL)]
#[case("state:over", "acme ivy")]
#[case("state:over,full", "acme gum ivy")]
#[case("state:full", "gum")]
#[case("state:low", "blue ember")]
#[case("state:expired", "aero ivy")]
#[case("state:locked", "delta")]
#[case("state:ok", "cons fern hol")]
#[case("-state:ok", "acme aero blue delta ember gum ivy")]
#[case("STATE:Over", "acme ivy")]
#[case("reseller:southgate", "delta ember fern")]
#[case("reseller=southgate", "delta fern")]
#[case("reseller:\"southgate partners\"", "ember")]
#[case("reseller:\"\"", "gum")]
#[case("-reseller:south,north", "gum")]
#[case("type:enterprise", "blue cons")]
#[case("license_type:ent", "blue cons")]
#[case("industry:education", "ember fern")]
#[case("industry:edu,transport", "acme ember fern")]
#[case("tag:vip", "acme ivy")]
#[case("tag:\"key account\"", "acme")]
#[case("tag=key", "")]
#[case("-tag:pilot industry:education", "fern")]
#[case("tag:\"\" industry:education", "fern")]
#[case("name:delta", "delta")]
#[case("id:acme", "acme")]
#[case("ends<30d", "blue fern hol")]
#[case("ends<=30d", "blue delta fern hol")]
#[case("ends:30d", "blue delta fern hol")]
#[case("ends<7d", "blue hol")]
#[case("ends<1m", "blue fern hol")]
#[case("ends<2w", "blue hol")]
#[case("ends<3m", "acme blue delta ember fern hol")]
#[case("ends:today", "hol")]
#[case("ends<today", "aero ivy")]
#[case("ends<=0d", "aero hol ivy")]
#[case("ends<0d", "aero ivy")]
#[case("ends<-30d", "aero")]
#[case("ends:-30d", "hol ivy")]
#[case("ends:2026-12", "blue delta ember fern")]
#[case("ends=2026-12-31", "ember")]
#[case("ends>2026-12", "acme")]
#[case("ends>=2026-12-31", "acme ember")]
#[case("ends:2026", "aero blue delta ember fern hol ivy")]
#[case("ends:none", "cons gum")]
#[case("ends:none,2027", "acme cons gum")]
#[case("renews<2026-11-21", "aero ivy")]
#[case("ends>1y", "")]
#[case("created<7d", "fern")]
#[case("created<90d", "fern")]
#[case("created<=90d", "fern hol")]
#[case("created>90d", "acme aero blue cons delta ember ivy")]
#[case("created:2026", "fern hol")]
#[case("created:none", "gum")]
#[case("ends>created", "acme aero blue delta ember fern hol ivy")]
#[case("reseller:southgate industry:education ends:2026-12 left<5", "ember")]
#[case("nord", "hol")]
#[case("changed:1d", "acme fern")]
#[case("changed:today", "acme fern")]
#[case("changed=2026-11-27", "acme fern")]
#[case("changed:2026-11-26", "acme fern ivy")]
#[case("changed:7d", "acme fern ivy")]
#[case("changed:2026-11", "acme fern ivy")]
#[case("changed:2w,1d", "acme fern ivy")]
#[case("changed:2027-01-01", "acme fern")]
#[case("-changed:1d state:over", "ivy")]
#[case("-", "acme aero blue cons delta ember fern gum hol ivy")]
fn filter_finds(#[case] text: &str, #[case] expected: &str) {
    if text == "-" {
        // A lone dash is a word, which is in no name here.
        assert_eq!(found(text), "");
        return;
    }
    assert_eq!(found(text), expected, "{text}");
}

#[rstest]
#[case("left<", 5..5, "left is compared with a number")]
#[case("acme left<five", 10..14, "left is compared with a number")]
#[case("left:1,", 5..7, "left is compared with a number")]
#[case("left:,1", 5..7, "left is compared with a number")]
#[case("left<1,2", 5..8, "one value here")]
#[case("-left<x", 6..7, "left is compared with a number")]
#[case("state:", 6..6, "over, full, low, expired, locked or ok")]
#[case("state:ovr", 6..9, "over, full, low, expired, locked or ok")]
#[case("state:over,bad", 11..14, "over, full, low, expired, locked or ok")]
#[case("state<over", 6..10, "state has no order")]
#[case("changed:", 8..8, "a distance back (1d, 7d, 2w)")]
#[case("changed:-1d", 8..11, "a distance back")]
#[case("changed:none", 8..12, "a distance back")]
#[case("changed<7d", 8..10, "changed has no order")]
#[case("tag>a", 4..5, "tag has no order")]
#[case("ends<soon", 5..9, "a day, month or year")]
#[case("ends:2026-13", 5..12, "a day, month or year")]
#[case("ends:2026-2-30", 5..14, "a day, month or year")]
#[case("ends:2026-02-30", 5..15, "a day, month or year")]
#[case("ends<30x", 5..8, "a day, month or year")]
#[case("ends<none", 5..9, "a day, month or year")]
#[case("ends<99999999999d", 5..17, "a day, month or year")]
#[case("lefft<5", 0..5, "did you mean left?")]
#[case("sate:over", 0..4, "did you mean state?")]
#[case("https://x.example", 0..5, "quotes to search for it: \"https://x.example\"")]
#[case("a \"b c", 2..6, "the closing quote is missing")]
#[case("tag:\"b c", 4..8, "the closing quote is missing")]
#[case("used>=1e3", 6..9, "used is compared with a number")]
fn mistake_is_marked(#[case] text: &str, #[case] at: std::ops::Range<usize>, #[case] words: &str) {
    let mistake = parse(text).expect_err(text);
    assert_eq!(mistake.at, at, "{text}: {}", mistake.text);
    assert!(mistake.text.contains(words), "{text}: {}", mistake.text);
}

fn text(filter: &Filter) -> String {
    filter.only(|_| true)
}

#[test]
fn term_can_be_taken_away_and_put_back() {
    let filter = parse("acme  left<5 -tag:\"key account\"").expect("a filter");
    assert_eq!(text(&filter.without(1)), "acme -tag:\"key account\"");
    assert_eq!(text(&filter.toggled("left<5")), "acme -tag:\"key account\"");
    assert_eq!(text(&filter.toggled("used>1")), "acme left<5 -tag:\"key account\" used>1");
    assert_eq!(text(&filter.toggled("left<")), text(&filter));
}

#[test]
fn states_are_either() {
    let over = Filter::default().toggled("state:over");
    let both = over.toggled("left<5").toggled("state:low");
    assert_eq!(text(&both), "state:over,low left<5");
    assert_eq!(text(&both.toggled("state:over")), "state:low left<5");
    assert_eq!(text(&both.toggled("state:over").toggled("state:low")), "left<5");
    assert_eq!(text(&Filter::default().toggled("-state:ok").toggled("state:full")), "-state:ok state:full");
    assert!(both.asks_for(CompanyStatus::Low) && !both.asks_for(CompanyStatus::Full));
}

fn any_term() -> impl Strategy<Value = String> {
    let op = prop::sample::select(vec!["<", "<=", ">", ">=", "=", ":"]);
    let number = prop::sample::select(vec!["left", "over", "used", "limit", "use", "inactive", "monthly", "deleted"]);
    let numbers = (number.clone(), op.clone(), -20_i64..600).prop_map(|(key, op, n)| format!("{key}{op}{n}"));
    let columns = (number.clone(), op.clone(), number).prop_map(|(one, op, two)| format!("{one}{op}{two}"));
    let days = prop::sample::select(vec!["30d", "-30d", "2026-12", "2026", "2026-12-15", "0d", "1y", "today"]);
    let dates =
        (prop::sample::select(vec!["ends", "created"]), op, days).prop_map(|(key, op, day)| format!("{key}{op}{day}"));
    let texts =
        prop::sample::select(vec!["state:over,low", "tag:vip", "reseller=southgate", "\"b c\"", "acme", "type:\"\""]);
    prop_oneof![numbers, columns, dates, texts.prop_map(str::to_owned)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// A filter and its negation share the list without overlap, and "and" is the intersection.
    #[test]
    fn negation_is_the_rest(one in any_term(), two in any_term()) {
        let set = |text: &str| found(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let (is, not, all) = (set(&one), set(&format!("-{one}")), set(""));
        prop_assert_eq!(is.len() + not.len(), all.len());
        prop_assert!(is.iter().all(|id| !not.contains(id)));
        let both: Vec<_> = set(&one).into_iter().filter(|id| set(&two).contains(id)).collect();
        prop_assert_eq!(set(&format!("{one} {two}")), both);
    }

    /// Whatever is typed is read or refused at a place within it, and what is read says itself again.
    #[test]
    fn any_text_is_read_or_refused_within_it(typed in "[a-z:<>=,\" \\-0-9äİ東]{0,30}|\\PC{0,20}") {
        match parse(&typed) {
            Ok(filter) => {
                prop_assert_eq!(parse(&text(&filter)), Ok(filter));
            }
            Err(mistake) => {
                prop_assert!(mistake.at.end <= typed.len() && typed.get(mistake.at.clone()).is_some(), "{:?}", mistake);
            }
        }
    }
}

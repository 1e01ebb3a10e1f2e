//! `--default`: values for all rows of a file.

use std::fs;

use super::support::{COMPANY, Desk};

const NAMES: &str = "Email,Name\nann@quartz.example,Ann Lee\nbob@quartz.example,Bob Roy\n";

#[test]
fn field_without_a_column_is_given_to_all_rows() {
    let desk = Desk::new();
    let path = desk.home.path().join("names.csv");
    fs::write(&path, NAMES).expect("written");
    let file = path.to_str().expect("UTF-8");
    let import = |more: &[&str]| desk.run(&[&["users", "import", file, "--company", COMPANY, "--yes"], more].concat());
    import(&["--dry-run"]).ends(5).says(&["Phone is required, and no column has it; --default \"phone=VALUE\""]);
    import(&["--default", "email=a@b.example"]).ends(2).says(&["has no value for all rows"]);
    let defaults = ["--default", "phone=+44 20 7946 0018", "--default", "department=Sales"];
    import(&defaults).ends(0).says(&["where a row has none: Phone +44 20 7946 0018, Department Sales", "created 2"]);
    let users = desk.server.users(&desk.id(COMPANY));
    let made: Vec<_> = users.iter().filter(|user| NAMES.contains(&user.email)).collect();
    assert_eq!(made.len(), 2);
    for user in made {
        assert_eq!((user.phone.as_str(), user.department.as_deref()), ("+442079460018", Some("Sales")));
    }
}

#[test]
fn plan_keeps_the_values() {
    let desk = Desk::new();
    let path = desk.home.path().join("names.csv");
    fs::write(&path, NAMES).expect("written");
    let (file, plan) = (path.to_str().expect("UTF-8"), desk.home.path().join("names.plan"));
    let plan = plan.to_str().expect("UTF-8");
    let args = ["users", "import", file, "--company", COMPANY, "--plan", plan, "--default", "phone=+442079460018"];
    desk.run(&args).ends(0);
    desk.run(&["users", "apply", plan, "--yes"]).ends(0).says(&["created 2"]);
}

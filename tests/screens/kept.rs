//! Rows that show what they have shown are not drawn again.

use crate::common::screen::LastingScreen;
use crate::common::{Story, companies};

fn story() -> (Story, LastingScreen) {
    let mut story = Story::sized(companies(137), 100, 160, 48);
    story.settle();
    (story, LastingScreen::new(160, 48))
}

#[test]
fn cursor_down_draws_two_rows() {
    let (mut story, mut screen) = story();
    assert_eq!(screen.draw(&story.model), Ok(0));
    let all = screen.draw(&story.model).expect("drawn");
    assert!(all > 35, "{all}");
    story.press("j");
    assert_eq!(screen.draw(&story.model), Ok(all - 2));
    story.press("space");
    assert_eq!(screen.draw(&story.model), Ok(all - 2), "the row that is marked, and the next one");
}

#[test]
fn nothing_is_kept_under_an_overlay_or_after_it() {
    let (mut story, mut screen) = story();
    screen.draw(&story.model).expect("drawn");
    story.press("?");
    assert_eq!(screen.draw(&story.model), Ok(0));
    assert_eq!(screen.draw(&story.model), Ok(0));
    story.press("esc");
    assert_eq!(screen.draw(&story.model), Ok(0));
    assert!(screen.draw(&story.model).expect("drawn") > 35);
}

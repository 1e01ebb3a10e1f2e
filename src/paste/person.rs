//! One person out of the pieces of a paste.

use super::contact::{Finding, Part};
use super::facts::{Document, Facts};
use super::findings::Findings;
use super::label::Label;
use super::segment::Segment;

/// What is found about the person these pieces describe, in their order.
pub(super) fn analyze(pieces: &[Segment], scene: Document<'_>) -> Vec<Finding> {
    let facts = Facts::read(pieces, scene);
    let own = facts.own();
    let mut out = Findings::default();
    facts.names(own.as_ref(), &mut out);
    if let Some(own) = &own {
        facts.email(own, &mut out);
    }
    facts.phone(own.as_ref().is_some_and(|o| o.several), &mut out);
    facts.department(&mut out);
    facts.choices(&mut out);
    facts.manager.add_findings(&mut out);
    if facts.document.is_absence_notice {
        out.doubt("in a note that somebody is away");
    }
    let said = facts.segments.iter().any(|p| p.label.is_some_and(|l| l != Label::Ignored && !l.is_head()));
    let lines = pieces.first().map(|p| p.line) != pieces.last().map(|p| p.line);
    let asked = facts.requested_name.is_some() || (lines && out.has(Part::Department));
    let anchored = own.is_some() || out.has(Part::Phone) || said || (out.has(Part::LastName) && asked);
    if anchored { out.in_order() } else { Vec::new() }
}

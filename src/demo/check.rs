//! Validation of values.

/// As lenient as the service: something, one @, something with a dot, no spaces.
pub(super) fn looks_like_email(email: &str) -> bool {
    let Some((local, domain)) = email.split_once('@') else {
        return false;
    };
    let dotted = domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty());
    let strange = |c: char| c.is_whitespace() || c.is_control();
    !local.is_empty() && dotted && !domain.contains('@') && !email.contains(strange)
}

/// Lengths are counted in Unicode scalar values, as JSON Schema's `maxLength` is.
pub(super) fn within(text: &str, label: &str, limit: usize) -> Result<(), String> {
    let length = text.chars().count();
    if length > limit {
        return Err(format!(
            "The length of '{label}' must be {limit} characters or fewer. You entered {length} characters."
        ));
    }
    Ok(())
}

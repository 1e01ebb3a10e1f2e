//! Reads Rust just well enough: words and signs without comments and literals, each with its line.

/// A word or a sign with the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The word, or the sign; `::` is one sign.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
}

impl Token {
    /// It is a word.
    pub fn is_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// The tokens of a file.
pub fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let (mut tokens, mut line, mut at) = (Vec::new(), 1, 0);
    while at < chars.len() {
        let end = end_of(&chars, at);
        let text: String = chars[at..end].iter().collect();
        let skip = text.starts_with(['"', '\'', ' ', '\n', '\t']) || text.starts_with("//") || text.starts_with("/*");
        let raw = text.len() > 1 && text.ends_with(['"', '#']) && text.contains('"');
        let breaks = text.matches('\n').count();
        if !skip && !raw {
            tokens.push(Token { text, line });
        }
        line += breaks;
        at = end;
    }
    tokens
}

/// Where the comment, literal, word or sign that starts at `at` ends.
fn end_of(chars: &[char], at: usize) -> usize {
    let next = |n: usize| chars.get(at + n).copied().unwrap_or('\0');
    match chars[at] {
        '/' if next(1) == '/' => find(chars, at, |i| chars[i] == '\n'),
        '/' if next(1) == '*' => block_comment(chars, at),
        '"' => string(chars, at),
        'r' | 'b' | 'c' if literal_prefix(chars, at).is_some() => literal_prefix(chars, at).unwrap_or(at + 1),
        // A lifetime is a quote and a word with no quote behind it.
        '\'' if next(1) != '\\' && next(2) != '\'' => word(chars, at + 1),
        '\'' => find(chars, at + 1 + usize::from(next(1) == '\\') * 2, |i| chars[i] == '\'') + 1,
        c if c.is_alphanumeric() || c == '_' => word(chars, at),
        ':' if next(1) == ':' => at + 2,
        _ => at + 1,
    }
    .min(chars.len())
}

fn find(chars: &[char], from: usize, is_end: impl Fn(usize) -> bool) -> usize {
    (from..chars.len()).find(|i| is_end(*i)).unwrap_or(chars.len())
}

fn word(chars: &[char], at: usize) -> usize {
    find(chars, at, |i| !chars[i].is_alphanumeric() && chars[i] != '_')
}

fn string(chars: &[char], at: usize) -> usize {
    let mut i = at + 1;
    while i < chars.len() && chars[i] != '"' {
        i += 1 + usize::from(chars[i] == '\\');
    }
    i + 1
}

fn block_comment(chars: &[char], at: usize) -> usize {
    let (mut depth, mut i) = (0_usize, at);
    while i < chars.len() {
        match (chars[i], chars.get(i + 1)) {
            ('/', Some('*')) => {
                depth += 1;
                i += 2;
            }
            ('*', Some('/')) => {
                depth -= 1;
                i += 2;
                if depth == 0 {
                    return i;
                }
            }
            _ => i += 1,
        }
    }
    i
}

/// The end of `r"…"`, `r#"…"#`, `b"…"` and the like, if such a literal starts here.
fn literal_prefix(chars: &[char], at: usize) -> Option<usize> {
    let letters = find(chars, at, |i| !matches!(chars[i], 'r' | 'b' | 'c'));
    let quote = find(chars, letters, |i| chars[i] != '#');
    let (hashes, raw) = (quote - letters, chars[at..letters].contains(&'r'));
    if letters - at > 2 || chars.get(quote) != Some(&'"') || (hashes > 0 && !raw) {
        return None;
    }
    if !raw {
        return Some(string(chars, quote));
    }
    let closes = |i: usize| chars[i] == '"' && (1..=hashes).all(|n| chars.get(i + n) == Some(&'#'));
    Some(find(chars, quote + 1, closes) + hashes + 1)
}

/// The words a path can go on with after the token at `at`: `x` of `::x`, `x` and `y` of `::{x::a, y}`.
pub fn follows(tokens: &[Token], at: usize) -> Vec<Token> {
    let text = |i: usize| tokens.get(i).map_or("", |t| t.text.as_str());
    if text(at + 1) != "::" {
        return Vec::new();
    }
    if text(at + 2) != "{" {
        return tokens.get(at + 2).cloned().into_iter().collect();
    }
    let (mut found, mut depth, mut i) = (Vec::new(), 0_usize, at + 2);
    while i < tokens.len() {
        match text(i) {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ if depth == 1 && matches!(text(i - 1), "{" | ",") => found.push(tokens[i].clone()),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        i += 1;
    }
    found
}

/// Every function with a body: its name, its first line, how many lines it has.
pub fn functions(tokens: &[Token]) -> Vec<(String, usize, usize)> {
    let starts = tokens.windows(2).enumerate().filter(|(_, pair)| pair[0].text == "fn" && pair[1].is_word());
    starts
        .filter_map(|(at, pair)| {
            let (mut round, mut curly) = (0_usize, 0_usize);
            for token in &tokens[at..] {
                match token.text.as_str() {
                    "(" | "[" => round += 1,
                    ")" | "]" => round -= 1,
                    "{" => curly += 1,
                    "}" => {
                        curly -= 1;
                        if curly == 0 {
                            return Some((pair[1].text.clone(), pair[0].line, token.line - pair[0].line + 1));
                        }
                    }
                    ";" if round == 0 && curly == 0 => return None,
                    _ => {}
                }
            }
            None
        })
        .collect()
}

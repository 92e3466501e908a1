//! The table of layers in the rustdoc of a declared network.

use crate::resolve::Resolved;

/// Markdown lines: hovering the name in an editor answers "how big is it".
pub(crate) fn table(network: &Resolved) -> Vec<String> {
    let number = |value: Option<usize>| value.map_or("from its type".into(), |value| value.to_string());
    let mut lines = vec![
        String::new(),
        "| field | layer | output | parameters | multiply-adds |".into(),
        "|---|---|---|--:|--:|".into(),
        format!("| | input | {} | | |", network.input.text()),
    ];
    for stage in &network.stages {
        let (text, output) = (stage.text.replace('|', "\\|"), stage.output.text());
        let (parameters, macs) = (number(stage.parameters), number(stage.macs));
        lines.push(format!("| `{}` | `{text}` | {output} | {parameters} | {macs} |", stage.name));
    }
    let sum = |of: fn(&crate::resolve::Stage) -> Option<usize>| {
        network.stages.iter().map(of).sum::<Option<usize>>()
    };
    if let (Some(parameters), Some(macs)) = (sum(|stage| stage.parameters), sum(|stage| stage.macs)) {
        let bytes = match network.scalar.to_string().as_str() {
            "f32" => format!(", {} bytes", 4 * parameters),
            "f64" => format!(", {} bytes", 8 * parameters),
            _ => String::new(),
        };
        lines.push(String::new());
        lines.push(format!("{parameters} parameters{bytes}; {macs} multiply-adds a sample."));
    }
    lines
}

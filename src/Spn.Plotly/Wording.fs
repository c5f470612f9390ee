/// Texts of a chart. Plotly reads tags and entities in them, and placeholders in templates: a name stands as it was given.
module internal Spn.Plotly.Wording

open System
open System.Globalization

/// A name as plain text.
let label (name: string) =
    name.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;")

/// A name as plain text in a template.
let literal (name: string) = (label name).Replace("%", "&#37;")

/// A value with up to five significant digits.
let number (value: float) =
    value.ToString("G5", CultureInfo.InvariantCulture)

/// A value with one decimal, or a dash where there is none.
let short (value: float) =
    if Double.IsFinite value then value.ToString("0.0", CultureInfo.InvariantCulture) else "–"

/// The unit of an axis: what follows the last comma of its name.
let unit (axis: string) =
    match axis.LastIndexOf ", " with
    | -1 -> ""
    | at -> " " + label (axis.Substring(at + 2))

/// Lines under each other; empty ones are left out.
let lines (parts: string list) =
    String.Join("<br>", parts |> List.filter (fun part -> part.Length > 0))

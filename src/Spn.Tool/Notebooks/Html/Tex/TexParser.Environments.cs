using System.Xml.Linq;

namespace Spn.Tool.Notebooks.Html.Tex;

/// <summary>This part: \begin … \end, matrices and aligned equations.</summary>
internal sealed partial class TexParser
{
    private MathAtom? Environment()
    {
        var name = _reader.ReadRawArgument(@"\begin");
        var kind = name.TrimEnd('*');
        var atom = kind switch
        {
            "matrix" => Matrix(name, "", ""),
            "pmatrix" => Matrix(name, "(", ")"),
            "bmatrix" => Matrix(name, "[", "]"),
            "Bmatrix" => Matrix(name, "{", "}"),
            "vmatrix" => Matrix(name, "|", "|"),
            "Vmatrix" => Matrix(name, "‖", "‖"),
            "array" => Array(name),
            "cases" or "dcases" => Ordinary(new XElement(
                "mrow", MathMl.Fence("{", "prefix"), Table(Rows(name), ["left"], display: kind == "dcases"))),
            "aligned" or "align" or "split" => Aligned(name),
            "gather" or "gathered" or "equation" => Gathered(name),
            _ => null,
        };
        return atom ?? Unknown($@"\begin{{{name}}}");
    }

    private MathAtom Matrix(string name, string left, string right)
    {
        var table = Table(Rows(name), ["center"], display: false);
        return Ordinary(
            left.Length == 0 ? table : new XElement("mrow", MathMl.Fence(left, "prefix"), table, MathMl.Fence(right, "postfix")));
    }

    /// <summary>Columns alternate between right and left alignment, with a gap before each further pair.</summary>
    private MathAtom Aligned(string name)
    {
        _reader.ReadOptional();
        return Ordinary(Table(Rows(name, continues: true), ["right", "left"], display: true, gaps: "0"));
    }

    private MathAtom Gathered(string name)
    {
        var rows = Rows(name);
        return Ordinary(rows is [[var only]] ? Styled(new XElement("mrow", only.Nodes()), true) : Table(rows, ["center"], display: true));
    }

    /// <summary>An array with the alignment of each column given by a letter.</summary>
    private MathAtom Array(string name)
    {
        var columns = _reader.ReadRawArgument(@"\begin{array}").Where(c => !char.IsWhiteSpace(c)).Select(letter => letter switch
        {
            'l' => "left",
            'c' => "center",
            'r' => "right",
            _ => throw new TexException($"an array's column is '{letter}', not l, c or r"),
        }).ToList();
        return Ordinary(Table(Rows(name), columns.Count > 0 ? columns : ["center"], display: false));
    }

    /// <summary>Reads rows of cells up to the end of the environment.</summary>
    private List<XElement[]> Rows(string name, bool continues = false)
    {
        var tight = _tight;
        _tight = false;
        var rows = new List<XElement[]>();
        var cells = new List<XElement>();
        while (true)
        {
            cells.Add(new XElement("mtd", Content(ParseRow(), continues && cells.Count % 2 == 1)));
            if (_reader.Accept("&"))
                continue;
            var isEmptyLast = cells is [{ HasElements: false }];
            if (!isEmptyLast)
                rows.Add([.. cells]);
            cells = [];
            if (!AcceptLineBreak())
                break;
        }

        var end = _reader.Accept(@"\end") ? _reader.ReadRawArgument(@"\end") : "";
        if (end != name)
            throw new TexException($@"\begin{{{name}}} " + (end.Length == 0 ? $@"has no \end{{{name}}}" : $@"is closed by \end{{{end}}}"));
        _tight = tight;
        return rows;
    }

    /// <summary>Goes past a line break, with the extra space in brackets that may follow it at once.</summary>
    private bool AcceptLineBreak()
    {
        if (!_reader.Accept(@"\\") && !_reader.Accept(@"\cr"))
            return false;
        if (_reader.Peek == '[')
            _reader.ReadOptional();
        return true;
    }

    private IEnumerable<XElement> Content(IReadOnlyList<MathAtom> atoms, bool continues) => MathMl.Elements(atoms, _tight, continues);

    /// <summary>
    /// A table. Alignment is written as an attribute and as a style, for browsers differ in which they read.
    /// </summary>
    /// <param name="rows">Its cells; what is not an <c>mtd</c> is put into one.</param>
    /// <param name="columns">Alignments by column, repeated when there are more columns.</param>
    /// <param name="display">Whether fractions and sums in it are large.</param>
    /// <param name="gaps">The space at both sides of a cell; none for aligned columns, which meet at the relation.</param>
    private static XElement Table(IReadOnlyList<XElement[]> rows, IReadOnlyList<string> columns, bool display, string? gaps = null)
    {
        var width = rows.Count == 0 ? 0 : rows.Max(r => r.Length);
        var table = new XElement("mtable", display ? new XAttribute("displaystyle", "true") : null);
        foreach (var row in rows)
            table.Add(new XElement("mtr", row.Select(Cell)));
        return table;

        XElement Cell(XElement content, int column)
        {
            var cell = content.Name.LocalName == "mtd" ? content : new XElement("mtd", content);
            var alignment = columns[column % columns.Count];
            var style = new List<string>();
            if (alignment != "center")
                style.Add($"text-align:{alignment}");
            if (gaps is not null)
            {
                var left = gaps == "0" && columns.Count == 2 && column > 0 && column % 2 == 0 ? "2em" : gaps;
                style.Add($"padding-left:{left};padding-right:{gaps}");
            }
            else
            {
                if (column == 0)
                    style.Add("padding-left:0.2em");
                if (column == width - 1)
                    style.Add("padding-right:0.2em");
            }

            if (alignment != "center")
                cell.SetAttributeValue("columnalign", alignment);
            if (style.Count > 0)
                cell.SetAttributeValue("style", string.Join(';', style));
            return cell;
        }
    }
}

using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Spn.Tool.Notebooks.Html.Tex;
using Property = Spn.Tests.Property;

namespace Spn.Tool.Tests.Notebooks.Html;

public class TexMathTests
{
    [Theory]
    [InlineData("x", "<mi>x</mi>")]
    [InlineData("12.5", "<mn>12.5</mn>")]
    [InlineData("x_t", "<msub><mi>x</mi><mi>t</mi></msub>")]
    [InlineData("x^{2}", "<msup><mi>x</mi><mn>2</mn></msup>")]
    [InlineData("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>")]
    [InlineData("f'", """<msup><mi>f</mi><mo lspace="0" rspace="0">′</mo></msup>""")]
    [InlineData("f''", """<msup><mi>f</mi><mo lspace="0" rspace="0">″</mo></msup>""")]
    [InlineData(@"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>")]
    [InlineData(@"\frac{a}{b+c}", "<mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mi>c</mi></mrow></mfrac>")]
    [InlineData(@"\sqrt{x}", "<msqrt><mi>x</mi></msqrt>")]
    [InlineData(@"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>")]
    [InlineData(@"\sum_{i=1}^n",
        """<munderover><mo>∑</mo><mrow><mi>i</mi><mo lspace="0" rspace="0">=</mo><mn>1</mn></mrow><mi>n</mi></munderover>""")]
    [InlineData(@"\int_0^1", "<msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup>")]
    [InlineData(@"\int\limits_0^1", """<munderover><mo movablelimits="false">∫</mo><mn>0</mn><mn>1</mn></munderover>""")]
    [InlineData(@"\lambda\Lambda", """<mrow><mi>λ</mi><mi mathvariant="normal">Λ</mi></mrow>""")]
    [InlineData(@"\mathbf{G}", "<mi>𝐆</mi>")]
    [InlineData(@"\boldsymbol{\theta}", "<mi>𝜽</mi>")]
    [InlineData(@"\mathcal{L}", "<mi>ℒ</mi>")]
    [InlineData(@"\mathcal{N}", "<mi>𝒩</mi>")]
    [InlineData(@"\mathbb{R}^n", "<msup><mi>ℝ</mi><mi>n</mi></msup>")]
    [InlineData(@"\mathrm{d}x", """<mrow><mi mathvariant="normal">d</mi><mi>x</mi></mrow>""")]
    [InlineData(@"\mathrm{diag}", "<mi>diag</mi>")]
    [InlineData(@"\text{if } x", "<mrow><mtext>if\u00a0</mtext><mi>x</mi></mrow>")]
    [InlineData(@"\text{for $i$}", "<mrow><mtext>for\u00a0</mtext><mi>i</mi></mrow>")]
    [InlineData(@"\operatorname{softmax}(x)",
        """<mrow><mi>softmax</mi><mo form="prefix" stretchy="false">(</mo><mi>x</mi><mo form="postfix" stretchy="false">)</mo></mrow>""")]
    [InlineData(@"\log x", """<mrow><mi>log</mi><mspace width="0.1667em" /><mi>x</mi></mrow>""")]
    [InlineData(@"\max_k", """<munder><mo lspace="0" rspace="0" movablelimits="true">max</mo><mi>k</mi></munder>""")]
    [InlineData(@"\left(x\right]", """<mrow><mo fence="true" form="prefix" stretchy="true">(</mo><mi>x</mi><mo fence="true" form="postfix" stretchy="true">]</mo></mrow>""")]
    [InlineData(@"\left.x\right|", """<mrow><mi>x</mi><mo fence="true" form="postfix" stretchy="true">|</mo></mrow>""")]
    [InlineData(@"\|x\|",
        """<mrow><mo lspace="0" rspace="0" stretchy="false">‖</mo><mi>x</mi><mo lspace="0" rspace="0" stretchy="false">‖</mo></mrow>""")]
    [InlineData(@"\lVert x \rVert",
        """<mrow><mo form="prefix" stretchy="false">‖</mo><mi>x</mi><mo form="postfix" stretchy="false">‖</mo></mrow>""")]
    [InlineData(@"\hat{y}", """<mover accent="true"><mi>y</mi><mo stretchy="false">ˆ</mo></mover>""")]
    [InlineData(@"\bar x", """<mover accent="true"><mi>x</mi><mo stretchy="false">¯</mo></mover>""")]
    [InlineData(@"\overline{AB}", """<mrow class="overline"><mrow><mi>A</mi><mi>B</mi></mrow></mrow>""")]
    [InlineData(@"\underbrace{x}_{n}", """<munder><munder><mi>x</mi><mo stretchy="true">⏟</mo></munder><mi>n</mi></munder>""")]
    [InlineData(@"\boxed{x}", """<mrow class="boxed"><mi>x</mi></mrow>""")]
    [InlineData(@"a\quad b\,c", """<mrow><mi>a</mi><mspace width="1em" /><mi>b</mi><mspace width="0.1667em" /><mi>c</mi></mrow>""")]
    [InlineData(@"x \in A", "<mrow><mi>x</mi><mo>∈</mo><mi>A</mi></mrow>")]
    [InlineData(@"x \notin A", "<mrow><mi>x</mi><mo>∉</mo><mi>A</mi></mrow>")]
    [InlineData(@"A \odot B \to C", "<mrow><mi>A</mi><mo>⊙</mo><mi>B</mi><mo>→</mo><mi>C</mi></mrow>")]
    [InlineData(@"\forall \infty \partial", """<mrow><mi>∀</mi><mi>∞</mi><mi>∂</mi></mrow>""")]
    [InlineData(@"a,\ldots,b", "<mrow><mi>a</mi><mo>,</mo><mi>…</mi><mo>,</mo><mi>b</mi></mrow>")]
    [InlineData(@"10\%", "<mrow><mn>10</mn><mi>%</mi></mrow>")]
    public void A_construct_becomes_the_MathML_that_stands_here(string tex, string expected) => Assert.Equal(expected, Content(tex));

    [Theory]
    [InlineData("-x", """<mrow><mo form="prefix">−</mo><mi>x</mi></mrow>""")]
    [InlineData("a-x", "<mrow><mi>a</mi><mo>−</mo><mi>x</mi></mrow>")]
    [InlineData("a=-x", """<mrow><mi>a</mi><mo>=</mo><mo form="prefix">−</mo><mi>x</mi></mrow>""")]
    [InlineData("(-1)", """<mrow><mo form="prefix" stretchy="false">(</mo><mo form="prefix">−</mo><mn>1</mn><mo form="postfix" stretchy="false">)</mo></mrow>""")]
    [InlineData("x_{i-1}", """<msub><mi>x</mi><mrow><mi>i</mi><mo lspace="0" rspace="0">−</mo><mn>1</mn></mrow></msub>""")]
    public void A_minus_is_a_sign_or_an_operator_by_its_neighbours(string tex, string expected) => Assert.Equal(expected, Content(tex));

    [Fact]
    public void A_matrix_has_its_brackets_rows_and_cells()
    {
        var matrix = XElement.Parse(Content(@"\begin{bmatrix} a & b \\ c & d \end{bmatrix}"));
        Assert.Equal(["[", "]"], matrix.Elements("mo").Select(o => o.Value));
        Assert.Equal(["ab", "cd"], matrix.Descendants("mtr").Select(r => r.Value));
        Assert.Equal(4, matrix.Descendants("mtd").Count());
    }

    [Fact]
    public void Cases_open_with_a_brace_and_align_to_the_left()
    {
        var cases = XElement.Parse(Content(@"\begin{cases} 1, & i = j \\ 0 & \text{otherwise} \end{cases}"));
        Assert.Equal("{", cases.Elements("mo").Single().Value);
        Assert.All(cases.Descendants("mtd"), cell => Assert.Contains("text-align:left", (string?)cell.Attribute("style")));
    }

    [Fact]
    public void Aligned_lines_meet_at_the_relation_and_a_leading_plus_stays_binary()
    {
        var aligned = XElement.Parse(Content(@"\begin{aligned} a &= b \\ &+ c \end{aligned}"));
        var cells = aligned.Descendants("mtd").ToList();
        Assert.Equal(["right", "left", "right", "left"], cells.Select(c => (string?)c.Attribute("columnalign")).Select(a => a!));
        Assert.Equal("infix", (string?)cells[3].Element("mo")?.Attribute("form"));
    }

    [Fact]
    public void The_source_stands_in_an_annotation_and_the_tag_comes_apart()
    {
        var result = TexMath.Convert(@"a < b \tag{4}", display: true);
        var math = XElement.Parse(result.Html);
        Assert.Equal("block", (string?)math.Attribute("display"));
        Assert.Equal(@"a < b \tag{4}", math.Descendants("annotation").Single().Value);
        Assert.Equal("(4)", result.Tag);
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData(@"h_t = (I - d_t)\,x_t + w_t h_{t-1}, \quad t \in [2, n] \tag{1}")]
    [InlineData(@"d_t(i,i) = \sum_{j=1,\, j\neq i}^{n} w_t(i,j) \tag{2}")]
    [InlineData(@"H_v = \left[\begin{matrix} I & 0 & \cdots & 0\\ w_2 & \lambda_2 & 0 & \cdots\\ \vdots & \vdots & \ddots & \vdots \end{matrix}\right] X_v = G X_v \tag{3}")]
    [InlineData(@"G_{ij} = \begin{cases} \displaystyle\prod_{\tau=j+1}^{i} w_\tau \lambda_j, & j < i\\ \lambda_i, & i = j \end{cases}")]
    [InlineData(@"\left\|\frac{\partial h_t}{\partial h_k}\right\|_2 \leq 1, \qquad U_{T+1} = (I - L)\, U_T \;\Longleftrightarrow\; \Delta\mathcal{U}_T = -L\,\mathcal{U}_T")]
    [InlineData(@"h_{k,t} = \Bigl(1 - \sum_{k\in\mathbb{N}} p_{k,t}\Bigr) x_{k,t} + \sum_{k\in\mathbb{N}} p_{k,t}\, h_{k,t-1}")]
    [InlineData(@"\begin{align} \lVert w_t \rVert_\infty &= \max_i \sum_j \lvert w_t(i,j)\rvert \le 1 \\ \rho(w_t) &\le \lVert w_t\rVert_\infty \end{align}")]
    [InlineData(
        @"A_{ij}=\exp\!\left(-\frac{\|I_i-I_j\|^2}{2\sigma^2}\right), \quad y^{*}=\operatorname*{arg\,max}_{c\in\{1,\dots,C\}} p(c\mid x)")]
    [InlineData(@"h = \max\{h^{\to}, h^{\leftarrow}, h^{\downarrow}, h^{\uparrow}\}, \quad N{\times}C{\times}H{\times}W, \quad w_t^{\top}, \quad \sigma_{\max}(w)=\sqrt2")]
    public void The_papers_equations_need_nothing_outside_the_subset(string tex)
    {
        var result = TexMath.Convert(tex, display: true);
        Assert.Empty(result.Warnings);
        Assert.Equal("math", XElement.Parse(result.Html).Name.LocalName);
    }

    [Fact]
    public void An_unknown_command_stands_there_as_source_and_is_reported()
    {
        var result = TexMath.Convert(@"a + \foobar{b}", display: false);
        Assert.Contains(@"class=""tex-unknown""", result.Html);
        Assert.Contains(@">\foobar</mtext>", result.Html);
        Assert.Contains(@"\foobar", Assert.Single(result.Warnings));
    }

    [Theory]
    [InlineData(@"\frac{1}{2", "brace")]
    [InlineData(@"\left( x", @"\right")]
    [InlineData(@"a}", "closing brace")]
    [InlineData(@"\begin{bmatrix} a", @"\end{bmatrix}")]
    [InlineData(@"\begin{bmatrix} a \end{pmatrix}", @"\end{pmatrix}")]
    [InlineData(@"x^2^3", "superscript")]
    [InlineData(@"\frac{1}", "argument")]
    [InlineData(@"a & b", "&")]
    [InlineData(@"\right)", @"\right")]
    [InlineData(@"\begin{array}{l|c} a \end{array}", "column")]
    public void Source_that_cannot_be_read_is_shown_whole_with_the_reason(string tex, string reason)
    {
        var result = TexMath.Convert(tex, display: false);
        var shown = XElement.Parse(result.Html);
        Assert.Equal("tex-error", (string?)shown.Attribute("class"));
        Assert.Equal(tex, shown.Value);
        Assert.Contains(reason, Assert.Single(result.Warnings));
    }

    [Fact]
    public void A_macro_is_expanded_here_and_in_the_next_formula()
    {
        var macros = new Dictionary<string, TexMacro>();
        TexMath.Convert(@"\newcommand{\norm}[1]{\lVert #1 \rVert} \def\R{\mathbb{R}} \DeclareMathOperator{\diag}{diag}",
            display: true, macros);
        Assert.Equal(Content(@"\lVert x \rVert_\infty \in \mathbb{R}^n"), Content(@"\norm{x}_\infty \in \R^n", macros));
        Assert.Equal("<mi>diag</mi>", Content(@"\diag", macros));
        Assert.Equal(Content(@"x^{\mathbb{R}}"), Content(@"x^\R", macros));
    }

    [Theory]
    [InlineData(@"\def\a{\a}\a")]
    [InlineData(@"\def\a{\a\a}\a")]
    [InlineData(@"\def\a{\text{$\a\a$}}\a")]
    [InlineData(@"\def\a{x^\a}\a")]
    public void A_macro_without_end_is_an_error_and_not_a_hang(string tex) =>
        Assert.Contains("tex-error", TexMath.Convert(tex, display: false).Html);

    [Theory]
    [InlineData("{", "}")]
    [InlineData(@"\sqrt{", "}")]
    [InlineData("x^{", "}")]
    [InlineData(@"\left(", @"\right)")]
    [InlineData(@"\hat", "")]
    [InlineData(@"\begin{matrix}", @"\end{matrix}")]
    public void Nesting_without_end_is_an_error_and_not_a_stack_overflow(string open, string close) =>
        Assert.Contains("tex-error", TexMath.Convert(string.Concat(Enumerable.Repeat(open, 5000))
            + "x" + string.Concat(Enumerable.Repeat(close, 5000)), display: false).Html);

    [Fact]
    public void Any_formula_comes_out_as_well_formed_XML_with_all_of_its_source()
    {
        string[] pieces =
        [
            "x", "12", ".", "+", "-", "=", "^", "_", "{", "}", "&", @"\\", " ", "'",
            "<", "\"", "\u0001", "|", "(", "]", "~", "%\n", "é", "𝔸", "\ud800", "$", "[",
            @"\frac", @"\sqrt", @"\left", @"\right", @"\middle", @"\sum", @"\limits",
                @"\mathbf", @"\rm", @"\text", @"\hat", @"\begin{aligned}", @"\end{aligned}",
            @"\begin{cases}", @"\end{cases}", @"\begin{array}{lc}", @"\end{array}", @"\big",
                @"\operatorname", @"\tag", @"\foo", @"\def\foo", @"\newcommand", @"\underbrace", @"\binom",
            @"\displaystyle", @"\,", @"\|", @"\{", @"\",
        ];
        var formulas = Gen.Elements(pieces).ListOf().Select(list => string.Concat(list));
        Check.One(Property.Cases(1500).WithEndSize(25), Prop.ForAll(formulas.ToArbitrary(), tex =>
        {
            var element = XElement.Parse(TexMath.Convert(tex, display: true).Html);
            var clean = Spn.Tool.Notebooks.Html.HtmlText.Clean(tex).Trim();
            return clean == (element.Descendants("annotation").FirstOrDefault() ?? element).Value;
        }));
    }

    private static string Content(string tex, Dictionary<string, TexMacro>? macros = null)
    {
        var result = TexMath.Convert(tex, display: false, macros);
        Assert.Empty(result.Warnings);
        return XElement.Parse(result.Html, LoadOptions.PreserveWhitespace)
            .Element("semantics")!.Elements().First().ToString(SaveOptions.DisableFormatting);
    }
}

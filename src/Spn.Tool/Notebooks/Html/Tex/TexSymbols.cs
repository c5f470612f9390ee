namespace Spn.Tool.Notebooks.Html.Tex;

/// <summary>A named symbol: the character and how it behaves.</summary>
internal readonly record struct TexSymbol(string Text, AtomClass Class);

/// <summary>The commands that stand for one character, as tables.</summary>
internal static class TexSymbols
{
    private const string OrdinaryTable = """
        alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ
        omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
        ell ℓ hbar ℏ imath ı jmath ȷ partial ∂ digamma ϝ
        """;

    private const string UprightTable = """
        Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
        infty ∞ nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ Re ℜ Im ℑ aleph ℵ wp ℘ top ⊤ bot ⊥ angle ∠ triangle △ square □
        blacksquare ■ Box □ star ⋆ bigstar ★ dagger † ddagger ‡ S § P ¶ checkmark ✓ degree ° prime ′ backslash \ neg ¬ lnot ¬ flat ♭ sharp ♯
        surd √ complement ∁ diamondsuit ♢ heartsuit ♡ clubsuit ♣ spadesuit ♠ copyright ©
        ldots … dots … dotsc … dotso … cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯ vdots ⋮ ddots ⋱ iddots ⋰ # # $ $ % % & & _ _
        """;

    private const string BinaryTable = """
        pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ circ ∘ bullet ∙ odot ⊙ otimes ⊗ oplus ⊕ ominus ⊖ oslash ⊘ cup ∪ cap ∩ sqcup ⊔ sqcap ⊓ uplus ⊎
        wedge ∧ vee ∨ land ∧ lor ∨ setminus ∖ smallsetminus ∖ wr ≀ diamond ⋄ amalg ⨿ boxplus ⊞ boxtimes ⊠ ltimes ⋉ rtimes ⋊ bigcirc ◯
        """;

    private const string RelationTable = """
        le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ne ≠ neq ≠ lt < gt > ll ≪ gg ≫ approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ asymp ≍ doteq ≐
        in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋ sqsubseteq ⊑ mid ∣ nmid ∤ parallel ∥ perp ⟂ vdash ⊢ models ⊨
        prec ≺ succ ≻ preceq ⪯ succeq ⪰ lesssim ≲ gtrsim ≳ triangleq ≜ coloneqq ≔ coloneq ≔ eqqcolon ≕ bowtie ⋈
        to → rightarrow → gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ implies ⟹ Leftarrow ⇐ impliedby ⟸ Leftrightarrow ⇔ iff ⟺
        mapsto ↦ longmapsto ⟼ longrightarrow ⟶ longleftarrow ⟵ Longrightarrow ⟹ Longleftarrow ⟸ longleftrightarrow ⟷ Longleftrightarrow ⟺
        uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ hookrightarrow ↪ hookleftarrow ↩
        rightharpoonup ⇀ rightleftharpoons ⇌ leadsto ⇝ rightsquigarrow ⇝ twoheadrightarrow ↠
        """;

    private const string LargeTable = """
        sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigsqcup ⨆ biguplus ⨄
        """;

    private const string IntegralTable = "int ∫ iint ∬ iiint ∭ oint ∮";

    private const string DelimiterTable = """
        lbrace { rbrace } lbrack [ rbrack ] langle ⟨ rangle ⟩ lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ | ‖ { { } } lfloor ⌊ rfloor ⌋ lceil ⌈
        rceil ⌉ lgroup ⟮ rgroup ⟯ uparrow ↑ downarrow ↓ Uparrow ⇑ Downarrow ⇓ backslash \ ulcorner ⌜ urcorner ⌝
        """;

    /// <summary>Symbols of one character that are italic letters in TeX.</summary>
    public static readonly IReadOnlyDictionary<string, string> Letters = Table(OrdinaryTable);

    /// <summary>Ordinary symbols that stand upright.</summary>
    public static readonly IReadOnlyDictionary<string, string> Upright = Table(UprightTable);

    /// <summary>Binary operators and relations.</summary>
    public static readonly IReadOnlyDictionary<string, TexSymbol> Operators = Table(BinaryTable).Select(p => (p.Key, new TexSymbol(p.Value, AtomClass.Binary)))
        .Concat(Table(RelationTable).Select(p => (p.Key, new TexSymbol(p.Value, AtomClass.Relation)))).ToDictionary(p => p.Key, p => p.Item2);

    /// <summary>Large operators whose limits go above and below in display.</summary>
    public static readonly IReadOnlyDictionary<string, string> Large = Table(LargeTable);

    /// <summary>Integral signs, whose limits stay at the right.</summary>
    public static readonly IReadOnlyDictionary<string, string> Integrals = Table(IntegralTable);

    /// <summary>What may follow \left, \right, \big by name.</summary>
    public static readonly IReadOnlyDictionary<string, string> Delimiters = Table(DelimiterTable);

    /// <summary>Functions written as words; true where limits go below.</summary>
    public static readonly IReadOnlyDictionary<string, bool> Functions =
        "arccos arcsin arctan arg cos cosh cot coth csc deg dim exp hom ker lg ln log sec sin sinh tan tanh".Split(' ').Select(n => (n, false))
        .Concat("det gcd inf lim liminf limsup max min Pr sup".Split(' ').Select(n => (n, true))).ToDictionary(p => p.n, p => p.Item2);

    /// <summary>Accents over one thing: the character, and whether it grows with what is below.</summary>
    public static readonly IReadOnlyDictionary<string, (string Text, bool Stretchy)> Accents = new Dictionary<string, (string, bool)>
    {
        ["hat"] = ("ˆ", false), ["check"] = ("ˇ", false), ["tilde"] = ("˜", false), ["bar"] = ("¯", false), ["vec"] = ("→", false), ["dot"] = ("˙", false),
        ["ddot"] = ("¨", false), ["acute"] = ("´", false), ["grave"] = ("`", false), ["breve"] = ("˘", false), ["mathring"] = ("˚", false),
        ["widehat"] = ("^", true), ["widetilde"] = ("~", true), ["overrightarrow"] = ("→", true), ["overleftarrow"] = ("←", true),
    };

    /// <summary>Horizontal space by command.</summary>
    public static readonly IReadOnlyDictionary<string, string> Spaces = new Dictionary<string, string>
    {
        [","] = "0.1667em", ["thinspace"] = "0.1667em", [":"] = "0.2222em", [">"] = "0.2222em", ["medspace"] = "0.2222em", [";"] = "0.2778em",
        ["thickspace"] = "0.2778em", ["!"] = "-0.1667em", ["negthinspace"] = "-0.1667em", [" "] = "0.25em", ["enspace"] = "0.5em", ["enskip"] = "0.5em",
        ["quad"] = "1em", ["qquad"] = "2em",
    };

    /// <summary>How a character typed as itself behaves: the class of the command that stands for it.</summary>
    public static readonly IReadOnlyDictionary<string, TexSymbol> Typed = TypedCharacters();

    private static Dictionary<string, TexSymbol> TypedCharacters()
    {
        var typed = new Dictionary<string, TexSymbol>
        {
            ["+"] = new("+", AtomClass.Binary), ["-"] = new("−", AtomClass.Binary), ["−"] = new("−", AtomClass.Binary), ["*"] = new("∗", AtomClass.Binary),
            ["·"] = new("⋅", AtomClass.Binary), ["="] = new("=", AtomClass.Relation), ["<"] = new("<", AtomClass.Relation), [">"] = new(">", AtomClass.Relation),
            [":"] = new(":", AtomClass.Relation), [","] = new(",", AtomClass.Punctuation), [";"] = new(";", AtomClass.Punctuation),
            ["("] = new("(", AtomClass.Open), ["["] = new("[", AtomClass.Open), ["⟨"] = new("⟨", AtomClass.Open), [")"] = new(")", AtomClass.Close),
            ["]"] = new("]", AtomClass.Close), ["⟩"] = new("⟩", AtomClass.Close), ["|"] = new("|", AtomClass.Ordinary), ["‖"] = new("‖", AtomClass.Ordinary),
        };
        foreach (var symbol in Operators.Values)
            typed.TryAdd(symbol.Text, symbol);
        foreach (var text in Large.Values.Concat(Integrals.Values))
            typed.TryAdd(text, new(text, AtomClass.Operator));
        return typed;
    }

    private static Dictionary<string, string> Table(string table)
    {
        var words = table.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}

namespace Spn.Tool.Notebooks.Html.Tex;

/// <summary>A formula that cannot be read at all, such as one with an unclosed brace. The message says what is missing.</summary>
internal sealed class TexException(string message) : Exception(message);

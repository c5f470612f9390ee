namespace Spn.DataSets.Acquire;

/// <summary>An archive is damaged, cut off, not what was expected, or has entries that are not safe to unpack; nothing of it is kept.</summary>
public sealed class ArchiveException : IOException
{
    /// <summary>One with a sentence.</summary>
    public ArchiveException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}

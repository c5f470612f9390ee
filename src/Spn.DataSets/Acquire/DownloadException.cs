namespace Spn.DataSets.Acquire;

/// <summary>A file could not be fetched; the message says from where, why, and what to do.</summary>
public sealed class DownloadException : IOException
{
    /// <summary>One with a sentence.</summary>
    public DownloadException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}

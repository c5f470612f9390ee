namespace Spn;

/// <summary>Writes files whole or not at all: to a temporary name in the same folder, then moved into place.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file through <paramref name="write"/>; when that throws, the old file stays as it was and nothing is left behind.</summary>
    /// <param name="path">The file to write; its folder is made when it is missing.</param>
    /// <param name="write">Receives the stream to fill.</param>
    /// <exception cref="IOException">The folder or the file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = $"{target}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
                write(stream);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes bytes as a whole file.</summary>
    public static void WriteBytes(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Writes text as a whole UTF-8 file without a byte order mark.</summary>
    public static void WriteText(string path, string text) => WriteBytes(path, System.Text.Encoding.UTF8.GetBytes(text));
}

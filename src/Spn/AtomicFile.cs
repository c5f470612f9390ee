namespace Spn;

/// <summary>Writes files whole or not at all: to a temporary name in the same folder, then moved into place.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes a file through <paramref name="write"/>; when that throws, the old file stays as it was and nothing is left behind.
    /// </summary>
    /// <param name="path">The file to write; its folder is made when it is missing. A read-only file is not replaced, whoever asks.</param>
    /// <param name="write">Receives the stream to fill; what it throws is passed on.</param>
    /// <exception cref="IOException">The folder or the file cannot be written; the message says why.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var target = Path.GetFullPath(path);
        RefuseToReplace(path, target);
        var temporary = $"{target}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        var stream = Attempt(path, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            return new FileStream(temporary, FileMode.Create, FileAccess.Write);
        });
        try
        {
            using (stream)
            {
                write(stream);
                Attempt(path, stream.Flush);
            }

            Attempt(path, () => File.Move(temporary, target, overwrite: true));
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>
    /// Whether a file could be written, before the work that fills it: its folder takes new files, and it is neither folder nor read-only.
    /// </summary>
    /// <exception cref="IOException">It could not; the message says why.</exception>
    internal static void Check(string path)
    {
        var target = Path.GetFullPath(path);
        RefuseToReplace(path, target);
        var folder = Path.GetDirectoryName(target)!;
        while (!Path.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
            folder = parent;
        Attempt(path, () =>
        {
            using var probe = new FileStream(
                Path.Combine(folder, $".{Environment.ProcessId}.{Guid.NewGuid():n}.tmp"),
                new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
        });
    }

    /// <summary>Writes bytes as a whole file.</summary>
    /// <exception cref="IOException">The folder or the file cannot be written; the message says why.</exception>
    public static void WriteBytes(string path, byte[] bytes) => Write(path, stream => Attempt(path, () => stream.Write(bytes)));

    /// <summary>Writes text as a whole UTF-8 file without a byte order mark.</summary>
    /// <exception cref="IOException">The folder or the file cannot be written; the message says why.</exception>
    public static void WriteText(string path, string text) => WriteBytes(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Makes the folder of a file.</summary>
    /// <exception cref="IOException">It cannot be made; the message says why.</exception>
    internal static void CreateFolder(string path) =>
        Attempt(path, () => Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!));

    /// <summary>A move replaces whatever has the name, where a plain write would have been refused.</summary>
    private static void RefuseToReplace(string path, string target)
    {
        if (Directory.Exists(target))
            throw new IOException($"cannot write '{path}': it is a folder; name a file in it.");
        if (!OperatingSystem.IsWindows() && target.StartsWith("/dev/", StringComparison.Ordinal) && !target.StartsWith("/dev/shm/", StringComparison.Ordinal))
            throw new IOException($"cannot write '{path}': it is a device; choose a folder you can write to.");
        if (File.Exists(target) && IsReadOnly(target))
            throw new IOException($"cannot write '{path}': the file is read-only; name another file, or make this one writable.");
    }

    /// <summary>
    /// For the superuser, who may write to everything, a file is read-only when nobody was given leave to write to it; a link that leads
    /// nowhere is not.
    /// </summary>
    private static bool IsReadOnly(string target) =>
        new FileInfo(target).LinkTarget is not null && File.ResolveLinkTarget(target, returnFinalTarget: true) is not { Exists: true }
            ? false
        : OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess
            ? File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly)
            : (File.GetUnixFileMode(target) & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0;

    private static void Attempt(string path, Action action) => Attempt(path, () =>
    {
        action();
        return true;
    });

    private static T Attempt<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"cannot write '{path}': {Reason(path, exception)}; choose a folder you can write to.", exception);
        }
    }

    /// <summary>Why it failed, in words about the path that was asked for: the runtime's own speak of the temporary name.</summary>
    private static string Reason(string path, Exception exception)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        while (!Path.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
            folder = parent;
        return exception switch
        {
            _ when File.Exists(folder) => $"'{folder}' is a file, not a folder",
            PathTooLongException => "the path is too long",
            UnauthorizedAccessException => $"there is no permission to write in '{folder}'",
            FileNotFoundException or DirectoryNotFoundException => $"'{folder}' takes no new files",
            _ => exception.Message.Split(" : '")[0].TrimEnd('.'),
        };
    }
}

using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// A guidance network from a TorchScript file, as <c>torch.jit.script(model).save("model.pt")</c> writes it in PyTorch. Its parameters
/// are trained and saved with those of the refiner that takes it, as <c>guidance.script.…</c>.
/// </summary>
public sealed class GuidanceFile : nn.Module<Tensor, Tensor>
{
    private const string HowToSave = "save it by torch.jit.script(model).save(...)";

    [ComponentName(Name = "script")]
    private readonly jit.ScriptModule<Tensor, Tensor> _script;

    private readonly byte[] _bytes;

    /// <summary>Where the file last was written or found the same.</summary>
    private string? _copy;

    private GuidanceFile(string path, byte[] bytes, jit.ScriptModule<Tensor, Tensor> script) : base(nameof(GuidanceFile))
    {
        (FileName, _bytes, _script) = (path, bytes, script);
        RegisterComponents();

        // They came to life in the caller's dispose scope, if there is one, and must outlive it.
        foreach (var tensor in script.parameters().Concat(script.buffers()))
            tensor.DetachFromDisposeScope();
    }

    /// <summary>The file it was read from, which is not needed any more.</summary>
    public string FileName { get; }

    /// <summary>Reads a network of one tensor, the image N×3×H×W, that gives one, the weights; on the CPU.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no TorchScript module, or one of something else than a tensor.</exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public static GuidanceFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        TorchLibrary.Load();
        if (!File.Exists(path))
            throw new FileNotFoundException($"expected a TorchScript file {path}, found none; {HowToSave}.", path);
        try
        {
            var bytes = File.ReadAllBytes(path);
            ExpectForward(path, bytes);
            var script = jit.load<Tensor, Tensor>(bytes);
            return script.GetNumberOfInputs() == 1 ? new GuidanceFile(path, bytes, script) : throw new InvalidDataException(
                $"{path}: expected a module that takes one tensor, the image, got one that takes {script.GetNumberOfInputs()}; wrap it.");
        }
        catch (ExternalException exception)
        {
            throw new InvalidDataException(
                $"{path}: expected a TorchScript module, got: {LibtorchMessage.Of(exception)}; {HowToSave}.", exception);
        }
    }

    /// <summary>libtorch ends the process when it is asked about the forward of a module that has none.</summary>
    private static void ExpectForward(string path, byte[] bytes)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes));
            var code = archive.Entries.Where(entry => entry.FullName.EndsWith(".py", StringComparison.Ordinal)).Select(entry =>
            {
                using var reader = new StreamReader(entry.Open());
                return reader.ReadToEnd();
            }).ToList();
            if (code.Count > 0 && !code.Exists(text => text.Contains("def forward(", StringComparison.Ordinal)))
                throw new InvalidDataException($"{path}: expected a TorchScript module with a forward, got one without; {HowToSave}.");
        }
        catch (InvalidDataException exception) when (!exception.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: expected a TorchScript module, got something else; {HowToSave}.", exception);
        }
    }

    /// <summary>Writes the file as it was read; once, and never over another.</summary>
    /// <exception cref="IOException">It cannot be written, or another stands there.</exception>
    internal void CopyTo(string path)
    {
        var exists = File.Exists(path);
        if (exists && path == _copy)
            return;
        if (exists && !SHA256.HashData(_bytes).AsSpan().SequenceEqual(SHA256.HashData(File.ReadAllBytes(path))))
            throw new IOException($"cannot write '{path}': the guidance network of another model is there; save to another folder.");
        if (!exists)
            AtomicFile.WriteBytes(path, _bytes);
        _copy = path;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The modules inside the script are not among them: TorchSharp makes new objects for them at every look, and cannot look once the
    /// script is disposed.
    /// </remarks>
    public override IEnumerable<(string name, nn.Module module)> named_modules() => named_children();

    /// <summary>From an image to what the file's module makes of it.</summary>
    /// <param name="image">N×3×H×W, sRGB in [0, 1].</param>
    /// <exception cref="InvalidDataException">The module fails, or gives something else than a tensor.</exception>
    public override Tensor forward(Tensor image)
    {
        try
        {
            return _script.forward(image) ?? throw new InvalidDataException(
                $"{FileName}: expected a module that gives one tensor, the weights, got none; return it from forward.");
        }
        catch (Exception exception) when (exception is InvalidCastException or ArgumentOutOfRangeException or NullReferenceException)
        {
            throw new InvalidDataException(
                $"{FileName}: expected a module that gives one tensor, the weights, got another result; wrap it.", exception);
        }
        catch (ExternalException exception)
        {
            throw new InvalidDataException($"{FileName}: {LibtorchMessage.Of(exception)}", exception);
        }
    }
}

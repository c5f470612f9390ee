namespace Spn;

/// <summary>CUDA cannot be used here, or a call into the driver failed. The message is one sentence that says what to do.</summary>
public sealed class CudaException : Exception
{
    /// <summary>An error without a code of the driver: there is no driver, no device, or too little of something.</summary>
    public CudaException(string message) : this(message, 0) { }

    /// <summary>An error that the driver reported.</summary>
    public CudaException(string message, int code) : base(message) => Code = code;

    /// <summary>The driver's code (<c>CUresult</c>); 0 where the driver reported none.</summary>
    public int Code { get; }
}

using System.Runtime.InteropServices;

namespace Spn;

/// <summary>The primary context of a device, held as long as anything of ours uses it.</summary>
internal sealed unsafe class CudaContext : SafeHandle
{
    private readonly CudaDriver _driver;
    private readonly int _device;

    public CudaContext(CudaDriver driver, int device) : base(0, ownsHandle: true)
    {
        (_driver, _device) = (driver, device);
        nint context;
        driver.Check(driver.PrimaryCtxRetain(&context, device), "opening the primary context");
        SetHandle(context);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Makes the context current on this thread until the result is disposed; what was current before is so again.</summary>
    public Current Enter()
    {
        _driver.Check(_driver.CtxPushCurrent(handle), "entering the context");
        return new Current(_driver);
    }

    /// <summary>Keeps the context until <see cref="Free"/>, whatever is finalized first.</summary>
    public void Hold()
    {
        var held = false;
        DangerousAddRef(ref held);
    }

    /// <summary>Frees something of the context and lets go of it. Throws nothing: finalizers come here.</summary>
    public bool Free(delegate* unmanaged<nint, int> free, nint something)
    {
        nint context;
        var freed = _driver.CtxPushCurrent(handle) == 0;
        if (freed)
        {
            freed = free(something) == 0;
            freed &= _driver.CtxPopCurrent(&context) == 0;
        }

        DangerousRelease();
        return freed;
    }

    protected override bool ReleaseHandle() => _driver.PrimaryCtxRelease(_device) == 0;

    public readonly ref struct Current(CudaDriver driver)
    {
        public void Dispose()
        {
            nint context;
            driver.Check(driver.CtxPopCurrent(&context), "leaving the context");
        }
    }
}

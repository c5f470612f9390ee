namespace Spn.Arrays;

/// <summary>The number type of a .npy file; <see cref="Float32"/> and <see cref="Float64"/> are written, all are read.</summary>
public enum NpyType
{
    /// <summary><c>f4</c>: 32-bit floats.</summary>
    Float32,

    /// <summary><c>f8</c>: 64-bit floats.</summary>
    Float64,

    /// <summary><c>f2</c>: 16-bit floats of IEEE 754.</summary>
    Float16,

    /// <summary><c>V2</c> or <c>bfloat16</c>: the upper half of a 32-bit float, as NumPy saves the type of that name.</summary>
    BFloat16,

    /// <summary><c>b1</c>: false and true.</summary>
    Boolean,

    /// <summary><c>i1</c>.</summary>
    Int8,

    /// <summary><c>u1</c>.</summary>
    UInt8,

    /// <summary><c>i2</c>.</summary>
    Int16,

    /// <summary><c>u2</c>.</summary>
    UInt16,

    /// <summary><c>i4</c>.</summary>
    Int32,

    /// <summary><c>u4</c>.</summary>
    UInt32,

    /// <summary><c>i8</c>.</summary>
    Int64,

    /// <summary><c>u8</c>.</summary>
    UInt64,
}

/// <summary>What the types of a .npy file are called in its header and in a safetensors file.</summary>
internal static class NpyTypes
{
    private static readonly (string Descr, NpyType Type, string Code)[] s_table =
    [
        ("f4", NpyType.Float32, "F32"), ("f8", NpyType.Float64, "F64"), ("f2", NpyType.Float16, "F16"), ("V2", NpyType.BFloat16, "BF16"),
        ("bfloat16", NpyType.BFloat16, "BF16"), ("b1", NpyType.Boolean, "BOOL"), ("i1", NpyType.Int8, "I8"), ("u1", NpyType.UInt8, "U8"),
        ("i2", NpyType.Int16, "I16"), ("u2", NpyType.UInt16, "U16"), ("i4", NpyType.Int32, "I32"), ("u4", NpyType.UInt32, "U32"),
        ("i8", NpyType.Int64, "I64"), ("u8", NpyType.UInt64, "U64"),
    ];

    /// <summary>The type of a <c>descr</c> without its byte order; null for others.</summary>
    public static NpyType? Find(string descr)
    {
        foreach (var (name, type, _) in s_table)
            if (name == descr)
                return type;
        return null;
    }

    /// <summary>The type in the words of safetensors.</summary>
    public static string Code(NpyType type) => s_table.First(entry => entry.Type == type).Code;

    /// <summary>Bytes of one number.</summary>
    public static int Size(NpyType type) => SafeTensorsTypes.Size(Code(type))!.Value;

    /// <summary>Whether a type, in the words of safetensors, holds whole numbers.</summary>
    public static bool IsInteger(string code) => code is "BOOL" or ['I' or 'U', ..];
}

using System.Runtime.InteropServices;
using Google.Protobuf;
using Spn.Arrays;
using static Google.Protobuf.WireFormat;

namespace Spn.Learning;

/// <summary>One operation of an ONNX file.</summary>
/// <param name="Type">As in <c>Conv</c>.</param>
/// <param name="Tensors">Those of its inputs that are stored in the file, in order.</param>
internal sealed record OnnxNode(string Type, IReadOnlyList<SafeTensor> Tensors);

/// <summary>
/// A reader of the trained numbers in an ONNX file: of the few fields of ModelProto, GraphProto, NodeProto and TensorProto that hold
/// them.
/// </summary>
internal static class OnnxTensors
{
    private const int Graph = 7, Node = 1, Initialiser = 5, NodeInput = 1, NodeType = 4;
    private const int Extents = 1, ElementType = 2, Floats = 4, Name = 8, Raw = 9, Float32 = 1;

    /// <summary>The operations in the order of the graph.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or no ONNX file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<OnnxNode> Read(string path)
    {
        var file = File.ReadAllBytes(path);
        try
        {
            List<List<(int Field, ByteString Bytes)>> nodes = [];
            Dictionary<string, SafeTensor> tensors = [];
            var graphs = Parts(new CodedInputStream(file)).Where(part => part.Field == Graph);
            foreach (var (field, bytes) in graphs.SelectMany(graph => Parts(graph.Bytes.CreateCodedInput())))
                if (field == Node)
                    nodes.Add([.. Parts(bytes.CreateCodedInput())]);
                else if (field == Initialiser && Tensor(bytes.CreateCodedInput()) is { } tensor)
                    tensors[tensor.Name] = tensor;
            if (nodes.Count == 0)
                throw new InvalidDataException("it has no graph");
            return [.. nodes.Select(node => new OnnxNode(
                string.Concat(Texts(node, NodeType)),
                [.. Texts(node, NodeInput).Where(tensors.ContainsKey).Select(name => tensors[name])]))];
        }
        catch (Exception exception)
            when (exception is InvalidProtocolBufferException or InvalidDataException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"{path}: expected an ONNX file, got something else: {exception.Message}", exception);
        }
    }

    /// <summary>The fields of a message that are messages, texts or bytes.</summary>
    private static IEnumerable<(int Field, ByteString Bytes)> Parts(CodedInputStream message)
    {
        while (message.ReadTag() is var tag and not 0)
            if (GetTagWireType(tag) == WireType.LengthDelimited)
                yield return (GetTagFieldNumber(tag), message.ReadBytes());
            else
                message.SkipLastField();
    }

    private static IEnumerable<string> Texts(List<(int Field, ByteString Bytes)> message, int field) =>
        message.Where(part => part.Field == field).Select(part => part.Bytes.ToStringUtf8());

    /// <summary>A tensor of 32-bit floats; null for one of another type.</summary>
    private static SafeTensor? Tensor(CodedInputStream message)
    {
        var (name, type, shape, values) = ("", 0, new List<int>(), Array.Empty<float>());
        while (message.ReadTag() is var tag and not 0)
            switch (GetTagFieldNumber(tag), GetTagWireType(tag))
            {
                case (Extents, WireType.Varint):
                    shape.Add(checked((int)message.ReadInt64()));
                    break;
                case (Extents, WireType.LengthDelimited):
                    var packed = message.ReadBytes().CreateCodedInput();
                    while (!packed.IsAtEnd)
                        shape.Add(checked((int)packed.ReadInt64()));
                    break;
                case (ElementType, WireType.Varint):
                    type = message.ReadInt32();
                    break;
                case (Floats or Raw, WireType.LengthDelimited):
                    values = MemoryMarshal.Cast<byte, float>(message.ReadBytes().Span).ToArray();
                    break;
                case (Name, WireType.LengthDelimited):
                    name = message.ReadString();
                    break;
                default:
                    message.SkipLastField();
                    break;
            }

        return type == Float32 ? new SafeTensor(name, shape, values) : null;
    }
}

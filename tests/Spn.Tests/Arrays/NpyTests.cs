using FsCheck;
using FsCheck.Fluent;
using Spn.Arrays;

namespace Spn.Tests.Arrays;

public class NpyTests
{
    /// <summary>Files that NumPy 1.24 wrote of <c>(numpy.arange(24) / 8 - 1).reshape(2, 3, 4)</c>.</summary>
    public static TheoryData<string, NpyType, string> Cubes => new()
    {
        { "float32, C order", NpyType.Float32, "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMsIDQpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIC/AABgvwAAQL8AACC/AAAAvwAAwL4AAIC+AAAAvgAAAAAAAAA+AACAPgAAwD4AAAA/AAAgPwAAQD8AAGA/AACAPwAAkD8AAKA/AACwPwAAwD8AANA/AADgPwAA8D8=" },
        { "float32, Fortran order", NpyType.Float32, "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMywgNCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIC/AAAAPwAAAL8AAIA/AAAAAAAAwD8AAGC/AAAgPwAAwL4AAJA/AAAAPgAA0D8AAEC/AABAPwAAgL4AAKA/AACAPgAA4D8AACC/AABgPwAAAL4AALA/AADAPgAA8D8=" },
        { "float64, C order", NpyType.Float64, "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMsIDQpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAADwvwAAAAAAAOy/AAAAAAAA6L8AAAAAAADkvwAAAAAAAOC/AAAAAAAA2L8AAAAAAADQvwAAAAAAAMC/AAAAAAAAAAAAAAAAAADAPwAAAAAAANA/AAAAAAAA2D8AAAAAAADgPwAAAAAAAOQ/AAAAAAAA6D8AAAAAAADsPwAAAAAAAPA/AAAAAAAA8j8AAAAAAAD0PwAAAAAAAPY/AAAAAAAA+D8AAAAAAAD6PwAAAAAAAPw/AAAAAAAA/j8=" },
        { "float64, Fortran order, version 2", NpyType.Float64, "k05VTVBZAgB0AAAAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IFRydWUsICdzaGFwZSc6ICgyLCAzLCA0KSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAADwvwAAAAAAAOA/AAAAAAAA4L8AAAAAAADwPwAAAAAAAAAAAAAAAAAA+D8AAAAAAADsvwAAAAAAAOQ/AAAAAAAA2L8AAAAAAADyPwAAAAAAAMA/AAAAAAAA+j8AAAAAAADovwAAAAAAAOg/AAAAAAAA0L8AAAAAAAD0PwAAAAAAANA/AAAAAAAA/D8AAAAAAADkvwAAAAAAAOw/AAAAAAAAwL8AAAAAAAD2PwAAAAAAANg/AAAAAAAA/j8=" },
        { "float32, C order, version 3", NpyType.Float32, "k05VTVBZAwB0AAAAeydkZXNjcic6ICc8ZjQnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMywgNCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIC/AABgvwAAQL8AACC/AAAAvwAAwL4AAIC+AAAAvgAAAAAAAAA+AACAPgAAwD4AAAA/AAAgPwAAQD8AAGA/AACAPwAAkD8AAKA/AACwPwAAwD8AANA/AADgPwAA8D8=" },
    };

    [Theory]
    [MemberData(nameof(Cubes))]
    public void Reads_what_NumPy_writes(string kind, NpyType type, string file)
    {
        var array = Npy.Decode(Convert.FromBase64String(file));
        Assert.Equal([2, 3, 4], array.Shape);
        Assert.True(type == array.StoredAs, kind);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => i / 8f - 1), array.Values);
        Assert.Equal(new MapShape(1, 2, 3, 4), array.ToFeatureMap().Shape);
    }

    [Fact]
    public void Reads_a_single_number_a_vector_and_an_empty_array()
    {
        var number = Npy.Decode(
            Convert.FromBase64String(
                "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAACBA"));
        Assert.Empty(number.Shape);
        Assert.Equal([2.5f], number.Values);
        var vector = Npy.Decode(
            Convert.FromBase64String(
                "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAMA/AADAfwAAgH8AAACA"));
        Assert.Equal([1.5f, float.NaN, float.PositiveInfinity, -0f], vector.Values);
        Assert.True(float.IsNegative(vector.Values[3]));
        Assert.Throws<InvalidDataException>(vector.ToFeatureMap);
        var empty = Npy.Decode(
            Convert.FromBase64String(
                "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDAsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo="));
        Assert.Equal([0, 3], empty.Shape);
        Assert.Throws<InvalidDataException>(empty.ToFeatureMap);
    }

    [Fact]
    public void Float64_is_rounded_to_the_nearest_float32() =>
        Assert.Equal([1 / 3f, float.PositiveInfinity, 0f, float.NaN], Npy.Decode(Convert.FromBase64String(
            "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIApVVVVVVVXVP5x1AIg85Dd+WfP4wh9upYEAAAAAAAD4fw==")).Values);

    [Theory]
    [InlineData(NpyType.Float32, 4, "<f4")]
    [InlineData(NpyType.Float64, 8, "<f8")]
    public void Writes_a_version_1_header_that_ends_at_a_multiple_of_64(NpyType type, int size, string descr)
    {
        var file = InCulture.Run("de-DE", () => Npy.Encode(new NpyArray(new float[1234], [1234]), type));
        var header = System.Text.Encoding.Latin1.GetString(file, 0, file.Length - 1234 * size);
        Assert.Equal(0, header.Length % 64);
        Assert.Equal(
            $"\u0093NUMPY\u0001\0\u0076\0{{'descr': '{descr}', 'fortran_order': False, 'shape': (1234,), }}",
            header.TrimEnd('\n').TrimEnd(' '));
        Assert.EndsWith(" \n", header);
    }

    [Fact]
    public void Any_array_comes_back_as_it_was_written() =>
        Prop.ForAll(Gen.Choose(0, 5).ListOf().Where(s => s.Count < 6).ToArbitrary(), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (extents, seed) =>
        {
            var random = new Random(seed);
            int[] shape = [.. extents];
            var values = new float[shape.Aggregate(1, (a, b) => a * b)];
            random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
            foreach (var type in new[] { NpyType.Float32, NpyType.Float64 })
            {
                var again = Npy.Decode(Npy.Encode(new NpyArray(values, shape), type));
                Assert.Equal(shape, again.Shape);
                Assert.Equal(values, again.Values);
            }
        }).Check(Property.Cases(200));

    [Fact]
    public void Maps_weights_and_doubles_go_through_files()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "a.npy");
            var map = FeatureMap.Random(new MapShape(2, 3, 4, 5), 1);
            Npy.Write(path, map);
            Assert.Equal(map.Shape, Npy.ReadFeatureMap(path).Shape);
            Assert.Equal(map.Values, Npy.ReadFeatureMap(path).Values);
            Assert.Contains("a.npy", Assert.Throws<InvalidDataException>(() => Npy.ReadWeights(path)).Message);
            foreach (var connection in new[] { Connection.OneWay, Connection.ThreeWay })
            {
                var weights = PropagationWeights.Random(connection, new MapShape(2, 3, 4, 5), 2);
                Npy.Write(path, weights);
                Assert.Equal((connection, weights.Shape), (Npy.ReadWeights(path).Connection, Npy.ReadWeights(path).Shape));
                Assert.Equal(weights.Values, Npy.ReadWeights(path).Values);
            }

            Npy.Write(path, new double[] { 0.1, 2 }, 2, 1);
            Assert.Equal((NpyType.Float64, 0.1f), (Npy.Read(path).StoredAs, Npy.Read(path).Values[0]));
            Assert.Throws<ArgumentException>(() => Npy.Write(path, new double[2], 3));
            Assert.ThrowsAny<ArgumentException>(() => Npy.Write(path, new float[2], -1, -2));
            Assert.ThrowsAny<ArgumentException>(() => Npy.Write(path, new float[2], 65536, 65536, 65536, 65536, 65536));
            Assert.Throws<FileNotFoundException>(() => Npy.Read(Path.Combine(folder.FullName, "none.npy")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

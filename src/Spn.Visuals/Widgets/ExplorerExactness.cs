using System.Globalization;

namespace Spn.Visuals;

/// <summary>How far rows of the rounded weights are from those of the exact ones: the sum of the absolute differences of a row.</summary>
internal sealed class ExplorerExactness(Pixel start)
{
    private double _largest, _steps = double.PositiveInfinity;
    private int _rows;

    public void Measure(PropagationWeights exact, QuantisedWeights quantised)
    {
        var rounded = quantised.ToWeights().WithInputGate(exact.InputGate);
        var raw = new AffinityOptions { Normalisation = Normalisation.Raw };
        foreach (var direction in Directions.All)
            foreach (var pixel in AffinityExplorer.Probes(start, exact.Shape.Height, exact.Shape.Width))
            {
                var (one, other) = (Affinity.Row(exact, direction, pixel, raw), Affinity.Row(rounded, direction, pixel, raw));
                var (difference, magnitude) = (0.0, 0.0);
                for (var i = 0; i < one.Values.Values.Length; i++)
                {
                    difference += Math.Abs(one.Values.Values[i] - other.Values.Values[i]);
                    magnitude += Math.Abs(one.Values.Values[i]);
                }

                _largest = Math.Max(_largest, difference / magnitude);
                _rows++;
            }

        _steps = Math.Min(_steps, quantised.Steps);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"How exact this is: weights stand in this page in steps of 1/{_steps:0}. Of {_rows} rows of G that were compared with those of "
        + $"the exact weights, the one that differs most does so by {100 * _largest:0.0} % of its sum.");
}

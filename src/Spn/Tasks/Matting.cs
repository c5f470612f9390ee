namespace Spn.Tasks;

/// <summary>
/// Soft mattes: how much of a pixel, α from 0 to 1, belongs to what stands in front. A trimap says where that is sure.
/// </summary>
/// <remarks>
/// Two ways lead from <see cref="Known"/> to a matte: <see cref="Spreading.Along"/>, and <see cref="ClosedForm"/>.
/// </remarks>
public static class Matting
{
    /// <summary>The pixels of which a trimap is sure.</summary>
    /// <param name="trimap">1×1×H×W: 0 is background, 1 is foreground, anything between is unknown.</param>
    /// <exception cref="ArgumentException">
    /// The map has other values, or no pixel that is surely foreground, background, or unknown.
    /// </exception>
    public static SparseMap Known(FeatureMap trimap)
    {
        ArgumentNullException.ThrowIfNull(trimap);
        if (trimap.Batch != 1 || trimap.Channels != 1)
            throw new ArgumentException($"expected a trimap 1×1×H×W, got {trimap.Shape}; give one grey map.", nameof(trimap));
        var (front, back) = (0, 0);
        foreach (var value in trimap.Values)
        {
            if (!(value >= 0 && value <= 1))
                throw new ArgumentException(FormattableString.Invariant($"expected a trimap from 0 to 1, got {value}."), nameof(trimap));
            (front, back) = (front + (value == 1 ? 1 : 0), back + (value == 0 ? 1 : 0));
        }

        if (front == 0 || back == 0 || front + back == trimap.Values.Length)
            throw new ArgumentException(
                "expected a trimap with foreground (white), background (black) and unknown pixels (grey) between them, got "
                + FormattableString.Invariant($"{front} white, {back} black and {trimap.Values.Length - front - back} grey ones; ")
                + "paint all three.", nameof(trimap));
        return new SparseMap(trimap, new FeatureMap(trimap.Shape, Array.ConvertAll(trimap.Values, v => v is 0 or 1 ? 1f : 0f)));
    }

    /// <summary>
    /// Closed-form matting (Levin, Lischinski and Weiss, TPAMI 2008, doi:10.1109/TPAMI.2007.1177): in every window of 3×3 pixels α is as
    /// near as can be to a linear function of the colours. A sparse linear system with 25 entries a row, solved by conjugate gradients.
    /// </summary>
    /// <param name="photo">1×(1|3)×H×W, grey or sRGB in [0, 1], 3 pixels or more each way.</param>
    /// <param name="known">What the trimap knows: <see cref="Known"/>. Its pixels keep their α exactly.</param>
    /// <param name="options">When to stop; all defaults when null.</param>
    /// <param name="progress">How far the residual has fallen, 0 to 1.</param>
    /// <param name="cancellation">Stops the work between steps.</param>
    /// <returns>α, cut to [0, 1].</returns>
    /// <exception cref="ArgumentException">The sizes differ, or the picture or an option is out of its range.</exception>
    /// <exception cref="ConvergenceException">The residual did not fall far enough.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SolvedMap ClosedForm(
        FeatureMap photo, SparseMap known, LinearSystemOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(known);
        known.CheckPhoto(photo);
        if (photo.Height < 3 || photo.Width < 3)
            throw new ArgumentException($"expected a photograph of 3×3 pixels or more, got {photo.Height}×{photo.Width}.", nameof(photo));
        var settings = (options ?? LinearSystemOptions.Default).Check(photo.Shape);
        var solved = MattingLaplacian.Of(photo, known.Known.Values).Solve(known, settings, progress, cancellation);
        var alpha = solved.Values.Values;
        System.Numerics.Tensors.TensorPrimitives.Clamp(alpha, 0, 1, alpha);
        return solved;
    }
}

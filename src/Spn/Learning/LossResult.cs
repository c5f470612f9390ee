namespace Spn.Learning;

/// <summary>The loss of a batch.</summary>
/// <param name="Loss">The mean loss over the pixels that are not ignored; 0 where all are.</param>
/// <param name="Pixels">Pixels that are not ignored.</param>
/// <param name="Correct">How many of them have their own class as the likeliest one.</param>
public readonly record struct LossResult(double Loss, long Pixels, long Correct)
{
    /// <summary>Correct pixels over counted ones; 0 where none counts.</summary>
    public double Accuracy => Pixels == 0 ? 0 : (double)Correct / Pixels;
}

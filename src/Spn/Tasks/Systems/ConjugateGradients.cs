using System.Numerics.Tensors;

namespace Spn.Tasks;

/// <summary>
/// Conjugate gradients (Hestenes and Stiefel 1952) for a symmetric positive definite system, preconditioned by the diagonal (Jacobi).
/// </summary>
internal static class ConjugateGradients
{
    /// <summary>Solves A x = b.</summary>
    /// <param name="matrix">A, with a positive diagonal.</param>
    /// <param name="right">b.</param>
    /// <param name="x">The start, and the solution.</param>
    /// <param name="options">When to stop.</param>
    /// <param name="progress">Orders of magnitude of the residual, as a share of those that are wanted.</param>
    /// <param name="cancellation">Stops the work between steps.</param>
    /// <returns>Steps, and ‖b − A x‖ / ‖b‖ of the solution, computed anew.</returns>
    /// <exception cref="ConvergenceException">The residual did not fall far enough.</exception>
    public static (int Steps, double Residual) Solve(
        SparseMatrix matrix, double[] right, double[] x, LinearSystemOptions options, IProgress<double>? progress,
        CancellationToken cancellation)
    {
        var work = new RowWork(options.Threads, cancellation);
        var diagonal = matrix.Diagonal();
        double[] residual = new double[x.Length], conditioned = new double[x.Length], product = new double[x.Length];
        var size = TensorPrimitives.Norm<double>(right);
        var left = Residual();
        if (size == 0 || left == 0)
            size = Math.Max(size, 1);
        TensorPrimitives.Divide(residual, diagonal, conditioned);
        var direction = (double[])conditioned.Clone();
        var slope = TensorPrimitives.Dot<double>(residual, conditioned);
        var steps = 0;
        for (; left > options.Tolerance * size && steps < options.MostSteps; steps++)
        {
            cancellation.ThrowIfCancellationRequested();
            matrix.Multiply(direction, product, work);
            var along = slope / TensorPrimitives.Dot<double>(direction, product);
            TensorPrimitives.MultiplyAdd(direction, along, x, x);
            TensorPrimitives.MultiplyAdd(product, -along, residual, residual);
            TensorPrimitives.Divide(residual, diagonal, conditioned);
            var next = TensorPrimitives.Dot<double>(residual, conditioned);
            TensorPrimitives.MultiplyAdd(direction, next / slope, conditioned, direction);
            (slope, left) = (next, TensorPrimitives.Norm<double>(residual));
            progress?.Report(Math.Clamp(Math.Log(left / size) / Math.Log(options.Tolerance), 0, 1));
        }

        var fell = left <= options.Tolerance * size;
        left = Residual() / size;
        // What is added up step by step drifts from what it stands for: up to ten times the tolerance is let pass.
        if (!(fell && left <= 10 * options.Tolerance))
            throw new ConvergenceException(FormattableString.Invariant(
                $"expected a residual of {options.Tolerance:g2} within {options.MostSteps} steps of conjugate gradients, got ")
                + FormattableString.Invariant($"{left:g2} after {steps}; allow more steps, a larger residual, or shrink the picture."));
        return (steps, left);

        double Residual()
        {
            matrix.Multiply(x, product, work);
            TensorPrimitives.Subtract(right, product, residual);
            return TensorPrimitives.Norm<double>(residual);
        }
    }
}

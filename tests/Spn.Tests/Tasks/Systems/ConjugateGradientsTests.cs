using Spn.Tasks;

namespace Spn.Tests.Tasks.Systems;

public class ConjugateGradientsTests
{
    /// <summary>[[4, 1], [1, 3]] x = [1, 2], whose solution is [1/11, 7/11].</summary>
    private static readonly SparseMatrix Matrix = new([0, 2, 4], [0, 1, 0, 1], [4, 1, 1, 3]);

    [Fact]
    public void By_hand_two_unknowns_take_two_steps()
    {
        var x = new double[] { 2, 1 };
        var (steps, residual) = ConjugateGradients.Solve(Matrix, [1, 2], x, new LinearSystemOptions { Tolerance = 1e-12 }, null, default);
        Near.Assert_near([1 / 11.0, 7 / 11.0], x, 1e-12);
        Assert.Equal(2, steps);
        Assert.InRange(residual, 0, 1e-11);
    }

    [Fact]
    public void Of_zero_the_solution_is_zero_and_a_start_that_is_right_takes_no_step()
    {
        double[] x = [2, 1], right = [1 / 11.0, 7 / 11.0];
        ConjugateGradients.Solve(Matrix, [0, 0], x, LinearSystemOptions.Default, null, default);
        Near.Assert_near(new double[2], x, 1e-5);
        Assert.Equal(0, ConjugateGradients.Solve(Matrix, [1, 2], right, LinearSystemOptions.Default, null, default).Steps);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_is_not_said_to_be_solved() =>
        Assert.Throws<ConvergenceException>(() => ConjugateGradients.Solve(
            new SparseMatrix([0, 2, 4], [0, 1, 0, 1], [1, 1, 1, 1]), [1.5, -0.5], new double[2],
            new LinearSystemOptions { MostSteps = 50 }, null, default));

    [Fact]
    public void Steps_that_do_not_do_are_told_even_where_little_is_missing()
    {
        // One step leaves a residual of 0.57: less than ten times the tolerance, but more than it.
        var options = new LinearSystemOptions { Tolerance = 0.1, MostSteps = 1 };
        var told = Assert.Throws<ConvergenceException>(() => ConjugateGradients.Solve(Matrix, [1, 2], [2, 1], options, null, default));
        Assert.Contains("within 1 steps", told.Message);
    }

    [Fact]
    public void Progress_rises_to_one_order_by_order()
    {
        var told = new List<double>();
        ConjugateGradients.Solve(Matrix, [1, 2], [2, 1], LinearSystemOptions.Default, new Told(told), default);
        Assert.Equal(told.Order(), told);
        Assert.Equal(1, told[^1]);
    }

    private sealed class Told(List<double> values) : IProgress<double>
    {
        public void Report(double value) => values.Add(value);
    }
}

namespace Bindscope.Numerics.Statistics;

/// <summary>Student's t.</summary>
public static class Student
{
    /// <summary>97.5 % quantiles for 1 to 30 degrees of freedom.</summary>
    private static readonly double[] Known =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>The 97.5 % quantile; beyond the table by its expansion in one over the degrees of freedom, right to three decimals.</summary>
    /// <param name="degrees">Degrees of freedom, 1 or more.</param>
    public static double Quantile(int degrees) => degrees <= Known.Length ? Known[degrees - 1] : 1.960 + (2.372 / degrees);
}

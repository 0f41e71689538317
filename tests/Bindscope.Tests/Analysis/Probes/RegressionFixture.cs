using System.Text.Json;
using Bindscope.Tests.Code;

namespace Bindscope.Tests.Analysis.Probes;

/// <summary>What scikit-learn made of fixed data: tests/fixtures/softmax, with the script that wrote it.</summary>
internal sealed record RegressionFixture(
    string ScikitLearn,
    int Width,
    int Classes,
    double[] Features,
    int[] Labels,
    RegressionFixture.Expected[] Fits,
    double[] Variances,
    double[] Directions)
{
    internal static RegressionFixture Read() => JsonSerializer.Deserialize<RegressionFixture>(
        File.ReadAllText(Path.Combine(Sources.Root, "tests/fixtures/softmax/regressions.json")), JsonSerializerOptions.Web)!;

    internal sealed record Expected(double Absolute, double Square, double Objective, double[] Weights, int[] Predictions);
}

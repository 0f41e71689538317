using Bindscope.Analysis.Probes.Regression;
using Bindscope.Analysis.Subspaces.Maps;

namespace Bindscope.Tests.Analysis.Subspaces;

public sealed class MapTests
{
    private static readonly double[] Corners = [0, 0, 4, 0, 0, 1, 5, 2, 3, 3];

    [Theory]
    [InlineData(0.7, 1, 2)]
    [InlineData(2.5, -1, 0.1)]
    public void ATurnedMirroredMovedAndScaledMapIsBroughtBack(double angle, int mirror, double size)
    {
        (double cos, double sin) = (size * Math.Cos(angle), size * Math.Sin(angle));
        double[] turned = [.. Corners.Chunk(2).SelectMany(p => new[] { 9 + (cos * p[0]) - (sin * mirror * p[1]), (sin * p[0]) + (cos * mirror * p[1]) })];
        (Features aligned, double disparity) = Procrustes.Align(new Features(turned, 2), new Features(Corners, 2));
        Features itself = Procrustes.Align(new Features(Corners, 2), new Features(Corners, 2)).Aligned;

        Assert.Equal(0, disparity, 1e-9);
        Assert.All(itself.Values.Zip(aligned.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void AnotherShapeLeavesADisparity() =>
        Assert.InRange(Procrustes.Align(new Features([0, 0, 1, 5, 2, 1, 4, 4, 0, 3], 2), new Features(Corners, 2)).Disparity, 0.1, 1);

    [Fact]
    public void PointsBelongToTheNearestMean()
    {
        var learned = new Features([0, 0, 0, 2, 10, 10], 2);
        var labels = new ClassLabels([0, 0, 1], 3);

        Assert.Equal(0.5, MapPoints.Nearest(learned, labels, new Features([1, 1, 9, 9], 2), new ClassLabels([0, 0], 3)));
    }
}

using Bindscope.Errors;
using Bindscope.Runs;
using CsCheck;

namespace Bindscope.Tests.Runs;

public sealed class MetricsFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bindscope-metrics-");

    private string FilePath => Path.Combine(folder.FullName, MetricsFile.Name);

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void WhatWasAppendedIsRead()
    {
        MetricsFile.Append(FilePath, SampleEvaluation.At(0, 100));
        MetricsFile.Append(FilePath, SampleEvaluation.At(200, 120));
        var read = MetricsFile.Read(FilePath);
        Assert.Null(read.TornLine);
        Assert.Equal([0, 200], read.Evaluations.Select(evaluation => evaluation.Step));
        Assert.Equal(120, read.Evaluations[1].CorrectCount());
        Assert.Equal(400, read.Evaluations[1].FirstTwoConstants);
    }

    [Fact]
    public void TheLineIsTheDocumentedOne()
    {
        MetricsFile.Append(FilePath, SampleEvaluation.At(200, 12, n: 20, firstTwo: 8));
        Assert.Equal(
            """
            {"step":200,"loss":0.3333333333333333,"learningRate":0.001,"trainAccuracy":0.1,"accuracy":0.6,"n":20,
            "byHops":[{"hops":1,"n":10,"correct":6},{"hops":2,"n":10,"correct":6}],
            "byAnswerLine":[{"line":1,"n":10,"correct":6},{"line":2,"n":10,"correct":6}],
            "predictions":[2,2,2,2,2,2,2,2,2,2],"nonDigit":0,
            "line1Constant":4,"line2Constant":2,"line2ConstantN":10,"firstTwoConstants":8,"anyConstant":14}
            """.ReplaceLineEndings("") + "\n",
            File.ReadAllText(FilePath));
    }

    [Fact]
    public void AByteOrderMarkAndBlankLinesArePassedOver()
    {
        MetricsFile.Append(FilePath, SampleEvaluation.At(0, 100));
        MetricsFile.Append(FilePath, SampleEvaluation.At(200, 120));
        string[] lines = File.ReadAllLines(FilePath);
        File.WriteAllText(FilePath, $"\uFEFF{lines[0]}\r\n\r\n{lines[1]}\n \n\n");

        var read = MetricsFile.Read(FilePath);

        Assert.Null(read.TornLine);
        Assert.Equal([0, 200], read.Evaluations.Select(evaluation => evaluation.Step));
        MetricsFile.TruncateAfter(FilePath, 200);
        Assert.Equal(lines, File.ReadAllLines(FilePath));
    }

    [Fact]
    public void EveryNumberComesBackToTheBit() =>
        Gen.Double.Where(double.IsFinite).Sample(loss =>
        {
            var line = MetricsJson.Write(SampleEvaluation.At(1, 5) with { Loss = loss });
            var read = MetricsJson.Read(System.Text.Encoding.UTF8.GetBytes(line));
            return BitConverter.DoubleToInt64Bits(read.Loss) == BitConverter.DoubleToInt64Bits(loss);
        });

    [Theory]
    [InlineData("\"nonDigit\":0", "\"nonDigit\":0,\"colour\":1", "colour")]
    [InlineData("\"nonDigit\":0,", "", "nonDigit")]
    [InlineData("\"nonDigit\":0", "\"nonDigit\":0,\"nonDigit\":0", "nonDigit")]
    [InlineData("{\"hops\":1,", "{\"hop\":1,", "hop")]
    [InlineData("\"predictions\":[100,", "\"predictions\":[", "predictions")]
    [InlineData("\"nonDigit\":0", "\"nonDigit\":1", "nonDigit")]
    [InlineData("\"accuracy\":0.12", "\"accuracy\":0.13", "accuracy")]
    [InlineData("\"byHops\":[", "\"byHops\":null,\"x\":[", "byHops")]
    [InlineData("\"step\":200", "\"step\":0", "step 0")]
    public void ADamagedLineIsRefusedByNameFileAndLine(string found, string replacement, string named)
    {
        MetricsFile.Append(FilePath, SampleEvaluation.At(0, 100));
        var line = MetricsJson.Write(SampleEvaluation.At(200, 120));
        Assert.Contains(found, line, StringComparison.Ordinal);
        File.AppendAllText(FilePath, line.Replace(found, replacement, StringComparison.Ordinal) + "\n");
        var error = Assert.Throws<UserException>(() => MetricsFile.Read(FilePath));
        Assert.Contains($"{FilePath}, line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
    }

    [Fact]
    public void ALastLineCutAnywhereIsReportedAndTheRestIsRead()
    {
        MetricsFile.Append(FilePath, SampleEvaluation.At(0, 100));
        var whole = File.ReadAllText(FilePath);
        var line = MetricsJson.Write(SampleEvaluation.At(200, 120));
        for (var length = 1; length < line.Length; length++)
        {
            File.WriteAllText(FilePath, whole + line[..length]);
            var read = MetricsFile.Read(FilePath);
            Assert.Equal(2, read.TornLine);
            Assert.Single(read.Evaluations);
        }

        Assert.Throws<UserException>(() => MetricsFile.Append(FilePath, SampleEvaluation.At(200, 120)));
        MetricsFile.TruncateAfter(FilePath, 1000);
        Assert.Equal(whole, File.ReadAllText(FilePath));
    }

    [Fact]
    public void ALastLineThatLacksOnlyItsNewlineIsWhole()
    {
        File.WriteAllText(FilePath, MetricsJson.Write(SampleEvaluation.At(0, 100)));
        Assert.Null(MetricsFile.Read(FilePath).TornLine);
        MetricsFile.TruncateAfter(FilePath, 0);
        MetricsFile.Append(FilePath, SampleEvaluation.At(200, 120));
        Assert.Equal(2, MetricsFile.Read(FilePath).Evaluations.Length);
    }

    [Fact]
    public void TruncatingAndAppendingAgainGivesTheSameBytes()
    {
        long[] steps = [0, 100, 200, 300];
        foreach (var step in steps)
        {
            MetricsFile.Append(FilePath, SampleEvaluation.At(step, 100 + (int)step));
        }

        var uninterrupted = File.ReadAllBytes(FilePath);
        MetricsFile.TruncateAfter(FilePath, 150);
        Assert.Equal([0, 100], MetricsFile.Read(FilePath).Evaluations.Select(evaluation => evaluation.Step));
        MetricsFile.Append(FilePath, SampleEvaluation.At(200, 300));
        MetricsFile.Append(FilePath, SampleEvaluation.At(300, 400));
        Assert.Equal(uninterrupted, File.ReadAllBytes(FilePath));
        Assert.Single(folder.GetFiles());
    }

    [Fact]
    public void AnEvaluationThatContradictsItselfIsNotWritten()
    {
        var diverged = SampleEvaluation.At(200, 120) with { Loss = double.NaN };
        var error = Assert.Throws<ArgumentException>(() => MetricsFile.Append(FilePath, diverged));
        Assert.Contains("loss", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void AMissingFileIsTheUsersToCorrect() =>
        Assert.Contains(FilePath, Assert.Throws<UserException>(() => MetricsFile.Read(FilePath)).Message, StringComparison.Ordinal);
}
